"""Switch a campaign: a concern across topics is begun, ended, or given other days (开关专题)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from hotline.records.models import Campaign, Staff
from hotline.records.queries.reference import campaigns, forget
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

CODE = re.compile(r"[a-z][a-z0-9_]{1,38}")
NAME_LENGTH = 40
BETWEEN = re.compile(r"[\s、，,；;]+")


def switch_campaign(
    campaign: Campaign,
    *,
    starts_on: date | None,
    ends_on: date | None,
    by: Staff | None,
    at: datetime,
    words: str | None = None,
) -> Campaign:
    """Give a campaign its days; without `ends_on` it goes on until somebody ends it. `words` are
    those that point to it, None leaves them as they are."""
    permit(by, "switch_campaign")
    facts: dict[str, Any] = {**_days(starts_on, ends_on)}
    if words is not None:
        facts["words"] = _words(words)
    book().write(Writing(changes=[(campaign, facts)]))
    forget()
    return campaign


def begin_campaign(
    *,
    code: str,
    name: str,
    starts_on: date | None,
    ends_on: date | None,
    by: Staff | None,
    at: datetime,
    words: str = "",
) -> Campaign:
    """Begin a new campaign; cases of its days can be marked with it from then on."""
    permit(by, "switch_campaign")
    forget()
    if not CODE.fullmatch(code):
        raise Refused(
            "code", "代码请用小写英文字母开头，只含小写字母、数字和下划线，2 至 39 个字。"
        )
    if code in campaigns():
        raise Refused("code", f"代码“{code}”已经用过，请另取一个。")
    if not name.strip() or len(name.strip()) > NAME_LENGTH:
        raise Refused("name", f"请填写专题名称，不超过 {NAME_LENGTH} 个字。")
    row = Campaign(code=code, name=name.strip(), words=_words(words), **_days(starts_on, ends_on))
    book().write(Writing(rows=[row]))
    forget()
    return row


def _words(typed: str) -> list[str]:
    """The words as typed, each once."""
    words = list(dict.fromkeys(word for word in BETWEEN.split(typed) if word))
    if any(len(word) > NAME_LENGTH for word in words):
        raise Refused("words", f"关键词每个不超过 {NAME_LENGTH} 个字，用顿号分开，请改正。")
    return words


def _days(starts_on: date | None, ends_on: date | None) -> dict[str, date | None]:
    if starts_on is None:
        raise Refused("starts_on", "请填写开始日期。")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("ends_on", "结束日期不能早于开始日期，请改正。")
    return {"starts_on": starts_on, "ends_on": ends_on}
