"""The editor's and the approvers' screen of a bulletin: look, submit, approve, publish, correct."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.bulletin_doors import SEES, back_to, bulletin_or_404, figure_link, seen_in
from hotline.desk.bulletin_sides import Asked, codes, next_forms, side, tabs
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.desk.forms.bulletins import (
    BeginForm,
    CorrectForm,
    MomentForm,
    PublishForm,
    ReasonForm,
)
from hotline.documents.pdf import OfficeFailed, OfficeMissing
from hotline.documents.web import fragment
from hotline.records.models import Bulletin
from hotline.records.queries.bulletin_list import families, families_to_begin, lines, withdrawn
from hotline.records.queries.bulletin_people import calls_of, people_by_name
from hotline.records.queries.bulletins import (
    PUBLISHED,
    STATUS_NAMES,
    Draft,
    draft,
    editions_of,
    printed_page,
    slips,
)
from hotline.records.queries.figures import NoForm
from hotline.records.queries.reference import departments
from hotline.rules.forms import FormBroken
from hotline.steps import draft as drafting
from hotline.steps import publish as publishing
from hotline.steps import submit as submitting
from hotline.steps.moving import Refused
from hotline.steps.studio import approve as approving
from hotline.steps.studio.correct import correct as begin_correction
from hotline.steps.studio.set_moment import set_moment
from hotline.steps.write_files import FORMATS, file_now

Forms = dict[str, Any]


@for_staff(*SEES)
@require_safe
def bulletins(request: StaffRequest) -> HttpResponse:
    """Each family's periods that can have a bulletin, with the state of their own."""
    return _list(request)


def _list(request: StaffRequest, form: BeginForm | None = None, status: int = 200) -> HttpResponse:
    known = families()
    context = {
        "families": lines(known, timezone.localdate()),
        "withdrawn": withdrawn(),
        "calls": list(calls_of(request.user)[:10]),
        "form": form or BeginForm(families_to_begin(known)),
        "units": [row.name for row in departments().values()],
        "may_begin": request.user.may("draft_bulletin"),
    }
    return render(request, "desk/bulletins.html", context, status=status)


@for_staff(*SEES)
@require_safe
def bulletin(request: StaffRequest, at: str) -> HttpResponse:
    """The bulletin at an address: the page as it would be printed, and one tab beside it."""
    return show(request, bulletin_or_404(at, request.GET.get("edition", "")))


def show(
    request: StaffRequest, row: Bulletin, *, status: int = 200, tab: str = "", **forms: Any
) -> HttpResponse:
    """The screen, with a form that was refused where there is one; for htmx the tab alone."""
    now = timezone.now()
    written = draft(row, now)
    here = tab or request.GET.get("tab", "")
    here = here if here in codes(row) else "items"
    context = {
        "bulletin": row,
        "at": row.at,
        "now": now.isoformat(),
        "may": request.user.permits,
        "tabs": tabs(row, here, written),
        "tab": here,
        "tab_template": f"desk/bulletin/{here}.html",
        "is_draft": row.status == "draft" and request.user.may("draft_bulletin"),
        **side(Asked(request.user, row, written, now, forms, request.GET.get("item", "")), here),
    }
    if request.htmx and request.method == "GET":
        return render(request, "desk/bulletin/side.html", context)
    return render(
        request, "desk/bulletin.html", {**context, **_whole(request, row, written, forms)},
        status=status,
    )  # fmt: skip


def _whole(request: StaffRequest, row: Bulletin, written: Draft, forms: Forms) -> dict[str, Any]:
    """What stands around the tab: the page itself, what comes next, other editions."""
    page = printed_page(row) if row.status == PUBLISHED else written.page
    return {
        "status_name": STATUS_NAMES[row.status],
        "page_html": mark_safe(fragment(page, figure_link(row))),  # noqa: S308 - all escaped there
        "slips": slips(written.month, row.printed),
        "editions": _other_editions(request, row),
        **next_forms(request, row, forms),
    }


