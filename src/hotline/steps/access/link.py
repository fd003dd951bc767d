"""Link: who the city's own sign-in says it is becomes the account of that name (关联账号)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from hotline.records.models import Role, Staff
from hotline.steps.moving import Refused
from hotline.steps.setup.change_staff import change_staff
from hotline.steps.storing.book import Writing, book


class Known(Protocol):
    """What has to be known of a provider: its name, and the claims that say who it means."""

    @property
    def address(self) -> str:
        """Its own name."""

    @property
    def user_claim(self) -> str:
        """The claim that is the username."""

    @property
    def groups_claim(self) -> str:
        """The claim that lists the groups."""

    @property
    def groups(self) -> Sequence[tuple[str, str]]:
        """Pairs of a group and its role; empty leaves roles alone."""


class NotOurs(Exception):
    """The provider knows this person, and we do not; the text says what to do."""


def person_of(claims: Mapping[str, Any], issuer: Known, *, at: datetime) -> Staff:
    """The active account that checked claims name.

    At the first sign-in it is bound to the provider's own lasting name of the person: a name that
    the provider gives to somebody else later opens nothing.
    """
    name = claims.get(issuer.user_claim)
    person = Staff.objects.filter(username=name, is_active=True).first() if _is(name) else None
    if person is None:
        raise NotOurs("本系统没有与您对应的在用账号，请联系安全管理员添加。")
    subject = f"{issuer.address}|{claims['sub']}"[:400]
    if person.sso_subject and person.sso_subject != subject:
        raise NotOurs("这个用户名已与另一个身份关联，请联系安全管理员核对。")
    if not person.sso_subject:
        book().write(Writing(changes=[(person, {"sso_subject": subject})]))
    if issuer.groups:
        _take_roles(person, claims.get(issuer.groups_claim), issuer, at=at)
    return person


def _is(name: object) -> bool:
    return isinstance(name, str) and bool(name) and name.isprintable()


def _take_roles(person: Staff, groups: object, issuer: Known, *, at: datetime) -> None:
    """The roles that the groups stand for, by the same step and with the same refusals."""
    wanted = _roles(groups, issuer.groups)
    if not wanted:
        raise NotOurs("您所在的组没有对应的岗位，请联系安全管理员。")
    if set(wanted) == set(person.roles.all()):
        return
    unit = person.department
    try:
        change_staff(person, name=person.name, roles=wanted, department=unit, by=None, at=at)
    except Refused as error:
        raise NotOurs(f"按所在的组设定岗位时被拒绝：{error}") from error
    person.refresh_from_db()


def _roles(groups: object, pairs: Sequence[tuple[str, str]]) -> Sequence[Role]:
    named = groups if isinstance(groups, list) else [groups]
    codes = {role for group, role in pairs if group in named}
    return list(Role.objects.filter(code__in=codes))
