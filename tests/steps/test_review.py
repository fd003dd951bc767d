"""Review: the reply is found good, the assignment is finished, the answer is the case's."""

from __future__ import annotations

from hotline.records.models import Assignment
from hotline.steps.review import review
from tests.factories import City
from tests.steps.cases import LATER, journal, last_entry, read_again, walked


def test_a_reviewed_case_waits_for_the_callback(city: City) -> None:
    case = walked(city, "awaiting_review")
    review(case, by=city.person("reviewer"), at=LATER, note=" 情况清楚 ")
    stored = read_again(case)
    assert (stored.status, stored.answer) == ("awaiting_callback", "垃圾已清运。")
    assert (journal(case)[5:], last_entry(case).note) == (
        [(6, "review", "awaiting_callback")],
        "情况清楚",
    )


def test_the_assignment_is_finished_with_the_moment_of_the_reply_kept(city: City) -> None:
    case = walked(city, "awaiting_review")
    replied_at = Assignment.objects.get(case=case).replied_at
    review(case, by=city.person("reviewer"), at=LATER)
    row = Assignment.objects.get(case=case)
    assert (row.finished_at, row.replied_at) == (LATER, replied_at)


def test_the_case_keeps_its_lead_and_deadline(city: City) -> None:
    case = walked(city, "awaiting_review")
    before = (case.lead, case.due_at)
    review(case, by=city.person("reviewer"), at=LATER)
    assert (read_again(case).lead, read_again(case).due_at) == before