def _other_editions(request: StaffRequest, row: Bulletin) -> list[Bulletin]:
    """The edition that this one corrects; of one that was asked for by its number, all others."""
    if "edition" not in request.GET:
        return [row.corrects] if row.corrects is not None else []
    others = editions_of(row.at).exclude(pk=row.pk).exclude(status="withdrawn")
    return list(others)


@for_staff(*SEES)
@require_safe
def people(_: StaffRequest) -> HttpResponse:
    """GET the names of who works on bulletins, for telling whose change an open page heard of."""
    return JsonResponse({str(person.pk): name for name, person in people_by_name().items()})


@for_staff("draft_bulletin")
@require_POST
def begin(request: StaffRequest, at: str) -> HttpResponse:
    """开始编写."""
    return _begun(request, at)


@for_staff("draft_bulletin")
@require_POST
def begin_any(request: StaffRequest) -> HttpResponse:
    """开始编写 what is not on the list: another period, or one unit's."""
    form = BeginForm(families_to_begin(families()), request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    given = form.cleaned_data
    unit = _unit_called(given["unit"].strip())
    if unit is None:
        form.add_error("unit", "没有这个单位，请从列表中选择。")
        return _list(request, form, status=422)
    at = f"{given['family']}/{given['period'].strip()}" + (f"/{unit}" if unit else "")
    try:
        row = drafting.begin(at, by=request.user, at=timezone.now())
    except (ValueError, NoForm, *REFUSALS) as error:
        form.add_error("period", str(error))
        return _list(request, form, status=422)
    return redirect("desk:bulletin", row.at)


def _unit_called(name: str) -> str | None:
    """The code of a unit by name or code; "" for none, None where there is no such unit."""
    if not name:
        return ""
    known = departments().values()
    return next((row.code for row in known if name in (row.name, row.code)), None)


def _begun(request: StaffRequest, at: str) -> HttpResponse:
    try:
        row = drafting.begin(at, by=request.user, at=timezone.now())
    except (ValueError, NoForm, *REFUSALS) as error:
        messages.error(request, str(error))
        return redirect("desk:bulletins")
    return redirect("desk:bulletin", row.at)


@for_staff("submit_bulletin")
@require_POST
def submit(request: StaffRequest, at: str) -> HttpResponse:
    """送审."""
    row = bulletin_or_404(at)
    seen = seen_in(request)
    return _done(request, row, submitting.submit, "通报已送审，等待审核。", tab="check", seen=seen)


@for_staff("approve_bulletin", "publish_bulletin")
@require_POST
def approve(request: StaffRequest, at: str) -> HttpResponse:
    """审核通过."""
    row = bulletin_or_404(at)
    seen = seen_in(request)
    done = "审核已通过，转下一步。"
    return _done(request, row, approving.approve, done, tab="check", seen=seen)


@for_staff("approve_bulletin", "publish_bulletin")
@require_POST
def return_draft(request: StaffRequest, at: str) -> HttpResponse:
    """退回修改."""
    row = bulletin_or_404(at)
    return _done_with_reason(request, row, submitting.return_draft, "已退回编辑修改。")


@for_staff("withdraw_bulletin")
@require_POST
def withdraw(request: StaffRequest, at: str) -> HttpResponse:
    """撤回, also of an edition that was corrected since."""
    row = bulletin_or_404(at, request.POST.get("edition", ""))
    return _done_with_reason(request, row, publishing.withdraw, "通报已撤回。")


@for_staff("draft_bulletin")
@require_POST
def correct(request: StaffRequest, at: str) -> HttpResponse:
    """更正: begin another edition."""
    row = bulletin_or_404(at)
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422, correct_form=form)
    try:
        reason = form.cleaned_data["correction"]
        begin_correction(row, reason=reason, by=request.user, at=timezone.now())
    except REFUSALS as error:
        form.add_error("correction", str(error))
        return show(request, row, status=422, correct_form=form)
    messages.success(request, "更正稿已建立，原来的一版仍可查看。")
    return redirect("desk:bulletin", at)


