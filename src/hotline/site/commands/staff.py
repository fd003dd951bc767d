"""`hotline staff add` and `deactivate`: accounts of the people of the office and of units."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hotline.site.office import office_open
from hotline.site.refusals import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.records.models import Department, Role


@click.group(
    help="添加、停用工作人员 / add and end staff accounts.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """Accounts are made by the system itself here; at the desk it takes the permit."""


@command.command("add", help="添加一个账号,密码输入两次 / add an account; asks its password twice.")
@click.argument("username")
@click.option("--name", required=True, metavar="N", help="姓名 / the person's name")
@click.option(
    "--role", "roles", required=True, multiple=True, metavar="R",
    help="岗位代码或名称,可多次 / code or name of a role, may be repeated",
)  # fmt: skip
@click.option("--unit", metavar="CODE", help="所属承办单位代码或名称 / code or name of the unit")
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码 / read the password there")
def add(
    username: str, name: str, roles: tuple[str, ...], unit: str | None, password_stdin: bool
) -> None:
    """Looks everything up before it asks for the password."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.steps.setup.add_staff import add_staff  # noqa: PLC0415

        held = roles_called(roles)
        department = None if unit is None else unit_called(unit)
        person = add_staff(
            username,
            name=name,
            roles=held,
            department=department,
            password=password_from_stdin() if password_stdin else asked_password(),
            by=None,
            at=timezone.now(),
        )
    click.echo(f"已添加 / added: {person.username} {person.name}"
               f"（{'、'.join(role.name for role in held)}）")  # fmt: skip


@command.command("deactivate", help="停用账号,立即结束登录和令牌 / end an account at once.")
@click.argument("username")
def deactivate(username: str) -> None:
    """Ends sessions and tokens too; the account stays, for what it did names it."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.records.queries.staff import account  # noqa: PLC0415
        from hotline.steps.setup.deactivate_staff import deactivate_staff  # noqa: PLC0415

        person = account(username)
        if person is None:
            raise WrongUsageError(f"没有账号“{username}”,请核对用户名 / no such account")
        tokens = deactivate_staff(person, by=None, at=timezone.now())
    click.echo(f"已停用 / deactivated: {person.username} {person.name}"
               f"（令牌 / tokens: {tokens}）")  # fmt: skip


def roles_called(texts: Sequence[str]) -> list[Role]:
    """The roles with these codes or names."""
    from hotline.records.models import Role  # noqa: PLC0415 - needs Django set up

    known = list(Role.objects.all())
    by_word = {word: role for role in known for word in (role.name, role.code)}
    missing = [text for text in texts if text not in by_word]
    if missing:
        listed = "、".join(f"{role.code}（{role.name}）" for role in known)
        raise WrongUsageError(
            f"没有岗位“{'、'.join(missing)}”,可用的有 / no such role, there are: {listed}"
        )
    return [by_word[text] for text in dict.fromkeys(texts)]


def unit_called(text: str) -> Department:
    """The unit with this code, name or alias."""
    from hotline.records.queries.reference import departments  # noqa: PLC0415 - needs Django

    for word in ("code", "name"):
        for unit in departments().values():
            if getattr(unit, word) == text:
                return unit
    for unit in departments().values():
        if text in unit.aliases:
            return unit
    raise WrongUsageError(
        f"没有承办单位“{text}”,请核对城市资料中的单位代码 / no such unit: look at its code in the "
        f"city's departments"
    )


def at_a_terminal() -> bool:
    """Says whether a person can be asked."""
    return sys.stdin.isatty()


def asked_password() -> str:
    """The password, typed twice without being shown."""
    if not at_a_terminal():
        raise WrongUsageError(
            "这里不能输入密码,请改用 --password-stdin / no terminal to ask at: use --password-stdin"
        )
    first: str = click.prompt("密码 / password", hide_input=True, err=True)
    second: str = click.prompt("再输一次 / again", hide_input=True, err=True)
    if first != second:
        raise WrongUsageError("两次输入的密码不同,请重新添加 / the two passwords differ")
    return first


def password_from_stdin() -> str:
    """The first line of standard input."""
    return sys.stdin.readline().rstrip("\r\n")
