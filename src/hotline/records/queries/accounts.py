"""What hangs on an account: sessions, second factors, deputies, and what waits for its owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from hotline.records.models import (
    Authenticator,
    Delegation,
    Notice,
    RecoveryCode,
    SavedFilter,
    Staff,
    StaffSession,
    Supervision,
)
from hotline.rules.second_factor import OFF, REQUIRED, wish

SHOWN_SESSIONS = 20


def live_sessions(person: Staff, now: datetime) -> QuerySet[StaffSession]:
    """The sessions that may still be used, the one used last first."""
    return StaffSession.objects.filter(
        staff=person,
        ended_at=None,
        began_at__gt=now - settings.HOTLINE_SESSION,
        last_used_at__gt=now - settings.HOTLINE_IDLE,
    ).order_by("-last_used_at")[:SHOWN_SESSIONS]


def factors_of(person: Staff) -> QuerySet[Authenticator]:
    """The second factors in use, the oldest first."""
    return Authenticator.objects.filter(staff=person, removed_at=None).order_by("added_at")


def recovery_codes_left(person: Staff) -> int:
    """How many codes still open."""
    return RecoveryCode.objects.filter(staff=person, used_at=None).count()


def second_factor_wish(person: Staff) -> str:
    """Whether a second factor is off, offered to, or required of this person."""
    return wish(
        settings.HOTLINE_SECOND_FACTOR,
        settings.HOTLINE_SECOND_FACTOR_ROLES,
        (role.code for role in person.roles.all()),
    )


def is_second_factor_on() -> bool:
    """Whether second factors are asked for here at all."""
    return bool(settings.HOTLINE_SECOND_FACTOR != OFF)


def lacks_second_factor(person: Staff) -> bool:
    """Whether the person must set one up before anything else; asks no query of its own."""
    return not person.has_second_factor and second_factor_wish(person) == REQUIRED


def delegations_about(person: Staff, *, arranges: bool, today: date) -> QuerySet[Delegation]:
    """Who stands in for whom, now or later: what concerns the person, and for who arranges it
    everybody's of the unit or of the office."""
    mine = Q(lender=person) | Q(deputy=person)
    if arranges:
        mine |= Q(lender__department=person.department_id)
    running = Delegation.objects.filter(mine, ended_at=None, ends_on__gte=today)
    people = running.select_related("lender", "deputy", "made_by")
    return people.order_by("starts_on", "pk")


def same_house(person: Staff) -> QuerySet[Staff]:
    """Who works in the person's unit, or in the office."""
    found = Staff.objects.filter(department=person.department_id, is_active=True)
    return found.prefetch_related("roles").order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Belonging:
    """A kind of thing that waits for one person by name: what it is called, and the column of its
    rows that names the person. A move of a case waits for a unit or a role and is none."""

    name: str
    model: type[Any]
    column: str
    is_open: Q

    def of(self, person: Staff) -> QuerySet[Any]:
        """Those of this person."""
        return self.model._default_manager.filter(self.is_open, **{self.column: person})


# What is moved to a successor when a person leaves: one line for each kind.
BELONGINGS: tuple[Belonging, ...] = (
    Belonging("督办", Supervision, "keeper", Q(ended_at=None)),
    Belonging("未阅的留言提及", Notice, "staff", Q(seen_at=None)),
    Belonging("共享的常用筛选", SavedFilter, "owner", Q(deleted_at=None) & ~Q(shared="me")),
)


def belongings_of(person: Staff) -> Sequence[tuple[Belonging, int]]:
    """What waits for this person and for nobody else, with how many there are."""
    counted = [(each, each.of(person).count()) for each in BELONGINGS]
    return [(each, count) for each, count in counted if count]


def lendings_of(person: Staff, today: date) -> QuerySet[Delegation]:
    """What the person lends or holds, now or later."""
    running = Delegation.objects.filter(ended_at=None, ends_on__gte=today)
    mine = running.filter(Q(lender=person) | Q(deputy=person))
    return mine.select_related("lender", "deputy").order_by("pk")
