"""Answer: what is answered at once is accepted and closed at once."""

from __future__ import annotations

import pytest

from hotline.records.models import Assignment
from hotline.steps.answer import answer
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import BEGIN, LATER, journal, last_entry, read_again, refused, walked


def test_an_answered_case_is_accepted_and_closed_at_once(city: City) -> None:
    case = walked(city, "registered")
    answer(case, text=" 请持身份证到窗口办理。 ", by=city.person("call_taker"), at=LATER)
    stored = read_again(case)
    assert (stored.status, stored.accepted_at, stored.closed_at) == ("closed", LATER, LATER)
    assert (stored.answer, stored.lead) == ("请持身份证到窗口办理。", None)
    assert journal(case)[1:] == [(2, "answer", "closed")]
    assert last_entry(case).note == "请持身份证到窗口办理。"


def test_an_accepted_case_keeps_the_moment_of_its_acceptance(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    accepted = case.accepted_at
    answer(case, text="请办理。", by=city.person("dispatcher"), at=LATER)
    assert (read_again(case).accepted_at, accepted > BEGIN) == (accepted, True)


def test_an_answered_case_goes_to_no_unit(city: City) -> None:
    act(city, "answer", walked(city, "registered"))
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_answer_is_refused(city: City, text: str) -> None:
    case = walked(city, "registered")
    told = refused(case, lambda: answer(case, text=text, by=None, at=LATER))
    assert told == ("text", "请填写答复内容。")


@pytest.mark.parametrize("missing", ["kind", "topic"])
def test_a_case_that_is_not_classified_is_refused(city: City, missing: str) -> None:
    case = walked(city, "registered", **{missing: ""})
    assert refused(case, lambda: act(city, "answer", case))[0] == missing
