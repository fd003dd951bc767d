"""The editor's and the leader's screen of a bulletin: look, pick, submit, publish, fetch files."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.desk.forms.bulletins import ItemForm, PublishForm, ReasonForm
from hotline.documents.pdf import OfficeFailed, OfficeMissing
from hotline.documents.web import fragment
from hotline.records.models import Bulletin, BulletinItem, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.bulletins import (
    PUBLISHED,
    STATUS_NAMES,
    bulletin_of,
    draft,
    printed_page,
    slips,
)
from hotline.records.queries.figures import NoForm
from hotline.records.queries.months import months
from hotline.rules.forms import FormBroken, read_form
from hotline.steps import draft as drafting
from hotline.steps import publish as publishing
from hotline.steps import submit as submitting
from hotline.steps.moving import Refused
from hotline.steps.write_files import FORMATS, file_now

LONGEST_VERSION = 9
SEES = ("draft_bulletin", "submit_bulletin", "publish_bulletin", "withdraw_bulletin")


@for_staff(*SEES)
@require_safe
def bulletins(request: StaffRequest) -> HttpResponse:
    """Every month that can have a bulletin, with the state of its own."""
    begun = {f"{row.starts_on:%Y-%m}": row for row in Bulletin.objects.exclude(status="withdrawn")}
    found = sorted({*months(timezone.localdate()), *begun}, reverse=True)
    rows = [(month, begun.get(month)) for month in found]
    context = {"rows": rows, "status_names": STATUS_NAMES, "withdrawn": _withdrawn()}
    return render(request, "desk/bulletins.html", context)


def _withdrawn() -> QuerySet[Bulletin]:
    return Bulletin.objects.filter(status="withdrawn").order_by("-published_at")


@for_staff(*SEES)
@require_safe
def bulletin(request: StaffRequest, month: str) -> HttpResponse:
    """The bulletin of a month: the page as it would be printed, its items, what is open."""
    row = bulletin_or_404(month)
    return show(request, row)


def show(
    request: StaffRequest,
    row: Bulletin,
    *,
    status: int = 200,
    item_form: ItemForm | None = None,
    publish_form: PublishForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    """The screen, with a form that was refused where there is one."""
    month = f"{row.starts_on:%Y-%m}"
    written = draft(row, timezone.now())
    page = printed_page(row) if row.status == PUBLISHED else written.page
    sections = written.month.form.sections
    context = {
        "bulletin": row,
        "month": month,
        "status_name": STATUS_NAMES[row.status],
        "page_html": mark_safe(fragment(page, figure_link(month))),  # noqa: S308 - all escaped there
        "sections": [(s, [i for i in written.items if i.section == s.code]) for s in sections],
        "seen_cases": _seen(request.user, written.items),
        "item_form": item_form or ItemForm(sections=sections),
        "publish_form": publish_form or PublishForm(),
        "reason_form": reason_form or ReasonForm(),
        "slips": slips(written.month, row.printed),
        "journal": row.journal.select_related("by").order_by("-seq")[:50],
        "files": set(row.files.values_list("format", flat=True)),
        "may": request.user.permits,
    }
    return render(request, "desk/bulletin.html", context, status=status)


def _seen(staff: Staff, items: Iterable[BulletinItem]) -> set[str]:
    """The numbers of the items' cases that `staff` may still see: one can become confidential."""
    spoken_of = [case.pk for item in items for case in item.cases.all()]
    return set(cases_for(staff).filter(pk__in=spoken_of).values_list("number", flat=True))


def figure_link(month: str) -> Callable[[str], str]:
    """From a figure's name to the screen that explains it."""
    return lambda name: reverse("desk:figure", args=(month, name))


@for_staff("draft_bulletin")
@require_POST
def begin(request: StaffRequest, month: str) -> HttpResponse:
    """开始编写."""
    try:
        drafting.begin(month, by=request.user, at=timezone.now())
    except (ValueError, NoForm, *REFUSALS) as error:
        messages.error(request, str(error))
        return redirect("desk:bulletins")
    return redirect("desk:bulletin", month)


