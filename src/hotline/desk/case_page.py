"""The page of one case: facts, text, units' replies, callbacks, its story, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from heapq import merge
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.attachment_box import attachment_context
from hotline.desk.case_clocks import clock_lines
from hotline.desk.case_roads import case_roads
from hotline.desk.clocks import clock, clock_of
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.forms.attachments import AttachForm
from hotline.desk.forms.comments import CommentForm
from hotline.desk.forms.moving import MoveForm
from hotline.desk.forms.reveal import RevealForm
from hotline.desk.forms.sorting import AnswerForm
from hotline.desk.guesses import guess_context
from hotline.desk.panels import Panels, awaited_from_others, panels_for, preview
from hotline.desk.reply_checks import check_context, refused_check
from hotline.desk.story import Line, story_lines
from hotline.desk.telling import Tale, comment_lines, tale
from hotline.desk.unit_case import at_the_unit
from hotline.records.models import Assignment, Case, CommentText, Staff
from hotline.records.queries.access import knows_caller
from hotline.records.queries.advice import precedents, suggested_unit, suggestion_for
from hotline.records.queries.articles import answer_from
from hotline.records.queries.case_story import (
    Story,
    others_of_citizen,
    reveals_of,
    story_of,
)
from hotline.records.queries.choosing import search_topics, topic_label, unit_label, units_on
from hotline.records.queries.citizens import masked
from hotline.records.queries.comments import comments_on
from hotline.records.queries.hanging import kin_of_case
from hotline.records.queries.places import places_of_case
from hotline.rules.life import MOVES, Status
from hotline.steps.reading.ask_model import may_ask

UNIT = "unit"


@for_staff("see_all_cases", "see_unit_cases")
@require_safe
def case(request: StaffRequest, number: str) -> HttpResponse:
    """GET a case."""
    return show(request, case_or_404(request.user, number))


def show(
    request: StaffRequest,
    found: Case,
    *,
    form: MoveForm | None = None,
    attach_form: AttachForm | None = None,
    refused_files: Sequence[tuple[str, str]] = (),
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The case's page; a `form` that was refused is shown again with everything typed."""
    now = timezone.now()
    on_unit_desk = page_of(request) == UNIT
    form = form or _answer_from_knowledge(request, found, now)
    story = story_of(request.user, found)
    panels = panels_for(request.user, found, story, now, form)
    files = attachment_context(request.user, story.attachments, attach_form, refused_files)
    checks, promised = check_context(request.user, found, story, now)
    lines = story_lines(story.journal, found.urgency, request.user)
    said = comments_on(found, request.user) if CommentText in story.hanging.kinds else []
    context = {
        "case": found,
        "story": story,
        "hanging": story.hanging,
        "panels": panels,
        "awaited": awaited_from_others(found, panels),
        "unsent": form if form is not None and form.verb not in panels.verbs else None,
        **_caller(request.user, found),
        "clock": clock_of(found, now, story.replied_at, story.callback_due),
        "clocks": clock_lines(story.hanging.clocks, now),
        "reads_articles": request.user.may("read_articles"),
        "assignments": [
            {**_with_clocks(row, story, now), "check": checks.get(row.pk)}
            for row in story.hanging.assignments
        ],
        "tale": _tale(request, story, (lines, files.pop("attachment_lines"), comment_lines(said))),
        "comments": said,
        "comment_form": CommentForm(by=request.user),
        **files,
        "topic": topic_label(found.topic) if found.topic else "",
        "roads": case_roads(request.user, found, story, now),
        "model_tasks": may_ask(request.user, found),
        "reveals": reveals_of(found) if request.user.may("see_journal") else [],
        **promised,
        **refused_check(found, form, now),
        **_choices(found, panels, now),
        **guess_context(request.user, found, panels.verbs),
        **extra,
    }
    if "dispatch" in panels.verbs:
        context["preview"] = preview(found, story, now)
        context["advice"] = _advice(request.user, found, panels, now)
    if on_unit_desk:
        context |= at_the_unit(request.user, found, story, panels, now)
    else:
        context["others"] = others_of_citizen(request.user, found)
        context["kin"] = kin_of_case(request.user, found)
        context["places"] = places_of_case(found)
    template = "desk/unit/case.html" if on_unit_desk else "desk/case.html"
    return render(request, template, context, status=status)


def _caller(staff: Staff, found: Case) -> dict[str, Any]:
    """Whose case it is, as far as the person may know."""
    known = knows_caller(staff, found)
    return {
        "sees_all": staff.may("see_all_cases"),
        "knows_caller": known,
        "citizen": masked(staff, found),
        "external_number": found.external_number if known else "",
        "reveal_form": RevealForm() if known and staff.may("reveal") and found.citizen else None,
    }


def page_of(request: StaffRequest) -> str:
    """Which page of the case the person works on: its own, or the unit's desk (UNIT)."""
    at_unit = request.resolver_match is not None and request.resolver_match.url_name == "unit_case"
    return UNIT if at_unit or request.POST.get("page") == UNIT else ""


def _tale(request: StaffRequest, story: Story, told: Sequence[Sequence[Line]]) -> Tale:
    """The case's story as the address asks for it: moves, files and what was said, by time."""
    return tale(
        list(merge(*told, key=lambda line: line.at)),
        story.hanging.clocks,
        topic=request.GET.get("story", ""),
        newest_first=request.GET.get("order") == "new",
    )


def _answer_from_knowledge(request: StaffRequest, found: Case, now: datetime) -> MoveForm | None:
    """The form of answering, filled from the article that the address names, if it names one."""
    number = request.GET.get("answer_from", "")
    open_to_answer = Status(found.status) in MOVES["answer"].sources
    if request.method != "GET" or not number or not open_to_answer:
        return None
    text = answer_from(number, request.user, timezone.localdate(now))
    if not text or not request.user.may("answer"):
        return None
    form = AnswerForm(case=found, by=request.user, at=now)
    form.initial["text"] = text
    return form


def _advice(staff: Staff, found: Case, panels: Panels, now: datetime) -> dict[str, Any]:
    """What the catalogue says; its unit is filled in where nobody has typed one yet."""
    said = suggestion_for(found, now)
    unit = suggested_unit(said)
    form = next(panel.form for panel in panels.all() if panel.verb == "dispatch")
    if unit is not None and not form.is_bound:
        form.initial["to"] = unit_label(unit)
    return {"said": said, "unit": unit, "precedents": precedents(found, staff)}


def _with_clocks(row: Assignment, story: Story, now: datetime) -> dict[str, Any]:
    """An assignment with its two clocks, its tries to reach the citizen, and whether it is read."""
    return {
        "row": row,
        "reads": story.hanging.sight.reads(row),
        "sign": clock(row.sign_due_at, row.signed_at, now),
        "reply": clock(row.due_at, row.replied_at, now),
        "outreaches": [each for each in story.hanging.outreaches if each.assignment_id == row.pk],
    }


def _choices(found: Case, panels: Panels, now: datetime) -> dict[str, Any]:
    """The suggestion lists that the open forms need."""
    names_units = any(panel.form.names_units for panel in panels.all())
    day = timezone.localdate(now)
    registered = timezone.localdate(found.registered_at)
    return {
        "units": [unit_label(unit) for unit in units_on(day)] if names_units else [],
        "topics": search_topics("", registered) if "classify" in panels.verbs else [],
    }
