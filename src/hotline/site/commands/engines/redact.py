"""`hotline engines redact`: lines of JSON with what each text tells of a person, and without it."""

from __future__ import annotations

from typing import Any

import click

from hotline.rules.redaction.found import Sensitive
from hotline.rules.redaction.replacing import redacted
from hotline.rules.redaction.search import find, find_all
from hotline.site.commands.engines.files import json_lines, say_lines


@click.command(
    "redact",
    help="找出并隐去文本中的个人信息 / find and replace personal data in lines of JSON.",
    epilog='输入每行一个对象：{"id": …, "text": …}。',
)
@click.option(
    "--all", "strict", is_flag=True, help="连同姓氏称呼和小区 / also surnames with titles and areas"
)
@click.option("--originals", is_flag=True, help="附上各标记的原文 / also what the marks stood for")
def command(strict: bool, originals: bool) -> None:
    """One line out for each line in, in the same order."""
    say_lines(_line(row, strict, originals) for row in json_lines())


def _line(row: dict[str, Any], strict: bool, originals: bool) -> dict[str, Any]:
    text = str(row.get("text") or "")
    done = redacted(text, find_all if strict else find)
    told: dict[str, Any] = {"id": row["id"]} if "id" in row else {}
    told |= {"text": done.text, "findings": [_told(each) for each in done.found]}
    return told | ({"originals": dict(done.originals)} if originals else {})


def _told(each: Sensitive) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "start": each.start,
        "end": each.end,
        "text": each.text,
        "level": each.level,
        "suggestion": each.suggestion,
        "reason": each.reason,
        "sure": each.is_sure,
    }
