"""`hotline city`: the reference data of this installation, brought to what the city's files say."""

from __future__ import annotations

import click

from hotline.site.office import office_open
from hotline.site.refusals import NotReadyError


@click.group(
    help="城市资料 / the city's reference data.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """The first start loads the city by itself; this is for later changes of its files."""


@command.command("load", help="按文件更新城市资料,文件为准 / load the city's files again.")
def load() -> None:
    """What the office changed on screen and the files do not say is ended or put back."""
    with office_open() as read:
        from hotline.rules.city import BadCity  # noqa: PLC0415 - needs Django set up
        from hotline.site import sample_city  # noqa: PLC0415

        try:
            report = sample_city.load(read, with_accounts=False)
        except BadCity as faults:
            raise NotReadyError(f"城市资料有误 / the city's files are wrong:\n{faults}") from faults
    click.echo(
        f"新增 / created {report.created.total()}, 更新 / updated {report.updated.total()}, "
        f"停用 / ended {report.ended.total()}"
    )
    for model, codes in report.left.items():
        click.echo(
            f"文件中已无、仍保留 / left although no longer named: {model} {', '.join(codes)}"
        )
