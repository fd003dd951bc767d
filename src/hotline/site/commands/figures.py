"""`hotline figures MONTH`: every figure of the month's bulletin, with what it was counted from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from hotline.site.columns import aligned
from hotline.site.office import office_open, say_json
from hotline.site.refusals import WrongUsageError

HEADER = ("指标", "数值", "分子", "分母", "名称")
NUMBERS = frozenset({1, 2, 3})


@click.command(
    help="通报的每个数字及其分子、分母 / every figure of a month's bulletin, with numerator and "
    "denominator.\n\nMONTH 写成 2022-04 / MONTH is written 2022-04."
)
@click.argument("month")
@click.option(
    "--as-of",
    "as_of",
    metavar="T",
    help="统计时点,如 2022-05-06T18:00(未写时区按北京时间)/ as it stood at this moment",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def command(month: str, as_of: str | None, as_json: bool) -> None:
    """A printed figure that differs from its definition is told, and is no failure."""
    moment = None if as_of is None else moment_of(as_of)
    with office_open():
        data = measured(month, moment)
    if as_json:
        say_json(data)
        return
    for line in lines(data):
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


def measured(month: str, as_of: datetime | None) -> dict[str, Any]:
    """The figures as values; a month without figures is a wrong argument."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.queries.figures import NoForm  # noqa: PLC0415
    from hotline.records.queries.figures_data import figures_data  # noqa: PLC0415

    try:
        return figures_data(month, timezone.now(), as_of)
    except (ValueError, NoForm) as error:
        raise WrongUsageError(
            f"{error} / no figures for this month, write it as 2022-04"
        ) from error


def lines(data: dict[str, Any]) -> Iterator[str]:
    """The figures as a table for people, and below it what an earlier print has otherwise."""
    yield f"{data['month']}  口径 / form: {data['form']}  时点 / as of: {data['as_of']}"
    rows = [_row(figure) for figure in data["figures"]]
    yield from aligned([HEADER, *rows], right=NUMBERS)
    for slip in data["slips"]:
        counted = slip["counted"]
        if slip["arithmetic"]:
            counted += f"（{slip['arithmetic']}）"
        yield f"※ {slip['label']}：原刊印作 {slip['printed']}，按定义为 {counted}"


def _row(figure: dict[str, Any]) -> tuple[str, ...]:
    whole = figure["denominator"]
    return (
        figure["label"],
        figure["value"],
        str(figure["numerator"]),
        "" if whole is None else str(whole),
        figure["name"],
    )
