"""Register: a contact's matter becomes a case with a number of its own."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id, new_receipt
from hotline.records.models import Campaign, Case, Contact, Kind, Staff, Topic
from hotline.records.queries.reference import office
from hotline.rules.deadlines import URGENCIES
from hotline.rules.workdays import CHINA
from hotline.steps import clocks
from hotline.steps.classify import need_current_topic, need_running_campaign
from hotline.steps.moving import Refused, opening
from hotline.steps.storing.book import book

TITLE_LENGTH = 500
PLACE_LENGTH = 500
TITLE_FROM_TEXT = 30


def register(
    contact: Contact,
    *,
    by: Staff | None,
    at: datetime,
    title: str = "",
    text: str = "",
    place: str = "",
    kind: Kind | None = None,
    topic: Topic | None = None,
    campaign: Campaign | None = None,
    urgency: str = "ordinary",
) -> Case:
    """Open a case for `contact`; title and text default to what arrived."""
    if contact.case_id is not None:
        raise Refused("contact", "这条来件已经登记为工单，请刷新后再看。")
    text = text.strip() or contact.text.strip()
    if not text:
        raise Refused("text", "请填写诉求内容。")
    if urgency not in URGENCIES:
        raise Refused("urgency", "请选择紧急程度：一般、紧急或特急。")
    if len(place.strip()) > PLACE_LENGTH:
        raise Refused("place", f"事发地点超过 {PLACE_LENGTH} 个字，请缩短。")
    arrived_on = contact.arrived_at.astimezone(CHINA).date()
    need_current_topic(topic, arrived_on)
    need_running_campaign(campaign, arrived_on)
    case = Case(
        id=new_id(),
        number=case_number(at),
        receipt=new_receipt(),
        channel=contact.channel,
        citizen=contact.citizen,
        external_number=contact.external_number,
        text=text,
        place=place.strip(),
        registered_at=at,
        owes_back=contact.road_id is not None,
    )
    with opening(case, by=by, at=at) as change:
        change.set(
            title=title_from(title or contact.title, text),
            kind=kind,
            topic=topic,
            campaign=campaign,
            urgency=urgency,
        )
        change.change(contact, case=case, outcome="case")
        if contact.external_due_at is not None:
            due = contact.external_due_at
            clocks.start_fixed(change, "superior", due, "按上级来件限定的时间")
    return case


def case_number(at: datetime) -> str:
    """The office's own number: prefix, date, and the next of one sequence, for example
    SP20220401-000123. It is used inside the office only; citizens get the receipt code."""
    return f"{office().number_prefix}{at.astimezone(CHINA):%Y%m%d}-{book().next_number():06d}"


def title_from(title: str, text: str) -> str:
    """The given title, or the first words of the text."""
    given = " ".join(title.split())
    return (given or " ".join(text.split())[:TITLE_FROM_TEXT])[:TITLE_LENGTH].strip()
