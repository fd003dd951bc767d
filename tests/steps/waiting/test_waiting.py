"""Waiting: clocks that pause, run on and get longer, with every moment worked out by hand.

A case begins on Wednesday 2022-04-06 at 09:00; its unit has five working days, until Wednesday
the 13th at 17:00. Sunday 2022-04-24 was worked (调休) for the days off around the First of May:
Saturday 30 April to Wednesday 4 May. Saturday 7 May was worked too.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hotline.records.models import Assignment, Case, Clock, Extension
from hotline.rules.permits import NotPermitted
from hotline.steps.pass_down import pass_down
from tests.factories import City
from tests.steps.acts import act, ready
from tests.steps.cases import (
    LATER,
    china,
    in_hand,
    kept,
    last_entry,
    read_again,
    refused,
    walked,
)

DUE = china("2022-04-13T17:00")


def clock(case: Case, name: str = "handle", part: str = "lead") -> Clock:
    """The newest clock of that name, of the share of that part."""
    found = Clock.objects.filter(case=case, name=name)
    return found.filter(assignment__part=part).latest("pk")


def dues(case: Case) -> set[object]:
    """The deadline as case, clock and assignment say it: one, or something is wrong."""
    lead = Assignment.objects.filter(case=case, part="lead").latest("pk")
    return {read_again(case).due_at, clock(case).due_at, lead.due_at}


# --- asking the citizen ----------------------------------------------------------------------


def test_the_clock_stands_still_while_the_citizen_is_asked(city: City) -> None:
    case = ready(city, "ask_more")
    act(city, "ask_more", case, question=" 哪一栋？ ")
    handle, citizen = clock(case), clock(case, "citizen")
    assert (case.status, dues(case), last_entry(case).note) == (
        "awaiting_citizen",
        {None},
        "哪一栋？",
    )
    assert (handle.pauses, handle.stopped_at, handle.next_at) == (
        [[LATER.isoformat(), None]],
        None,
        None,
    )
    assert (citizen.due_at, citizen.stopped_at) == (china("2022-04-20T17:00"), None)


@pytest.mark.parametrize(
    ("answered", "due"),
    [
        ("2022-04-06T15:00", "2022-04-13T17:00"),  # the same day: no day was lost
        ("2022-04-07T09:00", "2022-04-13T17:00"),  # the day of resuming counts
        ("2022-04-08T16:00", "2022-04-14T17:00"),
        ("2022-04-10T10:00", "2022-04-15T17:00"),  # a Sunday: the weekend counts for nobody
        ("2022-04-20T10:00", "2022-04-25T17:00"),  # nine days lost; Sunday the 24th is worked
    ],
)
def test_the_deadline_moves_by_the_working_days_that_were_waited(
    city: City, answered: str, due: str
) -> None:
    case = ready(city, "ask_more")
    act(city, "ask_more", case)
    act(city, "resume", case, at=china(answered))
    assert (case.status, dues(case)) == ("in_handling", {china(due)})
    assert clock(case, "citizen").stopped_at == china(answered)


def test_who_works_for_the_unit_waits_with_it_and_who_assists_does_not(city: City) -> None:
    case = ready(city, "dispatch")
    act(city, "dispatch", case, assisting=[city.units["west"]])
    act(city, "sign", case)
    clerk = city.person("unit_clerk", "east")
    pass_down(case, to=city.units["east_street"], by=clerk, at=LATER)
    act(city, "ask_more", case)
    below = Assignment.objects.get(case=case, part="below")
    assert (clock(case, part="below").due_at, below.due_at, dues(case)) == (None, None, {None})
    assert clock(case, part="assisting").due_at == DUE
    act(city, "resume", case, at=china("2022-04-08T16:00"))
    below.refresh_from_db()
    assert {clock(case, part="below").due_at, below.due_at, *dues(case)} == {
        china("2022-04-14T17:00")
    }


def test_a_clock_is_paused_once(city: City) -> None:
    case = ready(city, "ask_more")
    act(city, "ask_more", case)
    act(city, "resume", case, at=LATER)
    assert refused(case, lambda: act(city, "ask_more", case)) == (
        "question",
        "这件工单已请诉求人补充过 1 次，不能再暂停计时。",
    )


def test_the_offices_own_pause_does_not_count_as_the_units(city: City) -> None:
    case = ready(city, "shelve")
    act(city, "shelve", case)
    act(city, "take_up", case, at=LATER)
    act(city, "ask_more", case)
    assert case.status == "awaiting_citizen"


def test_nothing_is_asked_without_a_question(city: City) -> None:
    case = ready(city, "ask_more")
    told = ("question", "请写明需要诉求人补充什么。")
    assert refused(case, lambda: act(city, "ask_more", case, question=" ")) == told


# --- more time -------------------------------------------------------------------------------


def asked(case: Case) -> dict[str, object]:
    """The newest request for more time."""
    names = ("amount", "unit", "outcome", "decision", "asked_at", "decided_at")
    row = Extension.objects.filter(case=case).latest("pk")
    return {name: getattr(row, name) for name in names}


@pytest.mark.parametrize(
    ("amount", "due"),
    [
        (1, "2022-04-14T17:00"),
        (5, "2022-04-20T17:00"),
        (8, "2022-04-24T17:00"),  # Sunday the 24th is worked
        (10, "2022-04-26T17:00"),
    ],
)
def test_an_extension_counts_from_the_old_deadline(city: City, amount: int, due: str) -> None:
    case = ready(city, "request_extension")
    act(city, "request_extension", case, amount=amount)
    assert (dues(case), asked(case)["outcome"]) == ({DUE}, "")
    act(city, "grant_extension", case, note=" 同意 ")
    assert dues(case) == {china(due)}
    assert asked(case) == {
        "amount": amount,
        "unit": "working_days",
        "outcome": "granted",
        "decision": "同意",
        "asked_at": LATER,
        "decided_at": LATER,
    }
    assert last_entry(case).details == {"asked": amount, "granted": amount}


def test_less_than_was_asked_can_be_granted(city: City) -> None:
    case = ready(city, "grant_extension")
    for amount in (0, 6):
        told = ("amount", "请填写同意延长的天数，1 至 5。")
        assert refused(case, lambda n=amount: act(city, "grant_extension", case, amount=n)) == told
    act(city, "grant_extension", case, amount=2)
    assert (dues(case), asked(case)["amount"]) == ({china("2022-04-15T17:00")}, 2)


def test_a_refused_extension_leaves_the_deadline_and_the_only_chance_is_used(city: City) -> None:
    case = ready(city, "refuse_extension")
    assert refused(case, lambda: act(city, "refuse_extension", case, reason=" ")) == (
        "reason",
        "请写明不同意延期的原因。",
    )
    act(city, "refuse_extension", case)
    assert (dues(case), asked(case)["outcome"]) == ({DUE}, "refused")
    assert refused(case, lambda: act(city, "request_extension", case)) == (
        "amount",
        "每件工单最多申请延期 1 次，不能再申请。",
    )


@pytest.mark.parametrize(("late_by", "may"), [(0, True), (1, False)])
def test_more_time_is_asked_until_the_very_deadline(city: City, late_by: int, may: bool) -> None:
    case = ready(city, "request_extension")
    at = DUE + timedelta(seconds=late_by)
    if may:
        act(city, "request_extension", case, at=at)
        act(city, "grant_extension", case, at=at + timedelta(days=1))  # decided later: it counts
        assert dues(case) == {china("2022-04-20T17:00")}
    else:
        assert refused(case, lambda: act(city, "request_extension", case, at=at)) == (
            "amount",
            "办理时限已过，不能再申请延期；请尽快反馈。",
        )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"amount": None}, ("amount", "请填写延长的天数，1 至 10。")),
        ({"amount": 0}, ("amount", "请填写延长的天数，1 至 10。")),
        ({"amount": 11}, ("amount", "请填写延长的天数，1 至 10。")),
        ({"reason": " "}, ("reason", "请写明需要延期的原因。")),
    ],
)
def test_an_extension_without_its_facts_is_refused(
    city: City, facts: dict[str, object], told: tuple[str, str]
) -> None:
    case = ready(city, "request_extension")
    assert refused(case, lambda: act(city, "request_extension", case, **facts)) == told


def test_one_request_waits_at_a_time_and_lapses_with_the_reply(city: City) -> None:
    case = ready(city, "grant_extension")
    assert refused(case, lambda: act(city, "request_extension", case)) == (
        "amount",
        "已有延期申请等待审批，请不要重复申请。",
    )
    act(city, "reply", case)
    act(city, "send_back", case)
    assert asked(case)["outcome"] == "lapsed"
    assert refused(case, lambda: act(city, "grant_extension", case)) == (
        "extension",
        "这件工单没有待审批的延期申请，请刷新后再看。",
    )
    act(city, "request_extension", case)  # a lapsed one was no chance


def test_an_extension_granted_while_the_clock_stands_counts_when_it_runs(city: City) -> None:
    case = ready(city, "grant_extension")
    act(city, "ask_more", case)
    act(city, "grant_extension", case, amount=1)
    assert dues(case) == {None}
    act(city, "resume", case, at=china("2022-04-07T09:00"))
    assert dues(case) == {china("2022-04-14T17:00")}


# --- what else moves a deadline --------------------------------------------------------------


def test_a_case_classified_anew_counts_its_new_limit_from_the_old_start(city: City) -> None:
    case = ready(city, "grant_extension")
    act(city, "grant_extension", case, amount=1)
    act(city, "classify", case, kind=city.kinds["consultation"])
    assert dues(case) == {china("2022-04-08T17:00")}  # one working day, and one more
    act(city, "classify", case, urgency="urgent")
    given = Assignment.objects.get(case=case).given_at
    assert clock(case).started_at == given
    assert dues(case) == {china("2022-04-08T17:00")}  # 24 hours to the 7th, and one working day


def test_a_reply_sent_back_has_the_old_deadline(city: City) -> None:
    case = ready(city, "send_back")
    assert clock(case).stopped_at is not None
    act(city, "send_back", case, at=china("2022-04-20T10:00"))
    assert (dues(case), clock(case).stopped_at, clock(case).next_at) == ({DUE}, None, None)


def test_shelved_work_waits_for_its_day_and_goes_on_with_the_time_that_was_left(
    city: City,
) -> None:
    case = ready(city, "shelve")
    act(city, "shelve", case, until=date(2022, 4, 29), reason=" 列入计划 ")
    shelf = Clock.objects.get(case=case, name="shelf")
    assert (dues(case), case.shelved_until, shelf.due_at) == (
        {None},
        date(2022, 4, 29),
        china("2022-04-29T00:00"),
    )
    act(city, "take_up", case, at=china("2022-04-29T09:00"))
    assert (case.status, case.shelved_until) == ("in_handling", None)
    # Five working days from the 29th on: that Friday, 5 and 6 May, Saturday the 7th, the 9th.
    assert dues(case) == {china("2022-05-09T17:00")}
    shelf.refresh_from_db()
    assert shelf.stopped_at == china("2022-04-29T09:00")


def test_a_unit_below_has_as_long_as_the_lead_once_the_work_is_taken_up(city: City) -> None:
    case = ready(city, "shelve")
    clerk = city.person("unit_clerk", "east")
    end = china("2022-04-11T12:00")
    pass_down(case, to=city.units["east_street"], due_at=end, by=clerk, at=LATER)
    assert clock(case, part="below").due_at == end
    act(city, "shelve", case)
    assert clock(case, part="below").due_at is None
    act(city, "take_up", case, at=china("2022-04-07T09:00"))
    below = Assignment.objects.get(case=case, part="below")
    assert {clock(case, part="below").due_at, below.due_at, *dues(case)} == {
        china("2022-04-13T17:00")
    }


def test_a_shelved_reply_is_put_aside_and_kept_in_the_journal(city: City) -> None:
    case = walked(city, "awaiting_review")
    act(city, "shelve", case)
    lead = Assignment.objects.get(case=case)
    assert (lead.replied_at, lead.finished_at) == (None, None)
    assert last_entry(case).details["answer"] == "垃圾已清运。"


def test_what_was_called_back_waits_for_a_unit_when_it_is_taken_up(city: City) -> None:
    case = walked(city, "called_back", solved="no")
    act(city, "shelve", case)
    act(city, "take_up", case)
    assert (case.status, dues(case) - {None}) == ("awaiting_dispatch", {DUE})


@pytest.mark.parametrize(
    ("until", "may"),
    [
        (None, False),
        (date(2022, 4, 6), False),
        (date(2022, 4, 7), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_work_is_shelved_for_a_day_to_come(city: City, until: date | None, may: bool) -> None:
    case = ready(city, "shelve")
    if may:
        act(city, "shelve", case, until=until)
        assert case.shelved_until == until
    else:
        told = ("until", "请填写挂账到哪一天：明天以后，3 年以内。")
        assert refused(case, lambda: act(city, "shelve", case, until=until)) == told


def test_work_is_not_shelved_without_a_reason(city: City) -> None:
    case = ready(city, "shelve")
    assert refused(case, lambda: act(city, "shelve", case, reason=" ")) == (
        "reason",
        "请写明现在不能解决的原因和下一步安排。",
    )


@pytest.mark.parametrize("verb", ["ask_more", "resume", "request_extension"])
def test_another_unit_is_refused_and_the_unit_above_may_act(city: City, verb: str) -> None:
    case = ready(city, verb)
    before, held = kept(case), in_hand(case)
    for stranger in ("west", "east_street"):
        with pytest.raises(NotPermitted):
            act(city, verb, case, by=city.person("unit_clerk", stranger))
    assert (kept(case), in_hand(case)) == (before, held)


def test_the_unit_above_acts_for_one_below(city: City) -> None:
    case = walked(city, "in_handling", unit="east_street")
    above = city.person("unit_clerk", "east")
    act(city, "request_extension", case, by=above)
    act(city, "ask_more", case, by=above)
    act(city, "resume", case, by=above)
    assert case.status == "in_handling"
