"""The search itself: each kind looks for its own, and of what overlaps the surer kind stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hotline.rules.redaction.addressed import addressed
from hotline.rules.redaction.addresses import addresses, areas
from hotline.rules.redaction.digits import SEARCHES, identities, mobiles
from hotline.rules.redaction.electronic import electronic
from hotline.rules.redaction.found import Sensitive
from hotline.rules.redaction.health import health
from hotline.rules.redaction.levelling import level, with_digits
from hotline.rules.redaction.names import names
from hotline.rules.redaction.plates import plates

FEWEST_SIGNS = 3
_SPOKEN_RUN = re.compile(
    r"[零〇○Oo一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖①-⑳⑴-⒇❶-➓𝟎-𝟿\d](?:[ \-.·，,、]{0,2}"
    r"[零〇○Oo一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖①-⑳⑴-⒇❶-➓𝟎-𝟿\dXx]){6,}"
)
_MAY_HOLD = re.compile(
    r"(?:[\d０-９][ \-—－.·　/_]{0,2}){10}|[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖①-⑳\d ]{11}"
)
# 一直 behind a number would lengthen it.
_WORD_ONE = re.compile("一[直般次个起定下些样共天]")


def find(text: str) -> list[Sensitive]:
    """Everything in `text` that may not be published, in the order of the text."""
    levelled = level(text)
    return _in_order(_unpublishable(levelled), text)


def find_all(text: str) -> list[Sensitive]:
    """Everything that tells of a person, also what may be published: 王女士, and their area."""
    levelled = level(text)
    found = _unpublishable(levelled)
    found += _apart(addressed(levelled), found)
    found += _apart(areas(levelled), found)
    return _in_order(found, text)


def _unpublishable(levelled: str) -> list[Sensitive]:
    found = list(electronic(levelled))
    found += _apart(numbers(levelled), found)
    found += _apart(addresses(levelled), found)
    found += _apart(names(levelled), found)
    found += health(levelled, found)
    return found


def _in_order(found: Iterable[Sensitive], text: str) -> list[Sensitive]:
    return sorted((_as_written(each, text) for each in found), key=lambda each: each.start)


def numbers(levelled: str) -> list[Sensitive]:
    """Phones, identity numbers, cards and plates, the surest first where they overlap."""
    found: list[Sensitive] = []
    for reading in _readings(levelled):
        for search in (*SEARCHES, plates):
            found += _apart(search(reading), found)
    return found


def own_numbers(text: str) -> list[Sensitive]:
    """Mobile and identity numbers only, for masking a text that is shown; fast where none is."""
    if not _MAY_HOLD.search(text):
        return []
    found: list[Sensitive] = []
    for reading in _readings(level(text)):
        for search in (identities, mobiles):
            found += _apart(search(reading), found)
    return sorted((_as_written(each, text) for each in found), key=lambda each: each.start)


def _readings(levelled: str) -> Iterator[str]:
    """The text as it stands; and where digits are spelled in 汉字, the text with them as digits."""
    yield levelled
    runs = [run for run in _SPOKEN_RUN.finditer(levelled) if _is_spoken(run.group())]
    if runs:
        reading = list(levelled)
        for run in runs:
            end = run.end() - bool(_WORD_ONE.match(levelled, run.end() - 1))
            reading[run.start() : end] = with_digits(levelled[run.start() : end])
        yield "".join(reading)


def _is_spoken(run: str) -> bool:
    return sum(not sign.isascii() for sign in run) >= FEWEST_SIGNS


def _apart(found: Iterable[Sensitive], taken: Iterable[Sensitive]) -> list[Sensitive]:
    """Those that overlap neither what is taken nor a longer one of their own."""
    own, others = list(found), list(taken)
    covered = bytearray(max((each.end for each in (*own, *others)), default=0))
    for each in others:
        covered[each.start : each.end] = b"x" * (each.end - each.start)
    fresh: list[Sensitive] = []
    for each in sorted(own, key=lambda one: (one.start - one.end, one.start)):
        if not any(covered[each.start : each.end]):
            covered[each.start : each.end] = b"x" * (each.end - each.start)
            fresh.append(each)
    return fresh


def _as_written(found: Sensitive, text: str) -> Sensitive:
    return replace(found, text=text[found.start : found.end])
