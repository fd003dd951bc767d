"""Split: several matters came as one; each becomes a case of its own (拆分)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.identity import new_id, new_receipt
from hotline.records.models import Case, Staff
from hotline.rules.life import Status
from hotline.steps import clocks
from hotline.steps.accept import accept
from hotline.steps.moving import Refused, moving, on_behalf, opening
from hotline.steps.register import case_number, title_from
from hotline.steps.storing.book import together

MOST_PARTS = 10


def split(
    case: Case,
    *,
    parts: Sequence[str],
    by: Staff | None,
    at: datetime,
    text: str = "",
    reason: str = "",
    seen: int | None = None,
) -> Case:
    """Open a case for each of `parts`; `text` is what stays in this one, all of it if not given.

    A part has this case's citizen, arrival, classification and secrecy, and is accepted if this
    one is; whoever splits classifies it anew where it is about something else.
    """
    texts = [part.strip() for part in parts if part.strip()]
    if not texts:
        raise Refused("parts", "请至少写一个要拆出的事项。")
    if len(texts) > MOST_PARTS:
        raise Refused("parts", f"一次最多拆出 {MOST_PARTS} 个事项，请分次拆分。")
    kept = text.strip() or case.text
    if len({kept, *texts}) != len(texts) + 1:
        raise Refused("parts", "各事项的内容不能相同，也不能与本单留下的相同。")
    with together():
        with moving(case, "split", by=by, at=at, seen=seen) as change:
            made = [_part_of(case, part, by, at) for part in texts]
            change.details = {"into": [part.number for part in made]}
            if kept != case.text:
                change.details["before_text"] = case.text
                change.set(text=kept)
            change.note = reason.strip()
        if case.status == Status.AWAITING_DISPATCH:
            for part in made:
                accept(part, by=on_behalf(by, "accept"), at=at)
    return case


def _part_of(case: Case, text: str, by: Staff | None, at: datetime) -> Case:
    """A new case of one matter, kin to the whole."""
    part = Case(
        id=new_id(),
        number=case_number(at),
        receipt=new_receipt(),
        channel=case.channel,
        citizen=case.citizen,
        external_number=case.external_number,
        text=text,
        place=case.place,
        registered_at=at,
        split_from=case,
        confidential=case.confidential,
        accused=list(case.accused),
        stepped_aside=list(case.stepped_aside),
    )
    with opening(part, by=on_behalf(by, "register"), at=at) as change:
        change.set(
            title=title_from("", text),
            kind=case.kind,
            topic=case.topic,
            campaign=case.campaign,
            urgency=case.urgency,
        )
        for clock in clocks.running(case, "superior"):
            if clock.due_at is not None:
                clocks.start_fixed(change, "superior", clock.due_at, clock.reason)
        change.details = {"whole": case.number}
    return part
