"""What a thing that is owed to another system says, from the records as they stand now."""

from __future__ import annotations

from hotline.records.models import Assignment, Callback, Case, Delivery, JournalEntry
from hotline.records.queries.reference import departments
from hotline.records.scope import everything
from hotline.rules.life import Status
from hotline.rules.telling_roads import Matter, Told, tell

SOLVED = {"yes": "已解决", "partly": "部分解决", "no": "未解决"}
RATINGS = {
    "very_satisfied": "非常满意",
    "satisfied": "满意",
    "basically": "基本满意",
    "dissatisfied": "不满意",
}


@everything()
def told(case: Case, delivery: Delivery) -> Told:
    """The message in words and facts: for every adapter, and for a person who brings it by hand."""
    return tell(delivery.kind, their_number_of(delivery), _matter(case, delivery))


def their_number_of(delivery: Delivery) -> str:
    """What the other side calls the matter; empty where it has no number for it yet."""
    contact = delivery.contact
    if contact is not None:
        return contact.external_number
    return delivery.peer_number


def _matter(case: Case, delivery: Delivery) -> Matter:
    entry = JournalEntry.objects.filter(case=case, seq=delivery.journal_seq).first()
    lead = entry.lead_id if entry is not None else case.lead_id
    unit = departments().get(lead) if lead is not None else None
    called = Callback.objects.filter(case=case, reached=True).order_by("-tried_at").first()
    is_over = bool(case.closed_as)
    return Matter(
        number=case.number,
        title=case.title,
        status=Status(entry.status if entry is not None else case.status),
        verb=entry.verb if entry is not None else "",
        note=delivery.note,
        unit=unit.name if unit is not None else "",
        due_at=entry.due_at if entry is not None else case.due_at,
        answer=case.answer or _answer_of_lead(case),
        closed_as=case.closed_as,
        text=case.text,
        solved=SOLVED.get(called.solved, "") if called is not None and is_over else "",
        rating=RATINGS.get(called.handling_rating, "") if called is not None and is_over else "",
    )


def _answer_of_lead(case: Case) -> str:
    leads = Assignment.objects.filter(case=case, part="lead", replied_at__isnull=False)
    last = leads.order_by("-replied_at").values_list("answer", flat=True).first()
    return last or ""
