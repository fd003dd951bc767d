"""What a case counts as, worked out slowly and plainly from its rows: the ledger's other opinion.

Only the journal's entries and the rows hanging on the case are read, each by its own moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from hotline.records.models import Assignment, Callback, Case, JournalEntry, Outreach
from hotline.records.queries.counting import Window, unit_path
from hotline.rules.counting import Cell
from hotline.rules.workdays import CHINA

Rough = dict[tuple[object, ...], tuple[int, int]]
WITH_UNIT = {
    *("awaiting_signature", "in_handling", "awaiting_citizen"),
    *("return_requested", "awaiting_ruling", "awaiting_approval"),
}
SAID = {
    "request_return": "returned",
    "grant_extension": "extended",
    "handle_again": "again",
    "urge": "urged",
    "supervise": "supervised",
}


def plain_cells(window: Window, at: datetime) -> Counter[Cell]:
    """Every case accepted in the period, as it stood at the moment; how many of each."""
    cells = (_cell(case, at) for case in Case.objects.exclude(accepted_at=None))
    return Counter(
        cell for cell, day in filter(None, cells) if window.starts_on <= day <= window.ends_on
    )


def _cell(case: Case, at: datetime):  # type: ignore[no-untyped-def]
    moves = list(JournalEntry.objects.filter(case=case, at__lte=at).order_by("seq"))
    if not moves or case.accepted_at > at:
        return None
    last = moves[-1]
    shares = [row for row in Assignment.objects.filter(case=case) if row.given_at <= at]
    leads = [row for row in shares if row.part == "lead"]
    lead = max(leads, key=lambda row: (row.round, row.given_at, row.pk), default=None)
    own = lead is not None and lead.department_id == last.lead_id
    finished = own and last.status != "awaiting_dispatch" and _by(lead.finished_at, at)
    calls = sorted(
        (row for row in Callback.objects.filter(case=case) if row.tried_at <= at),
        key=lambda row: (row.tried_at, row.pk),
    )
    reached = [row for row in calls if row.reached]
    state = {"closed": "closed", "archived": "closed", "withdrawn": "withdrawn"}.get(
        last.status, "open"
    )
    holds = {
        "direct": state == "closed" and lead is None,
        "signed_on_time": own
        and _by(lead.signed_at, at)
        and lead.sign_due_at is not None
        and lead.signed_at <= lead.sign_due_at,
        "contacted": any(
            row.reached and row.at <= at for row in Outreach.objects.filter(case=case)
        ),
        "on_time": finished
        and bool(lead.replied_at and lead.due_at)
        and lead.replied_at <= lead.due_at,
        "late": finished
        and bool(lead.replied_at and lead.due_at)
        and lead.replied_at > lead.due_at,
        "overdue": last.status in WITH_UNIT and last.due_at is not None and last.due_at < at,
        "repeat": last.status == "joined" or (state == "closed" and _told_last(moves)),
        "called_back": bool(calls),
        "reached": bool(reached),
    }
    facts = {name for name, held in holds.items() if held}
    facts |= {SAID[move.verb] for move in moves if move.verb in SAID}
    handled = finished and lead.replied_at is not None
    return Cell(
        of="cases",
        count=1,
        channel=last.channel.code,
        kind=last.kind.code if last.kind else "",
        topic=tuple(last.topic.path) if last.topic else (),
        campaign=last.campaign.code if last.campaign else "",
        unit=_unit(last, lead, shares, own=own),
        state=state,
        facts=frozenset(facts),
        rating=reached[-1].handling_rating if reached else "",
        solved=reached[-1].solved if reached else "",
        seconds=round((lead.replied_at - lead.given_at).total_seconds()) if handled else 0,
    ), case.accepted_at.astimezone(CHINA).date()


def _by(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


def _unit(
    last: JournalEntry, lead: Assignment | None, shares: Iterable[Assignment], *, own: bool
) -> tuple[str, ...]:
    if last.lead is None:
        return ()
    below = [
        row for row in shares if lead and row.part == "below" and row.given_at >= lead.given_at
    ]
    deepest = max(below, key=lambda row: (row.given_at, row.pk), default=None)
    return unit_path(deepest.department if deepest and own else last.lead)


def _told_last(moves: list[JournalEntry]) -> bool:
    verbs = [move.verb for move in moves if move.verb in ("tell_progress", "reopen")]
    return bool(verbs) and verbs[-1] == "tell_progress"


def rough(cells: Counter[Cell]) -> Rough:
    """By everything but seconds: how many cases, and their seconds added up."""
    found: Rough = {}
    for cell, times in cells.items():
        if cell.of == "cases":
            key = tuple(
                getattr(cell, name)
                for name in (
                    *("channel", "kind", "topic", "campaign", "unit"),
                    *("state", "facts", "rating", "solved"),
                )
            )
            number, seconds = found.get(key, (0, 0))
            found[key] = (number + cell.count * times, seconds + cell.seconds * times)
    return found
