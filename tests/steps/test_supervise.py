"""Supervision: begun once, raised only upwards, ended with an outcome; it has its own clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from hotline.records.models import Case, Clock, Department, Office, Supervision
from hotline.records.queries.reference import forget
from hotline.rules.life import NotOpen
from hotline.rules.supervision import LEVELS
from hotline.steps.oversight.end_supervision import end_supervision
from hotline.steps.oversight.raise_supervision import raise_supervision
from hotline.steps.oversight.supervise import open_supervision, supervise
from tests.factories import City
from tests.steps.cases import LATER, china, journal, kept, last_entry, refused, walked
from tests.steps.clocks import watcher, with_warnings

FRIDAY = china("2022-04-08T12:00")
BY_RULE = china("2022-04-11T17:00")  # three working days after Wednesday
DEMAND = "请三日内清运并反馈。"


@pytest.fixture
def case(city: City) -> Case:
    with_warnings(city)
    return walked(city, "in_handling", unit="east")


def begun(city: City, case: Case, **facts: object) -> Supervision:
    supervise(case, **{"demand": DEMAND, "by": watcher(city), "at": LATER, **facts})
    return Supervision.objects.get(case=case)


def clock_of(case: Case) -> tuple[datetime | None, datetime | None, datetime | None, str]:
    row = Clock.objects.get(case=case, name="supervision")
    return row.due_at, row.next_at, row.stopped_at, row.reason


# --- beginning -------------------------------------------------------------------------------


def test_a_supervision_has_a_level_a_demand_and_the_unit(city: City, case: Case) -> None:
    row = begun(city, case, level="listed", due_at=FRIDAY)
    assert (row.level, row.demand, row.department) == (
        "listed",
        DEMAND,
        Department.objects.get(code="east"),
    )
    assert (row.started_at, row.started_by, row.due_at) == (LATER, watcher(city), FRIDAY)
    assert (row.ended_at, row.outcome) == (None, "")


def test_the_case_stays_where_it_is_and_the_journal_tells(city: City, case: Case) -> None:
    begun(city, case)
    assert journal(case)[-1][1:] == ("supervise", "in_handling")
    assert (last_entry(case).note, last_entry(case).details) == (
        DEMAND,
        {"level": "ordinary", "deadline": "3个工作日，跳过非工作日2天（督办时限）"},
    )


def test_the_offices_rule_gives_the_deadline_and_the_clock(city: City, case: Case) -> None:
    assert begun(city, case).due_at == BY_RULE
    reason = "3个工作日，跳过非工作日2天（督办时限）"
    assert clock_of(case) == (BY_RULE, BY_RULE, None, reason)
    assert Clock.objects.get(case=case, name="supervision").parts == [
        {"amount": 3, "unit": "working_days", "basis": "督办时限"}
    ]


def test_a_deadline_given_by_hand_is_the_clocks(city: City, case: Case) -> None:
    begun(city, case, due_at=FRIDAY)
    assert clock_of(case) == (FRIDAY, FRIDAY, None, "督办时指定的期限")


def test_a_deadline_is_wanted_where_the_office_has_no_rule(city: City, case: Case) -> None:
    Office.objects.update(rules={})
    forget()
    act = lambda: supervise(case, demand=DEMAND, by=None, at=LATER)  # noqa: E731
    assert refused(case, act) == ("due_at", "请填写督办期限：城市资料中没有规定督办时限。")


REFUSALS: dict[str, tuple[dict[str, object], tuple[str, str]]] = {
    "no demand": ({"demand": " "}, ("demand", "请写明督办要求。")),
    "an unknown level": (
        {"level": "stern"},
        ("level", "请选择督办级别：普通督办、挂牌督办、约谈督办、提级督办。"),
    ),
    "a deadline that is over": (
        {"due_at": LATER},
        ("due_at", "督办期限要晚于现在，请改正。"),
    ),
}


@pytest.mark.parametrize("slip", REFUSALS)
def test_a_supervision_without_its_facts_is_refused(city: City, case: Case, slip: str) -> None:
    facts, told = REFUSALS[slip]
    assert refused(case, lambda: begun(city, case, **facts)) == told
    assert Supervision.objects.count() == 0


def test_a_case_is_not_supervised_twice_at_a_time(city: City, case: Case) -> None:
    begun(city, case)
    assert refused(case, lambda: begun(city, case)) == (
        "level",
        "本工单正在督办中；需要加强的，请办理“督办升级”。",
    )


def test_a_case_that_was_not_accepted_is_not_supervised(city: City) -> None:
    registered = walked(city, "registered")
    with pytest.raises(NotOpen):
        begun(city, registered)


# --- raising ---------------------------------------------------------------------------------


def raised(city: City, case: Case, level: str, **facts: object) -> Case:
    known = {"reason": "仍未办理。", "by": watcher(city), "at": LATER, **facts}
    return raise_supervision(case, level=level, **known)


def test_a_raised_supervision_keeps_its_deadline(city: City, case: Case) -> None:
    begun(city, case)
    raised(city, case, "summons")
    row = Supervision.objects.get(case=case)
    assert (row.level, row.due_at, clock_of(case)[0]) == ("summons", BY_RULE, BY_RULE)
    assert (last_entry(case).note, last_entry(case).details) == (
        "仍未办理。",
        {"from": "ordinary", "level": "summons"},
    )


def test_a_raised_supervision_takes_a_new_deadline_with_its_clock(city: City, case: Case) -> None:
    begun(city, case)
    raised(city, case, "raised", due_at=FRIDAY)
    assert Supervision.objects.get(case=case).due_at == FRIDAY
    assert clock_of(case) == (FRIDAY, FRIDAY, None, "督办时指定的期限")


@pytest.mark.parametrize("level", LEVELS)
def test_a_supervision_is_raised_only_upwards(city: City, case: Case, level: str) -> None:
    begun(city, case, level="summons")
    if level == "raised":
        raised(city, case, level)
        assert Supervision.objects.get(case=case).level == "raised"
    else:
        told = ("level", "现为“约谈督办”，只能升级为：提级督办。")
        assert refused(case, lambda: raised(city, case, level)) == told


RAISING: dict[str, tuple[dict[str, object], tuple[str, str]]] = {
    "no reason": ({"reason": ""}, ("reason", "请写明升级督办的原因。")),
    "a deadline that is over": (
        {"due_at": LATER - timedelta(minutes=1)},
        ("due_at", "督办期限要晚于现在，请改正。"),
    ),
    "the highest level": ({}, ("level", "已是最高级别“提级督办”，不能再升级。")),
}


@pytest.mark.parametrize("slip", RAISING)
def test_raising_without_its_facts_is_refused(city: City, case: Case, slip: str) -> None:
    begun(city, case, level="raised")
    facts, told = RAISING[slip]
    assert refused(case, lambda: raised(city, case, "raised", **facts)) == told


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda city, case: raised(city, case, "raised"), "level"),
        (
            lambda city, case: end_supervision(case, outcome="无", by=watcher(city), at=LATER),
            "outcome",
        ),
    ],
)
def test_without_a_supervision_there_is_nothing_to_raise_or_end(
    city: City, case: Case, act: Callable[[City, Case], Case], field: str
) -> None:
    assert refused(case, lambda: act(city, case)) == (
        field,
        "本工单没有正在进行的督办；请刷新后再看。",
    )


# --- ending ----------------------------------------------------------------------------------


def test_an_ended_supervision_keeps_its_outcome_and_stops_its_clock(city: City, case: Case) -> None:
    begun(city, case)
    end_supervision(case, outcome=" 已清运。 ", by=watcher(city), at=LATER)
    row = Supervision.objects.get(case=case)
    assert (row.outcome, row.ended_at, row.ended_by) == ("已清运。", LATER, watcher(city))
    assert clock_of(case)[1:3] == (None, LATER)
    assert (open_supervision(case), last_entry(case).details) == (None, {"level": "ordinary"})


def test_an_outcome_is_wanted(city: City, case: Case) -> None:
    begun(city, case)
    before = kept(case)
    told = refused(case, lambda: end_supervision(case, outcome="", by=watcher(city), at=LATER))
    assert (told, kept(case)) == (("outcome", "请写明督办结果。"), before)


def test_after_its_end_a_case_can_be_supervised_again(city: City, case: Case) -> None:
    begun(city, case)
    end_supervision(case, outcome="已清运。", by=watcher(city), at=LATER)
    supervise(case, demand="再查。", by=watcher(city), at=LATER)
    assert Supervision.objects.filter(case=case).count() == 2
