"""Amend: the sender said anew what it wants; the case takes the newest text, every text is kept
(更正来件)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Amendment, Case, Contact, Staff
from hotline.rules.arrivals import LIMITS, Arrival
from hotline.steps import clocks
from hotline.steps.moving import Refused, moving
from hotline.steps.register import title_from


def amend(
    case: Case,
    *,
    contact: Contact,
    arrival: Arrival,
    by: Staff | None,
    at: datetime,
    revision: int = 0,
    seen: int | None = None,
) -> Case:
    """Keep the new text with the arrival, and have the case say it unless it came late.

    A text is late when a newer `revision` is known, or when the sender gave an earlier moment.
    """
    text = arrival.text.strip()
    if not text or len(text) > LIMITS["text"]:
        raise Refused("text", "请填写更正后的诉求内容。")
    late = revision < contact.revision if revision else arrival.arrived_at < contact.arrived_at
    with moving(case, "amend", by=by, at=at, seen=seen) as change:
        facts = {} if late else _said_anew(case, arrival)
        change.add(
            Amendment(
                id=new_id(),
                case=case,
                contact=contact,
                revision=revision,
                arrived_at=arrival.arrived_at,
                received_at=at,
                title=arrival.title,
                text=text,
                changed=sorted(facts),
                late=late,
            )
        )
        change.set(**facts)
        if not late and revision:
            change.change(contact, revision=revision)
        due = arrival.external_due_at
        if not late and due is not None and due != contact.external_due_at:
            change.change(contact, external_due_at=due)
            clocks.stop(change, clocks.running(case, "superior"))
            clocks.start_fixed(change, "superior", due, "按上级更正后的限定时间")
        change.told_text = text
        change.details = {"revision": revision, "late": late, "changed": sorted(facts)}
    return case


def _said_anew(case: Case, arrival: Arrival) -> dict[str, str]:
    """The facts of the case that the newest text changes."""
    text, place = arrival.text.strip(), arrival.place.strip()
    said = {"title": title_from(arrival.title or case.title, text), "text": text}
    if place:
        said["place"] = place
    return {name: value for name, value in said.items() if getattr(case, name) != value}
