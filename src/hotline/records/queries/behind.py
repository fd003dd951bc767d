"""The cases (or contacts) behind a figure: the same selection as the count, a page at a time.

A suite test holds both readings together: for every figure the list is as long as the number.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from hotline.records.queries.counting import CONTACTS_OF, Window, values_of
from hotline.records.queries.counting_calls import CALL_TESTS, CALLS_OF, in_time
from hotline.records.scope import everything
from hotline.rules.counting import CALLS, Cell, Figure, Selection
from hotline.rules.entries import OVERDUE, RATINGS, SOLVED, STATES, bits_of

# Of a large figure the first cases are found in order, and the rest is not looked at. Of a small
# one all postings that it takes are picked out first: in order one would walk the whole period.
_CASES = """
WITH taken AS {fence} (
  SELECT p.day, p.case_id, p.sign FROM records_posting p
  WHERE p.day BETWEEN %(first)s AND %(last)s AND p.at >= %(begin)s {until} AND {condition}
)
SELECT case_id FROM taken GROUP BY day, case_id HAVING sum(sign) > 0
ORDER BY day, case_id LIMIT %(limit)s OFFSET %(offset)s
"""
LARGE = 20_000
_CONTACTS = f"""
SELECT f.id {CONTACTS_OF} AND {{condition}}
ORDER BY f.arrived_at, f.id LIMIT %(limit)s OFFSET %(offset)s
"""
_CALLS = f"""
SELECT l.id {CALLS_OF} AND {{condition}}
ORDER BY l.offered_at, l.id LIMIT %(limit)s OFFSET %(offset)s
"""


@everything()
def identities_behind(
    figure: Figure,
    window: Window,
    as_of: datetime,
    *,
    live: bool,
    whole: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[UUID]:
    """The identities of the cases (contacts, calls for a count of those) behind `figure`.

    `whole` asks for those behind the denominator. Cases come by their days and as they were
    registered, contacts as they arrived.
    """
    chosen = figure.of_denominator if whole else figure.of_numerator
    if chosen is None:
        return []
    given: dict[str, Any] = {"as_of": as_of, "limit": limit, "offset": offset, **window.days()}
    condition = condition_of(figure, given, whole=whole)
    if chosen.of == "contacts":
        sql = _CONTACTS.format(condition=condition)
        given |= window.moments()
    elif chosen.of == CALLS:
        sql = _CALLS.format(condition=condition)
        given |= window.moments()
    else:
        number = (figure.denominator if whole else figure.numerator) or 0
        sql = _CASES.format(
            condition=condition,
            until="" if live else "AND p.at <= %(as_of)s",
            fence="NOT MATERIALIZED" if number > LARGE else "MATERIALIZED",
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor]


def condition_of(
    figure: Figure, given: dict[str, Any], *, whole: bool = False, as_of: str = "as_of"
) -> str:
    """What a figure takes, as SQL over postings `p` (contacts `f`, calls `l`), values in `given`.

    `as_of` names the moment at which a deadline is over or not.
    """
    chosen = figure.of_denominator if whole else figure.of_numerator
    if chosen is None:
        return "FALSE"
    if whole:
        parts = (chosen, *figure.plus)
        of_each = (_condition(part, f"s{n}", given, as_of) for n, part in enumerate(parts))
        return f"({' OR '.join(of_each)})"
    conditions = [_condition(chosen, "s", given, as_of)]
    if figure.minus:
        conditions += [
            f"({_condition(minus, f'm{index}', given, as_of)}) IS NOT TRUE"
            for index, minus in enumerate(figure.minus)
        ]
    return " AND ".join(conditions)


def _condition(chosen: Selection, mark: str, given: dict[str, Any], as_of: str) -> str:
    if chosen.of == "contacts":
        return _of_contacts(chosen, mark, given)
    if chosen.of == CALLS:
        return _of_calls(chosen, given)
    tests = ["TRUE"]
    for column, wanted in _identities(chosen).items():
        given[f"{mark}_{column}"] = wanted
        tests.append(f"p.{column} = ANY(%({mark}_{column})s)")
    if chosen.span:
        tests.append("p.day BETWEEN %(span_first)s AND %(span_last)s")
    for facts, sign in ((chosen.facts, "="), (chosen.without, "<>")):
        late = OVERDUE in facts
        bits = bits_of(facts - {OVERDUE})
        if bits and sign == "=":
            tests.append(f"p.facts & {bits} = {bits}")
        elif bits:
            tests.append(f"p.facts & {bits} = 0")
        if late:
            tests.append(f"(p.due_at < %({as_of})s) IS {'' if sign == '=' else 'NOT '}TRUE")
    return " AND ".join(tests)


def _identities(chosen: Selection) -> dict[str, list[int]]:
    """The numbers that each column may have, of the columns that the selection looks at."""
    parts = {
        "channel": Selection(channels=chosen.channels),
        "kind": Selection(kind=chosen.kind),
        "campaign": Selection(campaign=chosen.campaign, first=chosen.first),
        "topic": Selection(topics=chosen.topics, excepted=chosen.excepted),
        "unit": Selection(unit=chosen.unit, dispatched=chosen.dispatched),
    }
    found = {
        name: [
            identity
            for identity, value in values_of()[name].items()
            if part.takes(Cell("cases", 1, **{name: value}))  # type: ignore[arg-type]
        ]
        for name, part in parts.items()
        if part != Selection()
    }
    if chosen.state:
        found["state"] = [STATES.index(chosen.state)]
    if chosen.ratings:
        found["rating"] = [RATINGS.index(rating) for rating in chosen.ratings]
    if chosen.solved:
        found["solved"] = [SOLVED.index(solved) for solved in chosen.solved]
    return found


def _of_calls(chosen: Selection, given: dict[str, Any]) -> str:
    rest = replace(chosen, facts=frozenset(), without=frozenset(), span="")
    if not rest.takes(Cell(CALLS, 1)):
        return "FALSE"  # asks for something that no call has, a unit perhaps
    given["in_time"] = in_time()
    tests = ["TRUE", *(CALL_TESTS[fact] for fact in sorted(chosen.facts))]
    tests += [f"NOT {CALL_TESTS[fact]}" for fact in sorted(chosen.without)]
    if chosen.span:
        tests.append("l.offered_at >= %(span_start)s AND l.offered_at < %(span_end)s")
    return " AND ".join(tests)


def _of_contacts(chosen: Selection, mark: str, given: dict[str, Any]) -> str:
    own = Selection(
        of="contacts", channels=chosen.channels, campaign=chosen.campaign, first=chosen.first
    )
    rest = replace(chosen, channels=frozenset(), campaign="", first=frozenset(), span="")
    if not rest.takes(Cell("contacts", 1)):
        return "FALSE"  # asks for something that no contact has, a unit perhaps
    tests = ["TRUE"]
    for column, wanted in _identities(own).items():
        given[f"{mark}_{column}"] = wanted
        tests.append(f"COALESCE(f.{column}_id, 0) = ANY(%({mark}_{column})s)")
    if chosen.span:
        tests.append("f.arrived_at >= %(span_start)s AND f.arrived_at < %(span_end)s")
    return " AND ".join(tests)
