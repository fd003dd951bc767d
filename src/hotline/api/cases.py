"""Cases over the API: hand one in exactly once, list them, ask how one stands and what happened."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field

from hotline.api.bodies import Code, Strict, Title
from hotline.api.case_shown import (
    CaseListed,
    CaseMade,
    CaseShown,
    case_listed,
    case_made,
    case_now,
)
from hotline.api.doors import case_or_404
from hotline.api.hanging import hanging_shown
from hotline.api.journal import EntryShown, entry_shown
from hotline.api.new_case import NewCase, arrival_of, channel_of, facts_of
from hotline.api.open_verbs import open_to
from hotline.api.problems import LONGEST_NAME, Problem
from hotline.api.tokens import Caller
from hotline.records.queries.case_pages import BadCursor, cases_after
from hotline.records.queries.hanging import hanging_on, journal_of, kin_of_case
from hotline.records.queries.queues import QUEUES
from hotline.records.queries.reference import campaigns, channels, kinds
from hotline.records.queries.wanted import Wanted
from hotline.records.sealed_words import is_private
from hotline.rules.life import MOVES
from hotline.rules.life import Status as CaseStatus
from hotline.steps.intake import take_in

CREATED, SAME_AGAIN = 201, 200
PRIVATE = "网址会留在各处记录中，不能写电话或证件号码：请改用 POST /api/v1/cases/search。"
KEY = r"^[\x21-\x7e]{1,200}$"
MOST_LISTED, USUALLY_LISTED = 200, 50

router = Router(tags=["cases"])


class Filters(Strict):
    """What a list is narrowed to; what is left out means any."""

    q: Title = Field(
        "",
        description="编号，或标题、内容、地点、答复中的字词。"
        "电话和证件号码只能用 POST /cases/search 查找",
    )
    status: Code = Field("", description="状态代码")
    queue: Code = Field("", description="等待办理的动作代码，例如 dispatch 为待派单")
    channel: Code = Field("", description="渠道代码")
    kind: Code = Field("", description="诉求类型代码")
    campaign: Code = Field("", description="专题代码")
    overdue: bool = Field(False, description="只列未办结且已逾期的")
    limit: int = Field(USUALLY_LISTED, ge=1, le=MOST_LISTED, description="每页件数")
    cursor: Title = Field("", description="上一页答复中的 next；不填为第一页")


class Search(Filters):
    """The same in a body, which no browser, proxy or log keeps: so numbers of persons may be."""

    q: Title = Field(
        "",
        description="编号、来电号码（全号），或标题、内容、地点、答复中的字词",
    )


class CasesListed(Schema):
    """One page, the newest first; `next` is the cursor of the next one, empty at the end."""

    cases: list[CaseListed]
    next: str


class JournalShown(Schema):
    """流转记录, the oldest first."""

    number: str
    entries: list[EntryShown]


@router.post(
    "/cases",
    response={CREATED: CaseMade, SAME_AGAIN: CaseMade},
    operation_id="register",
    summary=MOVES["register"].name,
)
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
    return Status(CREATED if taken.is_new else SAME_AGAIN, case_made(taken.case))


@router.get("/cases", response=CasesListed, summary="工单列表")
def list_cases(request: Caller, filters: Query[Filters]) -> CasesListed:
    """有权查看的工单，按登记时间从新到旧。翻页用 next，其间有新工单也不重不漏。"""
    for name in request.GET.keys() - Filters.model_fields.keys():
        raise Problem(422, "没有这个筛选项，请核对名称。", name[:LONGEST_NAME])
    if is_private(filters.q):
        raise Problem(422, PRIVATE, "q")
    return _listed(request, filters)


@router.post("/cases/search", response=CasesListed, summary="查找工单")
def search_cases(request: Caller, filters: Search) -> CasesListed:
    """与工单列表相同，条件写在正文中，因此可以按来电号码（全号）查找。"""
    return _listed(request, filters)


def _listed(request: Caller, filters: Filters) -> CasesListed:
    """One page of what is asked for, wherever it was asked."""
    _need_known(filters)
    wanted = Wanted(
        words=filters.q,
        status=filters.status,
        queue=filters.queue,
        channel=filters.channel,
        kind=filters.kind,
        campaign=filters.campaign,
        overdue=filters.overdue,
    )
    try:
        page = cases_after(request.auth, wanted, timezone.now(), filters.cursor, filters.limit)
    except BadCursor as error:
        raise Problem(422, "翻页标记不对：请原样使用上一页答复中的 next。", "cursor") from error
    return CasesListed(cases=[case_listed(case) for case in page.rows], next=page.next)


@router.get("/cases/{number}", response=CaseShown, url_name="show_case", summary="查询工单")
def show_case(request: Caller, response: HttpResponse, number: str) -> CaseShown:
    """查询工单及其全部情况。无权查看的工单与不存在的一样答复 404。ETag 头为版本。"""
    case = case_or_404(request.auth, number)
    rows = hanging_on(case, request.auth)
    response.headers["ETag"] = f'"{case.version}"'
    return CaseShown(
        **case_now(request.auth, case).model_dump(),
        **hanging_shown(rows, kin_of_case(request.auth, case)).model_dump(),
        open=open_to(request.auth, case, rows),
    )


@router.get("/cases/{number}/journal", response=JournalShown, summary="流转记录")
def case_journal(request: Caller, number: str) -> JournalShown:
    """工单的流转记录。经办人、说明和细节只给有权查看流转记录的岗位和本单位自己的记录。"""
    case = case_or_404(request.auth, number)
    shown = [entry_shown(entry, request.auth) for entry in journal_of(case, request.auth)]
    return JournalShown(number=case.number, entries=shown)


def _key(in_body: str, in_header: str | None) -> str:
    """The arrival's key from either place; the header may be quoted as its standard has it."""
    bare = (in_header or "").removeprefix('"').removesuffix('"')
    if bare and in_body and bare != in_body:
        raise Problem(422, "“key”与 Idempotency-Key 头不同，请只写一处或写成相同。", "key")
    key = bare or in_body
    if not key:
        raise Problem(422, "缺少来件编号：请填写“key”或 Idempotency-Key 头。", "key")
    return key


def _need_known(filters: Filters) -> None:
    """Refuse a code that fits nothing."""
    known: dict[str, Collection[str]] = {
        "status": set(CaseStatus),
        "queue": set(QUEUES),
        "channel": set(channels()),
        "kind": set(kinds()),
        "campaign": set(campaigns()),
    }
    for field, codes in known.items():
        code = getattr(filters, field)
        if code and code not in codes:
            raise Problem(422, f"“{field}”没有这个代码，请核对。", field)
