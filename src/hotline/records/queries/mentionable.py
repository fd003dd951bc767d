"""Whom a comment on a case can call: people who may see it, and the units and roles they are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from hotline.records.models import Case, Staff
from hotline.records.queries.access import sees
from hotline.records.queries.reference import departments
from hotline.rules.initials import typed_as


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who can be mentioned: a person, a unit or a role, by the name that is written.

    `of_office` says whether a comment of the office alone may call them; `people` are those who
    are told (of a unit: nobody by name, it reads as a unit).
    """

    kind: str
    pk: int
    name: str
    note: str
    of_office: bool
    people: Sequence[Staff] = field(default=(), compare=False)

    @property
    def typed(self) -> str:
        """What finds it: name, pinyin, first letters."""
        return typed_as(self.name)


def mentionable(case: Case) -> dict[str, Called]:
    """By the name that is written: everybody who may see `case`, its units, the office's roles.

    Reads the people who could see it and asks for each the rule of the one door.
    """
    could = Q(roles__permits__contains=["see_all_cases"]) | Q(
        roles__permits__contains=["see_unit_cases"], department__in=case.seen_by
    )
    known = Staff.objects.filter(could, is_active=True).select_related("department").distinct()
    people = [row for row in known.prefetch_related("roles").order_by("pk") if sees(row, case)]
    found = [*_roles(people), *_units(case), *_people(people)]
    return {row.name: row for row in found}


def allowed(callable_: Mapping[str, Called], *, for_units: bool) -> dict[str, Called]:
    """Of these, whom a comment may call: what the office says among itself calls no unit."""
    return {name: row for name, row in callable_.items() if for_units or row.of_office}


def _people(people: Sequence[Staff]) -> list[Called]:
    """Each by name; who shares a name with another also by unit or account."""
    names = Counter(person.name for person in people)
    found: dict[str, Called] = {}
    for person in people:
        where = person.department.name if person.department else "热线办公室"
        posts = "、".join(role.name for role in person.roles.all())
        name = person.name if names[person.name] == 1 else f"{person.name}（{where}）"
        name = f"{person.name}（{person.username}）" if name in found else name
        of_office = person.may("see_all_cases")
        found[name] = Called("person", person.pk, name, f"{where} {posts}", of_office, [person])
    return list(found.values())


def _units(case: Case) -> list[Called]:
    """The units that see the case, each read by whoever is there."""
    known = departments()
    return [
        Called("unit", pk, known[pk].name, "承办单位", of_office=False)
        for pk in case.seen_by
        if pk in known
    ]


def _roles(people: Sequence[Staff]) -> list[Called]:
    """The roles of the office whose people see the case."""
    held: dict[int, tuple[str, list[Staff]]] = {}
    for person in people:
        if person.may("see_all_cases"):
            for role in person.roles.all():
                held.setdefault(role.pk, (role.name, []))[1].append(person)
    return [
        Called("role", pk, name, f"岗位，{len(who)} 人", of_office=True, people=who)
        for pk, (name, who) in held.items()
    ]
