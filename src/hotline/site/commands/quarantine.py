"""`hotline quarantine …`: what could not be read is listed, mended or put aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from hotline.site.columns import aligned, printable
from hotline.site.office import china_time, office_open, say_json
from hotline.site.refusals import WrongUsageError

if TYPE_CHECKING:
    from hotline.records.models import Quarantined

STATUS_NAMES = {"held": "待处理", "released": "已转入", "discarded": "已作废"}
PERSONAL = ("sender_name", "sender_phone")
HEADER = ("编号", "状态", "文件", "行", "原因")
SHOWN_AT_MOST = 1000
MASK = "＊＊＊"

as_json_option = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")


@click.group(
    help="处理导入时隔离的记录 / settle records that an import could not read.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """A record stays byte for byte as it came, whatever becomes of it."""


@command.command("list", help="列出待处理的记录 / list the records that wait for a person.")
@click.option("--all", "everything", is_flag=True, help="包括已处理的 / settled ones too")
@as_json_option
def list_(everything: bool, as_json: bool) -> None:
    """Names reasons and places, never what a citizen wrote."""
    with office_open():
        rows = [_facts(kept) for kept in _held(everything=everything)]
    if as_json:
        say_json(rows)
        return
    if not rows:
        click.echo("没有隔离的记录 / nothing is in quarantine")
        return
    for line in aligned([HEADER, *(_line(row) for row in rows)], right=frozenset({3})):
        click.echo(line)


@command.command("show", help="查看一条记录 / look at one record.")
@click.argument("id")
@click.option(
    "--plain", is_flag=True, help="姓名和电话不打码 / do not mask the sender's name and phone"
)
@as_json_option
def show(id: str, plain: bool, as_json: bool) -> None:
    """Shows the cells by column name, so that a correction can name them."""
    with office_open():
        kept = found(id)
        facts = {**_facts(kept), "cells": _cells(kept, plain=plain)}
    if as_json:
        say_json(facts)
        return
    for line in _page(facts):
        click.echo(line)


@command.command("retry", help="更正后重新转入 / take a record in after correction.")
@click.argument("id")
@click.option("--encoding", default="", metavar="E", help="utf-8、gb18030、utf-16-le、utf-16-be")
@click.option(
    "--cells",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help='更正的单元格 {"列名": "内容"},未写的列保持原样 / cells typed anew, others stay',
)
@as_json_option
def retry(id: str, encoding: str, cells: Path | None, as_json: bool) -> None:
    """Ends with 1 and the reason when the record still cannot be read."""
    typed = None if cells is None else typed_cells(cells)
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.steps.quarantine import Correction, retry  # noqa: PLC0415

        kept = found(id)
        correction = Correction(encoding, _completed(kept, encoding, typed))
        case = retry(kept, correction, by=None, at=timezone.now())
    if as_json:
        say_json({"id": str(kept.pk), "status": kept.status, "case": case.number})
    else:
        click.echo(f"已转入,工单 / taken in as case: {case.number}")


@command.command("discard", help="作废一条记录,原文仍保留 / put a record aside; its bytes stay.")
@click.argument("id")
@as_json_option
def discard(id: str, as_json: bool) -> None:
    """For what is no arrival at all: a total line, a second header."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.steps.quarantine import discard  # noqa: PLC0415

        kept = found(id)
        discard(kept, by=None, at=timezone.now())
    if as_json:
        say_json({"id": str(kept.pk), "status": kept.status})
    else:
        click.echo("已作废,原文仍保留 / put aside, its bytes stay")


def found(text: str) -> Quarantined:
    """The record with this identity."""
    from hotline.records.models import Quarantined  # noqa: PLC0415 - needs Django set up

    try:
        return Quarantined.objects.select_related("channel", "run").get(pk=UUID(text))
    except (ValueError, Quarantined.DoesNotExist) as error:
        raise WrongUsageError(
            f"没有编号为“{printable(text)}”的隔离记录,请用 hotline quarantine list 查看 / no such "
            f"record: hotline quarantine list shows them"
        ) from error


def typed_cells(file: Path) -> dict[str, str]:
    """The corrected cells in a JSON file; anything else than text by column name is refused."""
    try:
        cells = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise WrongUsageError(
            f"读不出 {file},应为 UTF-8 的 JSON 文件 / is not a JSON file in UTF-8"
        ) from error
    if not isinstance(cells, dict) or not all(isinstance(cell, str) for cell in cells.values()):
        raise WrongUsageError(
            f'{file} 应写成 {{"列名": "内容"}} / must be an object of column name and text'
        )
    return cells


def _completed(
    kept: Quarantined, encoding: str, typed: dict[str, str] | None
) -> dict[str, str] | None:
    """What was typed, laid over what can be read; a column that is not there is a slip."""
    from hotline.steps.quarantine import ENCODINGS, cells_of  # noqa: PLC0415 - needs Django set up

    if typed is None:
        return None
    unknown = [name for name in typed if name not in kept.header]
    if unknown:
        raise WrongUsageError(
            f"没有列“{'、'.join(unknown)}”,可用的有 / no such column, there are: "
            f"{'、'.join(kept.header)}"
        )
    read = cells_of(kept, encoding if encoding in ENCODINGS else "")
    return {**(read or dict.fromkeys(kept.header, "")), **typed}


def _held(*, everything: bool) -> Iterator[Quarantined]:
    """The newest records, the oldest of them first."""
    from hotline.records.models import Quarantined  # noqa: PLC0415 - needs Django set up

    rows = Quarantined.objects.select_related("channel", "run").defer("raw_sealed")
    chosen = rows if everything else rows.filter(status="held")
    yield from chosen.order_by("held_at", "row", "pk")[:SHOWN_AT_MOST]


def _facts(kept: Quarantined) -> dict[str, Any]:
    """What may be told of a record without giving away what stands in it."""
    return {
        "id": str(kept.pk),
        "status": kept.status,
        "file": kept.run.file_name if kept.run else "",
        "row": kept.row,
        "channel": kept.channel.code,
        "reason": kept.reason,
        "field": kept.field,
        "detail": kept.detail,
        "encoding": kept.encoding,
        "bytes": kept.raw_size,
        "held_at": china_time(kept.held_at),
    }


def _line(facts: dict[str, Any]) -> tuple[str, ...]:
    status = STATUS_NAMES.get(facts["status"], facts["status"])
    return (facts["id"], status, printable(facts["file"]), str(facts["row"]), facts["detail"])


def _cells(kept: Quarantined, *, plain: bool) -> dict[str, str] | None:
    """The cells as far as they can be read; the sender's name and phone in masks."""
    from hotline.steps.quarantine import cells_of  # noqa: PLC0415 - needs Django set up

    cells = cells_of(kept)
    if cells is None or plain:
        return cells
    columns = kept.mapping.get("columns", {})
    masked = {columns[field] for field in PERSONAL if field in columns}
    return {name: MASK if name in masked and cell else cell for name, cell in cells.items()}


def _page(facts: dict[str, Any]) -> Iterator[str]:
    """One record for people."""
    cells = facts["cells"]
    told = [(name, str(value)) for name, value in facts.items() if name != "cells"]
    yield from aligned([(name, printable(value)) for name, value in told])
    if cells is None:
        yield "内容读不出;请用 --encoding 指定编码,或用 --cells 重新填写 / its cells cannot be read"
        return
    for name, cell in cells.items():
        yield f"  {printable(name)} = {printable(cell)}"
