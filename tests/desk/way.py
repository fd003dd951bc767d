"""One verb on the page of a case: by whom, from where, with what, after what else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hotline.records.models import Case
from hotline.rules.life import Status
from hotline.steps.duty.refuse_return import refuse_return
from hotline.steps.duty.request_return import request_return
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.pass_down import pass_down
from hotline.steps.verbs import STEPS
from hotline.steps.waiting.request_extension import request_extension
from tests.factories import City
from tests.steps.roads import hand_down

Before = Callable[[City, Case], object]


@dataclass(frozen=True)
class Way:
    """One verb: who does it, from which status, with what, to which status, after what else.

    `names` is the field in which another case's number is typed, one that stands at `other`.
    """

    role: str
    start: Status
    end: Status
    typed: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)
    wrong_field: str = ""
    remedy: str = ""
    before: Before | None = None
    names: str = ""
    other: Status = Status.IN_HANDLING
    of_unit: str = ""

    @property
    def unit(self) -> str:
        """The unit of the person who does it."""
        if self.of_unit:
            return self.of_unit
        return "east" if self.role in ("unit_clerk", "unit_leader") else ""


def now() -> datetime:
    return datetime.now(UTC)


def extension(city: City, case: Case) -> None:
    clerk = city.person("unit_clerk", "east")
    request_extension(case, amount=5, reason="需要采购。", by=clerk, at=now())


def refused_return(city: City, case: Case) -> None:
    clerk, office = city.person("unit_clerk", "east"), city.person("dispatcher")
    request_return(case, reason="not_our_duty", evidence="见分工。", by=clerk, at=now())
    refuse_return(case, reason="属本单位职责。", by=office, at=now())


def passed_down(city: City, case: Case) -> None:
    clerk = city.person("unit_clerk", "east")
    pass_down(case, to=city.units["east_street"], by=clerk, at=now())


def supervised(city: City, case: Case) -> None:
    STEPS["supervise"](case, demand="三日内办结。", by=city.person("supervisor"), at=now())


def handed_down(city: City, case: Case) -> None:
    hand_down(case)


def in_a_month() -> str:
    return f"{now() + timedelta(days=30):%Y-%m-%d}"


def confidential(city: City, case: Case) -> None:
    mark_confidential(case, reason="举报。", by=city.person("call_taker"), at=now())
