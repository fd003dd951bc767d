"""What a person rules about a hot issue, and what the office sets for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms import hot_issues as forms
from hotline.desk.hot_issues import chosen_of, issue_or_404, issue_page
from hotline.records.models import Case, HotIssue, HotIssueEntry, Staff
from hotline.records.queries.access import case_for
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.hot_issues import issue_called, members_of
from hotline.records.queries.hot_material import ENGINE, watch_of
from hotline.steps.issues import arranging
from hotline.steps.issues.undo import undo as undo_entry
from hotline.steps.moving import Refused
from hotline.steps.reading.keep_engine import keep_engine

PERMIT = "manage_issues"
NO_CASE = "没有这个编号的工单，或您无权查看；请核对后再填。"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who rules, when, and with which cases ticked."""

    by: Staff
    at: datetime
    chosen: Sequence[str] = ()


@for_staff(PERMIT)
@require_POST
def rule(request: StaffRequest, issue: UUID, verb: str) -> HttpResponse:
    """POST a ruling; what is refused comes back as it was typed."""
    row = issue_or_404(issue)
    if row.merged_into_id is not None:
        messages.error(request, "这个热点已并入别处，请在那里办理。")
        return redirect("desk:hot_issue", row.merged_into_id)
    make, act = ACTS[verb]
    form = make(request.POST)
    if not form.is_valid():
        return issue_page(request, row, {verb: form}, INVALID)
    try:
        shown, told = act(row, form, Asked(request.user, timezone.now(), chosen_of(request)))
    except REFUSALS as error:
        if not form.visible_fields():
            messages.error(request, str(error))
            return redirect("desk:hot_issue", row.pk)
        return issue_page(request, row, {verb: form}, put_on(form, error))
    messages.success(request, told)
    return redirect("desk:hot_issue", shown.pk)


@for_staff(PERMIT)
@require_POST
def undo(request: StaffRequest, issue: UUID, entry: UUID) -> HttpResponse:
    """POST that one ruling is taken back."""
    row = HotIssueEntry.objects.select_related("issue").filter(pk=entry, issue=issue).first()
    if row is None:
        raise Http404
    try:
        undo_entry(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤销，工单和名称已恢复原样。")
    return redirect("desk:hot_issue", issue)


@for_staff("manage_engines")
def settings(request: StaffRequest) -> HttpResponse:
    """GET what the office set for hot issues, POST other numbers."""
    kept = setting_of(ENGINE)
    if request.method != "POST":
        form = forms.SettingsForm(watch=watch_of(kept.options), is_on=kept.is_on)
        return render(request, "desk/issues/settings.html", {"form": form})
    form = forms.SettingsForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/issues/settings.html", {"form": form}, status=INVALID)
    options = {name: form.cleaned_data[name] for name in forms.NAMES}
    try:
        keep_engine(
            ENGINE, is_on=form.cleaned_data["is_on"], options={**kept.options, **options},
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except REFUSALS as error:
        status = put_on(form, error)
        return render(request, "desk/issues/settings.html", {"form": form}, status=status)
    messages.success(request, "已保存，下一批来件起按新的条件归并和预警。")
    return redirect("desk:hot_issue_settings")


def _rename(row: HotIssue, form: Form, asked: Asked) -> tuple[HotIssue, str]:
    kept = arranging.rename(row, name=form.cleaned_data["name"], by=asked.by, at=asked.at)
    return kept, "已改名，系统不再自动改名。"


def _dismiss(row: HotIssue, form: Form, asked: Asked) -> tuple[HotIssue, str]:
    kept = arranging.dismiss(row, note=form.cleaned_data["note"], by=asked.by, at=asked.at)
    return kept, "已忽略，可以在办理记录中撤销。"


def _restore(row: HotIssue, form: Form, asked: Asked) -> tuple[HotIssue, str]:
    return arranging.restore(row, by=asked.by, at=asked.at), "已恢复。"


def _merge(row: HotIssue, form: Form, asked: Asked) -> tuple[HotIssue, str]:
    key = _uuid(form.cleaned_data["into"])
    into = issue_called(key) if key is not None else None
    if into is None:
        raise Refused("into", "请选择要并入的热点。")
    merged = arranging.merge(row, into=into, by=asked.by, at=asked.at)
    return merged, f"“{row.name}”已并入本热点，可以在办理记录中撤销。"


def _split(row: HotIssue, form: Form, asked: Asked) -> tuple[HotIssue, str]:
    seen = members_of(asked.by, row).filter(case__number__in=asked.chosen)
    cases = list(seen.values_list("case", flat=True))
    name = form.cleaned_data["name"]
    part = arranging.split(row, cases=cases, name=name, by=asked.by, at=asked.at)
    return part, f"已分出 {len(cases)} 件，以后不会自动并回。"


def _put_in(row: HotIssue, form: Form, asked: Asked) -> tuple[HotIssue, str]:
    case = _case(asked.by, form.cleaned_data["number"])
    kept = arranging.put_in(row, case=case, by=asked.by, at=asked.at)
    return kept, f"工单 {case.number} 已移入，系统不再改动。"


def _take_out(row: HotIssue, form: Form, asked: Asked) -> tuple[HotIssue, str]:
    case = _case(asked.by, form.cleaned_data["number"])
    kept = arranging.take_out(row, case=case, by=asked.by, at=asked.at)
    return kept, f"工单 {case.number} 已移出，系统不会再放回。"


def _case(staff: Staff, number: str) -> Case:
    try:
        return case_for(staff, number.strip().upper())
    except Case.DoesNotExist as error:
        raise Refused("number", NO_CASE) from error


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


Act = Callable[[HotIssue, Form, Asked], tuple[HotIssue, str]]
ACTS: dict[str, tuple[Callable[[QueryDict], Form], Act]] = {
    "rename": (forms.RenameForm, _rename),
    "dismiss": (forms.DismissForm, _dismiss),
    "restore": (forms.RestoreForm, _restore),
    "merge": (forms.MergeForm, _merge),
    "split": (forms.SplitForm, _split),
    "put_in": (forms.PutInForm, _put_in),
    "take_out": (forms.TakeOutForm, _take_out),
}
