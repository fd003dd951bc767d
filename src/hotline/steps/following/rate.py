"""Rate: the citizen says by their own hand whether it is solved and how content they are (评价).

It is the callback, without a call: it is open while the callback is waited for, and the office goes
on from it as from any other. Nobody is asked twice, and no silence is taken for content.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case
from hotline.rules.following import LONGEST_REASON, RATES
from hotline.rules.life import Status
from hotline.steps.call_back import RATINGS, SOLVED, call_back
from hotline.steps.moving import Refused, by_citizen

UNCONTENT = "请写明哪里没有解决、哪里不满意，热线据此决定是否重新办理。"


def rate(
    case: Case,
    *,
    solved: str,
    handling_rating: str,
    service_rating: str = "",
    note: str = "",
    at: datetime,
) -> Case:
    """Record the rating; who is not content says why, and the office decides what follows."""
    if Status(case.status) not in RATES:
        raise Refused("", "现在不能评价：还没有办理结果，或者已经评价、办结。")
    if solved not in SOLVED:
        raise Refused("solved", "请选择问题是否已解决。")
    if handling_rating not in RATINGS or handling_rating == "no_rating":
        raise Refused("handling_rating", "请选择您对办理结果是否满意。")
    if len(note) > LONGEST_REASON:
        raise Refused("note", f"最多 {LONGEST_REASON} 个字，请删减。")
    if (solved == "no" or handling_rating == "dissatisfied") and not note.strip():
        raise Refused("note", UNCONTENT)
    with by_citizen(case):
        return call_back(
            case,
            reached=True,
            solved=solved,
            handling_rating=handling_rating,
            service_rating=service_rating or "no_rating",
            note=note,
            own_hand=True,
            by=None,
            at=at,
        )
