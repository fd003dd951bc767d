"""`hotline proofread FILE...`: what in published texts does not add up or tells too much."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from hotline.documents.published import read_published
from hotline.documents.raw_records import UnreadableFile
from hotline.rules.proofreading import (
    GROUPS,
    SEVERITIES,
    DocumentText,
    Finding,
    NameRegister,
    proofread_together,
    register_of_files,
)
from hotline.site.columns import printable
from hotline.site.environment import ROOT, BadSettingError, load
from hotline.site.office import say_json
from hotline.site.refusals import FAILED, OK, WrongUsageError


@click.command(
    help="核对通报的数字、名称和隐私 / proofread published texts: figures, names, privacy.\n\n"
    "FILE 是 .docx 或 .txt;几份一起给,还核对它们之间的名称 / given together, their names are "
    "compared too.\n\n退出码:0 没有发现,1 有发现,2 读不了 / exit code: 0 nothing found, 1 "
    "findings, 2 unreadable."
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def command(files: tuple[str, ...], as_json: bool) -> None:
    """Needs no database: names come from the city's files, where they can be read."""
    texts = [_read(Path(name)) for name in files]
    found = proofread_together(texts, city_register())
    if as_json:
        say_json([finding_data(finding) for finding in found])
    else:
        for line in _lines(texts, found):
            click.echo(line)
    raise SystemExit(FAILED if found else OK)


def _read(path: Path) -> DocumentText:
    try:
        with path.open("rb") as stream:
            return read_published(stream, path.name)
    except UnreadableFile as refused:
        raise WrongUsageError(f"{path.name}：{refused} / cannot be read") from refused
    except OSError as error:
        raise WrongUsageError(
            f"打不开文件“{path}”,请核对路径和权限 / cannot open it: {error.strerror}"
        ) from error


def city_register() -> NameRegister:
    """The names of this installation's city from its files; empty where there are none."""
    try:
        folder = ROOT / "cities" / load(os.environ).city
        channels, departments = (
            tomllib.loads((folder / name).read_text("utf-8-sig"))
            for name in ("channels.toml", "departments.toml")
        )
        return register_of_files(channels, departments)
    except (OSError, ValueError, KeyError, BadSettingError):
        return NameRegister()


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values."""
    place = finding.place
    return {
        "kind": finding.kind,
        "title": finding.title,
        "group": finding.group,
        "severity": finding.severity,
        "file": place.source,
        "place": place.said(),
        "block": place.block,
        "start": place.start,
        "end": place.end,
        "row": place.row,
        "column": place.column,
        "printed": finding.printed,
        "computed": finding.computed,
        "arithmetic": finding.arithmetic,
        "explanation": finding.explanation,
    }


def _lines(texts: Sequence[DocumentText], found: Sequence[Finding]) -> Iterator[str]:
    """The findings for people, by group; a line each and its arithmetic below."""
    if not found:
        yield f"没有发现问题 / nothing found ({len(texts)})"
        return
    for group, name in GROUPS.items():
        own = [finding for finding in found if finding.group == group]
        if own:
            yield f"{name}（{len(own)}）"
        for finding in own:
            yield from map(printable, _said(finding))


def _said(finding: Finding) -> Iterator[str]:
    change = f"“{finding.printed}”" if finding.printed else ""
    if finding.computed:
        change += f" → {finding.computed}"
    severity = SEVERITIES[finding.severity]
    yield f"  [{severity}] {finding.title}  {finding.place.said()}  {change}"
    if finding.arithmetic:
        yield f"      算式：{finding.arithmetic}"
    yield f"      {finding.explanation}"
