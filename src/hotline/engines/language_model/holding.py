"""Holding an answer against its material: what stands in no source is refused, whatever it is.

Form first (one JSON object, the fields and lengths of the task, plain text), then facts: each
number, each date, each name of a person or a body must stand in the material. What a petition or
an attachment tells the model to do cannot get further than a draft that this lets through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from hotline.engines.language_model.tasks import MOST_LINES, Task
from hotline.rules.redaction.levelling import level
from hotline.rules.redaction.replacing import Redacted
from hotline.rules.redaction.search import find_all

Answer = Mapping[str, str | list[str]]
_FENCED = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)
_LINK = re.compile(
    r"(?:https?|ftp|javascript|data|file):|www\.|[a-z0-9-]+\.(?:com|cn|net|org|top|xyz|io|gov)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-zA-Z/!]|\]\(|\{\{|\{%|&#|&lt;")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_CHINESE = re.compile(
    r"([零〇一二三四五六七八九十百千万两]+)(?=[年月日号天周时点分元次户人件栋层米倍成%％]|个(?:月|工作日|小时|人))"
)
_BODY = re.compile(
    r"[一-鿿]{1,10}?(?:局|委员会|办公室|公司|医院|学校|中学|小学|街道|社区|派出所|服务中心|银行|大队|支队"
    r"|法院|检察院|管委会|居委会|村委会|集团|公安|政府)"
)
_VALUES = {sign: place for place, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
BODY_SIGNS = 3


class Unfounded(Exception):
    """The answer is refused; its text says in Chinese why, without quoting it."""


def held(raw: str, task: Task, material: Redacted) -> Answer:
    """The answer as the task wants it, with the marks still in; raises Unfounded."""
    answer = _formed(raw, task)
    for text in _texts(answer):
        _plain(text)
        _founded(text, material)
    return answer


def _formed(raw: str, task: Task) -> Answer:
    fenced = _FENCED.match(raw)
    try:
        value = json.loads(fenced.group(1) if fenced else raw)
    except (ValueError, RecursionError) as error:
        raise Unfounded("模型没有按约定的格式回答。") from error
    if not isinstance(value, dict) or set(value) != set(task.wants):
        raise Unfounded("模型回答的字段与约定不同。")
    return {name: _field(value[name], name, task) for name in task.wants}


def _field(value: object, name: str, task: Task) -> str | list[str]:
    lines = value if name in task.is_list else [value]
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise Unfounded(f"模型回答的“{name}”格式不对。")
    said = []
    for line in lines:
        if not isinstance(line, str) or len(line) > task.wants[name]:
            raise Unfounded(f"模型回答的“{name}”格式不对或过长。")
        said.append(line.strip())
    return said if name in task.is_list else said[0]


def _texts(answer: Answer) -> Iterator[str]:
    for value in answer.values():
        yield from [value] if isinstance(value, str) else value


def _plain(text: str) -> None:
    if _LINK.search(text):
        raise Unfounded("模型的回答里有网址，不予采用。")
    if _MARKUP.search(text) or _CONTROL.search(text):
        raise Unfounded("模型的回答里有标记语言或控制字符，不予采用。")


def _founded(text: str, material: Redacted) -> None:
    if material.unknown_marks(text):
        raise Unfounded("模型编造了隐去内容的标记，不予采用。")
    without = re.sub(r"〖[^〖〗]*〗", "", text)
    source = re.sub(r"〖[^〖〗]*〗", "", material.text)
    _all_in(numbers_of(without), numbers_of(source), "材料里没有的数字或日期")
    for each in find_all(without):
        if each.text not in source:
            raise Unfounded("模型写了材料里没有的人名、电话或住址，不予采用。")
    for match in _BODY.finditer(without):
        if match.group()[-BODY_SIGNS:] not in source:
            raise Unfounded("模型写了材料里没有的单位，不予采用。")


def _all_in(said: Iterable[str], known: frozenset[str], what: str) -> None:
    if set(said) - known:
        raise Unfounded(f"模型写了{what}，不予采用。")


def numbers_of(text: str) -> frozenset[str]:
    """Every number of a text as digits, those before a unit also when they are spelled in 汉字; one
    alone is a word as often as a number and is left out."""
    plain = level(text)
    found = {_trimmed(number) for number in _DIGITS.findall(plain)}
    found |= {str(value_of(match.group(1))) for match in _CHINESE.finditer(plain)}
    return frozenset(found - {"1"})


def value_of(words: str) -> int:
    """A Chinese numeral as a number: 三百二十 is 320, 二〇二六 is 2026."""
    if not any(sign in _TENS for sign in words):
        return int("".join(str(_VALUES[sign]) for sign in words))
    total = section = digit = 0
    for sign in words:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif _TENS[sign] < _TENS["万"]:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total += (section + digit or 1) * _TENS["万"]
            section = digit = 0
    return total + section + digit


def _trimmed(number: str) -> str:
    whole, _, part = number.partition(".")
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))
