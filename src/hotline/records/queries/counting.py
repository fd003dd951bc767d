"""The cells of a period from the ledger of counted facts: now, or as of any past moment.

"As of" adds up whole cells of the ten days before the moment, and the single postings between it
and the nearer end of its own ten days. So no fact of a later move can slip in, and no period costs
more than five days of postings.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from django.db import connection

from hotline.records.models import Department
from hotline.records.queries.counting_calls import read_calls
from hotline.records.queries.reference import (
    campaigns,
    channels,
    departments,
    forget,
    kinds,
    topics,
)
from hotline.rules.counting import CALLS, FACTS, Cell, Counted, Selection
from hotline.rules.entries import (
    OVERDUE_BIT,
    RATINGS,
    SOLVED,
    STATES,
    bits_of,
    facts_of,
    tenth_after,
    tenth_of,
)
from hotline.rules.shapes import (
    LOOKS,
    Classes,
    Key,
    NotAsked,
    Recorder,
    Shape,
    Shaped,
    classes,
    facts_asked,
    needed,
)
from hotline.rules.thresholds import day_begins
from hotline.rules.workdays import CHINA

T = TypeVar("T")
Values = dict[str, dict[int, Hashable]]
OF_CASES = tuple(LOOKS)
OF_CONTACTS = ("channel", "campaign", "span")
# Dimensions whose identities are mapped to classes; the others are small as they are.
CLASSED = ("channel", "kind", "campaign", "topic", "unit")
FACT_COLUMNS = "day, channel, kind, topic, campaign, unit, state, facts, rating, solved, due_at"
IN_DAYS = "day BETWEEN %(first)s AND %(last)s"
_CELLS = f"SELECT {FACT_COLUMNS}, n, seconds FROM records_daycell WHERE {IN_DAYS}"  # noqa: S608
# Postings between the moment and an end of its ten days; `turn` takes them off again.
_POSTINGS = f"""
UNION ALL SELECT {FACT_COLUMNS}, {{turn}} * sign, {{turn}} * sign * seconds FROM records_posting
WHERE {IN_DAYS} AND at >= %(begin)s AND {{between}}
"""  # noqa: S608
# What each dimension of a cell is, of a row of the ledger.
COLUMNS = {
    **{name: f"COALESCE((%({name})s::int[])[{name} + 1], -1)" for name in CLASSED},
    "state": "state",
    "facts": f"(facts | CASE WHEN due_at < %(as_of)s THEN {OVERDUE_BIT} ELSE 0 END) & %(mask)s",
    "rating": "rating",
    "solved": "solved",
    "span": "(day BETWEEN %(span_first)s AND %(span_last)s)::int",
}
CONTACTS_OF = """
FROM records_contact f
WHERE f.arrived_at >= %(start)s AND f.arrived_at < %(end)s AND f.received_at <= %(as_of)s
"""
_CONTACTS = f"""
SELECT COALESCE((%(channel)s::int[])[f.channel_id + 1], -1),
  COALESCE((%(campaign)s::int[])[COALESCE(f.campaign_id, 0) + 1], -1),
  (f.arrived_at >= %(span_start)s AND f.arrived_at < %(span_end)s)::int, count(*)
{CONTACTS_OF} GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Window:
    """The days counted (both included), the days of the form's span, and its name."""

    starts_on: date
    ends_on: date
    span: str = ""
    span_from: date | None = None
    span_to: date | None = None

    def moments(self) -> dict[str, datetime]:
        """Half-open moments in China time for the queries."""
        return {
            "start": day_begins(self.starts_on),
            "end": day_begins(self.ends_on + timedelta(days=1)),
            "span_start": day_begins(self.span_from or self.starts_on),
            "span_end": day_begins((self.span_to or self.ends_on) + timedelta(days=1)),
        }

    def days(self) -> dict[str, date | datetime]:
        """The days, and the moment before which nothing of them can have been posted."""
        return {
            "first": self.starts_on,
            "last": self.ends_on,
            "span_first": self.span_from or self.starts_on,
            "span_last": self.span_to or self.ends_on,
            "begin": day_begins(self.starts_on),
        }


def count(window: Window, as_of: datetime, *, live: bool) -> Counted:
    """All cells of the period in full detail; `live` as it stands, else as it stood.

    For what is small; a form's figures are counted by `count_for`.
    """
    facts = _reading_anew(lambda: list(_cells(window, as_of, live=live)))
    return Counted(facts)


def count_for(
    ask: Callable[[Counted], T],
    window: Window,
    as_of: datetime,
    *,
    live: bool,
    words: Values | None = None,
) -> T:
    """What `ask` makes of the period's numbers, reading no more than it asks for."""
    windows = {"": window}
    return count_together(lambda counted: ask(counted[""]), windows, as_of, live=live, words=words)


