"""Finding topics and units by what a person types."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.records.models import Topic, TopicTree
from hotline.records.queries.choosing import (
    campaigns_on,
    search_topics,
    topic_label,
    topics_called,
    topics_on,
    unit_label,
    units_called,
    units_on,
)
from hotline.records.queries.reference import forget
from tests.factories import City, make_topics

DAY = date(2022, 4, 1)


def _newer_tree(since: date) -> dict[str, Topic]:
    made = make_topics("2026", [("01", "城乡建设", "", []), ("0199", "智慧城市", "01", [])])
    TopicTree.objects.filter(code="2026").update(valid_from=since)
    forget()
    return made


def test_a_label_names_the_whole_path(city: City) -> None:
    assert topic_label(city.topics["010214"]) == "010214 城乡建设 › 城市建设和市政管理 › 环境卫生"
    assert topic_label(city.topics["01"]) == "01 城乡建设"


@pytest.mark.parametrize("code", ["01", "0102", "010214", "0102x"])
def test_a_topics_label_leads_back_to_it(city: City, code: str) -> None:
    topic = city.topics[code]
    assert list(topics_called(topic_label(topic), DAY)) == [topic]


@pytest.mark.parametrize(
    "text", ["", "010214 别的名字", "010214 ", "0102149", "环境", "环境卫生 010214"]
)
def test_what_is_not_exact_names_no_topic(city: City, text: str) -> None:
    assert list(topics_called(text, DAY)) == []


def test_a_later_tree_holds_from_its_first_day(city: City) -> None:
    _newer_tree(date(2023, 1, 1))
    names = [{topic.name for topic in topics_on(day)} for day in (DAY, date(2023, 1, 1))]
    assert ("智慧城市" in names[0], "智慧城市" in names[1]) == (False, True)
    assert "环境卫生" not in names[1]


def test_a_code_that_two_trees_share_is_read_in_the_days_own_tree(city: City) -> None:
    newer = _newer_tree(date(2023, 1, 1))
    assert list(topics_called("01", DAY)) == [city.topics["01"]]
    assert list(topics_called("01", date(2024, 1, 1))) == [newer["01"]]


def test_before_any_tree_there_is_no_topic(city: City) -> None:
    assert (topics_on(date(2000, 1, 1)), search_topics("环境", date(2000, 1, 1))) == ([], [])


def test_the_closest_name_is_suggested_first(city: City) -> None:
    assert [topic.code for topic in search_topics("交通", DAY)] == ["02", "0201", "0201x"]


def test_no_words_suggest_the_trees_beginning(city: City) -> None:
    assert [topic.code for topic in search_topics("", DAY)][:2] == ["01", "0102"]


def test_a_unit_below_another_is_labelled_with_it(city: City) -> None:
    assert unit_label(city.units["east_street"]) == "临河街道（汀东区政府）"
    assert unit_label(city.units["east"]) == "汀东区政府"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("汀东区政府", ["east"]),
        ("汀东区", ["east"]),
        ("east", ["east"]),
        ("临河街道", ["east_street", "west_street"]),
        ("临河街道（汀西区政府）", ["west_street"]),
        ("汀", []),
        ("", []),
    ],
)
def test_a_unit_is_named_by_label_code_name_or_alias(
    city: City, text: str, codes: list[str]
) -> None:
    assert [unit.code for unit in units_called(text, DAY)] == codes


@pytest.mark.parametrize(("day", "exists"), [(date(2019, 12, 31), True), (date(2020, 1, 1), False)])
def test_a_unit_exists_until_its_last_day(city: City, day: date, exists: bool) -> None:
    assert (city.units["gone"] in units_on(day)) is exists


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2016, 12, 31), []),
        (date(2017, 1, 1), ["epidemic", "flood"]),
        (date(2023, 1, 7), ["epidemic", "flood"]),
        (date(2023, 1, 8), ["flood"]),
    ],
)
def test_campaigns_are_on_from_their_first_day_to_their_last(
    city: City, day: date, codes: list[str]
) -> None:
    assert [row.code for row in campaigns_on(day)] == codes
