"""Take in again: a caller comes back to a matter that is known (重复来电).

What becomes of it follows from the earlier case. While units have it, it is urged. The same caller
is told how far it is; somebody else's call is joined, so that they get the answer and a callback of
their own. A matter that is over is taken on anew, and says which one it comes from.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline.records.models import Case, Channel, Staff
from hotline.records.queries.choosing import topics_on
from hotline.records.scope import everything
from hotline.records.sealing import blind_index
from hotline.rules.arrivals import Arrival
from hotline.rules.life import ACCEPTED, CLOSED, MOVES, Status
from hotline.rules.workdays import CHINA
from hotline.steps.accept import accept
from hotline.steps.intake import Facts, TakenIn, take_in
from hotline.steps.joining.join import ANSWERED, join
from hotline.steps.moving import Refused, on_behalf
from hotline.steps.oversight.urge import urge
from hotline.steps.storing.book import together
from hotline.steps.tell_progress import tell_progress

TITLE_LENGTH = 60


@everything()
def take_in_again(
    arrival: Arrival,
    facts: Facts,
    *,
    earlier: Case,
    channel: Channel,
    by: Staff | None,
    at: datetime,
) -> TakenIn:
    """Take the call in as one about `earlier`; what was not typed is taken from there."""
    if earlier.confidential:
        raise Refused("earlier", f"工单 {earlier.number} 是保密工单，请单独登记。")
    if earlier.status == Status.WITHDRAWN:
        raise Refused("earlier", f"工单 {earlier.number} 已撤销，请单独登记。")
    main = earlier.joined_to if earlier.status == Status.JOINED else earlier
    earlier = main or earlier
    with together():
        taken = take_in(
            _about(arrival, earlier),
            _facts(facts, earlier, at),
            channel=channel,
            by=by,
            at=at,
        )
        if taken.is_new:
            _settle(taken.case, earlier, arrival, by, at)
    return taken


def _about(arrival: Arrival, earlier: Case) -> Arrival:
    """The arrival with what was not typed: a sentence that says what it is about."""
    what = "反映此事仍未解决，要求重新办理" if earlier.status in CLOSED else "催问办理情况"
    title = f"再次来电：{earlier.title}"[:TITLE_LENGTH]
    return replace(
        arrival,
        title=arrival.title.strip() or title,
        text=arrival.text.strip() or f"诉求人就工单 {earlier.number} 再次来电，{what}。",
        place=arrival.place.strip() or earlier.place,
    )


def _facts(facts: Facts, earlier: Case, at: datetime) -> Facts:
    """Kind and topic of the earlier case, where none were chosen; its topic in today's tree."""
    topic = facts.topic
    if topic is None and earlier.topic is not None:
        code, today = earlier.topic.code, topics_on(at.astimezone(CHINA).date())
        topic = next((row for row in today if row.code == code), None)
    return replace(facts, kind=facts.kind or earlier.kind, topic=topic, answer="", accept=False)


def _settle(case: Case, earlier: Case, arrival: Arrival, by: Staff | None, at: datetime) -> None:
    """Take it on anew, tell how far it is, or join it; and urge whoever has it."""
    if earlier.status in CLOSED:
        accept(case, by=by, at=at)
        return
    if _is_same_caller(earlier, arrival) or not _can_join(case, earlier):
        tell_progress(case, earlier=earlier, by=by, at=at)
    else:
        join(case, main=earlier, by=by, at=at, reason="诉求人来电反映同一事项。")
    if Status(earlier.status) in MOVES["urge"].sources:
        note = f"诉求人再次来电（{case.number}），请抓紧办理。"
        urge(earlier, by=on_behalf(by, "urge"), at=max(at, earlier.moved_at), note=note)


def _is_same_caller(earlier: Case, arrival: Arrival) -> bool:
    known = earlier.citizen.phone_index if earlier.citizen is not None else None
    index = blind_index(arrival.sender_phone)
    return known is not None and index is not None and bytes(known) == index


def _can_join(case: Case, earlier: Case) -> bool:
    """Whether the earlier case may take another in; else its progress is told."""
    is_sorted = case.kind_id is not None and case.topic_id is not None
    open_for_more = ACCEPTED - ANSWERED
    fits = list(case.accused) == list(earlier.accused)
    return is_sorted and fits and Status(earlier.status) in open_for_more