def count_together(
    ask: Callable[[Mapping[str, Counted]], T],
    windows: Mapping[str, Window],
    as_of: datetime,
    *,
    live: bool,
    words: Values | None = None,
) -> T:
    """What `ask` makes of the numbers of several periods, reading no more than it asks for.

    It is called once to learn what it asks, and again with the numbers. What it asks only when it
    sees them (the parts of the largest, say) is read then. `words` are those of a frozen count.
    """
    recorders = {when: Recorder() for when in windows}
    ask(recorders)
    asked = {when: recorder.asked for when, recorder in recorders.items()}
    while True:
        counted = {
            when: _reading_anew(
                partial(
                    _with_words,
                    partial(_shaped, window, as_of, tuple(asked[when]), live=live),
                    words,
                )
            )
            for when, window in windows.items()
        }
        try:
            return ask(counted)
        except NotAsked as missing:
            for selections in asked.values():
                selections[missing.selection] = None


def _with_words(read: Callable[[Values], T], words: Values | None) -> T:
    """Today's words are asked anew each time, so that they can be forgotten between."""
    return read(words or values_of())


def _reading_anew(read: Callable[[], T]) -> T:
    """A word made a moment ago is not among those kept: never counted as none, but read."""
    try:
        return read()
    except KeyError:
        forget()
        return read()


def _shaped(
    window: Window, as_of: datetime, asked: Sequence[Selection], words: Values, *, live: bool
) -> Shaped:
    of_cases = [chosen for chosen in asked if chosen.of == "cases"]
    of_contacts = [chosen for chosen in asked if chosen.of == "contacts"]
    cells: dict[Key, list[Cell]] = {}
    if of_cases:
        by = _classes_of(of_cases, words)
        sizes = {**{name: len(found.codes) for name, found in by.items()}, "state": 3, "span": 2}
        mask = frozenset().union(*map(facts_asked, of_cases))
        sizes |= {"facts": 2 ** len(mask), "rating": len(RATINGS), "solved": len(SOLVED)}
        shapes = needed(of_cases, sizes)
        read = _read_cases(window, as_of, by, shapes, bits_of(mask), live=live)
        cells |= {("cases", shape): of_shape for shape, of_shape in read.items()}
    if of_contacts:
        contacts = list(_read_contacts(window, as_of, _classes_of(of_contacts, words)))
        cells["contacts", frozenset(OF_CONTACTS)] = contacts
    if any(chosen.of == CALLS for chosen in asked):
        cells[CALLS, frozenset({"facts", "span"})] = read_calls(
            window.moments(), window.span, as_of
        )
    return Shaped(cells, asked)


def _cells(window: Window, as_of: datetime, *, live: bool) -> Iterator[Cell]:
    by = {name: classes(values, lambda value: value) for name, values in values_of().items()}
    whole = frozenset(OF_CASES)
    yield from _read_cases(window, as_of, by, [whole], bits_of(frozenset(FACTS)), live=live)[whole]
    yield from _read_contacts(window, as_of, by)
    yield from read_calls(window.moments(), window.span, as_of)


# --- what is read ------------------------------------------------------------------------------


def rows_sql(as_of: datetime, *, live: bool) -> tuple[str, dict[str, Any]]:
    """The ledger's rows that make up the period as it stood, with what they ask for."""
    if live:
        return _CELLS, {}
    moment = as_of.astimezone(CHINA)
    tenth = tenth_of(moment.date())
    after = tenth_after(tenth)
    given = {"tenth": tenth, "from": day_begins(tenth), "until": day_begins(after)}
    if moment - given["from"] < given["until"] - moment:
        between = "at >= %(from)s AND at <= %(as_of)s"
        return f"{_CELLS} AND posted_from < %(tenth)s{_postings(between, 1)}", given
    between = "at > %(as_of)s AND at < %(until)s"
    return f"{_CELLS} AND posted_from <= %(tenth)s{_postings(between, -1)}", given


def _postings(between: str, turn: int) -> str:
    return _POSTINGS.format(between=between, turn=turn)


def _read_cases(
    window: Window,
    as_of: datetime,
    by: dict[str, Classes],
    shapes: Sequence[Shape],
    mask: int,
    *,
    live: bool,
) -> dict[Shape, list[Cell]]:
    """The cells of each shape, in one query."""
    names = [name for name in OF_CASES if any(name in shape for shape in shapes)]
    rows, given = rows_sql(as_of, live=live)
    arguments = {**window.days(), **given, "as_of": as_of, "mask": mask, **_arrays(by)}
    with connection.cursor() as cursor:
        cursor.execute(_statement(names, shapes, rows), arguments)
        found = cursor.fetchall()
    cells: dict[Shape, list[Cell]] = {shape: [] for shape in shapes}
    for *values, left_out, number, seconds in found:
        if number or seconds:
            shape = frozenset(
                name for place, name in enumerate(reversed(names)) if not left_out >> place & 1
            )
            facts = {
                name: _word(name, value, by, window)
                for name, value in zip(names, values, strict=True)
                if name in shape
            }
            cells[shape].append(Cell(of="cases", count=number, seconds=seconds, **facts))
    return cells


