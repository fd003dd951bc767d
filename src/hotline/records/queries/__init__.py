"""Reads. `access.py` is the one door through which a person gets a case."""
