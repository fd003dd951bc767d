"""Send back: the reply goes back with a reason, and stays in the journal word for word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Assignment, JournalEntry
from hotline.steps.send_back import send_back
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, journal, last_entry, read_again, refused, walked

REASON = "请补充现场照片。"
BEFORE = LATER - timedelta(minutes=30)
FIRST_REPLY = {
    "handling": "第一次办理。",
    "answer": "第一次答复。",
    "solved": False,
    "reason_unsolved": "等待配件",
    "is_true": True,
    "beyond_remit": False,
    "contacted_at": BEFORE,
}


def test_a_reply_sent_back_is_in_handling_again(city: City) -> None:
    case = walked(city, "awaiting_review")
    due = case.due_at
    send_back(case, reason=f" {REASON} ", by=city.person("reviewer"), at=LATER)
    row = Assignment.objects.get(case=case)
    assert (read_again(case).status, read_again(case).due_at) == ("in_handling", due)
    assert (row.replied_at, row.replied_by, row.finished_at) == (None, None, None)
    assert (last_entry(case).note, journal(case)[5:]) == (
        REASON,
        [(6, "send_back", "in_handling")],
    )


def test_every_fact_of_the_refused_reply_stays_in_the_journal(city: City) -> None:
    case = walked(city, "in_handling")
    clerk = city.person("unit_clerk", "east")
    act(city, "reply", case, by=clerk, **FIRST_REPLY)
    act(city, "send_back", case)
    act(city, "reply", case, handling="第二次办理。", answer="第二次答复。")
    entry = JournalEntry.objects.get(case=case, verb="send_back")
    kept = {**FIRST_REPLY, "contacted_at": BEFORE.isoformat(), "replied_by": clerk.pk}
    moments = {"replied_at": LATER.isoformat()}
    # The database gives moments back in UTC.
    told = {
        name: _moment(value) if name.endswith("_at") else value
        for name, value in entry.details.items()
    }
    assert told == {
        name: _moment(value) if name.endswith("_at") else value
        for name, value in {**kept, **moments}.items()
    }


def _moment(text: object) -> object:
    return LATER.fromisoformat(str(text))


def test_the_second_reply_counts_with_its_own_moment(city: City) -> None:
    case = walked(city, "awaiting_review")
    act(city, "send_back", case)
    later = LATER + timedelta(days=1)
    act(city, "reply", case, answer="第二次答复。", at=later)
    act(city, "review", case, at=later)
    row = Assignment.objects.get(case=case)
    assert (row.replied_at, row.finished_at, case.answer) == (later, later, "第二次答复。")


def test_a_reply_can_be_sent_back_again(city: City) -> None:
    case = walked(city, "awaiting_review")
    for _ in range(3):
        act(city, "send_back", case)
        act(city, "reply", case)
    assert [verb for _, verb, _ in journal(case)][5:] == ["send_back", "reply"] * 3


@pytest.mark.parametrize("reason", ["", "  "])
def test_sending_back_without_a_reason_is_refused(city: City, reason: str) -> None:
    case = walked(city, "awaiting_review")
    told = refused(case, lambda: send_back(case, reason=reason, by=None, at=LATER))
    assert told == ("reason", "请写明退回的原因和需要补正的内容。")
