"""Settle events: a person holds that cases are no one event, or that one of them is another matter;
either stays said."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import SameEvent, SameEventCase, Staff
from hotline.records.scope import everything
from hotline.steps.moving import permit
from hotline.steps.storing.book import Writing, book


@everything()
def dismiss_event(event: SameEvent, *, by: Staff, at: datetime) -> None:
    """It is no one event: not shown again, and its cases begin no other."""
    permit(by, "join")
    if event.state == "open":
        settled = {"state": "dismissed", "settled_at": at, "settled_by": by}
        book().write(Writing(changes=[(event, settled)]))


@everything()
def take_out(member: SameEventCase, *, by: Staff, at: datetime) -> None:
    """This case is another matter; it does not come back into the event."""
    permit(by, "join")
    if member.state == "in":
        settled = {"state": "apart", "settled_at": at, "settled_by": by}
        others = SameEventCase.objects.filter(
            event=member.event, caller=member.caller, state="in"
        ).exclude(pk=member.pk)
        event = member.event
        left = {
            "cases": event.cases - 1,
            "callers": event.callers - (not others.exists()),
        }
        book().write(Writing(changes=[(member, settled), (event, left)]))
