"""Call attention: whoever handles a case reads at once that a superior corrects, asks or urges."""

from __future__ import annotations

from hotline.records.identity import new_id
from hotline.records.models import Notice
from hotline.records.queries.notices import audience_of
from hotline.rules.life import WITH_UNIT, Status
from hotline.steps.moving import Change

# By kind of message, the word of the notice (`rules/warnings.MESSAGES`).
CALLS = {
    "question": "asked",
    "urge": "pressed",
    "send_back": "sent_back",
    "recall": "taken_back",
    "answer": "answered",
    "more": "further",
}


def call_attention(change: Change, act: str) -> None:
    """One notice to the office, and one to the leading unit while it has the case."""
    case = change.case
    units = [case.lead_id] if case.lead_id and Status(case.status) in WITH_UNIT else []
    for unit in (None, *units):
        row = Notice(
            id=new_id(),
            case=case,
            act=act,
            due_at=change.at,
            at=change.at,
            department_id=unit,
        )
        change.add(row)
        change.tell(audience_of(row), "notice", {"notice": str(row.pk)})
