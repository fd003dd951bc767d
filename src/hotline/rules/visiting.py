"""How much may come from one address, and what a citizen's telephone number looks like.

One address may be a whole town behind its operator's gateway: the limits stop programs, not towns.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class VisitLimit:
    """At most `most` of an act within `within`."""

    most: int
    within: timedelta


# Filed with a solved challenge, and without; alike matters asked for; pictures held; messages to
# one phone; codes asked for and tried.
VISIT_LIMITS = {
    "file": VisitLimit(60, timedelta(hours=1)),
    "file_unproved": VisitLimit(12, timedelta(hours=1)),
    "look": VisitLimit(240, timedelta(hours=1)),
    "hold": VisitLimit(200, timedelta(hours=1)),
    "sms": VisitLimit(4, timedelta(hours=1)),
    "code": VisitLimit(10, timedelta(hours=1)),
    "try_code": VisitLimit(40, timedelta(hours=1)),
}
MARKS_KEPT = timedelta(days=1)
PICTURES_HELD = timedelta(hours=3)
MOST_PICTURES = 6
LONGEST_TEXT = 2000

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}[2-9][0-9]{6,7}")
_BETWEEN = re.compile(r"[\s()\-–—.]+")


def plain_phone(typed: str) -> str | None:
    """A mobile or landline number of mainland China as its digits; None for what is neither."""
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    for country in ("+86", "0086"):
        digits = digits.removeprefix(country)
    fits = _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)
    return digits if fits else None
