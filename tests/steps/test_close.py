"""Close: the matter is done; who is not content gets an explanation first."""

from __future__ import annotations

import pytest

from hotline.steps.close import close
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, journal, last_entry, read_again, refused, walked

TOLD = ("note", "诉求人表示未解决或不满意：请填写向诉求人解释的情况，或改为“重办”。")
# What the citizen said, and whether the case needs an explanation.
SAID = [
    ("yes", "very_satisfied", False),
    ("yes", "satisfied", False),
    ("yes", "basically", False),
    ("yes", "no_rating", False),
    ("partly", "satisfied", False),
    ("yes", "dissatisfied", True),
    ("partly", "dissatisfied", True),
    ("no", "satisfied", True),
    ("no", "dissatisfied", True),
    ("no", "no_rating", True),
]


def test_a_closed_case_has_its_moment(city: City) -> None:
    case = walked(city, "called_back")
    close(case, by=city.person("callback_agent"), at=LATER, note=" 已办结 ")
    stored = read_again(case)
    assert (stored.status, stored.closed_at, stored.due_at) == ("closed", LATER, case.due_at)
    assert (last_entry(case).note, journal(case)[7:]) == ("已办结", [(8, "close", "closed")])


@pytest.mark.parametrize(("solved", "rating", "needs"), SAID)
def test_who_is_not_content_needs_an_explanation(
    city: City, solved: str, rating: str, needs: bool
) -> None:
    case = walked(city, "called_back", solved=solved, rating=rating)
    if needs:
        assert refused(case, lambda: act(city, "close", case, note=" ")) == TOLD
    act(city, "close", case, note="已解释政策。" if needs else "")
    assert case.status == "closed"


def test_a_citizen_who_was_never_reached_needs_none(city: City) -> None:
    case = walked(city, "awaiting_callback")
    for _ in range(2):
        act(city, "try_call_back", case)
    act(city, "close", case)
    assert case.status == "closed"


def test_the_last_answer_decides(city: City) -> None:
    case = walked(city, "called_back", solved="no")
    for verb in ("handle_again", "dispatch", "sign", "reply", "review", "call_back"):
        act(city, verb, case)
    act(city, "close", case)
    assert case.status == "closed"


def test_an_answer_of_the_first_round_stands_while_there_is_no_other(city: City) -> None:
    case = walked(city, "called_back", solved="no")
    for verb in ("handle_again", "dispatch", "sign", "reply", "review"):
        act(city, verb, case)
    for _ in range(2):
        act(city, "try_call_back", case)
    assert refused(case, lambda: act(city, "close", case)) == TOLD
