"""An entry of any journal in Chinese, for the pages and files of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.records.queries.audit import BULLETINS, FAILURES, LOCKED, MOVES, REVEALS, STAFF, Entry
from hotline.rules.accounts import FACTS, STAFF_VERBS
from hotline.rules.life import MOVES as CASE_MOVES
from hotline.rules.life import STATUS_NAMES
from hotline.rules.masking import mask_text
from hotline.steps.bulletin_moving import BULLETIN_MOVES
from hotline.steps.reveal import FIELDS

JOURNAL_NAMES: dict[str, str] = {
    MOVES: "工单流转",
    REVEALS: "查看个人信息",
    STAFF: "账号和登录",
    FAILURES: "登录失败",
    BULLETINS: "通报",
}
VERB_NAMES: dict[str, dict[str, str]] = {
    MOVES: {verb: move.name for verb, move in CASE_MOVES.items()},
    REVEALS: {**FIELDS, "record": "隔离件全文"},
    STAFF: STAFF_VERBS,
    FAILURES: {"false": "密码错误", LOCKED: "密码错误，暂停登录"},
    BULLETINS: {"begin": "开始编写", **{verb: m.name for verb, m in BULLETIN_MOVES.items()}},
}
STATUSES: dict[str, str] = {status.value: name for status, name in STATUS_NAMES.items()}
SYSTEM = "系统"
# What an export's entry tells, in the order of telling: the database keeps none.
ASKED = ("编号", "列表", "筛选", "用途", "来自", "格式", "列", "SM3")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is read: when, in which journal, what, by whom, on what, what is told."""

    at: datetime
    journal: str
    verb: str
    who: str
    about: str
    told: str


def line_of(entry: Entry) -> Line:
    """The entry in words."""
    return Line(
        at=entry.moment,
        journal=JOURNAL_NAMES[entry.journal],
        verb=VERB_NAMES[entry.journal].get(entry.done, entry.done),
        who=_person(entry.who, entry.who_name) or ("—" if entry.journal == FAILURES else SYSTEM),
        about=_about(entry),
        told="；".join(_told(entry)),
    )


def _about(entry: Entry) -> str:
    if entry.journal == FAILURES:
        return _person(entry.account, entry.account_name) or "（没有这个账号）"
    if entry.journal == STAFF:
        same = entry.account == entry.who
        return "" if same else _person(entry.account, entry.account_name)
    return entry.about


def _person(username: str, name: str) -> str:
    return f"{name}（{username}）" if username else ""


def _told(entry: Entry) -> Iterator[str]:
    """What came of it; of a case the status after it and no word that anybody wrote."""
    if entry.journal == MOVES:
        yield STATUSES.get(entry.outcome, entry.outcome)
    if entry.why:
        yield f"理由：{mask_text(entry.why)}"
    if "rows" in entry.became:
        yield f"{entry.became['rows']} 条"
    asked = entry.became.get("asked", {})
    names = [*(name for name in ASKED if name in asked), *(n for n in asked if n not in ASKED)]
    yield from (f"{name}：{asked[name]}" for name in names)
    for fact, name in FACTS.items():
        if fact in entry.became:
            yield f"{name}：{_changed(entry, fact)}"


def _changed(entry: Entry, fact: str) -> str:
    """A fact before and after; of a new account there is nothing before."""
    became = _value(entry.became[fact])
    return f"{_value(entry.was[fact])} → {became}" if fact in entry.was else became


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    return value or "无"
