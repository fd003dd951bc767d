"""The commands of the `hotline` program, one per file; program.py lists them."""
