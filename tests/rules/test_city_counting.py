"""What the bulletins count by: channels, kinds, topics and lines, as both cities have them."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from hotline.rules.city import CityProfile, covers, paths
from hotline.rules.city_reading import read_city
from hotline.rules.dated import holds_on
from tests.rules.test_city import APRIL, CITIES, FEBRUARY, parsed

# The lines that the bulletins' sentences on topics print; the rest is composed of several.
LINES = {
    FEBRUARY: [
        "疫情",
        "住建",
        "住房公积金",
        "水、电、气",
        "交通",
        "行政执法",
        "社会治安",
        "医保",
        "社保",
        "犬类",
        "环境污染",
    ],
    APRIL: ["疫情", "社保", "住建", "医保", "交通", "住房公积金", "水、电、气", "农业农村", "其它"],
}
CHANNELS = {
    FEBRUARY: [
        "人民网领导留言板",
        "省长信箱",
        "国务院“互联网+督办”平台群众留言",
        "中国政府网网民留言",
        "市长信箱",
        "地方领导留言板",
    ],
    APRIL: [
        "国务院“互联网+督查”平台群众留言",
        "中国政府网网民留言",
        "吉林省政务服务热线转办平台",
        "省长信箱",
        "市长信箱",
        "人民网领导留言板",
        "市委书记留言板块",
        "市长留言板块",
    ],
}


@pytest.fixture(scope="module")
def siping() -> CityProfile:
    return read_city(parsed("siping"))


@pytest.fixture(scope="module")
def yunting() -> CityProfile:
    return read_city(parsed("yunting"))


@pytest.mark.parametrize("day", CHANNELS)
def test_every_printed_channel_is_known_by_its_name_or_alias(
    siping: CityProfile, day: date
) -> None:
    open_then = [row for row in siping.channels if holds_on(row, day)]
    called = {name for row in open_then for name in (row.name, *row.aliases)}
    assert [name for name in CHANNELS[day] if name not in called] == []


def test_both_names_of_the_state_councils_platform_are_one_channel(siping: CityProfile) -> None:
    (row,) = [row for row in siping.channels if row.code == "state_council_internet_plus"]
    both = {"国务院“互联网+督办”平台群众留言", "国务院“互联网+督查”平台群众留言"}
    assert both <= {row.name, *row.aliases}


def test_the_boards_hang_under_the_message_board(siping: CityProfile) -> None:
    boards = [row.code for row in siping.channels if row.parent == "leaders_board"]
    assert boards == ["leaders_board_secretary", "leaders_board_mayor"]


def test_the_kinds_are_the_five_and_two(siping: CityProfile) -> None:
    assert [(row.code, row.name) for row in siping.kinds] == [
        ("consultation", "咨询"),
        ("help", "求助"),
        ("complaint", "投诉"),
        ("report", "举报"),
        ("suggestion", "建议"),
        ("praise", "表扬感谢"),
        ("other", "其他"),
    ]


def test_the_published_tree_is_complete(siping: CityProfile) -> None:
    text = (CITIES / "siping" / "topics.toml").read_text("utf-8")
    ours = set(re.findall(r'code = "(\d+)".*# ours$', text, re.MULTILINE))
    published = [row.code for row in siping.topics if row.code not in ours]
    levels = [sum(len(code) == length for code in published) for length in (2, 4, 6)]
    assert (levels, len(ours)) == ([15, 118, 517], 31)


def test_in_sipings_tree_a_code_begins_with_its_parents(siping: CityProfile) -> None:
    assert [row.code for row in siping.topics if row.parent != row.code[:-2]] == []


def test_enough_topics_carry_words_for_the_first_day(siping: CityProfile) -> None:
    words = [word for row in siping.topics for word in row.words]
    assert sum(bool(row.words) for row in siping.topics) >= 60
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("day", LINES)
def test_every_printed_topic_line_is_there(siping: CityProfile, day: date) -> None:
    names = [row.name for row in siping.lines]
    assert [name for name in LINES[day] if name not in names] == []


def test_no_topic_is_in_two_lines(siping: CityProfile, yunting: CityProfile) -> None:
    for profile in (siping, yunting):
        for path in paths(profile.topics).values():
            assert sum(covers(line, path) for line in profile.lines) <= 1


@pytest.mark.parametrize(
    ("topic", "line"),
    [
        ("011003", "housing_construction"),
        ("011001", "housing_fund"),
        ("150305", "housing_fund"),
        ("010208", "utilities"),
        ("010213", "utilities"),
        ("010215", "utilities"),
        ("010216", "utilities"),
        ("060103", "traffic"),
        ("130504", "traffic"),
        ("010202", "urban_enforcement"),
        ("010302", "urban_enforcement"),
        ("130807", "public_security"),
        ("131001", "public_security"),
        ("150204", "medical_insurance"),
        ("160201", "medical_insurance"),
        ("150201", "social_insurance"),
        ("150905", "social_insurance"),
        ("040203", "pollution"),
        ("100303", "agriculture"),
        ("030505", "agriculture"),
        ("110410", "consumer_disputes"),
        ("010214", "city_sanitation"),
        ("140204", "other"),
        ("120703", "other"),
    ],
)
def test_a_topic_is_counted_in_its_line(siping: CityProfile, topic: str, line: str) -> None:
    path = paths(siping.topics)[topic]
    taking = [row.code for row in siping.lines if covers(row, path)]
    rest = [row.code for row in siping.lines if row.is_rest]
    assert (taking or rest) == [line]


def test_a_branch_is_told_by_the_tree_and_not_by_the_characters(yunting: CityProfile) -> None:
    lamps, bridges = (paths(yunting.topics)[code] for code in ("A.1", "A.10"))
    lines = {row.code: row for row in yunting.lines}
    assert [covers(lines["streets"], path) for path in (lamps, bridges)] == [True, False]
    assert [covers(lines["bridges"], path) for path in (lamps, bridges)] == [False, True]


@pytest.mark.parametrize("day", [FEBRUARY, APRIL])
def test_the_epidemic_is_a_campaign_in_both_months(siping: CityProfile, day: date) -> None:
    (row,) = [row for row in siping.campaigns if row.code == "epidemic"]
    assert row.ends_on is not None
    assert row.starts_on <= day <= row.ends_on


def test_rows_without_an_order_keep_the_files(siping: CityProfile) -> None:
    assert all(a.order < b.order for a, b in pairwise(siping.topics))
    assert [row.order for row in siping.kinds] == [10, 20, 30, 40, 50, 60, 70]
