"""Classify: who changed it, from what, and only to what holds on the case's day."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.records.models import Campaign
from hotline.rules.life import OPEN, Status
from hotline.steps.classify import classify
from tests.factories import City, make_topics
from tests.steps.acts import act
from tests.steps.cases import LATER, kept, last_entry, read_again, refused, walked


def test_a_classification_is_set(city: City) -> None:
    case = walked(city, "registered")
    facts = {
        "kind": city.kinds["help"],
        "topic": city.topics["0201"],
        "campaign": city.campaigns["flood"],
        "urgency": "critical",
    }
    classify(case, by=city.person("call_taker"), at=LATER, **facts)
    assert {name: getattr(read_again(case), name) for name in facts} == facts


def test_the_journal_keeps_what_it_was_before_and_why(city: City) -> None:
    case = walked(city, "registered", kind="complaint", topic="010214", campaign="flood")
    topic = city.topics["0201"]
    classify(case, kind=city.kinds["help"], topic=topic, by=None, at=LATER, note=" 归类有误 ")
    entry = last_entry(case)
    assert entry.details == {
        "before": {
            "kind": city.kinds["complaint"].pk,
            "topic": city.topics["010214"].pk,
            "campaign": city.campaigns["flood"].pk,
            "urgency": "ordinary",
        }
    }
    assert (entry.note, entry.kind, entry.topic, entry.campaign) == (
        "归类有误",
        city.kinds["help"],
        topic,
        None,
    )


@pytest.mark.parametrize("status", sorted(OPEN))
def test_an_open_case_can_be_classified_without_moving(city: City, status: Status) -> None:
    case = walked(city, status)
    person = city.person("reviewer")
    act(city, "classify", case, by=person, kind=city.kinds["help"])
    assert (case.status, read_again(case).kind) == (status, city.kinds["help"])


def test_nothing_but_the_classification_changes(city: City) -> None:
    case = walked(city, "in_handling")
    before = kept(case)
    act(city, "classify", case, kind=city.kinds["help"])
    after = kept(case)
    changed = {name for name, value in after["case"][0].items() if before["case"][0][name] != value}
    assert changed == {"kind_id", "version"}
    assert after["Assignment"] == before["Assignment"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"kind": None}, ("kind", "请选择诉求类型。")),
        ({"topic": None}, ("topic", "请选择问题分类。")),
        ({"urgency": ""}, ("urgency", "请选择紧急程度：一般、紧急或特急。")),
    ],
)
def test_what_is_missing_is_refused(
    city: City, facts: dict[str, object], told: tuple[str, str]
) -> None:
    case = walked(city, "registered")
    assert refused(case, lambda: act(city, "classify", case, **facts)) == told


def test_a_campaign_that_does_not_run_on_the_cases_day_is_refused(city: City) -> None:
    case = walked(city, "registered")
    over = Campaign.objects.create(
        code="dogs", name="犬类", starts_on=date(2022, 1, 1), ends_on=date(2022, 4, 5)
    )
    assert refused(case, lambda: act(city, "classify", case, campaign=over)) == (
        "campaign",
        "专题“犬类”在 2022-04-06 没有开展，请重新选择或不选。",
    )


def test_a_topic_of_an_ended_tree_is_refused(city: City) -> None:
    case = walked(city, "registered")
    old = make_topics("2010", [("99", "旧类", "", [])])["99"]
    old.tree.valid_to = date(2021, 12, 31)
    assert refused(case, lambda: act(city, "classify", case, topic=old)) == (
        "topic",
        "“旧类”不在 2022-04-06 使用的问题分类中，请重新选择。",
    )


def test_a_classification_that_has_ended_since_may_stay(city: City) -> None:
    case = walked(city, "registered", campaign="flood")
    Campaign.objects.update(ends_on=date(2022, 4, 1))
    tree = city.topics["010214"].tree
    tree.valid_to = date(2022, 4, 1)
    tree.save()
    case = read_again(case)
    act(city, "classify", case, campaign=case.campaign, urgency="urgent")
    assert (case.urgency, case.campaign) == ("urgent", city.campaigns["flood"])
