"""The one refusal of a file that somebody hands in."""

from __future__ import annotations


class Unacceptable(Exception):
    """A file is not taken; its text says in Chinese why, and what to do instead."""
