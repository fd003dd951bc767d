"""我的账号: who one is here, what one may do, and the ways to everything that is one's own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.records.queries.accounts import (
    factors_of,
    lendings_of,
    live_sessions,
    recovery_codes_left,
    second_factor_wish,
)
from hotline.rules.permits import OFFICE_VERBS, PERMITS, VIEWS


@for_staff()
@require_safe
def account(request: StaffRequest) -> HttpResponse:
    """GET name, unit, roles with their permits in words, and the state of everything else."""
    person = request.user
    context = {
        "person": person,
        "posts": [(role.name, _in_words(role.permits)) for role in person.roles.all()],
        "lent": [(away.name, PERMITS[permit]) for permit, away in person.lent.items()],
        "wish": second_factor_wish(person),
        "factors": list(factors_of(person)) if person.has_second_factor else [],
        "codes_left": recovery_codes_left(person) if person.has_second_factor else 0,
        "sessions": len(live_sessions(person, timezone.now())),
        "lendings": list(lendings_of(person, timezone.localdate())),
    }
    return render(request, "desk/account.html", context)


def _in_words(permits: list[str]) -> list[tuple[str, str]]:
    """A role's permits under three heads, each in the order of the table."""
    held = [permit for permit in PERMITS if permit in permits]
    heads = {
        "办理工单": [p for p in held if p not in OFFICE_VERBS and p not in VIEWS],
        "办公": [p for p in held if p in OFFICE_VERBS],
        "查看和管理": [p for p in held if p in VIEWS],
    }
    return [(head, "、".join(PERMITS[p] for p in found)) for head, found in heads.items() if found]
