"""What the office's tables of reference data look like, for screens and files alike."""
