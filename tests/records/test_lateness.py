"""What is late, by unit and cause: every number is that of its list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Case
from hotline.records.queries.lateness import (
    CAUSES,
    COLUMNS,
    OFFICE,
    Edges,
    cases_behind,
    causes_by_unit,
    edges,
    late_at_office,
    late_by_unit,
)
from hotline.records.queries.reference import departments_by_code
from hotline.records.queries.stuck import stuck
from hotline.records.queries.today import (
    cases_of,
    days,
    hot_topics,
    needing_a_word,
    satisfaction,
    standing,
)
from hotline.rules.life import Status
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.oversight.supervise import supervise
from hotline.steps.oversight.urge import urge
from hotline.steps.tell_progress import tell_progress
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import BEGIN, read_again, walked

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def late(city: City) -> dict[str, Case]:
    """Cases of two units at many stages, looked at three weeks later."""
    stages = {
        "unsigned": ("awaiting_signature", "east"),
        "handled": ("in_handling", "east"),
        "asked": ("awaiting_citizen", "east"),
        "returned": ("return_requested", "east"),
        "disputed": ("awaiting_ruling", "east"),
        "shelved": ("shelved", "east"),
        "western": ("in_handling", "west"),
        "to dispatch": ("awaiting_dispatch", ""),
        "to review": ("awaiting_review", "east"),
        "to call": ("awaiting_callback", "east"),
    }
    return {
        name: walked(city, status, **({"unit": unit} if unit else {}))
        for name, (status, unit) in stages.items()
    }


@pytest.fixture
def at(city: City) -> Edges:
    return edges(BEGIN + 21 * DAY)


def test_every_number_is_that_of_the_cases_behind_it(
    city: City, late: dict[str, Case], at: Edges
) -> None:
    supervisor = city.person("supervisor")
    counted = {
        (what, row.unit.code): count
        for row in (*late_by_unit(supervisor, at), *causes_by_unit(supervisor, at))
        for what, count in row.counts.items()
    }
    listed = {
        (what, code): count
        for what in (*COLUMNS, *CAUSES)
        for code in departments_by_code()
        if (count := cases_behind(supervisor, what, city.units.get(code), at).count())
    }
    assert counted == listed
    assert {key: count for key, count in counted.items() if key[1] == "west"} == {
        ("late_contact", "west"): 1,
        ("late_reply", "west"): 1,
        ("idle", "west"): 1,
    }
    assert {what: count for (what, unit), count in counted.items() if unit == "east"} == {
        "late_sign": 1, "late_contact": 5, "late_reply": 4, "paused": 2, "signature": 1,
        "citizen": 1, "shelved": 1, "return": 1, "ruling": 1, "idle": 1,
    }  # fmt: skip


def test_what_the_office_owes_is_late_after_a_working_day(
    city: City, late: dict[str, Case], at: Edges
) -> None:
    supervisor = city.person("supervisor")
    told = late_at_office(supervisor, at)
    assert told == dict.fromkeys(OFFICE, 1)
    assert [cases_behind(supervisor, what, None, at).get() for what in OFFICE] == [
        late["to dispatch"], late["returned"], late["to review"], late["to call"],
    ]  # fmt: skip
    assert late_at_office(supervisor, edges(BEGIN + timedelta(hours=3))) == dict.fromkeys(OFFICE, 0)


def test_what_is_soon_due_is_not_late_yet(city: City) -> None:
    case = walked(city, "in_handling")
    assert case.due_at is not None
    (row,) = late_by_unit(city.person("supervisor"), edges(case.due_at - timedelta(hours=1)))
    assert row.counts == {"late_contact": 1, "soon": 1}


def test_a_confidential_case_is_in_no_number_of_who_may_not_see_it(city: City, at: Edges) -> None:
    case = walked(city, "in_handling")
    mark_confidential(case, reason="举报。", by=city.person("dispatcher"), at=BEGIN + DAY)
    assert late_by_unit(city.person("supervisor"), at) == []


def test_what_only_the_system_touched_is_stuck(city: City, at: Edges) -> None:
    case, touched = walked(city, "in_handling"), walked(city, "in_handling")
    walked(city, "awaiting_citizen")
    urge(case, by=None, at=at.now - DAY)
    urge(touched, note="请尽快。", by=city.person("supervisor"), at=at.now - DAY)
    (found,) = stuck(city.person("supervisor"), "idle", at)
    assert (found.case, found.since) == (case, BEGIN + timedelta(minutes=3))


def test_a_case_that_travels_shows_its_way(city: City, at: Edges) -> None:
    case = walked(city, "in_handling")
    dispatcher = city.person("dispatcher")
    for number, unit in enumerate(("east", "west"), start=1):
        clerk = city.person("unit_clerk", unit)
        moment = BEGIN + number * DAY
        act(city, "request_return", case, by=clerk, at=moment, evidence="见三定方案。")
        act(city, "agree_return", case, by=dispatcher, at=moment + timedelta(hours=1))
        to = city.units["west" if unit == "east" else "careful"]
        act(city, "dispatch", case, by=dispatcher, at=moment + timedelta(hours=2), to=to)
    (found,) = stuck(city.person("supervisor"), "travelled", at)
    assert (found.case, found.count) == (case, 2)
    assert [(stop.unit, stop.ended_as, stop.evidence) for stop in found.stops] == [
        ("汀东区政府", "returned", "见三定方案。"),
        ("汀西区政府", "returned", "见三定方案。"),
        ("审慎局", "", ""),
    ]
    assert found.days_lost == 2.0


def test_who_asks_again_and_again_is_told_with_the_case_they_ask_for(city: City, at: Edges) -> None:
    case = walked(city, "in_handling")
    taker = city.person("call_taker")
    for number in (18, 19):
        again = walked(city, "registered", at=BEGIN + number * DAY)
        tell_progress(again, earlier=case, by=taker, at=BEGIN + number * DAY)
    (found,) = stuck(city.person("supervisor"), "asked_again", at)
    assert (found.case, found.count) == (case, 2)


def test_a_leaders_numbers_are_those_of_their_cases(city: City, late: dict[str, Case]) -> None:
    leader, now = city.person("office_leader"), BEGIN + timedelta(hours=3)
    at = edges(now)
    walked(city, "closed")
    walked(city, "called_back", rating="dissatisfied")
    assert [(row.registered, row.closed) for row in days(leader, now)][-2:] == [(0, 0), (12, 1)]
    totals, places = standing(leader, now)
    assert dict(totals) == {"open": 11, "late": 0, "due": 0}
    assert [(row.code, row.week, row.open, row.late) for row in places] == [
        ("east", 10, 9, 0),
        ("west", 1, 1, 0),
    ]
    assert [(row.topic.code, row.now, row.before) for row in hot_topics(leader, now)] == [
        ("010214", 12, 0)
    ]
    this, last = satisfaction(leader, now)
    assert ((this.count, this.of, this.per_cent), last.per_cent) == ((1, 2, "50.0%"), "—")
    counted = {
        what: found.count()
        for what, of in {
            "registered": "", "closed": "", "open": "", "discontent": "", "topic": "010214",
            "channel": "telephone", "place_open": "east", "place_week": "west", "rated": "",
        }.items()
        if (found := cases_of(leader, what, of, at)) is not None
    }  # fmt: skip
    assert counted == {
        "registered": 12, "closed": 1, "open": 11, "discontent": 1, "topic": 12, "channel": 12,
        "place_open": 9, "place_week": 1, "rated": 2,
    }  # fmt: skip
    assert cases_of(leader, "nothing", "", at) is None


def test_what_needs_a_word_says_why(city: City, at: Edges) -> None:
    disputed, watched = walked(city, "awaiting_ruling"), walked(city, "in_handling")
    walked(city, "in_handling")
    supervisor = city.person("supervisor")
    act(city, "escalate", disputed, by=supervisor, at=BEGIN + DAY)
    supervise(watched, demand="请办结。", by=supervisor, at=BEGIN + DAY)
    found = needing_a_word(city.person("office_leader"), at)
    told = [(row.pk, row.is_ruling, row.is_supervised, row.is_dissatisfied) for row in found]
    assert told == [(disputed.pk, True, False, False), (watched.pk, False, True, False)]
    assert [cases_of(city.person("office_leader"), what, "", at).get() for what in
            ("ruling", "supervised")] == [read_again(disputed), read_again(watched)]  # fmt: skip
    assert Case.objects.filter(status=Status.IN_HANDLING).count() == 2
