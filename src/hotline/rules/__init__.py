"""What is right: plain Python, no Django, no I/O, no now()."""
