"""Report: a program with a token tells one event of a call, like an exchange at its own door."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.records.scope import everything
from hotline.rules.telephony import CallEvent
from hotline.steps.calling.hear_event import hear_call
from hotline.steps.moving import permit


@everything()
def report(event: CallEvent, *, by: Staff | None, at: datetime) -> tuple[Call, str]:
    """Keep the event; gives the call as it stands, and whether this was news."""
    permit(by, "report_calls")
    told = hear_call(event, at=at)
    return Call.objects.select_related("agent").get(road=None, exchange_key=event.call), told
