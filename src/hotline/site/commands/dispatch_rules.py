"""`hotline dispatch-rules …`: the catalogue listed, and a changed one simulated over past cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from hotline.site.columns import aligned, printable
from hotline.site.office import office_open, say_json
from hotline.site.refusals import WrongUsageError

if TYPE_CHECKING:
    from hotline.records.models import DispatchSimulation

LISTED = ("条目", "条件", "承办单位", "生效日", "失效日", "状态")
PAIRS = ("现行目录", "拟议目录", "件数")

as_json_option = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")


@click.group(
    help="派单目录 / the catalogue of who answers for what.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """Rules are written at the desk; here they are read and tried."""


@command.command("list", help="按适用顺序列出条目 / list the rules in the order of asking.")
@as_json_option
def list_(as_json: bool) -> None:
    """What holds today and what begins later."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.records.queries.dispatch_rules import lines_on  # noqa: PLC0415

        lines = lines_on(timezone.localdate())
    rows = [_listed(line) for line in lines]
    if as_json:
        say_json([dict(zip(LISTED, row, strict=True)) for row in rows])
        return
    for row in aligned([LISTED, *rows]):
        click.echo(row)


@command.command(
    "simulate",
    help="用某一天的目录演算过去的工单 / run the catalogue of a coming day over past cases.",
)
@click.option("--from", "starts_on", required=True, metavar="DAY", help="工单起日 / first day")
@click.option("--to", "ends_on", required=True, metavar="DAY", help="工单止日 / last day")
@click.option("--on", "changed_on", required=True, metavar="DAY", help="拟议目录的日期 / its day")
@as_json_option
def simulate(starts_on: str, ends_on: str, changed_on: str, as_json: bool) -> None:
    """Progress goes to standard error; the result is kept and can be read at the desk."""
    days = [day_of(text) for text in (starts_on, ends_on, changed_on)]
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.steps.simulate_dispatch import simulate_now  # noqa: PLC0415

        run = simulate_now(*days, by=None, at=timezone.now(), progress=_told)
        data = _data(run)
    click.echo(err=True)
    if as_json:
        say_json(data)
        return
    for line in _page(data):
        click.echo(line)


def day_of(text: str) -> date:
    """A day as it is typed."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(
            f"日期“{text}”写法不对,请写成 2026-01-31 这样 / write the day as 2026-01-31"
        ) from error


def _told(run: DispatchSimulation) -> None:
    click.echo(f"\r{run.position} / {run.size}", nl=False, err=True)


def _listed(line: Any) -> tuple[str, ...]:
    rule = line.rule
    selectors = (*line.topics, *line.kinds, *rule.places, *rule.words)
    ends = rule.valid_to.isoformat() if rule.valid_to else ""
    return (
        line.label,
        printable("、".join(selectors)),
        line.unit,
        rule.valid_from.isoformat(),
        ends,
        line.problem or line.state_name,
    )


def _data(run: DispatchSimulation) -> dict[str, Any]:
    """The result as values; the same words as at the desk."""
    from hotline.records.queries.simulations import pairs_of, shares_of  # noqa: PLC0415

    return {
        "simulation": str(run.pk),
        "status": run.status,
        "cases": run.totals["cases"],
        "counts": {share.name: share.count for share in shares_of(run)},
        "pairs": [[pair.present, pair.changed, pair.count] for pair in pairs_of(run)],
    }


def _page(data: dict[str, Any]) -> Iterator[str]:
    """The result for people."""
    yield f"工单 / cases: {data['cases']}"
    for name, count in data["counts"].items():
        yield f"  {name}: {count}"
    if data["pairs"]:
        rows = [(before, after, str(count)) for before, after, count in data["pairs"]]
        yield from aligned([PAIRS, *rows], right=frozenset({2}))
