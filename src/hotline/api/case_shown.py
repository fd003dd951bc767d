"""A case as a program sees it: the facts of its own, texts masked, codes those of the city."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from hotline.api.hanging import HangingShown
from hotline.api.open_verbs import VerbOpen
from hotline.records.models import Case, Staff
from hotline.records.queries.access import knows_caller
from hotline.records.queries.citizens import masked
from hotline.rules.life import STATUS_NAMES, Status
from hotline.rules.masking import mask_text


class CaseMade(Schema):
    """The receipt of a case: the office's number, and the citizen's own code."""

    number: str
    receipt: str
    status: str
    status_name: str
    registered_at: datetime


class MaskedSender(Schema):
    """诉求人, masked."""

    name: str
    phone: str
    form_of_address: str


class CaseListed(Schema):
    """A case as one line of a list; codes are empty where not set."""

    number: str
    version: int
    status: str
    status_name: str
    title: str
    channel: str
    kind: str
    topic: str
    campaign: str
    urgency: str
    lead: str
    registered_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None


class CaseNow(CaseListed):
    """A case as it stands now."""

    receipt: str
    external_number: str
    text: str
    place: str
    confidential: bool
    answer: str
    closed_as: str
    shelved_until: date | None
    sender: MaskedSender | None


class CaseShown(CaseNow, HangingShown):
    """A case with what hangs on it, and the verbs that are open to the one who asks."""

    open: list[VerbOpen]


def case_made(case: Case) -> CaseMade:
    """What whoever handed the case in is told."""
    return CaseMade(
        number=case.number,
        receipt=case.receipt,
        status=case.status,
        status_name=STATUS_NAMES[Status(case.status)],
        registered_at=case.registered_at,
    )


def case_listed(case: Case) -> CaseListed:
    """The case as one line."""
    return CaseListed(
        number=case.number,
        version=case.version,
        status=case.status,
        status_name=STATUS_NAMES[Status(case.status)],
        title=mask_text(case.title),
        channel=case.channel.code,
        kind=case.kind.code if case.kind else "",
        topic=case.topic.code if case.topic else "",
        campaign=case.campaign.code if case.campaign else "",
        urgency=case.urgency,
        lead=case.lead.code if case.lead else "",
        registered_at=case.registered_at,
        accepted_at=case.accepted_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
    )


def case_now(staff: Staff, case: Case) -> CaseNow:
    """The case as it stands for `staff`, without what hangs on it."""
    return CaseNow(
        **case_listed(case).model_dump(),
        receipt=case.receipt,
        external_number=case.external_number if knows_caller(staff, case) else "",
        text=mask_text(case.text),
        place=mask_text(case.place),
        confidential=case.confidential,
        answer=mask_text(case.answer),
        closed_as=case.closed_as,
        shelved_until=case.shelved_until,
        sender=_sender(staff, case),
    )


def _sender(staff: Staff, case: Case) -> MaskedSender | None:
    shown = masked(staff, case)
    if shown is None:
        return None
    return MaskedSender(name=shown.name, phone=shown.phone, form_of_address=shown.form_of_address)
