"""`hotline engines report FOLDER`: every engine measured on known answers, as one page."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

import click

from hotline.engines.measuring.page import page_of
from hotline.engines.measuring.sections import Section
from hotline.site.refusals import RefusedError, WrongUsageError, progress

# name → the module under engines/measuring/ that measures it.
MEASURED = {
    "classification": "classification",
    "pairs": "pairs",
    "issues": "issues",
    "places": "places",
    "replies": "replies",
    "redaction": "redaction",
}


@click.command(
    "report",
    help="在带已知答案的资料夹上测量各引擎，写成网页 / measure the engines on a folder of known "
    "answers and write a page.",
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("../shared/data"))
@click.option("--out", type=click.Path(path_type=Path), default=Path("engines-report.html"))
@click.option(
    "--only", multiple=True, type=click.Choice(list(MEASURED)), help="只测某几项 / only these"
)
def command(folder: Path, out: Path, only: tuple[str, ...]) -> None:
    """Says each figure as it is known; the page has tables and examples beside."""
    if not folder.is_dir():
        raise WrongUsageError(f"没有资料夹 {folder} / no such folder")
    sections = [_measured(name, folder) for name in (only or MEASURED)]
    try:
        out.write_text(page_of(sections), encoding="utf-8")
    except OSError as error:
        raise RefusedError(f"无法写入 {out}：{error.strerror} / cannot write") from error
    click.echo(f"已写入 / written: {out}")


def _measured(name: str, folder: Path) -> Section:
    begun = time.perf_counter()
    progress(f"{name} …")
    module = import_module(f"hotline.engines.measuring.{MEASURED[name]}")
    section: Section = module.measure(folder)
    for figure in section.figures:
        mark = {True: "✓", False: "✗", None: " "}[figure.reached]
        aim = f"（目标 {figure.aim}）" if figure.aim else ""
        counted = f"  {figure.counted}" if figure.counted else ""
        click.echo(f"{mark} {section.title} · {figure.name}：{figure.value}{aim}{counted}")
    progress(f"{name}: {time.perf_counter() - begun:.0f} s")
    return section
