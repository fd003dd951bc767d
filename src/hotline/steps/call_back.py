"""Call back: ask the citizen whether it is solved and how content they are (回访).

No rating is never counted as satisfied; handling and the hotline's own service are rated apart.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Callback, Case, JournalEntry, Staff
from hotline.records.queries.reference import office
from hotline.records.sealing import seal
from hotline.steps import clocks
from hotline.steps.contact import is_other_number, need_number
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book

SOLVED = {"yes": "已解决", "partly": "部分解决", "no": "未解决"}
RATINGS = {
    "very_satisfied": "非常满意",
    "satisfied": "满意",
    "basically": "基本满意",
    "dissatisfied": "不满意",
    "no_rating": "未评价",
}
MAX_TRIES = 3
# The moves by which a case comes to be called back.
ANSWERED_BY = ("review", "share_answer")


def call_back(
    case: Case,
    *,
    reached: bool,
    by: Staff | None,
    at: datetime,
    solved: str = "",
    handling_rating: str = "",
    service_rating: str = "",
    dialled: str = "",
    note: str = "",
    own_hand: bool = False,
    seen: int | None = None,
) -> Case:
    """Record one try; a citizen reached, or not reached for the last time, ends the callback.

    Without `dialled` it was the number that the citizen called from; another one is flagged. With
    `own_hand` nobody called: the citizen wrote it on the citizens' site.
    """
    need_number(dialled)
    if reached:
        _check_outcome(solved, handling_rating, service_rating)
    else:
        solved = handling_rating = service_rating = ""
    verb = "call_back" if reached or _tries(case) + 1 >= max_tries() else "try_call_back"
    with moving(case, verb, by=by, at=at, seen=seen) as change:
        row = new_id()
        change.add(
            Callback(
                id=row,
                case=case,
                tried_at=at,
                by=by,
                reached=reached,
                solved=solved,
                handling_rating=handling_rating,
                service_rating=service_rating,
                dialled_sealed=seal("callback", "dialled", row, dialled.strip()),
                other_number=is_other_number(case.citizen, dialled),
                own_hand=own_hand,
                note=note.strip(),
            )
        )
        if change.move.verb == "call_back":
            clocks.stop(change, clocks.running(case, "callback"))
        change.note = note.strip()
        change.details = {"reached": reached, "solved": solved, "rating": handling_rating}
    return case


def max_tries() -> int:
    """After how many tries a citizen counts as not reachable; the city's own rule."""
    return int(office().rules.get("callback_tries", MAX_TRIES))


def _tries(case: Case) -> int:
    """How often the citizen was tried since there was something new to tell; each round of
    handling, and the answer of a main case, has its own tries."""
    tries = 0
    for entry in sorted(book().rows_of(case, JournalEntry), key=lambda entry: entry.seq):
        if entry.verb in ANSWERED_BY:
            tries = 0
        tries += entry.verb == "try_call_back"
    return tries


def _check_outcome(solved: str, handling_rating: str, service_rating: str) -> None:
    if solved not in SOLVED:
        raise Refused("solved", "请选择诉求人认为问题是否已解决。")
    if handling_rating not in RATINGS:
        raise Refused("handling_rating", "请选择诉求人对办理结果的评价；没有评价请选“未评价”。")
    if service_rating not in RATINGS:
        raise Refused("service_rating", "请选择诉求人对热线服务的评价；没有评价请选“未评价”。")
