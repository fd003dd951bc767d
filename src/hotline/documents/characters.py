"""Text from outside made fit to be written into any file."""

from __future__ import annotations

import re

# XML 1.0 cannot carry these at all: control characters, lone surrogates, non-characters. The
# direction marks it could carry are dropped too: one of them turns the rest of a line round.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile("[\t-\r\x85\u2028\u2029]+")


def printable(text: str) -> str:
    """The text without what no file can carry, and with breaks and tabs as one space each.

    A piece of a bulletin lies inside one line of thought: where a paragraph ends is said by the
    blocks of the page, never by a line feed that a citizen typed.
    """
    return _BREAKS.sub(" ", _UNWRITABLE.sub("", text))
