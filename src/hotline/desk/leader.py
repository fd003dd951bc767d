"""The leader's desk (领导台): the day at a glance, what needs a word from above, and the word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.clocks import Clock, clock_of_row
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.beside import InstructForm
from hotline.desk.forms.moving import MoveForm
from hotline.desk.hot_issues import hot_block
from hotline.desk.oversight import page_of
from hotline.records.models import Case
from hotline.records.queries import today
from hotline.records.queries.lateness import Edges, edges
from hotline.records.queries.reference import channels, departments_by_code, topics
from hotline.records.queries.today import MOST_NEEDING, NEEDS
from hotline.steps.oversight.instruct import instruct as give_instruction

PERMIT = "instruct"
SHOWN_NEEDING = 8
TITLES = {
    "registered": "今日登记",
    "closed": "今日办结",
    "open": "正在办理",
    "late": "逾期未反馈",
    "due": "今日到期",
    "rated": "本周回访评价",
    "discontent": "本周评价不满意",
    "channel": "今日登记",
    "topic": "近 7 天登记",
    "place_week": "近 7 天登记并派出",
    "place_open": "正在办理",
    "place_late": "逾期未反馈",
}


@dataclass(frozen=True, slots=True)
class Needing:
    """A case that needs a word from above: why, how its deadline stands, and the form for it."""

    case: Any
    clock: Clock
    why: list[str]
    form: MoveForm
    is_open: bool = False


@for_staff(PERMIT)
@require_safe
def leader(request: StaffRequest) -> HttpResponse:
    """GET the day at a glance."""
    return _page(request, None, 200)


@for_staff(PERMIT)
@require_safe
def behind(request: StaffRequest) -> HttpResponse:
    """GET the cases behind one number."""
    what, of = request.GET.get("what", ""), request.GET.get("of", "").replace("\0", "")
    at = edges(timezone.now())
    found = today.cases_of(request.user, what, of, at)
    if found is None:
        raise Http404
    context = {
        **page_of(request, found, at),
        "title": title_of(what, of),
        "back": "desk:leader",
        "export": "leader",
        "back_name": "领导台",
    }
    return render(request, "desk/oversight/cases.html", context)


@for_staff("see_all_cases", "see_unit_cases")
def instruct(request: StaffRequest, number: str) -> HttpResponse:
    """POST a word on a case and stay on the desk; what is refused comes back as it was typed."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    if not request.user.may(PERMIT):
        raise PermissionDenied
    now = timezone.now()
    form = _form(request, case, request.POST)
    if not form.is_valid():
        return _page(request, (case, form), INVALID)
    try:
        give_instruction(case, by=request.user, at=now, **form.cleaned_data)
    except REFUSALS as error:
        status = put_on(form, error)
        case = case_or_404(request.user, number)
        form.data = {**form.data.dict(), "seen": case.version}
        return _page(request, (case, form), status)
    messages.success(request, f"已批示：工单 {number}。承办情况见“最近批示”。")
    return redirect("desk:leader")


def _page(
    request: StaffRequest, refused: tuple[Case, MoveForm] | None, status: int
) -> HttpResponse:
    """The whole page; with the form that was refused where it stood."""
    staff, now = request.user, timezone.now()
    at = edges(now)
    totals, places = today.standing(staff, now)
    days = today.days(staff, now)
    this, last = today.satisfaction(staff, now)
    needing = today.needing_a_word(staff, at)
    context = {
        "now": now,
        "today": days[-1],
        "days": days,
        "totals": totals,
        "places": places,
        "channels": today.by_channel(staff, now),
        "satisfied": this,
        "satisfied_before": last,
        "hot": today.hot_topics(staff, now),
        "hot_block": hot_block(staff),
        "needs": _counted(needing),
        "needing": _needing(request, needing, refused, at),
        "astray": _astray(needing, refused),
        "is_cut": len(needing) > SHOWN_NEEDING,
        "instructions": today.latest_instructions(staff),
    }
    return render(request, "desk/oversight/leader.html", context, status=status)


def _counted(needing: list[Any]) -> list[tuple[str, str, int, bool]]:
    """Each need with how many cases have it, and whether there may be more than were read."""
    is_cut = len(needing) >= MOST_NEEDING
    return [
        (code, name, sum(getattr(row, f"is_{code}") for row in needing), is_cut)
        for code, name in NEEDS.items()
    ]


def _needing(
    request: StaffRequest, rows: list[Any], refused: tuple[Case, MoveForm] | None, at: Edges
) -> list[Needing]:
    """The first of them, each with a form for a word on it; one that was refused stays open."""
    return [
        Needing(
            case=row,
            clock=clock_of_row(row, at.now),
            why=[name for code, name in NEEDS.items() if getattr(row, f"is_{code}")],
            form=refused[1] if refused and refused[0].pk == row.pk else _form(request, row),
            is_open=bool(refused and refused[0].pk == row.pk),
        )
        for row in rows[:SHOWN_NEEDING]
    ]


def _astray(rows: list[Any], refused: tuple[Case, MoveForm] | None) -> tuple[Case, MoveForm] | None:
    """What was refused on a case that is not among those shown any more: nothing typed is lost."""
    if refused is None or any(row.pk == refused[0].pk for row in rows[:SHOWN_NEEDING]):
        return None
    return refused


def _form(request: StaffRequest, case: Any, data: Any = None) -> MoveForm:
    """The form of an instruction; its fields are told apart from those of the other cases."""
    form = InstructForm(data, case=case, by=request.user, at=timezone.now())
    form.auto_id = f"instruct-{case.number}_%s"
    return form


def title_of(what: str, of: str) -> str:
    """What the cases behind one number are called."""
    name = TITLES.get(what) or NEEDS[what]
    if what == "channel" and of in channels():
        return f"{channels()[of].name}：{name}"
    if what == "topic":
        topic = next((row.name for row in topics().values() if row.code == of), of)
        return f"{topic}：{name}"
    if what.startswith("place_"):
        unit = departments_by_code().get(of)
        return f"{unit.name if unit else '市直部门和企业'}：{name}"
    return name
