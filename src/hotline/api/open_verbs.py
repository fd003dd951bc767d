"""Which moves are open to the one who calls: by the case's status, their permits, their shares."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.records.models import Assignment, Department, Staff
from hotline.records.queries.reference import covers, departments
from hotline.rules.life import MOVES, Status, open_verbs
from hotline.steps.verbs import STEPS


def verbs_for(by: Staff | None, status: Status) -> list[str]:
    """The verbs that are open in this status and that a person's permits allow."""
    return [
        verb
        for verb in open_verbs(status)
        if verb in STEPS and by is not None and by.may(MOVES[verb].permit)
    ]


def verbs_open(by: Staff, status: Status, shares: Iterable[Assignment]) -> list[str]:
    """The same of one case: a unit's move needs an open share of the person's unit besides."""
    parts = {row.part for row in shares if row.finished_at is None and is_own(by, row)}
    return [
        verb
        for verb in verbs_for(by, status)
        if not MOVES[verb].by_unit or parts & set(MOVES[verb].parts)
    ]


def is_own(by: Staff, share: Assignment) -> bool:
    """Whether a share is of the person's own unit or of one below it."""
    unit: Department | None = departments().get(share.department_id)
    return unit is not None and covers(by.department, unit)


def verb_data(verb: str) -> dict[str, str]:
    """A verb with its Chinese name, for a list of what is open."""
    return {"verb": verb, "name": MOVES[verb].name}
