"""Reaching people outside the screens: when a mail or text message is sent, and what it says.

It names the case's number, what is due and where to look, and nothing that a citizen said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hotline.rules.warnings import ACTS, CLOCK_NAMES
from hotline.rules.workdays import CHINA

WAYS = {"mail": "邮件", "sms": "短信"}
# What one can be told of outside the screens; the first word of each is the notice's own.
KINDS = {act: ACTS[act] for act in ("yellow", "red", "urge", "supervise", "take_up")}
MOST_IN_AN_HOUR = 5
HOUR = timedelta(hours=1)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60))
NAMED_IN_A_DIGEST = 3
CODE_LASTS = timedelta(minutes=15)
QUIET_FROM, QUIET_UNTIL = time(22), time(7)


@dataclass(frozen=True, slots=True)
class Due:
    """One notice to be told: whose clock it is, of which case, due when."""

    act: str
    clock: str
    number: str
    due_at: datetime


def after_quiet(at: datetime, quiet_from: time | None, quiet_until: time | None) -> datetime:
    """The first moment from `at` on that is outside the hours in which a person wants quiet."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return at
    here = at.astimezone(CHINA)
    now = here.time()
    over_midnight = quiet_from > quiet_until
    is_quiet = (
        now >= quiet_from or now < quiet_until if over_midnight else quiet_from <= now < quiet_until
    )
    if not is_quiet:
        return at
    day = here.date() + timedelta(days=1 if over_midnight and now >= quiet_from else 0)
    return datetime.combine(day, quiet_until, CHINA)


def after_many(at: datetime, sent: Sequence[datetime]) -> datetime:
    """The first moment from `at` on at which an hour holds one message more; `sent` are those of
    the last hour, the oldest first."""
    return at if len(sent) < MOST_IN_AN_HOUR else sent[-MOST_IN_AN_HOUR] + HOUR


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts that failed; None when to give up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def told(hotline: str, dues: Sequence[Due], address: str) -> str:
    """The text of one message about one or several notices."""
    if len(dues) == 1:
        due = dues[0]
        clock = CLOCK_NAMES.get(due.clock, due.clock)
        when = f"{due.due_at.astimezone(CHINA):%m-%d %H:%M}"
        words = f"工单 {due.number} {KINDS.get(due.act, due.act)}，{clock}时限 {when}。"
    else:
        numbers = list(dict.fromkeys(due.number for due in dues))
        more = "等" if len(numbers) > NAMED_IN_A_DIGEST else ""
        named = "、".join(numbers[:NAMED_IN_A_DIGEST])
        words = f"有 {len(dues)} 条提醒待查看，工单 {named}{more}。"
    return f"【{hotline}】{words}请登录查看{'：' + address if address else '。'}"


def told_code(hotline: str, code: str) -> str:
    """The text that shows that an address is the person's own."""
    return f"【{hotline}】验证码 {code}，15 分钟内有效，用于接收工单提醒。如非本人操作，请忽略。"
