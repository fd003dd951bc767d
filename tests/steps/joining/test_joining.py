"""Joining: one matter, several callers; each keeps a callback and a rating of their own."""

from __future__ import annotations

import pytest

from hotline.records.models import Callback, Case, Clock
from hotline.rules.life import Status
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import BEGIN, LATER, china, journal, last_entry, read_again, refused, walked


def joined_to(city: City, main: Case, status: str = "awaiting_dispatch") -> Case:
    """Another case, joined to `main`."""
    case = walked(city, status)
    act(city, "join", case, main=main)
    return case


def as_stored(*cases: Case) -> list[str]:
    """Where the cases stand."""
    return [read_again(case).status for case in cases]


@pytest.mark.parametrize(
    "status", ["registered", "awaiting_dispatch", "awaiting_signature", "in_handling"]
)
def test_a_joined_case_is_nobodys_work_any_more(city: City, status: str) -> None:
    main, case = walked(city, "in_handling"), walked(city, status, unit="west")
    accepted = case.accepted_at or LATER
    act(city, "join", case, main=main, reason=" 同一件事 ")
    stored = read_again(case)
    assert (stored.status, stored.joined_to_id, stored.lead, stored.due_at, stored.seen_by) == (
        "joined",
        main.pk,
        None,
        None,
        [],
    )
    assert stored.accepted_at == accepted
    assert [share.ended_as for share in case.assignments.all()] in ([], ["joined"])
    assert not Clock.objects.filter(case=case, stopped_at=None).exists()
    assert (last_entry(case).note, last_entry(case).details) == (
        "同一件事",
        {"main": main.number},
    )


def test_the_answer_reaches_every_caller_and_each_is_called_back(city: City) -> None:
    main = walked(city, "awaiting_review")
    cases = [joined_to(city, main) for _ in range(3)]
    act(city, "review", main)
    assert as_stored(main, *cases) == ["awaiting_callback"] * 4
    assert {read_again(case).answer for case in cases} == {"垃圾已清运。"}
    for case, rating in zip(cases, ("satisfied", "basically", "dissatisfied"), strict=True):
        due = Clock.objects.get(case=case, name="callback").due_at
        assert due == china("2022-04-08T17:00")
        act(city, "call_back", read_again(case), handling_rating=rating)
    assert [Callback.objects.get(case=case).handling_rating for case in cases] == [
        *("satisfied", "basically", "dissatisfied")
    ]
    act(city, "close", read_again(cases[0]))
    act(city, "handle_again", read_again(cases[2]))
    assert as_stored(main, *cases) == [
        *("awaiting_callback", "closed", "called_back", "awaiting_dispatch")
    ]
    assert read_again(cases[2]).joined_to is None


def test_a_direct_answer_of_the_main_case_reaches_them_too(city: City) -> None:
    main = walked(city, "awaiting_dispatch")
    case = joined_to(city, main)
    act(city, "answer", main, text="已经修好。")
    stored = read_again(case)
    assert (read_again(main).status, stored.status, stored.answer) == (
        "closed",
        "awaiting_callback",
        "已经修好。",
    )


@pytest.mark.parametrize("verb", ["withdraw", "transfer", "direct", "tell_progress", "decline"])
def test_a_main_case_without_an_answer_lets_the_others_go(city: City, verb: str) -> None:
    main = walked(city, "awaiting_dispatch")
    case, left = joined_to(city, main), joined_to(city, main)
    act(city, "withdraw", left)
    act(city, verb, main)
    stored = read_again(case)
    assert (stored.status, stored.joined_to, read_again(left).status) == (
        "awaiting_dispatch",
        None,
        "withdrawn",
    )
    assert (journal(case)[-1][1], main.number in last_entry(case).note) == ("part", True)


