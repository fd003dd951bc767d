"""Finding a colleague by what a person types: a name or an account."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.records.models import Staff


def people_called(text: str) -> Sequence[Staff]:
    """The people in service whose account or name is `text`; an account goes before a name."""
    known = Staff.objects.filter(is_active=True).select_related("department").order_by("username")
    return list(known.filter(username=text)) or list(known.filter(name=text))


def person_label(person: Staff) -> str:
    """A person as told apart from another of the same name: the account stands beside it."""
    unit = f" {person.department.name}" if person.department else ""
    return f"{person.username}（{person.name}{unit}）"