def _statement(names: Sequence[str], shapes: Sequence[Shape], rows: str) -> str:
    """First by all dimensions that are wanted (in parallel, if it pays), then by each shape."""
    if not names:
        return f"SELECT 0, sum(n)::bigint, sum(seconds)::bigint FROM ({rows}) r"  # noqa: S608
    columns = ", ".join(f"{COLUMNS[name]} AS {name}" for name in names)
    places = ", ".join(str(place) for place, _ in enumerate(names, start=1))
    listed = ", ".join(names)
    sets = ", ".join(f"({', '.join(name for name in names if name in shape)})" for shape in shapes)
    # The parts are constants of this package; every value goes in as an argument.
    return f"""
    WITH grouped AS (
      SELECT {columns}, sum(n)::bigint AS n, sum(seconds)::bigint AS seconds
      FROM ({rows}) r GROUP BY {places}
    )
    SELECT {listed}, GROUPING({listed}), sum(n)::bigint, sum(seconds)::bigint
    FROM grouped GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608


def _read_contacts(window: Window, as_of: datetime, by: dict[str, Classes]) -> Iterator[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS, {**window.moments(), "as_of": as_of, **_arrays(by)})
        for *values, number in cursor:
            facts = {
                name: _word(name, value, by, window)
                for name, value in zip(OF_CONTACTS, values, strict=True)
            }
            yield Cell(of="contacts", count=number, **facts)


def _word(name: str, value: int, by: dict[str, Classes], window: Window) -> Any:
    """What a cell says for a number of the query; raises KeyError for an unknown identity."""
    match name:
        case "state":
            return STATES[value]
        case "facts":
            return facts_of(value)
        case "rating":
            return RATINGS[value]
        case "solved":
            return SOLVED[value]
        case "span":
            return window.span if value else ""
    if value < 0:
        raise KeyError(name)
    return by[name].codes[value]


# --- classes -----------------------------------------------------------------------------------


def values_of() -> Values:
    """By dimension and identity: the code, or the path of codes; 0 is none."""
    return {
        "channel": {row.pk: row.code for row in channels().values()},
        "kind": {0: "", **{row.pk: row.code for row in kinds().values()}},
        "campaign": {0: "", **{row.pk: row.code for row in campaigns().values()}},
        "topic": {0: (), **{pk: tuple(row.path) for pk, row in topics().items()}},
        "unit": {0: (), **{pk: unit_path(row) for pk, row in departments().items()}},
    }


def _classes_of(asked: Iterable[Selection], words: Values) -> dict[str, Classes]:
    """The classes of each dimension that these selections tell apart."""
    listed = list(asked)
    units = {chosen.unit for chosen in listed}
    keys: dict[str, Callable[[Any], Hashable]] = {
        "channel": _tests({chosen.channels for chosen in listed}, lambda code, of: code in of),
        "kind": _tests({chosen.kind for chosen in listed}, lambda code, of: code == of),
        "campaign": _tests(
            {Selection(campaign=chosen.campaign, first=chosen.first) for chosen in listed},
            lambda code, of: of.takes(Cell("cases", 1, campaign=code)),
        ),
        "topic": _tests(
            {Selection(topics=chosen.topics, excepted=chosen.excepted) for chosen in listed},
            lambda path, of: of.takes(Cell("cases", 1, topic=path)),
        ),
        "unit": lambda path: (bool(path), *(code for code in path if code in units)),
    }
    return {name: classes(values, keys[name]) for name, values in words.items()}


def _tests(
    wanted: Iterable[Any], test: Callable[[Any, Any], bool]
) -> Callable[[Any], tuple[bool, ...]]:
    listed = list(wanted)
    return lambda value: tuple(test(value, of) for of in listed)


def _arrays(by: dict[str, Classes]) -> dict[str, list[int]]:
    """Each dimension's classes by identity, as the database looks them up."""
    return {name: _array(found.of) for name, found in by.items()}


def _array(of: Mapping[int, int]) -> list[int]:
    """Without a hole: an array that has none is looked up at once, another is walked along."""
    return [of.get(identity, -1) for identity in range(max(of, default=0) + 1)]


def unit_path(unit: Department) -> tuple[str, ...]:
    """The codes from the top unit, under which the bulletin's table counts it, down to `unit`."""
    by_id = departments()
    path = [unit.code]
    while unit.parent_id is not None and unit.parent_id in by_id:
        unit = by_id[unit.parent_id]
        path.append(unit.code)
    return tuple(reversed(path))
