"""What went to and fro about a case: texts that the sender changed, messages, what is owed back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.channels.mail.shown import vouched
from hotline.desk.clocks import Clock, clock
from hotline.desk.story_facts import CHANGED
from hotline.records.models import Amendment, Case, Delivery, Inbound, JournalEntry, Staff
from hotline.records.queries.case_story import Story
from hotline.records.queries.journal_words import reads_words
from hotline.rules.differences import Change, differences
from hotline.rules.masking import mask_text

MESSAGES = ("take_message", "write_back")
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Changed:
    """One text that the sender changed: what of it changed, and the text before and after."""

    row: Amendment
    names: Sequence[str]
    pieces: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Message:
    """Something said on a road: by the superior to us, or by us to it."""

    entry: JournalEntry
    kind: str
    is_ours: bool
    text: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing owed to a road, with the superior's clock."""

    row: Delivery
    clock: Clock


def case_roads(staff: Staff, case: Case, story: Story, now: datetime) -> dict[str, Any]:
    """For the page of a case; nothing is asked where nothing went to or fro."""
    amends = [entry for entry in story.journal if entry.verb == "amend"]
    changed = _changed(case, amends) if amends else []
    said = [_message(entry, staff) for entry in story.journal if entry.verb in MESSAGES]
    owed = _owed(case, now) if case.owes_back and staff.may("see_all_cases") else []
    return {
        "changed": changed,
        "first_text": mask_text(amends[0].details.get("before_text", "")) if amends else "",
        "messages": said[-MOST_SHOWN:],
        "owed": owed,
        "vouched": _vouched(case) if case.owes_back else [],
        "owes_back": case.owes_back,
        "may_bring": staff.may("write_back"),
        "is_shown": bool(changed or said or owed),
    }


def _vouched(case: Case) -> list[tuple[datetime, str]]:
    """What the mail servers say of those who wrote: shown, and never believed."""
    rows = Inbound.objects.filter(case=case).only("facts", "received_at").order_by("-pk")
    said = ((row.received_at, vouched(row.facts)) for row in rows[:MOST_SHOWN])
    return [(at, words) for at, words in said if words]


def _changed(case: Case, amends: Sequence[JournalEntry]) -> list[Changed]:
    """Every text with the one that it took the place of, word by word."""
    rows = list(Amendment.objects.filter(case=case).order_by("received_at", "pk")[:MOST_SHOWN])
    return [
        Changed(
            row,
            [CHANGED[name] for name in row.changed if name in CHANGED],
            differences(mask_text(_before(entry, row)), mask_text(row.text)),
        )
        for row, entry in zip(rows, amends, strict=False)
    ]


def _before(entry: JournalEntry, row: Amendment) -> str:
    """What the case said before; the same where the text did not change."""
    before: str = entry.details.get("before_text", row.text)
    return before


def _message(entry: JournalEntry, staff: Staff) -> Message:
    text = entry.note if reads_words(entry, staff) or entry.verb == "take_message" else ""
    return Message(entry, entry.details.get("kind", ""), entry.verb == "write_back", text)


def _owed(case: Case, now: datetime) -> list[Owed]:
    rows = Delivery.objects.filter(case=case).select_related("road", "contact", "settled_by")
    found = rows.defer("body_sealed", "road__secrets_sealed").order_by("-pk")[:MOST_SHOWN]
    return [Owed(row, clock(row.due_at, row.sent_at, now)) for row in found]
