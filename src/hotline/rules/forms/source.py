"""A form as text: TOML with comments, read with the line of every mistake."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from hotline.rules.forms.shapes import FormBroken

LONGEST = 60_000
_AT = re.compile(r"\(at (?:line (?P<line>\d+), column (?P<column>\d+)|(?P<end>end of document))\)")
_NUMBERED = re.compile(r"\[\[(?P<table>\w+)\]\] 第 (?P<number>\d+) 个")
_QUOTED = re.compile(r"“(?P<words>[^”]+)”")
_PLACE = re.compile(r"\[\[?[\w.]+\]\]?")
_FIRST_DAY = re.compile(r"^valid_from[ \t]*=.*$", re.MULTILINE)
_LAST_DAY = re.compile(r"^valid_to[ \t]*=.*\n?", re.MULTILINE)


class TextBroken(FormBroken):
    """A text that is no form; `line` is where it is, counted from 1, 0 where nobody can say."""

    def __init__(self, sentence: str, line: int) -> None:
        self.line = line
        super().__init__(f"第 {line} 行：{sentence}" if line else sentence)


def body_of(text: str) -> dict[str, Any]:
    """The TOML of a form as JSON values; raises TextBroken."""
    if len(text) > LONGEST:
        raise TextBroken(f"格式超过 {LONGEST} 个字，请删减。", 0)
    try:
        body: dict[str, Any] = as_json(tomllib.loads(text.replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as problem:
        raise TextBroken(*_misspelt(str(problem), text)) from problem
    except RecursionError as problem:
        raise TextBroken("括号套得太深，请改正。", 0) from problem
    return body


def located(problem: FormBroken, text: str) -> TextBroken:
    """The same mistake with the line that it speaks of, as near as its words tell."""
    if isinstance(problem, TextBroken):
        return problem
    sentence = str(problem)
    return TextBroken(sentence, next(_lines_of(sentence, text.splitlines()), 0))


def _lines_of(sentence: str, lines: list[str]) -> Iterator[int]:
    if found := _NUMBERED.match(sentence):
        heads = _with(lines, f"[[{found['table']}]]", exact=True)
        yield from heads[int(found["number"]) - 1 : int(found["number"])]
    place = _PLACE.match(sentence)
    start = next(iter(_with(lines, place[0], exact=True)), 0) if place else 0
    for words in _QUOTED.findall(sentence):
        yield from (line for line in _with(lines, words) if line >= start)
    if start:
        yield start


def _with(lines: list[str], words: str, *, exact: bool = False) -> list[int]:
    """The numbers of the lines that hold the words, or (`exact`) are nothing else."""
    return [
        number
        for number, line in enumerate(lines, 1)
        if (line.split("#")[0].strip() == words if exact else words in line)
    ]


def _misspelt(problem: str, text: str) -> tuple[str, int]:
    found = _AT.search(problem)
    if found is None:
        return "写法不对，请核对引号、方括号和等号。", 0
    if found["end"]:
        return "到结尾也没有写完，请核对引号和方括号是否成对。", len(text.splitlines())
    return (
        f"从第 {found['column']} 个字起写法不对，请核对引号、方括号和等号；同一名称不能写两次。",
        int(found["line"]),
    )


def with_last_day(text: str, last: date | None) -> str:
    """The text of a form with another last day, or with none."""
    without = _LAST_DAY.sub("", text)
    if last is None:
        return without
    return _FIRST_DAY.sub(lambda found: f"{found[0]}\nvalid_to = {last}", without, count=1)


def as_json(value: Any) -> Any:
    """A parsed TOML value as JSON holds it: days and times in ISO form."""
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value
