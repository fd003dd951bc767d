"""Whose duty it is: returns within their limits, disputes, and rulings that bind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Assignment, Case, Clock, DispatchRule, Return, Ruling
from hotline.records.queries.reference import catalogue_on, forget
from hotline.rules.permits import NotPermitted
from hotline.steps.storing.book import LostRace
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


def shares(case: Case) -> list[tuple[str, str, bool]]:
    """Every share: its unit, how it ended, whether a ruling bound it."""
    rows = Assignment.objects.filter(case=case).order_by("pk")
    return list(rows.values_list("department__code", "ended_as", "bound"))


def running(case: Case) -> set[str]:
    """The clocks that run."""
    return set(
        Clock.objects.filter(case=case, stopped_at=None).values_list("name", flat=True).distinct()
    )


# --- asking for a return ---------------------------------------------------------------------


def test_a_return_keeps_reason_evidence_and_the_unit_it_would_be(city: City) -> None:
    case = ready(city, "request_return")
    act(city, "request_return", case, evidence=" 见三定方案 ", suggested=city.units["west"])
    row = Return.objects.get(case=case)
    clerk = city.person("unit_clerk", "east")
    assert (row.reason, row.evidence, row.suggested, row.outcome, row.asked_at, row.asked_by) == (
        "not_our_duty",
        "见三定方案",
        city.units["west"],
        "",
        LATER,
        clerk,
    )
    assert (case.status, last_entry(case).details) == (
        "return_requested",
        {"reason": "not_our_duty", "suggested": "west"},
    )


def test_who_asks_for_a_return_has_seen_the_case(city: City) -> None:
    case = walked(city, "awaiting_signature")
    act(city, "request_return", case)
    share = Assignment.objects.get(case=case)
    assert (share.signed_at, share.signed_by) == (LATER, city.person("unit_clerk", "east"))
    assert running(case) == {"contact", "handle"}  # to handle it runs on: the unit still has it


@pytest.mark.parametrize(
    ("at", "may"), [("2022-04-08T17:00:00", True), ("2022-04-08T17:00:01", False)]
)
def test_a_return_is_asked_within_two_working_days_of_dispatch(
    city: City, at: str, may: bool
) -> None:
    case = ready(city, "request_return")
    if may:
        act(city, "request_return", case, at=china(at))
        assert case.status == "return_requested"
    else:
        assert refused(case, lambda: act(city, "request_return", case, at=china(at))) == (
            "reason",
            "退单期限（派单后2个工作日，到 2022-04-08 17:00）已过，请继续办理。",
        )


def test_a_case_is_returned_twice_at_most(city: City) -> None:
    case = ready(city, "request_return")
    for _ in range(2):
        act(city, "request_return", case)
        act(city, "refuse_return", case)
    assert refused(case, lambda: act(city, "request_return", case)) == (
        "reason",
        "这件工单已退单 2 次，不能再退；有争议的请提出职责争议。",
    )


@pytest.mark.parametrize(
    ("verb", "facts", "told"),
    [
        ("request_return", {"reason": "tired"}, ("reason", "请选择退单的理由。")),
        (
            "request_return",
            {"evidence": " "},
            ("evidence", "请写明退单的依据，例如职责分工文件、现场核实的情况。"),
        ),
        ("refuse_return", {"reason": " "}, ("reason", "请写明不同意退单的理由。")),
        ("refer", {"question": " "}, ("question", "请写明需要裁定的问题。")),
        ("dispute", {"question": " "}, ("question", "请写明争议的问题和本单位的理由。")),
        ("escalate", {"reason": " "}, ("reason", "请写明提请上级裁定的理由。")),
        ("rule", {"unit": None}, ("unit", "请选择裁定由哪个单位办理。")),
        ("rule", {"reason": " "}, ("reason", "请写明裁定的理由，今后同类工单将据此派单。")),
        ("recall", {"reason": " "}, ("reason", "请写明收回的原因。")),
    ],
)
def test_what_is_missing_is_told(
    city: City, verb: str, facts: dict[str, object], told: tuple[str, str]
) -> None:
    case = ready(city, verb)
    assert refused(case, lambda: act(city, verb, case, **facts)) == told


@pytest.mark.parametrize("verb", ["request_return", "dispute"])
def test_only_the_unit_itself_disowns_a_case(city: City, verb: str) -> None:
    case = ready(city, verb)
    before, held = kept(case), in_hand(case)
    with pytest.raises(NotPermitted):
        act(city, verb, case, by=city.person("unit_clerk", "west"))
    assert (kept(case), in_hand(case)) == (before, held)


# --- the office's word -----------------------------------------------------------------------


def test_an_agreed_return_leaves_the_unit_without_clocks_and_sight(city: City) -> None:
    case = ready(city, "agree_return")
    act(city, "agree_return", case, note=" 同意 ")
    stored = read_again(case)
    assert (stored.status, stored.lead, stored.due_at, stored.seen_by) == (
        "awaiting_dispatch",
        None,
        None,
        [],
    )
    row = Return.objects.get(case=case)
    assert (row.outcome, row.decision, row.decided_at) == ("agreed", "同意", LATER)
    assert (shares(case), running(case)) == ([("east", "returned", False)], set())


def test_a_returned_case_does_not_go_back_to_that_unit(city: City) -> None:
    case = ready(city, "agree_return")
    act(city, "agree_return", case)
    assert refused(case, lambda: act(city, "dispatch", case)) == (
        "to",
        "“汀东区政府”已退回这件工单并获同意，请另选承办单位或提请裁定。",
    )
    act(city, "dispatch", case, to=city.units["west"])
    assert shares(case) == [("east", "returned", False), ("west", "", False)]
    assert read_again(case).seen_by == [city.units["west"].pk]


def test_a_refused_return_leaves_the_deadline(city: City) -> None:
    case = ready(city, "refuse_return")
    due = case.due_at
    act(city, "refuse_return", case, reason=" 属本单位 ")
    row = Return.objects.get(case=case)
    assert (row.outcome, row.decision, read_again(case).due_at) == ("refused", "属本单位", due)
    assert running(case) == {"contact", "handle"}


# --- disputes --------------------------------------------------------------------------------


def test_a_dispute_comes_after_a_refused_return(city: City) -> None:
    case = walked(city, "in_handling")
    assert refused(case, lambda: act(city, "dispute", case)) == (
        "question",
        "请先申请退单；退单不获同意的，才可以提出职责争议。",
    )
    case = ready(city, "dispute")
    act(city, "dispute", case, question=" 归谁？ ")
    row = Ruling.objects.get(case=case)
    assert (row.level, row.question, row.asked_at, row.decided_at) == (
        "office",
        "归谁？",
        LATER,
        None,
    )
    assert running(case) == {"contact", "handle"}


def test_the_refused_return_of_another_unit_is_no_ground(city: City) -> None:
    case = ready(city, "dispute")
    act(city, "recall", case)
    act(city, "dispatch", case, to=city.units["west"])
    west = city.person("unit_clerk", "west")
    act(city, "sign", case, by=west)
    assert refused(case, lambda: act(city, "dispute", case, by=west))[0] == "question"


def test_a_question_goes_up_to_the_standing_meeting_and_no_higher(city: City) -> None:
    case = ready(city, "escalate")
    levels = []
    for _ in range(2):
        act(city, "escalate", case)
        levels.append((Ruling.objects.get(case=case).level, last_entry(case).details["from"]))
    assert levels == [("city_office", "office"), ("standing_meeting", "city_office")]
    assert refused(case, lambda: act(city, "escalate", case)) == (
        "reason",
        "已提请市政府常务会，没有更高一级，请直接裁定。",
    )


# --- rulings ---------------------------------------------------------------------------------


def test_a_ruling_for_the_same_unit_binds_it(city: City) -> None:
    case = ready(city, "rule")
    due = Assignment.objects.get(case=case).due_at
    act(city, "rule", case, unit=city.units["east"])
    assert (case.status, shares(case), read_again(case).due_at) == (
        "in_handling",
        [("east", "", True)],
        due,
    )
    assert refused(case, lambda: act(city, "request_return", case)) == (
        "reason",
        "这件工单经职责裁定由本单位办理，不能再退单。",
    )
    assert refused(case, lambda: act(city, "dispute", case)) == (
        "question",
        "这件工单已经裁定由本单位办理，裁定有约束力，请继续办理。",
    )


def test_a_ruling_for_another_unit_gives_it_the_case_with_clocks_of_its_own(city: City) -> None:
    case = ready(city, "rule")
    at = china("2022-04-07T10:00")
    act(city, "rule", case, at=at, basis=" 三定方案 ")
    assert shares(case) == [("east", "ruled_away", False), ("west", "", True)]
    assert (case.status, read_again(case).seen_by, read_again(case).due_at) == (
        "awaiting_signature",
        [city.units["west"].pk],
        china("2022-04-14T17:00"),
    )
    started = Clock.objects.filter(case=case, stopped_at=None)
    assert {(row.name, row.started_at, row.assignment.department.code) for row in started} == {
        (name, at, "west") for name in ("sign", "contact", "handle")
    }
    row = Ruling.objects.get(case=case)
    assert (row.unit, row.reason, row.basis, row.decided_at) == (
        city.units["west"],
        "属地管理。",
        "三定方案",
        at,
    )
    assert refused(
        case,
        lambda: act(city, "request_return", case, by=city.person("unit_clerk", "west"), at=at),
    ) == ("reason", "这件工单经职责裁定由本单位办理，不能再退单。")


def test_a_ruling_binds_in_the_next_round_too(city: City) -> None:
    case = ready(city, "agree_return")
    act(city, "agree_return", case)
    act(city, "dispatch", case, to=city.units["west"])
    west = city.person("unit_clerk", "west")
    act(city, "request_return", case, by=west)
    act(city, "refer", case)
    act(city, "rule", case, unit=city.units["east"])
    for verb in ("sign", "reply", "review", "call_back", "handle_again"):
        act(city, verb, case)
    act(city, "dispatch", case)  # it had returned the case before it was bound
    assert shares(case)[-1] == ("east", "", True)


def test_a_ruling_becomes_a_rule_that_advises_for_the_next_such_case(city: City) -> None:
    case = ready(city, "rule")
    bureau = city.units["careful"]
    act(city, "rule", case, unit=bureau)
    forget()
    kept_rule = DispatchRule.objects.get()
    assert Ruling.objects.get(case=case).rule == kept_rule
    assert (kept_rule.source, kept_rule.unit, kept_rule.reason) == ("ruling", bureau, "属地管理。")
    assert (kept_rule.topics, kept_rule.kinds) == (["010214"], ["complaint"])
    assert [rule.unit for rule in catalogue_on(LATER.date()).rules] == ["careful"]


def test_the_same_ruling_again_leaves_the_catalogue_with_one_rule(city: City) -> None:
    for _ in range(2):
        act(city, "rule", ready(city, "rule"), unit=city.units["careful"])
    act(city, "rule", ready(city, "rule"), unit=city.units["east"])
    kept_rules = DispatchRule.objects.order_by("pk")
    assert [row.unit.code for row in kept_rules] == ["careful", "east"]
    assert [row.rule for row in Ruling.objects.order_by("pk")] == [
        kept_rules[0],
        kept_rules[0],
        kept_rules[1],
    ]


# --- what was not decided --------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["recall", "withdraw"])
def test_a_return_that_nobody_decided_lapses_when_the_case_is_taken_away(
    city: City, verb: str
) -> None:
    case = ready(city, "agree_return")
    act(city, verb, case)
    row = Return.objects.get(case=case)
    assert (row.outcome, row.decided_at, row.decided_by) == ("lapsed", LATER, None)


@pytest.mark.parametrize("verb", ["recall", "withdraw"])
def test_a_question_that_nobody_ruled_on_lapses_when_the_case_is_taken_away(
    city: City, verb: str
) -> None:
    case = ready(city, "rule")
    act(city, verb, case)
    row = Ruling.objects.get(case=case)
    assert (row.decided_at, row.unit, row.rule) == (LATER, None, None)


@pytest.mark.parametrize(
    "status",
    ["awaiting_signature", "in_handling", "awaiting_citizen", "awaiting_review"],
)
def test_a_recalled_case_has_no_unit_and_no_clock(city: City, status: str) -> None:
    case = walked(city, status)
    act(city, "recall", case)
    stored = read_again(case)
    assert (stored.status, stored.lead, stored.due_at, stored.seen_by, running(case)) == (
        "awaiting_dispatch",
        None,
        None,
        [],
        set(),
    )
    assert shares(case) == [("east", "recalled", False)]


def test_two_rulings_on_one_question_are_one(city: City) -> None:
    case = ready(city, "rule")
    copy = read_again(case)
    act(city, "rule", case)
    with pytest.raises(LostRace):
        act(city, "rule", copy, at=LATER + timedelta(minutes=1))
    assert Ruling.objects.filter(case=case).count() == DispatchRule.objects.count() == 1
