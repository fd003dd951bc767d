"""What the office does to its reference data: every change on a day, with a reason, and kept."""
