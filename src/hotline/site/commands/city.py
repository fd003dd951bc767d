"""`hotline city`: the reference data of this installation, brought to what the city's files say."""

from __future__ import annotations

from pathlib import Path

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


@command.command("export", help="把城市资料导出为文件,可在另一套系统载入 / write the city's files.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """The folder is new or empty, so that no file of another city is left among its own."""
    if folder.exists() and any(folder.iterdir()):
        raise NotReadyError(
            f"目录不是空的,请另选一个 / the folder is not empty, choose another: {folder}"
        )
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.documents.toml_written import toml_written  # noqa: PLC0415
        from hotline.records.queries.city_profile import stored_city  # noqa: PLC0415
        from hotline.rules.city_files import city_files  # noqa: PLC0415

        files = city_files(stored_city(timezone.localdate()))
        for name, tables in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = tables if isinstance(tables, str) else toml_written(tables)
            path.write_text(text, "utf-8")
    click.echo(f"已导出 / written: {folder} ({len(files)})")
