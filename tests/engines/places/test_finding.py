"""Places in texts: the city's labelled sentences, and what the search must never do."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.engines.measuring.places import SENTENCES, city_finder, is_right, measure
from hotline.engines.places.finding import Finder
from hotline.engines.places.found import main_place
from hotline.engines.places.labelled import sentences_of
from hotline.rules.places import LEVEL_NAMES, PRIVATE, place_key

AIM = 0.95


@pytest.fixture(scope="module")
def finder() -> Finder:
    return city_finder()


def test_the_labelled_sentences_are_two_hundred_in_two_halves_of_known_levels() -> None:
    sentences = sentences_of(SENTENCES)
    assert [sum(one.half == half for one in sentences) for half in (1, 2)] == [100, 100]
    assert len({one.text for one in sentences}) == len(sentences)
    assert {level for one in sentences for level, _, _ in one.places} == set(LEVEL_NAMES)


def test_the_places_of_the_labelled_sentences_are_found(finder: Finder) -> None:
    sentences = sentences_of(SENTENCES)
    wrong = [one.text for one in sentences if not is_right(finder, one)]
    assert len(wrong) <= len(sentences) * (1 - AIM), wrong


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("英雄街道办不受理", "street", "cn220302002"),
        ("英雄阶道没人管", "street", "cn220302002"),
        ("yingxiongjie 没有路灯", "street", "cn220302002"),
        ("铁西地直停水", "street", "cn220302005"),
        ("双辽市辽东街道阳光社区", "community", "cn220382002006"),
    ],
)
def test_an_area_is_found_however_it_is_written(
    finder: Finder, text: str, level: str, code: str
) -> None:
    found = [one.code for one in finder.find(text) if one.level == level]
    assert found == [code]


def test_what_is_misspelled_is_less_sure(finder: Finder) -> None:
    right, wrong = (finder.find(text)[0].sureness for text in ("英雄街道", "英雄阶道"))
    assert wrong < right


def test_a_name_of_two_communities_is_nobodys_until_its_street_is_told(finder: Finder) -> None:
    (alone,) = finder.find("阳光社区办事慢")
    assert (alone.code, alone.sureness) == (None, 0.5)
    assert [one.code for one in finder.find("英雄街道阳光社区办事慢")] == [
        "cn220302002",
        "cn220302002004",
    ]


def test_a_key_never_tells_a_building_or_room(finder: Finder) -> None:
    found = finder.find("铁西区望岳花园3号楼2单元501室")
    private = [one for one in found if one.is_private]
    assert [one.level for one in private] == ["building", "unit", "room"]
    assert {one.key for one in private} == {""}
    assert main_place(found) == found[1]
    assert finder.key("铁西区望岳花园3号楼2单元501室") == finder.key("望岳花园小区停水")
    assert {place_key(level, "3号楼") for level in PRIVATE} == {""}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("双辽市辽东街道幸福小区C区17号楼", ["双辽市", "辽东街道", "幸福小区", "17号楼"]),
        ("我们在创建平安小区", []),
        ("仁兴街道建设社区听泉佳苑", ["仁兴街道", "建设社区", "听泉佳苑"]),
        ("和南迎宾街路口", ["南迎宾街"]),
        ("七一路与公园街交会处", ["七一路", "公园街"]),
        ("一路上都没有灯", []),
        ("四平一中门口", ["一中"]),
        ("一中午都没人", []),
        ("从四平东站出来", ["东站"]),
        ("住在锦绣江南5-2-301", ["锦绣江南", "5", "2", "301"]),
        ("丰源小区十一号楼一单元五零二", ["丰源小区", "十一号楼", "一单元", "五零二"]),
        ("十家堡镇三马架村", ["十家堡镇", "三马架村"]),
        ("英雄大路八十八号门市", ["英雄大路", "八十八号"]),
    ],
)
def test_a_name_is_told_by_what_stands_around_it(
    finder: Finder, text: str, names: list[str]
) -> None:
    assert [one.name for one in finder.find(text)] == names


@pytest.mark.parametrize(
    "text", ["", "。", "村", "小区", "\x00\x00小区", "路" * 500, "x" * 30_000, "🏠小区🏠"]
)
def test_no_text_is_too_odd(finder: Finder, text: str) -> None:
    assert [one for one in finder.find(text) if one.end > len(text)] == []


def test_the_measurement_tells_both_halves_without_any_real_messages(tmp_path: Path) -> None:
    figures = measure(tmp_path).figures
    assert [one.counted for one in figures[:3]] == ["200/200 句", "100/100 句", "100/100 句"]
