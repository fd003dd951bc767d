"""Amend: the sender said anew what it wants; the case takes the newest text, every text is kept
(更正来件)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Amendment, Case, Contact, Staff
from hotline.rules.arrivals import LIMITS, Arrival
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.register import title_from
from hotline.steps.roads.calling_attention import call_attention
from hotline.steps.storing.book import book


@dataclass(frozen=True, slots=True)
class _Anew:
    """What is said anew, of which arrival, and whether it is older than what is known."""

    contact: Contact
    arrived_at: datetime
    text: str
    title: str = ""
    place: str = ""
    due_at: datetime | None = None
    revision: int = 0
    late: bool = False


def amend(
    case: Case,
    *,
    text: str,
    by: Staff | None,
    at: datetime,
    title: str = "",
    place: str = "",
    due_at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """A person notes that the sender changed its text; what is left empty stays as it is."""
    contact = _newest_arrival(case)
    anew = _Anew(contact, at, text.strip(), title.strip(), place.strip(), due_at)
    return _amended(case, anew, by=by, at=at, seen=seen)


def amend_by_road(
    case: Case, contact: Contact, arrival: Arrival, *, revision: int, at: datetime
) -> Case:
    """The sender's own system says it anew.

    A text is late when a newer `revision` is known, or when the sender gave an earlier moment.
    """
    late = revision < contact.revision if revision else arrival.arrived_at < contact.arrived_at
    anew = _Anew(
        contact,
        arrival.arrived_at,
        arrival.text.strip(),
        arrival.title.strip(),
        arrival.place.strip(),
        arrival.external_due_at,
        revision,
        late,
    )
    return _amended(case, anew, by=None, at=at)


def _amended(
    case: Case, anew: _Anew, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    with moving(case, "amend", by=by, at=at, seen=seen) as change:
        _need_text(anew)
        facts = {} if anew.late else _said_anew(case, anew)
        changed = sorted([*facts, *(["due_at"] if _moves_deadline(anew) else [])])
        if not anew.late and not changed and not anew.revision:
            raise Refused("text", "与现有内容完全相同，没有需要更正的地方。")
        change.add(_row(case, anew, changed, at))
        change.set(**facts)
        _keep_with_arrival(change, anew)
        change.told_text = anew.text
        change.details = {
            "revision": anew.revision,
            "late": anew.late,
            "changed": changed,
            **({"before_text": case.text} if "text" in facts else {}),
        }
        if changed:
            call_attention(change, "corrected")
    return case


def _need_text(anew: _Anew) -> None:
    for name, value in (("text", anew.text), ("title", anew.title), ("place", anew.place)):
        if len(value) > LIMITS[name]:
            raise Refused(name, f"超过 {LIMITS[name]} 个字，请缩短，或把全文作为附件。")
    if not anew.text:
        raise Refused("text", "请填写更正后的诉求内容。")


def _row(case: Case, anew: _Anew, changed: list[str], at: datetime) -> Amendment:
    return Amendment(
        id=new_id(),
        case=case,
        contact=anew.contact,
        revision=anew.revision,
        arrived_at=anew.arrived_at,
        received_at=at,
        title=anew.title,
        text=anew.text,
        changed=changed,
        late=anew.late,
    )


def _said_anew(case: Case, anew: _Anew) -> dict[str, str]:
    """The facts of the case that the newest text changes."""
    said = {"title": title_from(anew.title or case.title, anew.text), "text": anew.text}
    if anew.place:
        said["place"] = anew.place
    return {name: value for name, value in said.items() if getattr(case, name) != value}


def _moves_deadline(anew: _Anew) -> bool:
    due = anew.due_at
    return not anew.late and due is not None and due != anew.contact.external_due_at


def _keep_with_arrival(change: Change, anew: _Anew) -> None:
    """The newest version's number, and the superior's new deadline with its clock."""
    if anew.revision and not anew.late:
        change.change(anew.contact, revision=anew.revision)
    if _moves_deadline(anew) and anew.due_at is not None:
        change.change(anew.contact, external_due_at=anew.due_at)
        clocks.stop(change, clocks.running(change.case, "superior"))
        clocks.start_fixed(change, "superior", anew.due_at, "按上级更正后的限定时间")


def _newest_arrival(case: Case) -> Contact:
    """The arrival that a person speaks of: the newest, those by a road first."""
    whole = case.split_from
    held = book().rows_of(case, Contact) or (book().rows_of(whole, Contact) if whole else ())
    rows: list[Contact] = sorted(held, key=lambda row: (row.road_id is not None, row.arrived_at))
    if not rows:
        raise Refused("case", "这件工单没有来件，不能更正；请修改分类，或另行登记。")
    return rows[-1]
