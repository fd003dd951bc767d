"""What a check of a reply answers with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Severity = Literal["serious", "warn", "note"]
SEVERITIES: dict[str, str] = {"serious": "请先改", "warn": "请核对", "note": "提示"}
# What is told, worst first; the Chinese names are those of the office's settings.
KINDS: dict[str, str] = {
    "empty": "没有答复内容",
    "template": "套话或雷同答复",
    "bad_words": "不当用语",
    "not_ours": "称不归本单位管",
    "contradiction": "与所填结果矛盾",
    "personal_data": "公开答复含个人信息",
    "unanswered": "有诉求没有回应",
    "vague_promise": "承诺没有日期",
    "no_fact": "没有写做了什么",
    "no_date": "没有写日期",
    "no_basis": "没有写依据",
    "no_contact": "没有联系方式",
    "promise": "承诺的日期",
}
# For these the unit is asked once more before its reply goes out; the office may choose others.
ASKED = ("empty", "template", "bad_words", "not_ours", "contradiction", "personal_data")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `words` is `[start:end]` of the reply (start -1: what is missing has no
    place), `say` tells in Chinese what to do."""

    kind: str
    severity: Severity
    start: int
    end: int
    words: str
    say: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A day by which the unit says something will be done, with the words that say so."""

    due: date
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything said of one reply: `verdict` is empty, template or ok, `score` 0 to 100."""

    findings: Sequence[Finding]
    verdict: str
    score: int
    requests: Sequence[str] = field(default=())
    promises: Sequence[Promised] = field(default=())
