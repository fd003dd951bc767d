"""Hotline: the open platform for a city's 12345."""

__version__ = "0.1.0"
