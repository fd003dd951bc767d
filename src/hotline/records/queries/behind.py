"""The cases (or contacts) behind a figure: the same selection as the count, as a list.

A suite test holds both readings together: for every figure the list is as long as the number.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from hotline.records.queries.counting import (
    CONTACTS_OF,
    ON_TIME,
    STATE_OF,
    Window,
    facts_sql,
    unit_path,
)
from hotline.records.queries.reference import campaigns, channels, departments, kinds, topics
from hotline.records.scope import everything
from hotline.rules.counting import Figure, Selection
from hotline.rules.life import CLOSED


@everything()
def identities_behind(
    figure: Figure, window: Window, as_of: datetime, *, live: bool, whole: bool = False
) -> list[UUID]:
    """The identities of the cases (contacts for a count of contacts) that `figure` counts.

    `whole` asks for those behind the denominator.
    """
    chosen = figure.of_denominator if whole else figure.of_numerator
    if chosen is None:
        return []
    arguments: dict[str, Any] = {
        **window.moments(),
        "as_of": as_of,
        "closed": [*CLOSED],
    }
    conditions = [_condition(chosen, "s", arguments)]
    if not whole:
        # Of a case without topic or campaign the condition is NULL: it is not taken, so it stays.
        conditions += [
            f"({_condition(minus, f'm{index}', arguments)}) IS NOT TRUE"
            for index, minus in enumerate(figure.minus)
        ]
    sql = _source(chosen, live=live) + " AND ".join(conditions)
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return [row[0] for row in cursor]


def _source(chosen: Selection, *, live: bool) -> str:
    if chosen.of == "contacts":
        return f"SELECT f.id {CONTACTS_OF} AND "
    facts = facts_sql(live=live)
    # The parts are constants of this package; every value goes in as an argument.
    return f"SELECT f.id FROM ({facts}) f JOIN records_case c ON c.id = f.id WHERE "  # noqa: S608


def _condition(chosen: Selection, mark: str, arguments: dict[str, Any]) -> str:
    """The selection as SQL over `f` (and the case `c`); values go in as arguments only."""
    tests = ["TRUE"]
    for column, wanted in _wanted(chosen).items():
        if wanted is not None:
            arguments[f"{mark}_{column}"] = wanted
            tests.append(f"f.{column} = ANY(%({mark}_{column})s)")
    if chosen.campaign == "-":
        arguments[f"{mark}_first"] = [
            row.pk for row in campaigns().values() if row.code in chosen.first
        ]
        tests.append(f"(f.campaign_id IS NULL OR NOT f.campaign_id = ANY(%({mark}_first)s))")
    if chosen.span:
        tests.append(_span_test(chosen))
    if chosen.state:
        arguments[f"{mark}_state"] = chosen.state
        tests.append(f"{STATE_OF} = %({mark}_state)s")
    if chosen.dispatched:
        tests.append("f.lead_id IS NOT NULL")
    if "on_time" in chosen.facts:
        tests.append(f"f.lead_id IS NOT NULL AND {ON_TIME}")
    return " AND ".join(tests)


def _span_test(chosen: Selection) -> str:
    moment = "f.arrived_at" if chosen.of == "contacts" else "c.accepted_at"
    return f"{moment} >= %(span_start)s AND {moment} < %(span_end)s"


def _wanted(chosen: Selection) -> dict[str, list[int] | None]:
    """The identities that each column may have; None where any."""
    return {
        "channel_id": [r.pk for r in channels().values() if r.code in chosen.channels]
        if chosen.channels
        else None,
        "kind_id": [r.pk for r in kinds().values() if r.code == chosen.kind]
        if chosen.kind
        else None,
        "campaign_id": [r.pk for r in campaigns().values() if r.code == chosen.campaign]
        if chosen.campaign not in ("", "-")
        else None,
        "topic_id": _topic_ids(chosen) if chosen.topics else None,
        "lead_id": [pk for pk, r in departments().items() if chosen.unit in unit_path(r)]
        if chosen.unit
        else None,
    }


def _topic_ids(chosen: Selection) -> list[int]:
    return [
        pk
        for pk, row in topics().items()
        if set(row.path) & set(chosen.topics) and not set(row.path) & set(chosen.excepted)
    ]
