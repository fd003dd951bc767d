"""Who is mentioned in a text: an @ and directly after it one of the names that may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# An @ after a letter or digit belongs to an address of mail, not to a name.
AT = re.compile(r"(?<![A-Za-z0-9._-])[@＠]\s*")
WRITTEN = re.compile(r"[^\s@＠，。；：、！？,.;:!?（()）]{1,12}")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The names that were called, each once, and what stands after an @ and is no name."""

    names: tuple[str, ...]
    unknown: tuple[str, ...]


def mentions_in(text: str, names: Iterable[str]) -> Mentions:
    """The longest name wins where several begin alike; an @ that stands alone means nothing."""
    longest_first = sorted(names, key=len, reverse=True)
    called: list[str] = []
    unknown: list[str] = []
    for at in AT.finditer(text):
        rest = text[at.end() :]
        name = next((name for name in longest_first if rest.startswith(name)), "")
        if name:
            called.append(name)
        elif written := WRITTEN.match(rest):
            unknown.append(written.group())
    return Mentions(tuple(dict.fromkeys(called)), tuple(dict.fromkeys(unknown)))
