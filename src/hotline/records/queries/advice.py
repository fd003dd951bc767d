"""What the dispatch catalogue says to cases, which cases need a person, and earlier rulings.

Advice is a guess shown to a person: nothing here changes a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from hotline.records.models import Assignment, Case, Department, Return, Ruling, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import (
    catalogue_on,
    departments,
    departments_by_code,
    kinds,
    topics,
    with_words,
)
from hotline.rules.dispatching import Advice, Matter, Trouble
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA

AGREED = "agreed"
# An assignment that ended so says that the unit is not the one.
NOT_THEIRS = ("returned", "ruled_away")
LOOKED_AT = 300
LOOKED_INTO = (
    *("number", "title", "text", "place", "accused", "registered_at", "closed_at"),
    *("channel_id", "kind_id", "topic_id", "lead_id", "campaign_id"),
)
PRECEDENTS = 5
NO_RULE = "派单目录中没有适用的条目"


class CaseFacts(Protocol):
    """What the catalogue must know of a case: a Case, or a row with the same columns."""

    @property
    def pk(self) -> UUID: ...
    @property
    def topic_id(self) -> int | None: ...
    @property
    def kind_id(self) -> int | None: ...
    @property
    def place(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def accused(self) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """A case that waits for dispatch and that the catalogue cannot place, with the reason."""

    case: Case
    reason: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier ruling on the same topic; `number` is empty where the reader may not see it."""

    unit: Department
    decided_on: date
    level: str
    reason: str
    basis: str
    number: str


def suggestion_for(case: Case, at: datetime) -> Advice | Trouble | None:
    """What the catalogue says to a case that is dispatched at `at`; None: no rule fits."""
    (matter,) = matters_of([case])
    return catalogue_on(at.astimezone(CHINA).date()).advise(matter)


def suggested_unit(said: Advice | Trouble | None) -> Department | None:
    """The unit that advice names, to be filled in as a guess; none where a person must look."""
    return departments_by_code().get(said.unit) if isinstance(said, Advice) else None


def matters_of(cases: Sequence[CaseFacts]) -> list[Matter]:
    """The cases as the catalogue looks at them, in their order; two queries for all."""
    refused = _refused([case.pk for case in cases])
    units = departments()
    codes = {row.pk: code for code, row in kinds().items()}
    paths = topics()
    return [
        Matter(
            topic=tuple(paths[case.topic_id].path) if case.topic_id is not None else (),
            kind=codes.get(case.kind_id, "") if case.kind_id is not None else "",
            place=case.place,
            text=f"{case.title}\n{case.text}",
            refused=refused.get(case.pk, frozenset()),
            accused=_codes(case.accused, units),
        )
        for case in cases
    ]


def _refused(cases: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """The units that rightly returned each case or were ruled out of it."""
    found: dict[UUID, set[int]] = defaultdict(set)
    ended = Assignment.objects.filter(case__in=cases, ended_as__in=NOT_THEIRS)
    returned = Return.objects.filter(case__in=cases, outcome=AGREED)
    for case, unit in ended.values_list("case_id", "department_id"):
        found[case].add(unit)
    for case, unit in returned.values_list("case_id", "assignment__department_id"):
        found[case].add(unit)
    units = departments()
    return {case: _codes(ids, units) for case, ids in found.items()}


def _codes(ids: Iterable[int], units: Mapping[int, Department]) -> frozenset[str]:
    return frozenset(units[pk].code for pk in ids if pk in units)


def needing_person(staff: Staff, at: datetime) -> tuple[list[NeedsPerson], int]:
    """The cases awaiting dispatch that no rule can place, the oldest first, and how many wait.

    At most LOOKED_AT cases are looked at: where more wait, a person is needed anyhow.
    """
    waiting = cases_for(staff).filter(status=Status.AWAITING_DISPATCH)
    oldest = waiting.only(*LOOKED_INTO).order_by("accepted_at", "pk")[:LOOKED_AT]
    return list(_unplaced(oldest, at)), waiting.count()


def _unplaced(cases: QuerySet[Case], at: datetime) -> Iterator[NeedsPerson]:
    catalogue = catalogue_on(at.astimezone(CHINA).date())
    rows = list(map(with_words, cases))
    for case, matter in zip(rows, matters_of(rows), strict=True):
        said = catalogue.advise(matter)
        if isinstance(said, Trouble):
            yield NeedsPerson(case, said.problem)
        elif said is None:
            over = catalogue.passed_over(matter)
            yield NeedsPerson(case, "；".join(over) if over else NO_RULE)


def precedents(case: Case, staff: Staff, most: int = PRECEDENTS) -> list[Precedent]:
    """Earlier rulings on cases of the same topic, the latest first; none of a confidential case,
    nor of one that `staff` stepped aside from."""
    if case.topic is None:
        return []
    rulings = (
        Ruling.objects.filter(
            case__topic__code=case.topic.code,
            case__confidential=False,
            decided_at__isnull=False,
            unit__isnull=False,
        )
        .exclude(case=case)
        .exclude(case__stepped_aside__contains=[staff.pk])
        .order_by("-decided_at")[:most]
    )
    found = list(rulings)
    mine = cases_for(staff).filter(pk__in=[ruling.case_id for ruling in found])
    visible = dict(mine.values_list("pk", "number"))
    return [_precedent(ruling, visible.get(ruling.case_id, "")) for ruling in found]


def _precedent(ruling: Ruling, number: str) -> Precedent:
    return Precedent(
        unit=departments()[ruling.unit_id or 0],
        decided_on=(ruling.decided_at or ruling.asked_at).astimezone(CHINA).date(),
        level=ruling.level,
        reason=ruling.reason,
        basis=ruling.basis,
        number=number,
    )
