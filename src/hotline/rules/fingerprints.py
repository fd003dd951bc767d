"""What a text is known again by: its pairs of characters, a digest of the bare words, and marks.

A mark is a number that an index can hold: a pair of characters, or a part of the set of all pairs
that near copies have in common, each together with the stretch of time that it was said in. So an
index of marks is asked for weeks only and never grows slower with the years.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from operator import add
from zlib import crc32

# A long letter tells its matter at the beginning.
LONGEST = 600
BUCKET_DAYS = 30
# What copies share may be everybody's phrase, so it is looked for lately first.
BAND_DAYS = 5
MOST_MARKS = 48
# Of so few characters a copy says nothing: 路灯坏了.
FEWEST_COPIED = 12
BINS, ROWS = 18, 3

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_BARE = re.compile(r"[\u3400-\u9fffa-z]+")
_GREETING = re.compile(
    r"(?:尊敬的|敬爱的)?(?:各位)?(?:市长|书记|省长|县长|区长|局长|领导|同志|客服)们?[您你]?好"
    r"|尊敬的领导|[您你]好|大家好|此致|敬礼|谢谢|感谢|(?:来电人|市民)(?:来电)?反映"
)
_LONGEST_TOKEN = 12


def plain(text: str) -> str:
    """The text as it is compared: one width, small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def pairs_of(text: str) -> frozenset[str]:
    """Its pairs of neighbouring Chinese characters, and its words of Latin letters and digits; a
    long row of digits is somebody's number and none of a matter's words."""
    found: set[str] = set()
    for run in _RUN.findall(plain(text[:LONGEST])):
        if run[0] >= "\u3400":
            found.update(map(add, run, run[1:]))
        elif 1 < len(run) <= _LONGEST_TOKEN and not (run.isdigit() and len(run) > 4):  # noqa: PLR2004
            found.add(run)
    return frozenset(found)


def digest_of(text: str) -> int | None:
    """The same number for the same words, whatever the greeting, spaces, signs and figures; None
    for a text too short to be a copy of anything."""
    bare = "".join(_BARE.findall(_GREETING.sub("", plain(text))))
    if len(bare) < FEWEST_COPIED:
        return None
    made = hashlib.blake2b(bare.encode(), digest_size=8).digest()
    return int.from_bytes(made, "big", signed=True)


def bucket_of(at: datetime, size: int = BUCKET_DAYS) -> int:
    """The stretch of days that a moment lies in."""
    return int(at.timestamp()) // (size * 86_400)


def buckets_within(until: datetime, days: int, size: int = BUCKET_DAYS) -> range:
    """Every stretch that the last `days` touch."""
    return range(bucket_of(until - timedelta(days=days), size), bucket_of(until, size) + 1)


def mark(said: str, bucket: int) -> int:
    """The mark of a pair of characters in a stretch of time, as a signed number of 32 bits."""
    return crc32(f"{bucket}:{said}".encode()) - 2**31


def told(bucket: int) -> int:
    """The mark under which the cases of a stretch are counted."""
    return mark("", bucket)


def bands(pairs: Iterable[str]) -> list[str]:
    """What near copies share, to be marked as words are: the least hashes of the pairs, three by
    three (MinHash with one permutation: Li, Owen and Zhang, 2012); four fifths alike share one of
    them nearly always.
    """
    least = [2**32] * BINS
    for pair in pairs:
        value = crc32(pair.encode())
        place, value = value % BINS, value // BINS
        least[place] = min(least[place], value)
    groups = [least[start : start + ROWS] for start in range(0, BINS, ROWS)]
    return [f"~{number}:{group}" for number, group in enumerate(groups) if 2**32 not in group]


def rarest(pairs: Iterable[str], cases: Mapping[str, int], most: int) -> list[str]:
    """The pairs that the fewest cases hold, the rarest first; two texts order ties alike."""
    return sorted(pairs, key=lambda pair: (cases.get(pair, 0), pair))[:most]


def kept_pairs(title: Iterable[str], pairs: Iterable[str], cases: Mapping[str, int]) -> list[str]:
    """The pairs that a case is looked up by later: the rarest, half of them of its title first."""
    chosen = dict.fromkeys(rarest(title, cases, MOST_MARKS // 2))
    chosen |= dict.fromkeys(rarest(pairs, cases, MOST_MARKS))
    return list(chosen)[:MOST_MARKS]