@for_staff("draft_bulletin")
@require_POST
def moment(request: StaffRequest, at: str) -> HttpResponse:
    """统计截至."""
    row = bulletin_or_404(at)
    form = MomentForm(row, request.POST)
    if not form.is_valid():
        return show(request, row, status=422, tab="flow", moment_form=form)
    try:
        set_moment(row, form.cleaned_data["chosen"], by=request.user, at=timezone.now())
    except REFUSALS as error:
        form.add_error("moment", str(error))
        return show(request, bulletin_or_404(at), status=422, tab="flow", moment_form=form)
    messages.success(request, "已按所选时刻重新统计。")
    return back_to(at, "flow")


@for_staff("publish_bulletin")
@require_POST
def publish(request: StaffRequest, at: str) -> HttpResponse:
    """发布."""
    row = bulletin_or_404(at)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422, publish_form=form)
    try:
        facts = {**form.cleaned_data, "seen": seen_in(request)}
        publishing.publish(row, by=request.user, at=timezone.now(), **facts)
    except (FormBroken, *REFUSALS) as error:
        field = getattr(error, "field", None) if isinstance(error, Refused) else None
        form.add_error(field if field in form.fields else None, str(error))
        return show(request, bulletin_or_404(at), status=422, publish_form=form)
    messages.success(request, "通报已发布；Word、网页和 PDF 文件正在生成。")
    return redirect("desk:bulletin", at)


def _done_with_reason(
    request: StaffRequest, row: Bulletin, step: Callable[..., object], done: str
) -> HttpResponse:
    """Do a step that asks for a reason; one that cannot be kept is told beside its field."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422, reason_form=form)
    return _done(request, row, step, done, **form.cleaned_data)


def _done(
    request: StaffRequest,
    row: Bulletin,
    step: Callable[..., object],
    done: str,
    *,
    tab: str = "",
    **facts: object,
) -> HttpResponse:
    """Do a step; what is refused comes back on the page, with the reason that was typed."""
    try:
        step(row, by=request.user, at=timezone.now(), **facts)
    except (FormBroken, *REFUSALS) as error:
        fresh = Bulletin.objects.select_related("form", "figures", "unit", "corrects").get(
            pk=row.pk
        )
        typed = ReasonForm({"reason": facts["reason"]}) if "reason" in facts else None
        if typed is not None and getattr(error, "field", "") == "reason":
            typed.is_valid()
            typed.add_error("reason", str(error))
        else:
            messages.error(request, str(error))
        open_tab = tab if getattr(error, "field", "") == "items" else ""
        return show(request, fresh, status=422, tab=open_tab, reason_form=typed)
    messages.success(request, done)
    if row.status == "withdrawn":
        return redirect("desk:bulletins")
    return redirect("desk:bulletin", row.at)


@for_staff(*SEES)
@require_safe
def file(request: StaffRequest, at: str, kind: str) -> HttpResponse:
    """The bulletin as a file: as published, or the draft of this moment."""
    if kind not in FORMATS:
        raise Http404
    row = bulletin_or_404(at, request.GET.get("edition", ""))
    kept = row.files.filter(format=kind).first()
    if kept is not None:
        return as_download(bytes(kept.content), kind, file_name(row, kind))
    try:
        content = file_now(row, kind, at=timezone.now())
        return as_download(content, kind, file_name(row, kind))
    except (OfficeMissing, OfficeFailed) as error:
        messages.error(request, str(error))
        return redirect("desk:bulletin", at)


def as_download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Bytes as a file to keep, never rendered in our own origin."""
    response = HttpResponse(content, content_type=FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_name(row: Bulletin, kind: str) -> str:
    """What a browser calls the file: bulletin-2022-04.docx."""
    state = "" if row.status == PUBLISHED else "-draft"
    family = "" if row.family == "monthly" else f"{row.family}-"
    edition = f"-{row.edition}" if row.edition > 1 else ""
    unit = f"-{row.unit.code}" if row.unit is not None else ""
    return f"bulletin-{family}{row.period.code}{unit}{edition}{state}.{kind}"
