"""Record a call with what follows from it, in one go: call back, then close or handle again.

One call may be about several cases of the same citizen. The moves are those of `call_back`,
`close` and `handle_again`, each with its own journal entry; all of a call are stored together, so
that a citizen's complaint is never half kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import Status
from hotline.steps.call_back import call_back
from hotline.steps.calling_back.claim_call import release_call
from hotline.steps.calling_back.plan_call import plan_call
from hotline.steps.close import close
from hotline.steps.handle_again import handle_again
from hotline.steps.moving import Refused
from hotline.steps.storing.book import together

THEN = {"close": "办结", "handle_again": "重办", "later": "先不办结"}
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What the citizen said about one of their cases, and what is to become of it."""

    case: Case
    seen: int
    solved: str = ""
    handling_rating: str = ""
    note: str = ""
    then: str = "later"


def record_call(
    said: Sequence[Said],
    *,
    reached: bool,
    by: Staff,
    at: datetime,
    service_rating: str = "",
    dialled: str = "",
    asked_for: datetime | None = None,
) -> None:
    """Record one call about these cases; the service is rated once for all of them.

    For `handle_again` the citizen's own words, the note, are the reason. Who was not reached may
    have asked for a time. Whatever is refused leaves all as it was.
    """
    with together():
        for each in said:
            call_back(
                each.case,
                reached=reached,
                solved=each.solved,
                handling_rating=each.handling_rating,
                service_rating=service_rating,
                dialled=dialled,
                note=each.note,
                by=by,
                at=at,
                seen=each.seen,
            )
            if reached:
                _go_on(each, by, at)
            elif asked_for is not None and each.case.status == Status.AWAITING_CALLBACK:
                plan_call(each.case, asked_for=asked_for, by=by, at=at)
        release_call([each.case for each in said], by=by)


def _go_on(said: Said, by: Staff, at: datetime) -> None:
    if said.then == "close":
        close(said.case, by=by, at=at)
    elif said.then == "handle_again":
        if len(said.note.strip()) < SHORTEST:
            raise Refused("note", "重办请在回访记录里写明诉求人的原话，作为重办原因。")
        handle_again(said.case, reason=said.note, by=by, at=at)
