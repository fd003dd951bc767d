"""The search over everything: a few of each sort of thing, every sort bounded and by an index.

What fits is found by `walking.py`; both walls of access decide which of it this person may see,
before anything is shown, counted or suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from time import monotonic
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from hotline.records.models import Case, Citizen, Department, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.narrowing import MOST_CITIZENS, citizens_of, plain_filters
from hotline.records.queries.reference import departments, office
from hotline.records.queries.walking import (
    PLACE,
    TEXT,
    TITLE,
    Candidate,
    Matching,
    Stretch,
    among,
    at_place,
    beginning,
    holding,
    nearly,
    of_unit,
    placed,
    sounding,
    span,
    titled,
    walk,
    walk_roughly,
)
from hotline.records.queries.wanted import Wanted
from hotline.records.scope import everything
from hotline.records.sealing import TAIL_DIGITS, tail_index
from hotline.rules.finding import words_of
from hotline.rules.initials import answers_to
from hotline.rules.life import CLOSED
from hotline.rules.near_words import SHORTEST_NEAR
from hotline.rules.sounds import INITIALS, is_typed, readings, sounds_of
from hotline.rules.workdays import CHINA

COUNT_UP_TO = 1000
# Of cases with certain words so many are looked at and ranked at once; of more the walk goes on.
RANKED = 200
# Where a person may see so few, or filters leave so few, those are read instead of the index.
FEW = 5000
# Whether they are few only chooses the way, so an answer may be some minutes old.
KEPT_SECONDS = 600
MOST_KEPT = 1000
_few: dict[tuple[object, ...], tuple[float, bool]] = {}
# How many are looked at for one page, first and again, before it is said how far that went. Where
# no filter leaves some of them out, nearly all that are found are seen.
BATCHES = (300, 3000)
UNFILTERED = 50
FEW_FOUND = 3
NEARLY_FOUND = 20
LONGEST_NEAR = 8
LISTED = ("number", "title", "status", "registered_at", "place", "confidential", "urgency")
DAY_AND_SERIAL = re.compile(r"\d{8}(-\d{0,6})?")
DIALLED = re.compile(r"[\d+()\s-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """Some cases of one sort, the newest first, and how many there are (up to COUNT_UP_TO)."""

    rows: Sequence[Case]
    total: int


NOTHING = Found((), 0)


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases with certain words: each with where its words stand (`walking.TITLE` …).

    `is_all` says that `total` counts all; `after` leads to the next page. `went_back_to` is the
    day down to which a search went that ended before its page was full.
    """

    rows: Sequence[tuple[Case, int]] = ()
    total: int = 0
    is_all: bool = True
    after: str = ""
    went_back_to: date | None = None


