"""Who sees the case after a move: worked out anew whenever its assignments change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hotline.records.models import Assignment, Case
from hotline.records.queries.reference import departments
from hotline.rules.seeing import who_sees
from hotline.steps.storing.book import book


def seen_by(
    case: Case,
    assignments: Iterable[Assignment] = (),
    *,
    without: Iterable[Assignment] = (),
    stored: Iterable[Assignment] | None = None,
    confidential: bool | None = None,
    accused: Sequence[int] | None = None,
) -> list[int]:
    """The units that may see `case` once this move is stored, for `change.set(seen_by=…)`.

    `assignments` are those that the move adds, `without` those that it takes from their unit
    (returned, ruled away), `stored` those that the step has read already; `confidential` and
    `accused` are given where the move changes them.
    """
    before = book().rows_of(case, Assignment) if stored is None else stored
    rows = {row.pk: row for row in (*before, *assignments)}
    for taken in without:
        rows.pop(taken.pk, None)
    return who_sees(
        [(row.department_id, row.ended_as) for row in rows.values()],
        {pk: unit.parent_id for pk, unit in departments().items()},
        confidential=case.confidential if confidential is None else confidential,
        accused=case.accused if accused is None else accused,
    )
