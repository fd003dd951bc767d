"""Hand over: what waits for a person by name waits for somebody else from now on (移交未办事项).

Who did what stays as it was; only who is to do the rest changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hotline.records.models import Staff
from hotline.records.queries.accounts import Belonging, belongings_of, lendings_of
from hotline.records.scope import everything
from hotline.rules.workdays import CHINA
from hotline.steps.access.lend import close_lending
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book

Waiting = Sequence[tuple[Belonging, int]]


def waiting_for(person: Staff) -> Waiting:
    """What would be left lying; only how much it is, so that who manages accounts sees no case."""
    with everything():
        return belongings_of(person)


def hand_over(person: Staff, *, to: Staff | None, by: Staff | None, at: datetime) -> Sequence[str]:
    """Give all that waits for `person` to `to`, and end what they lend or hold.

    Refuses to leave anything lying without a successor. Says what was handed over.
    """
    permit(by, "manage_staff")
    with everything(), transaction.atomic():
        waiting = belongings_of(person)
        if waiting:
            _need_successor(person, to)
        for belonging, _ in waiting:
            belonging.of(person).update(**{belonging.column: to})
        for row in lendings_of(person, at.astimezone(CHINA).date()):
            close_lending(row, by=by, at=at)
        told = [f"{belonging.name} {count} 件" for belonging, count in waiting]
        if told and to is not None:
            after = {"successor": to.name, "handed": told}
            book().write(
                Writing(rows=[staff_entry("hand_over", person, by=by, at=at, after=after)])
            )
    return told


def _need_successor(person: Staff, to: Staff | None) -> None:
    """Refuse nobody, and whoever may not see the person's work."""
    if to is None:
        raise Refused("successor", "此人名下还有未办事项，请选择接手人。")
    if to.pk == person.pk or not to.is_active:
        raise Refused("successor", "接手人必须是另一个在用的账号。")
    if to.department_id != person.department_id:
        raise Refused("successor", "接手人必须与此人同在一个单位（或同在热线办公室）。")
