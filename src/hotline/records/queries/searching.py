"""The search over everything: a few of each sort of thing, every sort bounded and by an index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet

from hotline.records.models import Case, Citizen, Department, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.narrowing import (
    MOST_CITIZENS,
    MOST_WORDS,
    TRIGRAM,
    among_newest,
    citizens_of,
)
from hotline.records.queries.reference import departments, office
from hotline.records.sealing import TAIL_DIGITS, tail_index
from hotline.rules.initials import answers_to

COUNT_UP_TO = 1000
LISTED = ("number", "title", "status", "registered_at", "place", "confidential", "urgency")
DAY_AND_SERIAL = re.compile(r"\d{8}(-\d{0,6})?")
DIALLED = re.compile(r"[\d+()\s-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """Some cases of one sort, the newest first, and how many there are (up to COUNT_UP_TO)."""

    rows: Sequence[Case]
    total: int


NOTHING = Found((), 0)


class CaseSearch:
    """What one person looks for among the cases that they may see."""

    def __init__(self, staff: Staff, words: str, *, limit: int, counted: bool) -> None:
        self.staff = staff
        self.words = unicodedata.normalize("NFKC", words).strip()
        self.limit = limit
        self.counted = counted
        self.sees = staff.may("see_all_cases") or staff.may("see_unit_cases")
        self._newest: Q | None = None

    def numbered(self) -> Found:
        """Cases whose number begins so, the prefix left out or not; or with a superior's number."""
        if not self.words.isascii() or not any(each.isdigit() for each in self.words):
            return NOTHING
        number = self.words.upper()
        if DAY_AND_SERIAL.fullmatch(number):
            number = f"{office().number_prefix}{number}"
        told = Q(external_number=self.words)
        return self._found(Q(number__startswith=number) | self._of_caller(told))

    def of_phone(self) -> Found:
        """Cases of a whole number; of the last four digits for who may look at numbers."""
        if not DIALLED.fullmatch(self.words):
            return NOTHING
        citizens = citizens_of(self.words) or self._of_tail()
        return self._found(self._of_caller(Q(citizen__in=citizens))) if citizens else NOTHING

    def telling(self) -> Found:
        """Cases with all these words in title or text."""
        return self._with_words("title", "text")

    def at_place(self) -> Found:
        """Cases that happened at a place called so."""
        return self._with_words("place")

    @property
    def is_short(self) -> bool:
        """Whether no word is long enough for the index, so that only the newest are looked at."""
        return all(len(word) < TRIGRAM for word in self._each())

    def _of_tail(self) -> list[object]:
        digits = [each for each in self.words if each.isdigit()]
        may = self.staff.may("reveal") and self.staff.may("see_all_cases")
        if len(digits) != TAIL_DIGITS or not may:
            return []
        found = Citizen.objects.filter(phone_tail_index=tail_index("".join(digits)))
        return list(found.values_list("pk", flat=True)[:MOST_CITIZENS])

    def _of_caller(self, told: Q) -> Q:
        """What tells whose a case is finds a unit no confidential one."""
        return told if self.staff.may("see_all_cases") else told & Q(confidential=False)

    def _with_words(self, *columns: str) -> Found:
        each = self._each()
        if not each or DIALLED.fullmatch(self.words):
            return NOTHING
        asked = reduce(and_, (_in_one_of(columns, word) for word in each))
        return self._found(asked & self._bounded() if self.is_short else asked)

    def _each(self) -> list[str]:
        return self.words.split()[:MOST_WORDS]

    def _bounded(self) -> Q:
        if self._newest is None:
            self._newest = among_newest(cases_for(self.staff)) if self.sees else Q()
        return self._newest

    def _found(self, asked: Q) -> Found:
        if not self.sees:
            return NOTHING
        found = cases_for(self.staff).filter(asked)
        rows = list(found.only(*LISTED).order_by("-registered_at", "-pk")[: self.limit])
        return Found(rows, self._total(found, rows))

    def _total(self, found: QuerySet[Case], rows: Sequence[Case]) -> int:
        if not self.counted or len(rows) < self.limit:
            return len(rows)
        return found.order_by()[:COUNT_UP_TO].count()


def _in_one_of(columns: Sequence[str], word: str) -> Q:
    asked = Q()
    for column in columns:
        asked |= Q(**{f"{column}__contains": word})
    return asked


def units_like(words: str) -> list[Department]:
    """The units that are called so, by a part of the name, an alias or the pinyin."""
    return [
        unit
        for unit in departments().values()
        if any(answers_to(name, words) for name in (unit.name, *unit.aliases))
    ]
