"""`hotline engines classify`: which value each text is of, how sure, and by which words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from hotline.engines.classifying import Model
from hotline.rules.guessing import Guess, Text
from hotline.site.commands.engines.files import json_lines, say_lines
from hotline.site.refusals import WrongUsageError

AT_ONCE = 500


@click.command(help="给文本分类：标准输入每行一个 JSON / classify texts, lines of JSON in and out.")
@click.option("--model", "folder", required=True, type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Lines in, lines out, in the same order."""
    try:
        model = Model.load(folder)
    except ValueError as error:
        raise WrongUsageError(f"{error}；请先用 hotline engines train 训练 / no model") from error
    lines = json_lines()
    while some := list(islice(lines, AT_ONCE)):
        guesses = model.classify([text_of(line) for line in some])
        say_lines(_rows(some, guesses))


def text_of(line: dict[str, Any]) -> Text:
    """The text of an input line, which may be empty; refused where there is no such field."""
    title, text = line.get("title") or "", line.get("text") or ""
    named = "title" in line or "text" in line
    if not (named and isinstance(title, str) and isinstance(text, str)):
        raise WrongUsageError(
            f"每行要有 title 或 text（字符串）：{str(line)[:60]} / neither title nor text"
        )
    return Text(title, text)


def _rows(lines: list[dict[str, Any]], found: list[list[Guess]]) -> Iterator[dict[str, Any]]:
    """What is said of each text."""
    for line, (best, *others) in zip(lines, found, strict=True):
        yield {
            **({"id": line["id"]} if "id" in line else {}),
            "label": best.value,
            "confidence": round(best.confidence, 4),
            "reasons": [
                {"words": why.words, "weight": why.weight, "start": why.start}
                for why in best.reasons
            ],
            "alternatives": [
                {"label": guess.value, "confidence": round(guess.confidence, 4)} for guess in others
            ],
        }
