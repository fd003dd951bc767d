"""Walking back in time through the index of characters, from the newest case that fits.

A frequent word stands in half of all cases and a rare one in three; no plan serves both. So the
index is asked for the newest day, the two before it, the four before those and so on through a
month or two, then in the same way for months; the walk ends as soon as enough was found. A frequent
word costs a day or two of rows, a rare one a dozen looks into the index. A unit's walk goes through
its own cases only, by a mark that they have.

The walk tells identities only, to the search that asks both walls of access about each of them
(`searching.py`); nothing that it finds is shown or counted before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from hotline.records.models import Case
from hotline.records.scope import everything
from hotline.rules.finding import folded, grams
from hotline.rules.near_words import near_pattern
from hotline.rules.workdays import CHINA

TEXTS = ("title", "place", "words", "answer")
KEYS = "records_case_keys(x.title, x.place, x.words, x.answer, x.sounds, x.day, x.units)"
# Before all other conditions, for the index leaps in the order of these.
WITHIN = f"{KEYS} && b.marks::text[]"
FIRST_DAY = date(2000, 1, 1)
DAYS_ONE_BY_ONE = 31
# So many rows are compared that only nearly fit, of one stretch of so many months at most; more
# would cost without end.
NEAR_AT_ONCE = 200
MONTHS_AT_ONCE = 8
# Where all the words stand, the best first.
TITLE, PLACE, TEXT, SPREAD, NEAR = range(1, 6)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that fits: where its words stand, and when it was registered."""

    tier: int
    at: datetime
    pk: UUID

    def order(self) -> tuple[int, float, int]:
        """The best first, and the newest among equals."""
        return self.tier, -self.at.timestamp(), -self.pk.int


@dataclass(frozen=True, slots=True)
class Matching:
    """What is looked for: sets of keys one of which the index must hold, and what the row itself
    must fulfil, with its arguments."""

    keys: Sequence[Sequence[str]]
    test: str = "TRUE"
    arguments: Sequence[str] = ()
    tier: str = str(NEAR)
    tier_arguments: Sequence[str] = ()

    def as_query(self) -> tuple[str, list[object]]:
        """The identities of all that fit, as a statement to stand in another."""
        (keys,) = self.keys
        found = f"{_hold(keys)} AND {self.test}"
        query = f"SELECT x.case_id FROM records_casewords x WHERE {found}"  # noqa: S608
        return query, [*keys, *self.arguments]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when, both days within; `before` is where an earlier page ended. Days without
    any case, before `oldest` and after `newest`, are not asked for; each case has the keys `also`
    (`of_unit`, `at_place`)."""

    oldest: date
    newest: date
    since: date | None = None
    until: date | None = None
    before: tuple[datetime, UUID] | None = None
    also: Sequence[str] = ()


def of_unit(pk: int) -> list[str]:
    """The key of cases that this unit may see."""
    return [f"u:{pk}"]


def at_place(place: str) -> list[str]:
    """Keys of cases whose place says so."""
    return _keys([folded(place)], "a:") if place else []


def holding(words: Sequence[str], *, not_named: bool = False) -> Matching:
    """All words anywhere; with `not_named` none that title or place hold already.

    A word of one or two characters is a key itself, so the row need not be looked at again.
    """
    long = [word for word in words if len(word) > 2]  # noqa: PLR2004 - a key is that long
    tests = [_somewhere() for _ in long]
    arguments = [word for word in long for _ in TEXTS]
    if not_named:
        tests.append(f"NOT ({_all_in('title', words)}) AND NOT ({_all_in('place', words)})")
        arguments += [*words, *words]
    tier, told = _tier(words)
    return Matching([_keys(words)], " AND ".join(tests) or "TRUE", arguments, tier, told)


def titled(words: Sequence[str]) -> Matching:
    """All words in the title."""
    return Matching([_keys(words, "t:")], _all_in("title", words), words, str(TITLE))


def placed(words: Sequence[str]) -> Matching:
    """All words in the place, and not in the title."""
    test = f"{_all_in('place', words)} AND NOT ({_all_in('title', words)})"
    return Matching([_keys(words, "a:")], test, [*words, *words], str(PLACE))


def sounding(ways: Sequence[Sequence[str]]) -> Matching:
    """Title or place sounds so in one of these ways; the last syllable may go on."""
    test = " OR ".join("strpos(' ' || x.sounds || ' ', %s) > 0" for _ in ways)
    keys = [[f"p:{key}" for key in _pairs(way)] for way in ways]
    return Matching(keys, f"({test})", [f" {' '.join(way)} " for way in ways])


def beginning(letters: str) -> Matching:
    """Neighbouring characters of title or place begin with these letters."""
    keys = [f"i:{pair}" for pair in grams(letters)]
    return Matching([keys], "' ' || x.sounds ~ %s", ["".join(f" {one}[a-z]*" for one in letters)])


def nearly(word: str) -> Matching:
    """One character of the word is another, is missing, or is one too many."""
    tests = " OR ".join(f"x.{column} ~ %s" for column in TEXTS)
    keys = [
        [*grams(before), *grams(after)] if before and after else grams(before or after)
        for before, after in ((word[:at], word[at + 1 :]) for at in range(len(word)))
    ]
    return Matching(keys, f"({tests})", [near_pattern(word)] * len(TEXTS))


@everything()
def span() -> tuple[date, date] | None:
    """The days of the oldest and of the newest case; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(registered_at), max(registered_at) FROM records_case")
        ends = cursor.fetchone()
    return None if ends[0] is None else tuple(at.astimezone(CHINA).date() for at in ends)


