"""承办台: a unit's own shares, tab by tab, each with its clocks and who below has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.clocks import Clock, clock
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.paging import asked_page
from hotline.records.models import Case, Staff
from hotline.records.queries.reference import below
from hotline.records.queries.unit_shares import TABS, Share, list_shares, tab_counts
from hotline.rules.life import MOVES, Status

SHOWN_UP_TO = 999
MOST_PAGES = 100
PAUSED = Clock("none", "暂停计时")
# For whom a tab is kept: who may not make the move has nothing to do there.
TAB_PERMITS = {"approve": "approve"}
BULK = ("sign", "pass_down")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab with how many shares stand in it."""

    code: str
    name: str
    count: int
    is_here: bool

    @property
    def shown(self) -> str:
        """The count as it is printed, capped."""
        return str(self.count) if self.count <= SHOWN_UP_TO else f"{SHOWN_UP_TO}+"


@dataclass(frozen=True, slots=True)
class Row:
    """One share as the list shows it; `verb` is what it waits for from this person."""

    share: Share
    sign: Clock | None
    reply: Clock
    verb: str
    passes_down: bool

    @property
    def case(self) -> Case:
        """Its case."""
        return self.share.row.case


@for_staff("see_unit_cases")
@require_safe
def unit(request: StaffRequest) -> HttpResponse:
    """GET one tab of the unit's shares; without a choice the first where something waits."""
    now, staff = timezone.now(), request.user
    counts = tab_counts(staff, now)
    tabs = [code for code in TABS if staff.may(TAB_PERMITS.get(code, "see_unit_cases"))]
    wanted = request.GET.get("tab", "")
    here = wanted if wanted in tabs else _first(counts)
    page = asked_page(request, MOST_PAGES)
    shares, more = list_shares(staff, here, now, page)
    has_below = staff.department is not None and len(below(staff.department)) > 1
    context = {
        "unit": staff.department,
        "tabs": [Tab(code, TABS[code], counts[code], code == here) for code in tabs],
        "here": here,
        "name": TABS[here],
        "rows": [_row(share, staff, now, has_below=has_below) for share in shares],
        "bulk": [verb for verb in BULK if staff.may(verb) and (verb == "sign" or has_below)],
        "page": page,
        "more": more,
    }
    return render(request, "desk/unit/list.html", context)


def _first(counts: dict[str, int]) -> str:
    return next((code for code in ("sign", "handle") if counts[code]), "sign")


def _row(share: Share, staff: Staff, now: datetime, *, has_below: bool) -> Row:
    row, status = share.row, Status(share.row.case.status)
    paused = status is Status.AWAITING_CITIZEN and row.finished_at is None
    return Row(
        share=share,
        sign=clock(row.sign_due_at, row.signed_at, now) if row.sign_due_at else None,
        reply=PAUSED if paused else clock(row.due_at, row.replied_at or row.finished_at, now),
        verb=_verb(share, staff, status),
        passes_down=has_below
        and row.finished_at is None
        and row.part in MOVES["pass_down"].parts
        and status in MOVES["pass_down"].sources
        and staff.may("pass_down"),
    )


def _verb(share: Share, staff: Staff, status: Status) -> str:
    """What the share waits for from this person; empty where that is nobody's of the unit."""
    row = share.row
    if row.finished_at is not None:
        return ""
    waits = {
        Status.AWAITING_SIGNATURE: "sign",
        Status.IN_HANDLING: "reply",
        Status.AWAITING_CITIZEN: "resume",
        Status.AWAITING_APPROVAL: "approve",
    }
    verb = waits.get(status, "") if row.part == "lead" else "report_back"
    return verb if verb and staff.may(verb) and status in MOVES[verb].sources else ""
