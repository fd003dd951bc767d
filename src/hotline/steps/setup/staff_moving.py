"""The single place where an account changes: row and entry at once, and who is late is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import models, transaction

from hotline.records.models import Role, Staff, StaffEntry
from hotline.steps.storing.book import LostRace, Writing, book

Standing = dict[str, Any]


class StaffChange:
    """What one step wants changed of an account; filled inside `moving_staff`."""

    def __init__(self, person: Staff) -> None:
        self.person = person
        self.facts: dict[str, Any] = {"version": person.version + 1}
        self.roles: Sequence[Role] | None = None
        self.others: list[tuple[models.Model, dict[str, Any]]] = []

    def set(self, **facts: Any) -> None:
        """Change facts of the account itself."""
        self.facts.update(facts)

    def give(self, roles: Sequence[Role]) -> None:
        """Give the person these roles and no others."""
        self.roles = roles

    def change(self, row: models.Model, **facts: Any) -> None:
        """Change facts of a row that hangs on the account."""
        self.others.append((row, facts))


@contextmanager
def moving_staff(
    person: Staff, verb: str, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Iterator[StaffChange]:
    """Change `person` by `verb`; the row in hand inside of it is locked and read anew.

    `seen` is the version that somebody looked at. Whatever the block raises leaves everything as
    it was.
    """
    with transaction.atomic():
        row = Staff.objects.select_for_update(no_key=True).get(pk=person.pk)
        if seen is not None and seen != row.version:
            raise LostRace("账号")
        before = standing(row)
        change = StaffChange(row)
        yield change
        book().write(Writing(changes=[(row, change.facts), *change.others]))
        if change.roles is not None:
            row.roles.set(change.roles)
        after = standing(row)
        told = [fact for fact in after if before[fact] != after[fact]]
        entry = staff_entry(
            verb,
            row,
            by=by,
            at=at,
            before={fact: before[fact] for fact in told},
            after={fact: after[fact] for fact in told},
        )
        book().write(Writing(rows=[entry]))


def staff_entry(
    verb: str,
    whom: Staff | None,
    *,
    by: Staff | None,
    at: datetime,
    before: Standing | None = None,
    after: Standing | None = None,
) -> StaffEntry:
    """The entry of one thing that was done to an account."""
    return StaffEntry(verb=verb, whom=whom, by=by, at=at, before=before or {}, after=after or {})


def standing(person: Staff) -> Standing:
    """What an entry tells of an account, in today's names."""
    return {
        "name": person.name,
        "unit": person.department.name if person.department else "",
        "roles": [role.name for role in person.roles.all()],
        "active": person.is_active,
    }
