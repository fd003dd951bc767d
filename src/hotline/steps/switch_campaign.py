"""Switch a campaign: a concern across topics is begun, ended, or given other days (开关专题)."""

from __future__ import annotations

import re
from datetime import date, datetime

from hotline.records.models import Campaign, Staff
from hotline.records.queries.reference import campaigns, forget
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

CODE = re.compile(r"[a-z][a-z0-9_]{1,38}")
NAME_LENGTH = 40


def switch_campaign(
    campaign: Campaign,
    *,
    starts_on: date | None,
    ends_on: date | None,
    by: Staff | None,
    at: datetime,
) -> Campaign:
    """Give a campaign its days; without `ends_on` it goes on until somebody ends it."""
    permit(by, "switch_campaign")
    days = _days(starts_on, ends_on)
    book().write(Writing(changes=[(campaign, days)]))
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
    row = Campaign(code=code, name=name.strip(), **_days(starts_on, ends_on))
    book().write(Writing(rows=[row]))
    forget()
    return row


def _days(starts_on: date | None, ends_on: date | None) -> dict[str, date | None]:
    if starts_on is None:
        raise Refused("starts_on", "请填写开始日期。")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("ends_on", "结束日期不能早于开始日期，请改正。")
    return {"starts_on": starts_on, "ends_on": ends_on}
