"""What a citizen may see and do with their own request after filing it.

Who comes with the receipt alone learns the stage and nothing else. The secret code opens
everything. The last four digits of the number that was called from open what the office allows:
clerks of a unit know both a case's receipt and its caller's number, so whoever could rate, withdraw
or reopen by them could do so in the caller's name. 人民日报 2019-04 tells of units that put numbers
of their own staff in the place of callers' before the callback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from hotline.rules.life import CLOSED, OPEN, Status

S = Status
RIGHTS: dict[str, str] = {
    "see": "看办理步骤和承办单位",
    "read": "看答复和需要补充的内容",
    "add": "补充情况和图片",
    "rate": "评价",
    "withdraw": "撤回诉求",
    "reopen": "申请重新办理",
}
ALL = frozenset(RIGHTS)
# What the phone's end opens where the office says nothing.
USUAL_BY_PHONE = ("see", "add")
BY_CODE, BY_PHONE, BY_ACCOUNT = "code", "phone", "account"
REOPENS_ONLINE = {"asked": "由热线决定", "at_once": "立即重新办理"}

# When each of them is open. Once an answer is there it is rated and no longer taken back: else a
# bad handling would vanish from the figures with the request.
ADDS = OPEN - {S.CALLED_BACK}
RATES = frozenset({S.AWAITING_CALLBACK})
WITHDRAWS = OPEN - {S.AWAITING_REVIEW, S.AWAITING_CALLBACK, S.CALLED_BACK}
REOPENS = CLOSED - {S.ARCHIVED}
OPEN_TO: dict[str, frozenset[Status]] = {
    "add": ADDS,
    "rate": RATES,
    "withdraw": WITHDRAWS,
    "reopen": REOPENS,
}
# Statuses in which there is an answer that may be read.
HAS_ANSWER = CLOSED | {S.AWAITING_CALLBACK, S.CALLED_BACK}

LONGEST_ADDED, LONGEST_REASON = 2_000, 500
MOST_PICTURES = 6

# Tries of one thing before it rests: a receipt's code, a caller's address, a vote on an article.
TRIES_OF_RECEIPT, TRIES_OF_ADDRESS = 5, 60
ADDED_OF_CASE = 20
TRIED_WITHIN = timedelta(hours=1)
ADDED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries of something within how long."""

    most: int
    within: timedelta


OF_RECEIPT = Limit(TRIES_OF_RECEIPT, TRIED_WITHIN)
OF_ADDRESS = Limit(TRIES_OF_ADDRESS, TRIED_WITHIN)
OF_ADDING = Limit(ADDED_OF_CASE, ADDED_WITHIN)
OF_VOTES = Limit(30, ADDED_WITHIN)
OF_VOTE = Limit(1, ADDED_WITHIN)


def rights_by_phone(allowed: Iterable[str]) -> frozenset[str]:
    """What the last four digits open, of what the office wrote down; nothing unknown, and nothing
    without being allowed to see."""
    known = ALL & set(allowed)
    return frozenset(known) if "see" in known else frozenset()


def open_to(rights: Iterable[str], status: Status) -> tuple[str, ...]:
    """What may be done now, in the order of RIGHTS."""
    held = set(rights)
    return tuple(right for right in OPEN_TO if right in held and status in OPEN_TO[right])
