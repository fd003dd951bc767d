"""A file's name as a stranger gave it, made fit to be shown and to be saved under."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
LONGEST_ENDING = 12
NAMELESS = "附件"
# Never parts of a name on Windows, nor safe in a header or a listing.
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_BLANKS = re.compile(r"\s+")
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(\..*)?", re.IGNORECASE)
# Control and format characters (direction marks among them), half surrogates, unassigned ones.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_name(given: str) -> str:
    """The name without folders, unseen characters and what a system would stumble over."""
    seen = "".join(
        " " if each.isspace() else each
        for each in unicodedata.normalize("NFC", given)
        if each.isspace() or unicodedata.category(each) not in _UNSEEN
    )
    last = seen.replace("\\", "/").rsplit("/", 1)[-1]
    name = _BLANKS.sub(" ", _FORBIDDEN.sub("_", last)).strip(" .")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    return _shortened(name) or NAMELESS


def ending_of(name: str) -> str:
    """What stands after the last dot, in small letters; empty without one."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and 0 < len(ending) <= LONGEST_ENDING else ""


def with_ending(name: str, ending: str) -> str:
    """The name with this ending in place of its own."""
    own = ending_of(name)
    stem = name[: -len(own) - 1] if own else name
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def _shortened(name: str) -> str:
    """At most LONGEST characters, the ending kept."""
    if len(name) <= LONGEST:
        return name
    ending = ending_of(name)
    return with_ending(name, ending) if ending else name[:LONGEST]
