"""What an editor may want to speak of: cases found by words, groups that stand out, drafts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.bulletin_doors import back_to, bulletin_or_404
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.records.models import Bulletin, Case
from hotline.records.queries.access import cases_for
from hotline.records.queries.candidates import candidates
from hotline.records.queries.handled import handled
from hotline.records.queries.hot_candidates import cases_spoken_of, hot_candidate
from hotline.records.queries.standing_out import LINKED, cases_of, group_of
from hotline.records.queries.suggested import proposal_of
from hotline.rules.drafting import text_of, well_handled
from hotline.rules.standing_out import draft_text, issue_text
from hotline.steps import draft as drafting

LONGEST_TOPIC = 9
LONGEST_KEY = 20


@for_staff("draft_bulletin")
@require_safe
def found(request: StaffRequest, at: str) -> HttpResponse:
    """Cases of the period that fit some words, to be picked for an item."""
    row = bulletin_or_404(at)
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    section = request.GET.get("section", "")
    rows = candidates(request.user, row, words, section)
    context = {"rows": rows, "words": words, "at": at, "section": section, "bulletin": row}
    part = "desk/candidates.html" if request.htmx else "desk/bulletin/found.html"
    return render(request, part, context)


@for_staff("draft_bulletin")
@require_POST
def pick_group(request: StaffRequest, at: str) -> HttpResponse:
    """Open an item about a group, with its first words and its cases."""
    row = bulletin_or_404(at)
    if request.POST.get("of") == "proposals":
        return _pick_proposal(request, row)
    suggestions = request.POST.get("of") == "suggestions"
    topic = request.POST.get("topic", "")
    is_topic = topic.isascii() and topic.isdigit() and len(topic) <= LONGEST_TOPIC
    group = group_of(row, int(topic), timezone.now(), suggestions=suggestions) if is_topic else None
    if group is None:
        messages.error(request, "这一组现在没有了，请刷新后再选。")
        return back_to(at, "candidates")
    heading, text = draft_text(group, suggestions=suggestions)
    cases = cases_of(request.user, row, group.key, suggestions=suggestions)
    section = request.POST.get("section", "")
    return _picked(request, row, section=section, group=heading, text=text, cases=cases)


def _pick_proposal(request: StaffRequest, row: Bulletin) -> HttpResponse:
    """Open an item about what several cases propose, in their own words."""
    found = proposal_of(request.user, row, request.POST.get("proposal", "")[:LONGEST_KEY])
    if found is None:
        messages.error(request, "这一组现在没有了，请刷新后再选。")
        return back_to(row.at, "candidates")
    words = found.name.rstrip("。！？；;!? ")
    text = f"{words}（{found.count}件）。"
    section = request.POST.get("section", "")
    cases = list(found.cases)[:LINKED]
    return _picked(request, row, section=section, group=words, text=text, cases=cases)


@for_staff("draft_bulletin")
@require_POST
def pick_issue(request: StaffRequest, at: str) -> HttpResponse:
    """Open an item about a hot issue, with its first words and its cases of the period."""
    row = bulletin_or_404(at)
    try:
        found = hot_candidate(row, UUID(request.POST.get("issue", "")))
    except ValueError:
        found = None
    if found is None:
        messages.error(request, "这个热点在本期没有了，请刷新后再选。")
        return back_to(at, "candidates")
    heading, text = issue_text(found.issue.name, found.count, found.units)
    cases = cases_spoken_of(request.user, row, found.issue)
    section = request.POST.get("section", "")
    return _picked(request, row, section=section, group=heading, text=text, cases=cases)


@for_staff("draft_bulletin")
@require_POST
def pick_case(request: StaffRequest, at: str) -> HttpResponse:
    """Open an item about a well-handled case, drafted from its own records."""
    row = bulletin_or_404(at)
    number = request.POST.get("number", "").replace("\0", "")[:30]
    open_ones = cases_for(request.user).filter(confidential=False, accused=[], stepped_aside=[])
    case = open_ones.select_related("citizen", "channel").filter(number=number).first()
    if case is None:
        messages.error(request, f"没有编号为“{number}”的工单可供刊出，请核对。")
        return back_to(at, "candidates")
    text = text_of(well_handled(handled(case)))
    section = request.POST.get("section", "well_handled")
    return _picked(request, row, section=section, group="", text=text, cases=[case])


def _picked(
    request: StaffRequest, row: Bulletin, *, section: str, group: str, text: str, cases: list[Case]
) -> HttpResponse:
    """Add the item and open it for rewriting."""
    if row.status != "draft":
        messages.error(request, "通报现在的状态不能“编辑”，请刷新后再看。")
        return back_to(row.at)
    try:
        item = drafting.pick(
            row, section=section, group=group[: drafting.GROUP_LENGTH], text=text, cases=cases,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except REFUSALS as error:
        messages.error(request, str(error))
        return back_to(row.at, "candidates")
    messages.success(request, "已拟出初稿，请核对、改写后保存。")
    return redirect("desk:bulletin_rewrite", row.at, item.pk)