@everything()
def walk(matching: Matching, stretch: Stretch, most: int) -> list[Candidate]:
    """The newest that fit, newest first; identities, to be asked for by both walls."""
    stretches = list(_growing(_marks(stretch)))
    if not stretches or not all(matching.keys):
        return []
    (keys,) = matching.keys
    keys = [*stretch.also, *keys]
    bound, bounds = _bounds(stretch)
    query = f"""
      SELECT w.tier, w.registered_at, w.case_id
      FROM unnest(%s::text[]) WITH ORDINALITY AS b (marks, place)
      CROSS JOIN LATERAL (
        SELECT {matching.tier} AS tier, x.registered_at, x.case_id FROM records_casewords x
        WHERE {WITHIN} AND {_hold(keys)} AND {matching.test} {bound}
        ORDER BY x.registered_at DESC, x.case_id DESC LIMIT %s
      ) w LIMIT %s"""  # noqa: S608 - put together of our own words; what was typed is arguments
    arguments = [stretches, *matching.tier_arguments, *keys, *matching.arguments]
    return _asked(query, [*arguments, *bounds, most, most])


@everything()
def walk_roughly(matching: Matching, stretch: Stretch, most: int) -> list[Candidate]:
    """Some of those that fit, lately ones first; of some months only so many rows are compared."""
    months = list(_growing(_marks(stretch, one_by_one=0), MONTHS_AT_ONCE))
    if not months or not all(matching.keys):
        return []
    each = [[*stretch.also, *way] for way in matching.keys]
    # Joined by OR, the index would leap in another order and every row's keys be computed again.
    ways = " UNION ".join(
        f"(SELECT x.* FROM records_casewords x WHERE {WITHIN} AND {_hold(keys)} LIMIT %s)"  # noqa: S608
        for keys in each
    )
    query = f"""
      SELECT {matching.tier}, x.registered_at, x.case_id
      FROM unnest(%s::text[]) WITH ORDINALITY AS b (marks, place)
      CROSS JOIN LATERAL ({ways}) x WHERE {matching.test} LIMIT %s"""  # noqa: S608 - as above
    given = [value for keys in each for value in (*keys, NEAR_AT_ONCE)]
    return _asked(query, [months, *given, *matching.arguments, most])


