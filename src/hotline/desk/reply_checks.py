"""答复检查: what is found in a reply while it is written, and what the office asks about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.forms.moving import MoveForm
from hotline.desk.reply_marks import Marked, marked_check, marked_now
from hotline.engines.replies.findings import KINDS
from hotline.engines.replies.wording import Filled
from hotline.records.models import Assignment, Case, Promise, ReplyCheck, Staff
from hotline.records.queries.case_story import Story
from hotline.records.queries.promises import checks_of, promises_of
from hotline.rules.permits import SEES_CASES
from hotline.rules.promises import STANDINGS, standing
from hotline.steps.reading.examine_reply import ENGINE, asked_kinds, examine, setting
from hotline.steps.reading.keep_engine import keep_engine

LONGEST = 5_000
WORDS = {"yes": True, "no": False}


@for_staff(*SEES_CASES)
@require_POST
def check_reply(request: StaffRequest, number: str) -> HttpResponse:
    """POST the reply as it stands: what is found in it, nothing is kept."""
    case = case_or_404(request.user, number)
    if not request.user.may("reply"):
        raise PermissionDenied
    found = check_of(case, request.POST, timezone.now())
    return render(request, "desk/replies/findings.html", {"check": found, "is_live": True})


def check_of(case: Case, typed: Any, now: datetime) -> Marked | None:
    """What is found in a reply as typed; None where the check is off or nothing is written."""
    answer = str(typed.get("answer") or "").replace("\0", "").strip()[:LONGEST]
    if not answer or not setting().is_on:
        return None
    filled = Filled(
        solved=WORDS.get(typed.get("solved") or ""),
        is_true=WORDS.get(typed.get("is_true") or ""),
        beyond_remit=bool(typed.get("beyond_remit")),
        contacted=True if typed.get("contacted_at") else None,
    )
    checked, _ = examine(case, unit=case.lead_id or 0, answer=answer, filled=filled, at=now)
    return marked_now(checked, answer)


def refused_check(case: Case, form: MoveForm | None, now: datetime) -> dict[str, Any]:
    """For a page on which a reply was refused: what was found in it."""
    if form is None or form.verb != "reply" or not form.is_bound or "anyway" not in form.errors:
        return {}
    return {"reply_check": check_of(case, form.data, now)}


def check_context(
    staff: Staff, case: Case, story: Story, now: datetime
) -> tuple[dict[Any, Marked], dict[str, Any]]:
    """By share, the check of the reply that stands there; and what was promised on the case."""
    kinds = story.hanging.kinds
    shares = {row.pk: row for row in story.hanging.assignments}
    checks = {
        check.assignment_id: marked_check(check, shares[check.assignment_id].answer)
        for check in (checks_of(case) if ReplyCheck in kinds else ())
        if check.assignment_id in shares and _is_of(check, shares[check.assignment_id])
    }
    promises = promises_of(case) if Promise in kinds else []
    today = timezone.localdate(now)
    told = [
        (row, STANDINGS[standing(row.due, today)], standing(row.due, today)) for row in promises
    ]
    return checks, {"promises": told, "may_settle": may_settle(staff)}


def may_settle(staff: Staff) -> bool:
    """Whether a person may say of promises whether they were kept."""
    return staff.may("supervise") or staff.may("reply")


def _is_of(check: ReplyCheck, share: Assignment) -> bool:
    """Whether a check is of the reply that stands there now."""
    return check.at == share.replied_at


@for_staff("manage_engines")
@require_http_methods(["GET", "HEAD", "POST"])
def reply_setting(request: StaffRequest) -> HttpResponse:
    """GET what is asked about; POST it anew."""
    kept = setting()
    if request.method == "POST":
        chosen = [kind for kind in KINDS if kind in request.POST.getlist("asked")]
        is_on = request.POST.get("is_on") == "yes"
        options = {**kept.options, "asked": chosen}
        keep_engine(ENGINE, is_on=is_on, options=options, by=request.user, at=timezone.now())
        messages.success(request, "已保存答复检查的设置。")
        return redirect("desk:reply_setting")
    kinds = [(code, name, code in asked_kinds(kept)) for code, name in KINDS.items()]
    context = {"kept": kept, "kinds": [row for row in kinds if row[0] != "promise"]}
    return render(request, "desk/replies/setting.html", context)
