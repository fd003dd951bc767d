"""通报格式: every family of forms by date, and the editor with a preview of real figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.bulletin_forms import FormTextForm, FormUndoForm, usual_period
from hotline.desk.reference import VERBS
from hotline.documents.web import fragment
from hotline.records.models import Form, ReferenceEntry
from hotline.records.queries.bulletin_forms import families, form_in, preview, used_by
from hotline.records.queries.reference import measures
from hotline.records.queries.reference_rows import history_of, last_entry
from hotline.rules.conditions import WORDS
from hotline.rules.differences import Change, differences
from hotline.rules.forms import FormBroken
from hotline.rules.forms.shapes import ONE_UNIT
from hotline.rules.forms.source import TextBroken
from hotline.rules.measures import in_force
from hotline.rules.periods import KINDS
from hotline.rules.reference.tables import FORMS
from hotline.steps.reference.form_texts import text_of
from hotline.steps.reference.undo_form import undo_form
from hotline.steps.reference.write_form import PERMIT, write_form

MOST_CHANGES = 60
NEW_VERSION = "# 新版本：请改 code 和 valid_from，旧版本在新版本启用的前一天结束。\n"


@for_staff(PERMIT)
@require_safe
def forms(request: StaffRequest) -> HttpResponse:
    """Every form by family, the newest first."""
    context = {"families": families(timezone.localdate()), "kinds": KINDS}
    return render(request, "desk/bulletin_forms/index.html", context)


@for_staff(PERMIT)
def new(request: StaffRequest) -> HttpResponse:
    """GET a copy of the form `from`, POST the new one."""
    if request.method == "POST":
        return _posted(request, None)
    source = Form.objects.filter(code=request.GET.get("from", "").replace("\0", "")).first()
    text = NEW_VERSION + text_of(source) if source else ""
    return _editor(request, None, FormTextForm(initial={"text": text}))


@for_staff(PERMIT)
def form(request: StaffRequest, code: str) -> HttpResponse:
    """GET a form's text with its history, POST it changed."""
    row = _form_or_404(code)
    if request.method == "POST":
        return _posted(request, row)
    return _editor(request, row, FormTextForm(initial={"text": text_of(row)}))


@for_staff(PERMIT)
@require_POST
def try_out(request: StaffRequest) -> HttpResponse:
    """What the typed text would give, or what is wrong with it and where."""
    return render(request, "desk/bulletin_forms/preview.html", _preview(FormTextForm(request.POST)))


@for_staff(PERMIT)
@require_POST
def undo(request: StaffRequest, code: str) -> HttpResponse:
    """Undo the last change of a form."""
    row, given = _form_or_404(code), FormUndoForm(request.POST)
    try:
        undo_form(
            code, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now(),
            seen=request.POST.get("seen"),
        )  # fmt: skip
    except REFUSALS as error:
        given.is_valid()
        status = put_on(given, error)
        edited = FormTextForm(initial={"text": text_of(row)})
        return _editor(request, row, edited, status, undoing=given)
    messages.success(request, "已撤销最近一次改动。")
    return redirect("desk:bulletin_form", code)


def _posted(request: StaffRequest, row: Form | None) -> HttpResponse:
    """Save the typed text; where only a preview is asked, show it beside what was typed."""
    given = FormTextForm(request.POST)
    if request.POST.get("do") == "preview":
        return _editor(request, row, given, previewed=_preview(given))
    if not given.is_valid():
        return _editor(request, row, given, INVALID)
    try:
        stored = write_form(
            given.cleaned_data["text"], reason=given.cleaned_data["reason"], by=request.user,
            at=timezone.now(), code=row.code if row else "", seen=request.POST.get("seen"),
        )  # fmt: skip
    except REFUSALS as error:
        return _editor(request, row, given, put_on(given, error))
    messages.success(request, f"已保存“{stored.name}”，自 {stored.valid_from} 起有效。")
    return redirect("desk:bulletin_form", stored.code)


def _editor(
    request: StaffRequest,
    row: Form | None,
    given: FormTextForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "row": row,
        "form": given,
        "used": used_by(row) if row else None,
        "seen": last_entry(FORMS, row.code) if row else None,
        "history": _history(row) if row else [],
        "undoing": FormUndoForm(),
        "previewed": None,
        "measures": in_force(measures(), today).values(),
        "conditions": WORDS,
        **more,
    }
    return render(request, "desk/bulletin_forms/editor.html", context, status=status)


def _preview(given: FormTextForm) -> dict[str, Any]:
    """The page, or the mistake with its line."""
    if not given.is_valid():
        problem = "；".join(str(error) for errors in given.errors.values() for error in errors)
        return {"problem": problem, "line": 0}
    text, unit = given.cleaned_data["text"], given.cleaned_data["unit"]
    try:
        _, form = form_in(text)
        period = given.cleaned_data["period"] or usual_period(form.period, timezone.localdate())
        if form.scope == ONE_UNIT and unit is None:
            return {"problem": "这种通报按单位写，请先选定单位再看预览。", "line": 0}
        page = preview(text, period, timezone.now(), unit.code if unit else "")
    except TextBroken as problem:
        return {"problem": str(problem), "line": problem.line}
    except FormBroken as problem:
        return {"problem": str(problem), "line": 0}
    return {
        "page_html": mark_safe(fragment(page)),  # noqa: S308 - all escaped there
        "period": period,
        "unit": unit,
    }


def _history(row: Form) -> list[tuple[ReferenceEntry, str, list[Change]]]:
    """Each change with its verb and what it changed in the text."""
    return [
        (entry, VERBS.get(entry.verb, entry.verb), _changed(entry))
        for entry in history_of(FORMS, row.code)
    ]


def _changed(entry: ReferenceEntry) -> list[Change]:
    """What an entry took out of the text and put in; of a new version nothing."""
    if entry.verb != "changed":
        return []
    pieces = differences(entry.before.get("text", ""), entry.after.get("text", ""))
    return [(kind, words) for kind, words in pieces if kind != "same"][:MOST_CHANGES]


def _form_or_404(code: str) -> Form:
    row = Form.objects.filter(code=code.replace("\0", "")).first()
    if row is None:
        raise Http404
    return row