class CaseSearch:
    """What one person looks for among the cases that they may see."""

    def __init__(
        self, staff: Staff, words: str, *, limit: int, wanted: Wanted | None = None
    ) -> None:
        self.staff = staff
        self.words = unicodedata.normalize("NFKC", words).strip()
        self.limit = limit
        self.wanted = wanted or Wanted()
        self.sees = staff.may("see_all_cases") or staff.may("see_unit_cases")
        self.each = words_of(self.words)

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

    def telling(self, *, by_date: bool = False, after: str = "") -> CasePage:
        """Cases with all these words: the best or the newest first, a page after that key."""
        if not self._looks:
            return CasePage()
        start = read_key(after)
        if self._of_few is not None:
            few, most = self._of_few, RANKED + 1
            found = among(few, self.each, self._stretch(), most, by_date=by_date)
        else:
            found = walk(holding(self.each), self._stretch(), RANKED + 1)
        hand = self._seen(found)
        if len(found) <= RANKED or self._of_few is not None:
            ordered = hand if by_date else sorted(hand, key=Candidate.order)
            return self._page(_after(ordered, start, by_date=by_date), len(hand), is_all=True)
        return self._walked(hand, found[-1], start, by_date=by_date)

    def nearly(self) -> CasePage:
        """Cases that sound so or are one character away: to be offered beside too few."""
        if not self._looks:
            return CasePage()
        found: dict[UUID, Candidate] = {}
        for matching in self._near_ways():
            for each in walk_roughly(matching, self._stretch(), NEARLY_FOUND):
                found.setdefault(each.pk, each)
        seen = sorted(self._seen(list(found.values())), key=Candidate.order)
        return self._page(seen[: self.limit], len(seen), is_all=True)

    def _near_ways(self) -> list[Matching]:
        """By letters as they are typed; else by sound, and by one character."""
        if is_typed(self.words):
            letters = self.words.lower()
            if ways := readings(letters):
                return [sounding(ways)]
            return [beginning(letters)] if INITIALS.fullmatch(letters) else []
        (word, *others) = self.each
        if others or not 1 < len(word) <= LONGEST_NEAR:
            return []
        syllables = sounds_of(word).split()
        found = [sounding([syllables])] if len(syllables) == len(word) else []
        return [*found, nearly(word)] if len(word) >= SHORTEST_NEAR else found

    def _walked(
        self, hand: list[Candidate], last: Candidate, start: Candidate | None, *, by_date: bool
    ) -> CasePage:
        """A page out of very many: titles, then places, then the other texts.

        A part that ends early is gone on with on the next page, before the part after it. `hand`
        are those that this person sees among the newest, which end with `last`.
        """
        ways = [(TEXT, holding(self.each, not_named=not by_date))]
        if not by_date:
            ways = [(TITLE, titled(self.each)), (PLACE, placed(self.each)), *ways]
        tier_of_start = min(start.tier, TEXT) if start is not None and not by_date else TITLE
        page: list[Candidate] = []
        stopped: Candidate | None = None
        for tier, matching in ways:
            most = self.limit + 1 - len(page)
            if tier < tier_of_start or most <= 0 or stopped is not None:
                continue
            here = start if by_date or tier == tier_of_start else None
            if tier == TEXT and here is None:
                page += [each for each in hand if by_date or each.tier >= TEXT]
                here, most = last, self.limit + 1 - len(page)
            if most > 0:
                found, stopped = self._batches(matching, here, most)
                page += found
        shown = self._page(page, len(hand), is_all=False)
        if stopped is None or shown.after:
            return shown
        day = stopped.at.astimezone(CHINA).date()
        return replace(shown, after=write_key(stopped), went_back_to=day)

    def _batches(
        self, matching: Matching, start: Candidate | None, most: int
    ) -> tuple[list[Candidate], Candidate | None]:
        """The newest that this person sees; and the last one looked at where that was not all."""
        seen: list[Candidate] = []
        last = start
        for size in BATCHES if self._filters else (UNFILTERED, *BATCHES[1:]):
            found = walk(matching, self._stretch(last), size)
            seen += self._seen(found)
            if len(seen) >= most or len(found) < size:
                return seen[:most], None
            last = found[-1]
        return seen, last

    def _page(self, found: Sequence[Candidate], total: int, *, is_all: bool) -> CasePage:
        """The rows of a page, as this person may read them."""
        shown = found[: self.limit]
        cases = self._own().filter(_is_one_of([each.pk for each in shown]))
        rows = {row.pk: row for row in cases.only(*LISTED, "text", "answer")} if shown else {}
        return CasePage(
            [(rows[each.pk], each.tier) for each in shown if each.pk in rows],
            min(total, RANKED),
            is_all and total <= RANKED,
            write_key(shown[-1]) if len(found) > self.limit else "",
        )

    def _seen(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Those that this person may see and that pass the filters, in their order."""
        if not found:
            return []
        pks = [each.pk for each in found]
        seen = set(self._own().filter(_is_one_of(pks)).values_list("pk", flat=True))
        return [each for each in found if each.pk in seen]

    def _own(self) -> QuerySet[Case]:
        return cases_for(self.staff).filter(*self._filters)

    @cached_property
    def _filters(self) -> list[Q]:
        return plain_filters(self.wanted)

    @cached_property
    def _of_few(self) -> QuerySet[Case] | None:
        """The cases to read one by one where they are few, for which an index must say so."""
        is_open = bool(self.wanted.status) and self.wanted.status not in CLOSED
        if not (self.wanted.unit or is_open or (self._unit and self._filters)):
            return None
        wanted = Wanted(unit=self.wanted.unit, status=self.wanted.status)
        of = (self.staff.may("see_all_cases"), self.staff.department_id)
        key = (*of, self.wanted.unit, self.wanted.status, FEW)
        until, is_few = _few.get(key, (0.0, False))
        if until < monotonic():
            own = cases_for(self.staff).filter(*plain_filters(wanted))
            is_few = own.order_by().values("pk")[: FEW + 1].count() <= FEW
            if len(_few) >= MOST_KEPT:
                _few.clear()
            _few[key] = (monotonic() + KEPT_SECONDS, is_few)
        return self._own() if is_few else None

    @property
    def _unit(self) -> int | None:
        """Whose cases alone are walked through; None for the office's, which are all."""
        return None if self.staff.may("see_all_cases") else self.staff.department_id

    @cached_property
    def _span(self) -> tuple[date, date] | None:
        return span()

    @property
    def _looks(self) -> bool:
        """Whether there are words to look for in texts, and texts."""
        return bool(self.sees and self.each and not DIALLED.fullmatch(self.words) and self._span)

    def _stretch(self, before: Candidate | None = None) -> Stretch:
        since, until = self.wanted.since, self.wanted.until
        return Stretch(
            *(self._span or ()),
            date.fromisoformat(since) if since else None,
            date.fromisoformat(until) if until else None,
            (before.at, before.pk) if before is not None else None,
            [*(of_unit(self._unit) if self._unit else ()), *at_place(self.wanted.place)],
        )

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

    def _found(self, asked: Q) -> Found:
        if not self.sees:
            return NOTHING
        # Behind the second wall no index serves a part of a number; the identities are asked again.
        with everything():
            newest = self._own().filter(asked).order_by("-registered_at", "-pk")
            pks = list(newest.values_list("pk", flat=True)[:COUNT_UP_TO])
        if not pks:
            return NOTHING
        of = self._own().filter(_is_one_of(pks[: self.limit])).only(*LISTED)
        rows = list(of.order_by("-registered_at", "-pk"))
        if len(pks) <= self.limit:
            return Found(rows, len(rows))
        return Found(rows, self._own().filter(_is_one_of(pks)).count())


def _is_one_of(pks: Sequence[UUID]) -> Q:
    """One argument however many they are."""
    return Q(pk__in=RawSQL("SELECT unnest(%s::uuid[])", [list(pks)]))


def _after(
    found: Sequence[Candidate], start: Candidate | None, *, by_date: bool
) -> Sequence[Candidate]:
    """What comes behind the end of the page before."""
    if start is None:
        return found
    end = start.order()[1 if by_date else 0 :]
    return [each for each in found if each.order()[1 if by_date else 0 :] > end]


def write_key(last: Candidate) -> str:
    """Where a page ended, for an address."""
    return f"{last.tier}.{last.at.timestamp():.6f}.{last.pk.hex}"


def read_key(key: str) -> Candidate | None:
    """Where the page before ended; None for what is no key."""
    found = re.fullmatch(r"([1-5])\.(\d{1,11}\.\d{6})\.([0-9a-f]{32})", key, re.ASCII)
    if found is None:
        return None
    tier, at, pk = found.groups()
    return Candidate(int(tier), datetime.fromtimestamp(float(at), UTC), UUID(hex=pk))


def units_like(words: str) -> list[Department]:
    """The units that are called so, by a part of the name, an alias or the pinyin."""
    return [
        unit
        for unit in departments().values()
        if any(answers_to(name, words) for name in (unit.name, *unit.aliases))
    ]
