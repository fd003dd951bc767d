"""Attachments over the API: hand files in, list them, fetch one; each through the case's door."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from hotline.api.problems import Problem
from hotline.api.tokens import Caller
from hotline.documents.download import download_headers
from hotline.documents.media import MEDIA
from hotline.records.attachment_content import content_of
from hotline.records.models import Attachment, Case
from hotline.records.queries.access import case_for
from hotline.records.queries.attachments import attachment_of, attachments_of
from hotline.rules.attachments import SERVED, STATE_NAMES, WHY_NOT
from hotline.rules.masking import mask_text
from hotline.steps.attach import Given, Origin, Outcome, attach

CREATED, SAME_AGAIN = 201, 200
NONE_TAKEN, CONFLICT = 422, 409

router = Router(tags=["attachments"])


class AttachmentShown(Schema):
    """An attachment: what it is, and how it stands. `state` is held, clean, unscanned or refused.

    Only clean and unscanned ones are given out; `digest` is the SM3 of what is given out.
    """

    id: UUID
    name: str
    kind: str
    media_type: str
    size: int
    digest: str
    belongs_to: str
    state: str
    state_name: str
    added_at: datetime


class FileRefused(Schema):
    """A file that was not taken, and why."""

    name: str
    detail: str


class FilesTaken(Schema):
    """What became of the files: taken (or there already), and refused."""

    attachments: list[AttachmentShown]
    refused: list[FileRefused]


@router.post(
    "/cases/{number}/attachments",
    response={CREATED: FilesTaken, SAME_AGAIN: FilesTaken, NONE_TAKEN: FilesTaken},
    url_name="attachments",
)
def add_attachments(
    request: Caller,
    number: str,
    files: list[UploadedFile] = File(..., description="一个或多个文件"),  # noqa: B008
    belongs_to: str = Form("arrival", description="arrival、reply、return、callback 或 other"),
) -> Status[FilesTaken]:
    """添加附件（multipart/form-data）。逐个文件收取：好的留下，不收的说明原因；相同文件只收一次。"""
    case = _case(request, number)
    given = [Given(file.name or "", file) for file in files]
    outcomes = attach(
        case, given, origin=Origin(belongs_to=belongs_to), by=request.auth, at=timezone.now()
    )
    return Status(_status(outcomes), _taken(outcomes))


@router.get("/cases/{number}/attachments", response=list[AttachmentShown], url_name="attachments")
def list_attachments(request: Caller, number: str) -> list[AttachmentShown]:
    """查询工单的附件，已撤下的不在内。"""
    rows = attachments_of(_case(request, number))
    return [_shown(row) for row in rows if row.removed_at is None]


@router.get("/cases/{number}/attachments/{uuid:attachment}", url_name="attachment")
def fetch_attachment(request: Caller, number: str, attachment: UUID) -> HttpResponse:
    """下载附件的内容。正在查毒的或有病毒的不提供（409）。"""
    try:
        row = attachment_of(_case(request, number), attachment)
    except Attachment.DoesNotExist as error:
        raise Http404("这件工单没有这个附件，或已撤下。") from error
    if row.state not in SERVED:
        raise Problem(CONFLICT, WHY_NOT[row.state])
    return HttpResponse(content_of(row), headers=download_headers(row.name))


def _case(request: Caller, number: str) -> Case:
    try:
        return case_for(request.auth, number)
    except Case.DoesNotExist as error:
        raise Http404("没有这件工单，或您无权查看。") from error


def _status(outcomes: list[Outcome]) -> int:
    if any(outcome.is_new for outcome in outcomes):
        return CREATED
    return SAME_AGAIN if any(outcome.attachment for outcome in outcomes) else NONE_TAKEN


def _taken(outcomes: list[Outcome]) -> FilesTaken:
    return FilesTaken(
        attachments=[_shown(each.attachment) for each in outcomes if each.attachment],
        refused=[
            FileRefused(name=mask_text(each.name), detail=each.refusal)
            for each in outcomes
            if each.refusal
        ],
    )


def _shown(row: Attachment) -> AttachmentShown:
    return AttachmentShown(
        id=row.pk,
        name=mask_text(row.name),
        kind=row.kind,
        media_type=MEDIA[row.kind].media_type,
        size=row.size,
        digest=bytes(row.digest).hex(),
        belongs_to=row.belongs_to,
        state=row.state,
        state_name=STATE_NAMES[row.state],
        added_at=row.added_at,
    )
