"""Who acts in the sample months: the city's own accounts, where it has one for the act."""

from __future__ import annotations

from hotline.records.models import Department, Staff
from hotline.records.queries.reference import covers

UNIT_VERBS = ("sign", "reply")


class Crew:
    """Finds for each act a person whose role carries it; None, the system, where there is none."""

    def __init__(self) -> None:
        people = Staff.objects.filter(is_active=True).select_related("department").order_by("pk")
        self._people = list(people)
        self._office: dict[str, Staff | None] = {}
        self._units: dict[int, Staff | None] = {}

    def office(self, verb: str) -> Staff | None:
        """Somebody of the office who may do `verb`."""
        if verb not in self._office:
            fitting = (p for p in self._people if p.department_id is None and p.may(verb))
            self._office[verb] = next(fitting, None)
        return self._office[verb]

    def named(self, username: str) -> Staff | None:
        """The person with this account."""
        return next((person for person in self._people if person.username == username), None)

    def unit(self, unit: Department) -> Staff | None:
        """Somebody of the unit, or of the unit above it, who signs and replies; a clerk first."""
        if unit.pk not in self._units:
            fitting = [p for p in self._people if self._acts_for(p, unit)]
            self._units[unit.pk] = min(fitting, key=lambda p: p.may("approve"), default=None)
        return self._units[unit.pk]

    def leader(self, unit: Department) -> Staff | None:
        """Who approves the unit's replies."""
        fitting = (p for p in self._people if p.may("approve") and covers(p.department, unit))
        return next(fitting, None)

    def _acts_for(self, person: Staff, unit: Department) -> bool:
        return (
            person.department is not None
            and all(person.may(verb) for verb in UNIT_VERBS)
            and covers(person.department, unit)
        )
