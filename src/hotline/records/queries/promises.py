"""The promises that a person may see: the office all, a unit its own and those below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hotline.records.models import Case, Promise, ReplyCheck, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import below
from hotline.rules.promises import SETTLED, SOON, Standing, standing

PAGE_SIZE = 30
COUNT_UP_TO = 1000
DONE = "done"


def promises_for(staff: Staff) -> QuerySet[Promise]:
    """The promises on cases that `staff` may see, of a unit's person those of its line."""
    found = Promise.objects.filter(case__in=cases_for(staff))
    if not staff.may("see_all_cases") and staff.department is not None:
        found = found.filter(unit__in=below(staff.department))
    return found


def listed(staff: Staff, tab: str, today: date, page: int) -> Sequence[Promise]:
    """One page of a tab and one row more: the open ones by day, those settled lately first."""
    found = promises_for(staff)
    if tab == DONE:
        found = found.filter(outcome__in=SETTLED).order_by("-settled_at")
    else:
        found = _standing(found.filter(outcome=""), tab, today).order_by("due", "pk")
    rows = found.select_related("case", "unit", "settled_by")
    return list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE + 1])


def counted(staff: Staff, today: date) -> Counter[str]:
    """How many open promises stand how, of the first COUNT_UP_TO by day."""
    days = promises_for(staff).filter(outcome="").order_by("due", "pk")
    return Counter(standing(day, today) for day in days.values_list("due", flat=True)[:COUNT_UP_TO])


def promise_of(staff: Staff, promise: UUID) -> Promise | None:
    """One promise, if it is theirs to see."""
    return promises_for(staff).filter(pk=promise).select_related("case", "unit").first()


def promises_of(case: Case) -> Sequence[Promise]:
    """What was promised on a case and still counts, by day."""
    rows = Promise.objects.filter(case=case).exclude(outcome="replaced")
    return list(rows.select_related("unit", "settled_by").order_by("due", "pk"))


def checks_of(case: Case) -> Sequence[ReplyCheck]:
    """What was found in the replies of a case, the latest last."""
    return list(ReplyCheck.objects.filter(case=case).defer("prints").order_by("at"))


def _standing(found: QuerySet[Promise], tab: str, today: date) -> QuerySet[Promise]:
    if tab == Standing.LATE:
        return found.filter(due__lt=today)
    if tab == Standing.SOON:
        return found.filter(due__gte=today, due__lte=today + SOON)
    return found.filter(due__gt=today + SOON)
