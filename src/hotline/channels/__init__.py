"""What other systems send and are sent: one adapter per file, one shape (`shape.py`)."""
