"""Cases over the API: hand one in exactly once, and ask how it stands."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Header, Router, Schema, Status

from hotline.api.new_case import NewCase, arrival_of, channel_of, facts_of
from hotline.api.problems import Problem
from hotline.api.tokens import Caller
from hotline.records.models import Case, Staff
from hotline.records.queries.access import case_for, knows_caller
from hotline.records.queries.citizens import masked
from hotline.rules.life import STATUS_NAMES
from hotline.rules.life import Status as CaseStatus
from hotline.rules.masking import mask_text
from hotline.steps.intake import take_in

CREATED, SAME_AGAIN = 201, 200
KEY = r"^[\x21-\x7e]{1,200}$"

router = Router(tags=["cases"])


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


class CaseShown(CaseMade):
    """A case as it stands now, its texts masked; codes are the city's, empty where not set."""

    channel: str
    external_number: str
    title: str
    text: str
    place: str
    kind: str
    topic: str
    campaign: str
    urgency: str
    lead: str
    accepted_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    answer: str
    sender: MaskedSender | None


@router.post("/cases", response={CREATED: CaseMade, SAME_AGAIN: CaseMade})
def create_case(
    request: Caller,
    response: HttpResponse,
    new: NewCase,
    idempotency_key: str | None = Header(None, alias="Idempotency-Key", pattern=KEY),
) -> Status[CaseMade]:
    """登记工单。同一编号、同一内容重复提交只登记一次（200）；内容不同则拒绝（409）。"""
    now = timezone.now()
    taken = take_in(
        arrival_of(new, _key(new.key, idempotency_key), now),
        facts_of(new, now),
        channel=channel_of(new, now),
        by=request.auth,
        at=now,
        raw=request.body,
    )
    response.headers["Location"] = reverse("api:show_case", args=[taken.case.number])
    return Status(CREATED if taken.is_new else SAME_AGAIN, _made(taken.case))


@router.get("/cases/{number}", response=CaseShown, url_name="show_case")
def show_case(request: Caller, number: str) -> CaseShown:
    """查询工单。无权查看的工单与不存在的一样答复 404。"""
    try:
        return _shown(request.auth, case_for(request.auth, number))
    except Case.DoesNotExist as error:
        raise Http404("没有这件工单，或您无权查看。") from error


def _key(in_body: str, in_header: str | None) -> str:
    """The arrival's key from either place; the header may be quoted as its standard has it."""
    bare = (in_header or "").removeprefix('"').removesuffix('"')
    if bare and in_body and bare != in_body:
        raise Problem(422, "“key”与 Idempotency-Key 头不同，请只写一处或写成相同。", "key")
    key = bare or in_body
    if not key:
        raise Problem(422, "缺少来件编号：请填写“key”或 Idempotency-Key 头。", "key")
    return key


def _made(case: Case) -> CaseMade:
    return CaseMade(
        number=case.number,
        receipt=case.receipt,
        status=case.status,
        status_name=STATUS_NAMES[CaseStatus(case.status)],
        registered_at=case.registered_at,
    )


def _shown(staff: Staff, case: Case) -> CaseShown:
    return CaseShown(
        **_made(case).model_dump(),
        channel=case.channel.code,
        external_number=case.external_number if knows_caller(staff, case) else "",
        title=mask_text(case.title),
        text=mask_text(case.text),
        place=mask_text(case.place),
        kind=case.kind.code if case.kind else "",
        topic=case.topic.code if case.topic else "",
        campaign=case.campaign.code if case.campaign else "",
        urgency=case.urgency,
        lead=case.lead.code if case.lead else "",
        accepted_at=case.accepted_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
        answer=mask_text(case.answer),
        sender=_sender(staff, case),
    )


def _sender(staff: Staff, case: Case) -> MaskedSender | None:
    shown = masked(staff, case)
    if shown is None:
        return None
    return MaskedSender(name=shown.name, phone=shown.phone, form_of_address=shown.form_of_address)