def test_a_joined_case_can_be_withdrawn_by_itself(city: City) -> None:
    main = walked(city, "awaiting_review")
    case, other = joined_to(city, main), joined_to(city, main)
    act(city, "withdraw", case)
    act(city, "review", main)
    assert as_stored(case, other) == ["withdrawn", "awaiting_callback"]


def test_a_parted_case_goes_its_own_way(city: City) -> None:
    main = walked(city, "in_handling")
    case = joined_to(city, main, "in_handling")
    assert refused(case, lambda: act(city, "part", case, reason=" ")) == (
        "reason",
        "请写明拆单的原因。",
    )
    act(city, "part", case)
    act(city, "dispatch", case, to=city.units["west"])
    stored = read_again(case)
    assert (stored.joined_to, stored.seen_by) == (None, [city.units["west"].pk])


def test_an_answer_that_is_not_there_or_no_longer_holds_is_not_shared(city: City) -> None:
    told = ("main", "主工单还没有答复，不能共享；请等主工单审核通过。")
    main = walked(city, "in_handling")
    case = joined_to(city, main)
    assert refused(case, lambda: act(city, "share_answer", case)) == told
    again = walked(city, "called_back", solved="no")
    act(city, "handle_again", again)  # its old answer was not good enough
    late = joined_to(city, again)
    assert refused(late, lambda: act(city, "share_answer", late)) == told


# --- what cannot be joined -------------------------------------------------------------------


@pytest.mark.parametrize(
    "status", ["registered", "awaiting_callback", "called_back", "withdrawn", "closed", "archived"]
)
def test_a_case_joins_none_that_is_not_being_handled(city: City, status: str) -> None:
    main, case = walked(city, status), walked(city, "awaiting_dispatch")
    field, sentence = refused(case, lambda: act(city, "join", case, main=main))
    assert (field, sentence.endswith("不能再并入；请改为告知进展。")) == ("main", True)


def test_every_other_status_takes_a_case_in(city: City) -> None:
    for status in (
        *("awaiting_dispatch", "awaiting_signature", "in_handling", "awaiting_citizen"),
        *("return_requested", "awaiting_ruling", "awaiting_approval", "awaiting_review"),
        "shelved",
    ):
        main = walked(city, status)
        assert joined_to(city, main).status == Status.JOINED


def test_joining_goes_one_level_deep(city: City) -> None:
    main = walked(city, "in_handling")
    case, other = joined_to(city, main), walked(city, "awaiting_dispatch")
    assert refused(other, lambda: act(city, "join", other, main=case)) == (
        "main",
        f"工单 {case.number} 自己已并入另一件，请填写那件主工单的编号。",
    )
    assert refused(main, lambda: act(city, "join", main, main=other)) == (
        "main",
        "这件工单自己有并入的工单，请先拆单，或把它作为主工单。",
    )
    assert refused(other, lambda: act(city, "join", other, main=other)) == (
        "main",
        "不能与自己并单，请填写另一件工单的编号。",
    )
    assert refused(other, lambda: act(city, "join", other, main=None)) == (
        "main",
        "请填写主工单的编号。",
    )


def test_a_confidential_case_is_handled_alone(city: City) -> None:
    one, other = walked(city, "in_handling"), walked(city, "awaiting_dispatch")
    act(city, "mark_confidential", one)
    told = ("main", "保密工单不能并单，请单独办理。")
    assert refused(other, lambda: act(city, "join", other, main=one)) == told
    act(city, "lift_confidential", one)
    act(city, "mark_confidential", other, accused=[city.units["west"]])
    act(city, "lift_confidential", other)
    assert refused(other, lambda: act(city, "join", other, main=one)) == (
        "main",
        "两件工单的被举报单位不同，不能并单，请单独办理。",
    )


def test_an_unclassified_case_is_not_counted_by_joining(city: City) -> None:
    main, case = walked(city, "in_handling"), walked(city, "registered", kind="", at=BEGIN)
    assert refused(case, lambda: act(city, "join", case, main=main))[0] == "kind"
