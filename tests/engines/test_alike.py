"""Messages of the same matter, told apart from those of the same trouble elsewhere."""

from __future__ import annotations

from itertools import combinations

from hotline.engines.alike.core import bare_title, clauses
from hotline.engines.alike.finding import Index, pairs
from hotline.engines.alike.reading import read, read_all
from hotline.engines.alike.scoring import SAME_FROM, likeness
from hotline.engines.alike.usual import Usual
from hotline.engines.meaning import encoder
from hotline.engines.messages import Message
from tests.engines.invented import HEATING_IDS, MIXER_IDS, SCHOOL_IDS, messages

ONE_MATTER = {
    pair for group in (HEATING_IDS, MIXER_IDS, SCHOOL_IDS) for pair in combinations(group, 2)
}


def test_a_title_is_bared_of_its_frame() -> None:
    assert bare_title("关于槐荫嘉园供热问题的投诉") == "槐荫嘉园供热"
    assert bare_title("投诉") == "投诉"


def test_greetings_and_formulae_are_no_part_of_the_matter() -> None:
    told = clauses("尊敬的领导：您好！柳溪新城搅拌站昼夜生产。希望有关部门尽快处理，谢谢！")
    assert told == ["柳溪新城搅拌站昼夜生产"]


def test_a_reading_names_places_districts_and_amounts() -> None:
    reading = read(Message("a", "铁西区槐荫嘉园物业费涨价", "槐荫嘉园3号楼的物业费涨到300元。"))
    assert "槐荫嘉园" in reading.title_names
    assert reading.districts == {"铁西区"}
    assert reading.numbers == {"3号", "300元"}


def test_likeness_is_symmetrical_and_told_by_what_is_shared() -> None:
    one, other, *_ = readings = [read(message) for message in messages()]
    usual = Usual.of(readings)
    there, back = likeness(one, other, usual), likeness(other, one, usual)
    assert there.score == back.score
    assert {fact.kind for fact in there.facts} == {"place", "words"}
    assert ("槐荫嘉园",) in [fact.words for fact in there.facts]


def test_other_words_for_one_matter_are_found_and_no_other_pairs() -> None:
    readings = read_all(messages(), encoder())
    found = {(pair.one, pair.other) for pair in pairs(readings, Usual.of(readings))}
    assert found <= ONE_MATTER
    assert len(found) >= len(ONE_MATTER) - 2


def test_without_an_encoder_the_words_alone_find_no_wrong_pair() -> None:
    readings = read_all(messages())
    found = {(pair.one, pair.other) for pair in pairs(readings, Usual.of(readings))}
    assert found <= ONE_MATTER
    assert found & set(combinations(MIXER_IDS, 2))


def test_the_same_complaint_of_two_districts_is_two_matters() -> None:
    told = "小区楼下烧烤店没有烟道，油烟直接排到居民窗户，味道很大。"
    one = read(Message("a", "铁东区白桦苑楼下烧烤店油烟扰民", "白桦苑" + told))
    other = read(Message("b", "铁西区云杉里楼下烧烤店油烟扰民", "云杉里" + told))
    usual = Usual.of([one, other, *(read(message) for message in messages())])
    assert likeness(one, other, usual).score < SAME_FROM
    assert likeness(one, one, usual).score > SAME_FROM


def test_a_new_message_meets_those_that_share_its_rare_words() -> None:
    readings = [read(message) for message in messages()]
    index = Index(Usual.of(readings))
    for reading in readings:
        index.add(reading)
    new = read(Message("new", "柳溪新城的搅拌站还在生产", "柳溪新城旁的搅拌站噪音粉尘依旧。"))
    near = [readings[place].id for place in index.near(new, most=3)]
    assert sorted(near) == list(MIXER_IDS)


def test_an_empty_message_is_like_none() -> None:
    readings = [read(message) for message in messages()]
    empty = read(Message("empty", "", ""))
    usual = Usual.of(readings)
    assert max(likeness(empty, each, usual).score for each in readings) < SAME_FROM
