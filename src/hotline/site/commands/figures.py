"""`hotline figures PERIOD`: every figure of a period, with what it was counted from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import click

from hotline.site.columns import aligned
from hotline.site.office import office_open, say_json
from hotline.site.refusals import WrongUsageError

HEADER = ("指标", "数值", "分子", "分母", "名称")
NUMBERS = frozenset({1, 2, 3})


@click.command(
    help="统计期的每个数字及其分子、分母 / every figure of a period, with numerator and "
    "denominator.\n\nPERIOD 写成 2022-04、2022-W14、2022-04-05、2022-Q2 或 2022 / PERIOD is "
    "written 2022-04, 2022-W14, 2022-04-05, 2022-Q2 or 2022."
)
@click.argument("period")
@click.option(
    "--as-of",
    "as_of",
    metavar="T",
    help="统计时点,如 2022-05-06T18:00(未写时区按北京时间)/ as it stood at this moment",
)
@click.option(
    "--with",
    "other",
    metavar="T",
    help="对照的另一时点,now 为现在 / beside how it stood at this moment; now is now",
)
@click.option("--family", default="", help="口径族 / the family of forms")
@click.option("--unit", default="", help="只统计该单位(代码)及其下级 / one unit alone, by its code")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def command(
    period: str, *, as_of: str | None, other: str | None, family: str, unit: str, as_json: bool
) -> None:
    """A printed figure that differs from its definition is told, and is no failure."""
    moment = None if as_of is None else moment_of(as_of)
    beside = None if other in (None, "now") else moment_of(other or "")
    with office_open():
        if other is None:
            data = measured(period, moment, family=family, unit=unit)
        else:
            data = compared(period, (moment, beside), family=family, unit=unit)
    if as_json:
        say_json(data)
        return
    for line in lines(data) if other is None else lines_beside(data):
        click.echo(line)


def moment_of(text: str) -> datetime:
    """A moment of the past as it is typed; China's time where no zone is given."""
    from hotline.rules.workdays import CHINA  # noqa: PLC0415 - only for the commands that ask

    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
        is_past = moment <= datetime.now(CHINA)
    except (ValueError, OverflowError) as error:
        raise WrongUsageError(
            f"时点“{text}”写法不对,请写成 2022-05-06T18:00 这样 / write it as 2022-05-06T18:00"
        ) from error
    if not is_past:
        raise WrongUsageError(
            f"时点“{text}”晚于现在,请改为过去的时间 / this moment is not past yet"
        )
    return moment


def measured(
    period: str, as_of: datetime | None, *, family: str = "", unit: str = ""
) -> dict[str, Any]:
    """The figures as values; a period without figures is a wrong argument."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.queries.figures_data import figures_data  # noqa: PLC0415

    return _told(lambda: figures_data(period, timezone.now(), as_of, family=family, unit=unit))


def compared(
    period: str,
    moments: tuple[datetime | None, datetime | None],
    *,
    family: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """The figures at two moments as values."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.queries.figures_data import compared_data  # noqa: PLC0415

    return _told(lambda: compared_data(period, timezone.now(), moments, family=family, unit=unit))


def _told(count: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What was counted; a period, form or unit that there is not is a wrong argument."""
    from hotline.records.queries.period_figures import NoForm, NoUnit  # noqa: PLC0415

    try:
        return count()
    except (ValueError, NoForm, NoUnit) as error:
        raise WrongUsageError(
            f"{error} / no figures for this period, write it as 2022-04"
        ) from error


def lines(data: dict[str, Any]) -> Iterator[str]:
    """The figures as a table for people, and below it what an earlier print has otherwise."""
    yield f"{data['period']}  口径 / form: {data['form']}  时点 / as of: {data['as_of']}"
    rows = [_row(figure) for figure in data["figures"]]
    yield from aligned([HEADER, *rows], right=NUMBERS)
    for slip in data["slips"]:
        counted = slip["counted"]
        if slip["arithmetic"]:
            counted += f"（{slip['arithmetic']}）"
        yield f"※ {slip['label']}：原刊印作 {slip['printed']}，按定义为 {counted}"


def lines_beside(data: dict[str, Any]) -> Iterator[str]:
    """The figures at both moments, and by how much each changed."""
    yield f"{data['period']}  口径 / form: {data['form']}"
    rows = [
        (
            figure["label"],
            *(figure[which]["value"] if figure[which] else "—" for which in ("then", "now")),
            figure["change"],
            figure["name"],
        )
        for figure in data["figures"]
    ]
    header = ("指标", data["then"], data["now"], "变化", "名称")
    yield from aligned([header, *rows], right=NUMBERS)


def _row(figure: dict[str, Any]) -> tuple[str, ...]:
    whole = figure["denominator"]
    return (
        figure["label"],
        figure["value"],
        str(figure["numerator"]),
        "" if whole is None else str(whole),
        figure["name"],
    )