@everything()
def among(cases: QuerySet[Case], words: Sequence[str], stretch: Stretch, most: int, *,
          by_date: bool) -> list[Candidate]:  # fmt: skip
    """Those of a few cases that hold all words, without the index: the best or the newest first."""
    try:
        inner, given = cases.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # a filter that nothing can fit, such as an unknown unit
        return []
    tier, told = _tier(words)
    bound, bounds = _bounds(stretch)
    order = "2 DESC, 3 DESC" if by_date else "1, 2 DESC, 3 DESC"
    query = f"""
      SELECT {tier} AS tier, x.registered_at, x.case_id FROM records_casewords x
      WHERE x.case_id IN ({inner}) AND {" AND ".join(_somewhere() for _ in words)} {bound}
      ORDER BY {order} LIMIT %s"""  # noqa: S608 - as above
    tests = [word for word in words for _ in TEXTS]
    return _asked(query, [*told, *given, *tests, *bounds, most])


def _hold(keys: Sequence[str]) -> str:
    """That a row has all of these keys.

    A condition per key: so the index leaps through all lists at once, each to where the others go
    on. Of the keys of one condition the shortest list is read through in every stretch.
    """
    return " AND ".join(f"{KEYS} @> ARRAY[%s::text]" for _ in keys)


def _asked(query: str, arguments: Sequence[object]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return [Candidate(*row) for row in cursor.fetchall()]


def _growing(every: Iterable[str], most: int | None = None) -> Iterator[str]:
    """The marks, as arrays: of one day, then twice as many at a time; the same with the months.

    So ten years are a dozen looks into the index, and the last one reads about as many rows as all
    before it.
    """
    for _, same in groupby(every, key=itemgetter(0)):
        size = 1
        while marks := [*islice(same, size)]:
            yield f"{{{','.join(marks)}}}"
            size = min(2 * size, most or 2 * size)


def _marks(stretch: Stretch, one_by_one: int = DAYS_ONE_BY_ONE) -> Iterator[str]:
    """The days, then the months, from the newest to the oldest that may hold a case."""
    first = max(stretch.oldest, stretch.since or stretch.oldest)
    day = min(stretch.newest, stretch.until or stretch.newest)
    if stretch.before:
        day = min(day, stretch.before[0].astimezone(CHINA).date())
    if one_by_one:
        turn = (day - timedelta(days=one_by_one)).replace(day=1)
        while day >= max(first, turn):
            yield f"d:{(day - FIRST_DAY).days}"
            day -= timedelta(days=1)
    if day >= first:
        for month in range(_month(day), _month(first) - 1, -1):
            yield f"m:{month}"


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _bounds(stretch: Stretch) -> tuple[str, list[object]]:
    """The stretch as conditions on the row."""
    said: list[tuple[str, list[object]]] = []
    if stretch.since:
        said.append((" AND x.day >= %s", [stretch.since]))
    if stretch.until:
        said.append((" AND x.day <= %s", [stretch.until]))
    if stretch.before:
        said.append((" AND (x.registered_at, x.case_id) < (%s, %s)", [*stretch.before]))
    return "".join(text for text, _ in said), [value for _, values in said for value in values]


def _keys(words: Sequence[str], tag: str = "") -> list[str]:
    return [f"{tag}{gram}" for word in words for gram in grams(word)]


def _pairs(syllables: Sequence[str]) -> list[str]:
    if len(syllables) == 1:
        return list(syllables)
    return ["".join(syllables[at : at + 2]) for at in range(len(syllables) - 1)]


def _somewhere() -> str:
    return "(" + " OR ".join(f"strpos(x.{column}, %s) > 0" for column in TEXTS) + ")"


def _all_in(column: str, words: Sequence[str]) -> str:
    return " AND ".join(f"strpos(x.{column}, %s) > 0" for _ in words)


def _tier(words: Sequence[str]) -> tuple[str, list[str]]:
    """Where the words stand: all in the title, the place, one text, or spread over them."""
    places = (("title", TITLE), ("place", PLACE), ("words", TEXT), ("answer", TEXT))
    whens = " ".join(f"WHEN {_all_in(column, words)} THEN {tier}" for column, tier in places)
    return f"CASE {whens} ELSE {SPREAD} END", [word for _ in places for word in words]
