"""回访台: who calls whom when, so that no citizen is called twice at once or at a bad hour."""
