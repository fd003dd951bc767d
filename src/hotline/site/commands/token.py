"""`hotline token …`: keys with which other programs reach the API."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from hotline.site.columns import aligned, printable
from hotline.site.office import china_time, office_open, say_json
from hotline.site.refusals import WrongUsageError

if TYPE_CHECKING:
    from hotline.records.models import ApiToken, Staff

HEADER = ("编号", "账号", "名称", "发放", "吊销", "权限", "到期", "最近使用")


@click.group(
    help="发放和吊销接口令牌 / tokens of programs that use the API.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """A token acts as one account, with its permits or with those of them that are its scopes."""


@command.command("add", help="发放令牌,只显示一次 / give a token; it is shown only once.")
@click.argument("username")
@click.option("--name", required=True, metavar="N", help="哪个程序使用 / which program uses it")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="P",
    help="只给这项权限,可多次;不写则与账号相同 / only this permit of the account's, repeatable",
)
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="有效至这一天 / good through this day",
)
def add(username: str, name: str, scopes: tuple[str, ...], expires: datetime | None) -> None:
    """Prints the token alone on standard output, so that a script can take it."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.steps.setup.add_token import add_token  # noqa: PLC0415

        made = add_token(
            account(username),
            name=name,
            by=None,
            at=timezone.now(),
            scopes=scopes,
            expires_on=expires.date() if expires else None,
        )
    click.echo("令牌只显示这一次,请妥善保管 / shown only this once, keep it safe:", err=True)
    click.echo(made.secret)


@command.command("list", help="列出令牌 / list the tokens.")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def list_(as_json: bool) -> None:
    """Shows who holds one; the tokens themselves are not kept."""
    with office_open():
        from hotline.records.models import ApiToken  # noqa: PLC0415 - needs Django set up

        rows = [_facts(row) for row in ApiToken.objects.select_related("staff").order_by("pk")]
    if as_json:
        say_json(rows)
        return
    for line in aligned([HEADER, *([printable(str(cell or "")) for cell in row.values()]
                                   for row in rows)]):  # fmt: skip
        click.echo(line)


@command.command("revoke", help="吊销令牌 / revoke a token.")
@click.argument("id", type=int)
def revoke(id: int) -> None:
    """The program is refused from the next request on."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.records.models import ApiToken  # noqa: PLC0415
        from hotline.steps.setup.revoke_token import revoke_token  # noqa: PLC0415

        token = ApiToken.objects.filter(pk=id).first()
        if token is None:
            raise WrongUsageError(
                f"没有编号为 {id} 的令牌,请用 hotline token list 查看 / no such token"
            )
        revoke_token(token, by=None, at=timezone.now())
    click.echo("已吊销 / revoked")


def account(username: str) -> Staff:
    """The account that the token shall act as."""
    from hotline.records.models import Staff  # noqa: PLC0415 - needs Django set up

    staff = Staff.objects.filter(username=username).first()
    if staff is None:
        raise WrongUsageError(
            f"没有账号“{username}”,请先用 hotline staff add 添加 / no such account: "
            f"hotline staff add makes one"
        )
    return staff


def _facts(row: ApiToken) -> dict[str, Any]:
    return {
        "id": row.pk,
        "username": row.staff.username,
        "name": row.name,
        "created_at": china_time(row.created_at),
        "revoked_at": china_time(row.revoked_at) if row.revoked_at else None,
        "scopes": " ".join(row.scopes),
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "last_used_at": china_time(row.last_used_at) if row.last_used_at else None,
    }