@for_staff("submit_bulletin")
@require_POST
def submit(request: StaffRequest, month: str) -> HttpResponse:
    """送审."""
    row = bulletin_or_404(month)
    return _done(
        request, row, submitting.submit, "通报已送审，等待领导审定。", seen=seen_in(request)
    )


@for_staff("publish_bulletin")
@require_POST
def return_draft(request: StaffRequest, month: str) -> HttpResponse:
    """退回修改."""
    row = bulletin_or_404(month)
    return _done_with_reason(request, row, submitting.return_draft, "已退回编辑修改。")


@for_staff("withdraw_bulletin")
@require_POST
def withdraw(request: StaffRequest, month: str) -> HttpResponse:
    """撤回."""
    row = bulletin_or_404(month)
    return _done_with_reason(request, row, publishing.withdraw, "通报已撤回。")


@for_staff("publish_bulletin")
@require_POST
def publish(request: StaffRequest, month: str) -> HttpResponse:
    """发布."""
    row = bulletin_or_404(month)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422, publish_form=form)
    try:
        facts = {**form.cleaned_data, "seen": seen_in(request)}
        publishing.publish(row, by=request.user, at=timezone.now(), **facts)
    except (FormBroken, *REFUSALS) as error:
        form.add_error("issued_on" if isinstance(error, Refused) else None, str(error))
        return show(request, bulletin_or_404(month), status=422, publish_form=form)
    messages.success(request, "通报已发布；Word、网页和 PDF 文件正在生成。")
    return redirect("desk:bulletin", month)


def _done_with_reason(
    request: StaffRequest, row: Bulletin, step: Callable[..., object], done: str
) -> HttpResponse:
    """Do a step that asks for a reason; one that cannot be kept is told beside its field."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422, reason_form=form)
    return _done(request, row, step, done, **form.cleaned_data)


def _done(
    request: StaffRequest, row: Bulletin, step: Callable[..., object], done: str, **facts: object
) -> HttpResponse:
    """Do a step; what is refused comes back on the page, with the reason that was typed."""
    try:
        step(row, by=request.user, at=timezone.now(), **facts)
    except (FormBroken, *REFUSALS) as error:
        fresh = Bulletin.objects.select_related("form", "figures").get(pk=row.pk)
        typed = ReasonForm({"reason": facts["reason"]}) if "reason" in facts else None
        if typed is not None and getattr(error, "field", "") == "reason":
            typed.is_valid()
            typed.add_error("reason", str(error))
        else:
            messages.error(request, str(error))
        return show(request, fresh, status=422, reason_form=typed)
    messages.success(request, done)
    if row.status == "withdrawn":
        return redirect("desk:bulletins")
    return redirect("desk:bulletin", f"{row.starts_on:%Y-%m}")


@for_staff(*SEES)
@require_safe
def file(request: StaffRequest, month: str, kind: str) -> HttpResponse:
    """The bulletin as a file: as published, or the draft of this moment."""
    if kind not in FORMATS:
        raise Http404
    row = bulletin_or_404(month)
    kept = row.files.filter(format=kind).first()
    if kept is not None:
        return as_download(bytes(kept.content), kind, _file_name(row, kind))
    try:
        content = file_now(row, kind, at=timezone.now())
        return as_download(content, kind, _file_name(row, kind))
    except (OfficeMissing, OfficeFailed) as error:
        messages.error(request, str(error))
        return redirect("desk:bulletin", month)


def as_download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Bytes as a file to keep, never rendered in our own origin."""
    response = HttpResponse(content, content_type=FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file_name(row: Bulletin, kind: str) -> str:
    state = "" if row.status == PUBLISHED else "-draft"
    return f"bulletin-{row.starts_on:%Y-%m}{state}.{kind}"


def bulletin_or_404(month: str) -> Bulletin:
    """The live bulletin of a month."""
    try:
        row = bulletin_of(month)
        read_form(row.form.body) if row is not None else None
    except (ValueError, FormBroken) as error:
        raise Http404 from error
    if row is None:
        raise Http404
    return row


def seen_in(request: StaffRequest) -> int | None:
    """The version of the bulletin that the person looked at."""
    text = request.POST.get("seen", "")
    is_version = text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION
    return int(text) if is_version else None
