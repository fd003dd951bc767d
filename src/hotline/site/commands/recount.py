"""`hotline recount [PERIOD…]`: the ledger of counted facts proved equal to the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hotline.rules.periods import Period, read_period
from hotline.site.office import office_open, say_json
from hotline.site.refusals import WrongUsageError

if TYPE_CHECKING:
    from hotline.steps.ledger.recount import Recounted


@click.command(
    help="复核统计台账与流转记录是否一致 / prove the ledger of counted facts equal to the journal."
    "\n\nPERIOD 写成 2022-04、2022-W14、2022-Q2 或 2022；不写则复核全部 / without one, all days."
    "\n\n有不一致时退出码为 1 / exit code 1 when something differs."
)
@click.argument("periods", nargs=-1, metavar="[PERIOD…]")
@click.option("--repair", is_flag=True, help="补记差额 / append what is missing")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def command(periods: tuple[str, ...], repair: bool, as_json: bool) -> None:
    """Every difference is told; mending appends and edits nothing."""
    asked = [_period(code) for code in periods]
    with office_open():
        found = [_recounted(period, repair=repair) for period in asked or _all()]
    if as_json:
        say_json([_data(each) for each in found])
    else:
        for each in found:
            _say(each, repair=repair)
    if any(not each.agree for each in found) and not repair:
        raise SystemExit(1)


def _period(code: str) -> Period:
    try:
        return read_period(code)
    except ValueError as error:
        raise WrongUsageError(f"{error} / no such period") from error


def _all() -> list[Period]:
    """Every month that has accepted cases, the earliest first."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.queries.months import months  # noqa: PLC0415

    return [read_period(month) for month in reversed(months(timezone.localdate()))]


def _recounted(period: Period, *, repair: bool) -> Recounted:
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.steps.ledger.recount import mend, recount  # noqa: PLC0415

    if repair:
        return mend(period.starts_on, period.ends_on, by=None, at=timezone.now())
    return recount(period.starts_on, period.ends_on)


def _say(found: Recounted, *, repair: bool) -> None:
    days = f"{found.first} – {found.last}"
    if found.agree:
        click.echo(f"{days}  一致 / equal")
        return
    done = "，已补记 / mended" if repair else ""
    click.echo(f"{days}  记账差 {found.postings} 行，日计差 {found.cells} 行 / rows differ{done}")
    for row in found.shown:
        click.echo("  " + "  ".join(f"{name}={value}" for name, value in row.items()))


def _data(found: Recounted) -> dict[str, Any]:
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "postings": found.postings,
        "cells": found.cells,
        "shown": [{name: str(value) for name, value in row.items()} for row in found.shown],
    }
