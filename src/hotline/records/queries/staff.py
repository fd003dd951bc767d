"""Accounts as the security administrator looks for them, and what hangs on one."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hotline.records.models import ApiToken, Bulletin, Department, Role, Staff

UNPUBLISHED = ("draft", "submitted")


def staff_found(
    words: str = "", *, unit: Department | None = None, role: Role | None = None, active: str = ""
) -> QuerySet[Staff]:
    """The accounts whose name or username holds `words`; `active` is yes, no or empty for both."""
    found = Staff.objects.select_related("department").prefetch_related("roles")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(username__icontains=words))
    if unit is not None:
        found = found.filter(department=unit)
    if role is not None:
        found = found.filter(roles=role)
    if active:
        found = found.filter(is_active=active == "yes")
    return found.order_by("-is_active", "username")


def account(username: str) -> Staff | None:
    """The account of this name, ended or not."""
    return Staff.objects.filter(username=username).first()


def person_called(pk: int) -> Staff | None:
    """One account with its unit and roles."""
    known = Staff.objects.select_related("department").prefetch_related("roles")
    return known.filter(pk=pk).first()


def live_tokens(person: Staff) -> int:
    """How many programs can act as this person."""
    return ApiToken.objects.filter(staff=person, revoked_at=None).count()


def open_bulletins(person: Staff) -> int:
    """How many bulletins that this person worked on are not published yet."""
    begun = Bulletin.objects.filter(status__in=UNPUBLISHED, journal__by=person)
    return begun.distinct().count()


def roles() -> dict[str, Role]:
    """Every role by code, in the city's order."""
    return {role.code: role for role in Role.objects.all()}
