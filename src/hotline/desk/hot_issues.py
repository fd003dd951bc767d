"""热点问题: what many people speak of just now, why it is hot, and what a person makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.forms import hot_issues as forms
from hotline.desk.paging import asked_page
from hotline.desk.sparklines import Bar, Line, bar_of, line_of
from hotline.records.models import HotIssue, Staff
from hotline.records.queries import hot_issues as queries
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.hot_issues import TABS, Block, Shown
from hotline.records.queries.hot_material import ENGINE, watch_of
from hotline.records.queries.hot_usual import ledger_on
from hotline.rules.heat import RULE, STATES, WEIGHTS, Watch, parts_kept
from hotline.rules.thresholds import day_of

SEES = ("manage_issues", "supervise", "instruct")
MOST_PAGES, MOST_CHOSEN = 100, 200
VERBS = {
    "merged": "并入别的热点",
    "took_in": "并进一个热点",
    "gathered": "系统归并",
    "split": "分出一部分",
    "split_off": "从别的热点分出",
    "renamed": "改名",
    "dismissed": "忽略",
    "restored": "恢复",
    "took_out": "移出工单",
    "put_in": "移入工单",
    "warned": "苗头预警",
    "undone": "撤销",
}
# What a supervisor does with chosen cases of it.
ACTS = (("urge", "", "催办", "bell"), ("supervise", "ordinary", "督办", "eye"))
UNDOABLE = ("merged", "split", "renamed", "dismissed", "took_out", "put_in", "gathered")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the list, with how many are there."""

    code: str
    name: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An issue in the list as it is drawn."""

    shown: Shown
    bar: Bar
    days: Line


@for_staff(*SEES)
@require_safe
def hot_issues(request: StaffRequest) -> HttpResponse:
    """GET one tab of the list, the hottest first."""
    asked = request.GET.get("tab", "hot")
    tab = asked if asked in TABS else "hot"
    page, now = asked_page(request, MOST_PAGES), timezone.now()
    rows, more = queries.listed(tab, page, now)
    setting = setting_of(ENGINE)
    counts = queries.counts()
    top = max((row.row.heat for row in rows), default=0)
    context = {
        "tabs": [Tab(c, name, counts[c], c == tab) for c, (name, _) in TABS.items()],
        "tab": tab,
        "rows": [Row(row, bar_of(row.parts, top), line_of(row.days)) for row in rows],
        "page": page,
        "more": more,
        "is_on": setting.is_on,
        "watch": watch_of(setting.options),
        "rule": RULE,
        "weights": WEIGHTS,
        "sets": request.user.may("manage_engines"),
    }
    return render(request, "desk/issues/list.html", context)


@for_staff(*SEES)
@require_safe
def hot_issue(request: StaffRequest, issue: UUID) -> HttpResponse:
    """GET one issue with its evidence; of one part of its heat with ?part=."""
    return issue_page(request, issue_or_404(issue), {}, 200)


def hot_block(staff: Staff) -> Block | None:
    """What the boards show of it, for who may open it."""
    return queries.block() if any(map(staff.may, SEES)) else None


def issue_or_404(key: UUID) -> HotIssue:
    """An issue that is a group, or was one."""
    row = queries.issue_called(key)
    if row is None or (row.size < 2 and row.merged_into is None and not row.entries.exists()):  # noqa: PLR2004 - a single case is no group
        raise Http404
    return row


def issue_page(
    request: StaffRequest, row: HotIssue, refused: dict[str, Form], status: int
) -> HttpResponse:
    """The page of one issue; with a form that was refused as it was typed."""
    if row.merged_into is not None and not refused:
        return redirect("desk:hot_issue", row.merged_into_id)
    now, staff = timezone.now(), request.user
    part = request.GET.get("part", "") if request.method != "POST" else ""
    page = asked_page(request, MOST_PAGES)
    rows, more = queries.evidence(staff, row, part, page)
    manages = staff.may("manage_issues")
    wanted = watch_of(setting_of(ENGINE).options)
    context: dict[str, Any] = {
        "issue": row,
        "state": STATES.get(row.state, row.state),
        "topic": queries.topic_name(row),
        "parts": parts_kept(row.parts),
        "part": part if part in WEIGHTS else "",
        "part_name": WEIGHTS.get(part, ("", 0))[0],
        "rows": rows,
        "page": page,
        "more": more,
        "hidden": queries.hidden_from(staff, row),
        "days": queries.days_of([row.pk], now)[row.pk],
        **_units(row, now),
        **_season(row, wanted, now),
        "deadlines": queries.deadlines(staff, row),
        "entries": [
            (one, VERBS.get(one.verb, one.verb), _undoable(one)) for one in queries.entries_of(row)
        ],
        "warning": queries.unread_warning(row),
        "watch": wanted,
        "manages": manages,
        "rule": RULE,
        "forms": _forms(row, refused) if manages else {},
        "acts": [act for act in ACTS if staff.may(act[0])],
        "chosen": chosen_of(request),
        "usual": row.a_day * wanted.days,
        "export_query": urlencode({"issue": row.pk, **({"part": part} if part in WEIGHTS else {})}),
    }
    return render(request, "desk/issues/issue.html", context, status=status)


def _units(row: HotIssue, now: datetime) -> dict[str, Any]:
    """Who handles it, and how far they are in all."""
    units = queries.unit_rows(row, now)
    return {
        "units": units,
        "total": sum(unit.cases for unit in units),
        "closed": sum(unit.closed for unit in units),
        "late": sum(unit.late for unit in units),
    }


def _season(row: HotIssue, wanted: Watch, now: datetime) -> dict[str, Any]:
    """What the issue's topic has on each weekday: in the weeks before, and at this season of past
    years as far as the ledger goes."""
    ledger = ledger_on(day_of(now), wanted.days, wanted.weeks, now.hour)
    days = [
        (name, ledger.lately(row.topic_id, [day]), ledger.then(row.topic_id, [day]))
        for day, name in enumerate("一二三四五六日", start=1)
    ]
    return {"season": days if row.topic_id else [], "years": len(ledger.years)}


def chosen_of(request: StaffRequest) -> list[str]:
    """The numbers of the cases that are ticked."""
    given = (one.partition(":")[0] for one in request.POST.getlist("chosen")[:MOST_CHOSEN])
    return [number for number in given if number.isprintable()]


def _undoable(entry: Any) -> bool:
    return entry.verb in UNDOABLE and not entry.is_undone


def _forms(row: HotIssue, refused: dict[str, Form]) -> dict[str, Form]:
    """The forms of what may be ruled, those refused as they were."""
    usual: dict[str, Form] = {
        "rename": forms.RenameForm(initial={"name": row.name}, auto_id="rename_%s"),
        "merge": forms.MergeForm(others=queries.others(row)),
        "split": forms.SplitForm(auto_id="split_%s"),
        "put_in": forms.PutInForm(auto_id="put_in_%s"),
        "dismiss": forms.DismissForm(auto_id="dismiss_%s"),
    }
    return {**usual, **refused}
