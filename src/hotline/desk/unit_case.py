"""What the unit's desk adds to a case's page: one's own share, templates of the reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from hotline.desk.panels import Panel, Panels
from hotline.records.models import Assignment, Case, JournalEntry, Staff
from hotline.records.queries.case_story import Story
from hotline.records.queries.choosing import unit_label, units_on
from hotline.records.queries.phrases import phrases_for
from hotline.records.queries.reference import below
from hotline.steps.reading.examine_reply import setting

# What is done at the desk beside the reply, in the order of its buttons.
BESIDE = (
    *("contact", "ask_more", "pass_down", "request_extension"),
    *("request_return", "dispute", "resume"),
)
TAKES_ON = ("sign", "reply", "report_back", "approve", "hold_back")
BACK = frozenset({"send_back", "hold_back", "handle_again", "refuse_return"})
# What a refused reply said is where the next one begins.
KEPT = ("handling", "answer", "is_true", "beyond_remit", "solved", "reason_unsolved")


def at_the_unit(
    staff: Staff, case: Case, story: Story, panels: Panels, now: datetime
) -> dict[str, Any]:
    """The context of the unit's own page of a case."""
    share = _own_share(staff, story)
    by_verb = {panel.verb: panel for panel in panels.all()}
    reply = by_verb.get("reply")
    if reply is not None and share is not None:
        _begin_with(reply, share)
    return {
        "desk_page": "unit",
        "share": share,
        "reply": reply,
        "checks_replies": reply is not None and setting().is_on,
        "first": [by_verb[verb] for verb in TAKES_ON if verb in by_verb and verb != "reply"],
        "beside": [by_verb[verb] for verb in BESIDE if verb in by_verb],
        "templates": phrases_for("reply_template", case.topic, timezone.localdate(now))
        if reply is not None
        else [],
        "sent_back": _sent_back(story.journal),
        **({"units": _below_labels(staff, now)} if "pass_down" in by_verb else {}),
    }


def _own_share(staff: Staff, story: Story) -> Assignment | None:
    """The open share of one's own unit, else of one below it, else the last one finished."""
    mine = [row for row in story.hanging.assignments if row.pk in story.hanging.sight.own]
    mine.sort(key=lambda row: (row.finished_at is None, row.department_id == staff.department_id))
    return mine[-1] if mine else None


def _begin_with(reply: Panel, share: Assignment) -> None:
    """Fill in the reply that was sent back, so that nothing is typed twice."""
    if reply.form.is_bound or not share.handling:
        return
    words = {True: "yes", False: "no", None: ""}
    for name in KEPT:
        value = getattr(share, name)
        is_answer = name in ("is_true", "solved")
        reply.form.initial[name] = words[value] if is_answer else value


def _sent_back(journal: Sequence[JournalEntry]) -> JournalEntry | None:
    """The move that gave the work back to the unit, where nothing was handed in since."""
    for entry in reversed(journal):
        if entry.verb in BACK:
            return entry
        if entry.verb in ("reply", "report_back", "review"):
            return None
    return None


def _below_labels(staff: Staff, now: datetime) -> list[str]:
    """The units below one's own, as a person types them."""
    if staff.department is None:
        return []
    mine = below(staff.department) - {staff.department.pk}
    return [unit_label(unit) for unit in units_on(timezone.localdate(now)) if unit.pk in mine]
