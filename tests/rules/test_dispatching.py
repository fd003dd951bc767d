"""The dispatch catalogue: which rule speaks, in what order, with what words, and when none may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest

from hotline.rules.dispatching import (
    MOST,
    RULING,
    Advice,
    Catalogue,
    Matter,
    Rule,
    Trouble,
    Unit,
    World,
    faults_of,
)

DAY = date(2024, 6, 3)
BEGIN = date(2020, 1, 1)
ONE = timedelta(days=1)
UNITS = {
    "heating": Unit("heating", "热力公司", ("heating",)),
    "housing": Unit("housing", "住建局", ("housing",)),
    "east": Unit("east", "东区政府", ("east",)),
    "street": Unit("street", "平安街道", ("east", "street")),
    "command": Unit("command", "指挥部", ("command",), BEGIN, date(2023, 1, 7)),
}
WORLD = World(
    units=UNITS,
    topics={"01": "城乡建设", "0102": "市政", "010208": "冬季采暖", "02": "交通"},
    kinds={"complaint": "投诉", "help": "求助"},
)
HEATING = ("01", "0102", "010208")


def rule(key: str = "r", order: int = 10, unit: str = "heating", **facts: Any) -> Rule:
    return Rule(key, order, unit, **{"valid_from": BEGIN, **facts})


def said(rules: Iterable[Rule], matter: Matter, day: date = DAY) -> Advice | Trouble | None:
    return Catalogue(tuple(rules), WORLD, day).advise(matter)


def unit_said(rules: Iterable[Rule], matter: Matter, day: date = DAY) -> str:
    answer = said(rules, matter, day)
    assert not isinstance(answer, Trouble), answer.problem
    return answer.unit if answer else ""


# --- selectors ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selectors", "fits"),
    [
        ({}, True),
        ({"topics": ("010208",)}, True),
        ({"topics": ("01",)}, True),
        ({"topics": ("02",)}, False),
        ({"topics": ("02", "0102")}, True),
        ({"kinds": ("complaint",)}, True),
        ({"kinds": ("help",)}, False),
        ({"places": ("东区",)}, True),
        ({"places": ("西区",)}, False),
        ({"places": ("桥头",)}, True),
        ({"words": ("暖气",)}, True),
        ({"words": ("停水", "不热")}, True),
        ({"words": ("停水",)}, False),
        ({"words": ("东区",)}, False),
        ({"topics": ("01",), "words": ("停水",)}, False),
    ],
)
def test_every_selector_that_is_set_must_fit(selectors: dict[str, Any], fits: bool) -> None:
    matter = Matter(HEATING, "complaint", "东区长亭路", "桥头小区暖气不热")
    assert bool(unit_said([rule(**selectors)], matter)) == fits


@pytest.mark.parametrize(
    "word", [".*", "a|b", "(", "[", "\\", "^暖", "+", "?", "%", "_", "{0}", "${x}", "<b>", "'"]
)
def test_signs_in_words_and_places_mean_only_themselves(word: str) -> None:
    rules = [rule(words=(word,)), rule("p", 20, "housing", places=(word,))]
    assert unit_said(rules, Matter(text="暖气不热 ab")) == ""
    assert unit_said(rules, Matter(text=f"前{word}后")) == "heating"
    assert unit_said(rules, Matter(place=f"前{word}后")) == "housing"


def test_a_matter_without_topic_or_kind_meets_only_rules_that_ask_for_none() -> None:
    rules = [
        rule("t", 10, topics=("01",)),
        rule("k", 20, "east", kinds=("help",)),
        rule("w", 30, "housing", words=("暖气",)),
    ]
    assert unit_said(rules, Matter(text="暖气不热")) == "housing"


# --- order and days -------------------------------------------------------------------------------


def test_the_lowest_order_speaks_and_rulings_speak_before() -> None:
    rules = [
        rule("late", 20, "housing"),
        rule("early", 10, "heating"),
        rule("ruled", 500, "east", source=RULING),
    ]
    assert unit_said(rules, Matter()) == "east"
    assert unit_said(rules[:2], Matter()) == "heating"


def test_of_two_rulings_the_later_one_speaks() -> None:
    first = rule("first", 0, "heating", source=RULING)
    later = rule("later", 0, "housing", source=RULING, valid_from=BEGIN + ONE)
    assert unit_said([first, later], Matter()) == "housing"
    assert unit_said([first, later], Matter(), BEGIN) == "heating"


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (BEGIN - ONE, False),
        (BEGIN, True),
        (DAY, True),
        (DAY + ONE, False),
        (date.min, False),
        (date.max, False),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(day: date, holds: bool) -> None:
    assert bool(unit_said([rule(valid_to=DAY)], Matter(), day)) == holds


def test_the_day_changes_what_is_said() -> None:
    old = rule("old", 10, "heating", valid_to=DAY)
    new = rule("new", 10, "housing", valid_from=DAY + ONE)
    days = [DAY, DAY + ONE]
    assert [unit_said([new, old], Matter(), day) for day in days] == ["heating", "housing"]


# --- who must not have it -------------------------------------------------------------------------


def test_a_unit_that_returned_the_case_is_not_named_again() -> None:
    rules = [rule("a", 10, "heating"), rule("b", 20, "housing")]
    assert unit_said(rules, Matter(refused=frozenset({"heating"}))) == "housing"
    assert unit_said(rules, Matter(refused=frozenset({"heating", "housing"}))) == ""


@pytest.mark.parametrize("accused", ["east", "street"])
@pytest.mark.parametrize("named", ["east", "street"])
def test_neither_an_accused_unit_nor_its_kin_is_named(accused: str, named: str) -> None:
    rules = [rule("a", 10, named), rule("b", 20, "housing")]
    assert unit_said(rules, Matter(accused=frozenset({accused}))) == "housing"


def test_an_accused_unit_that_is_unknown_bars_only_itself() -> None:
    rules = [rule("a", 10, "heating")]
    assert unit_said(rules, Matter(accused=frozenset({"elsewhere"}))) == "heating"


def test_what_was_passed_over_is_told_with_its_reason() -> None:
    catalogue = Catalogue((rule("a", 10, "heating"), rule("b", 20, "street")), WORLD, DAY)
    matter = Matter(refused=frozenset({"heating"}), accused=frozenset({"east"}))
    assert catalogue.passed_over(matter) == (
        "派单目录第 10 条指向热力公司，已退回此件",
        "派单目录第 20 条指向平安街道，被反映或与被反映单位有隶属关系",
    )
    assert catalogue.passed_over(Matter()) == ()


def test_helpers_that_must_not_have_the_case_or_are_gone_are_left_out() -> None:
    helped = rule(assisting=("housing", "street", "command"))
    answer = said([helped], Matter(accused=frozenset({"east"})))
    assert isinstance(answer, Advice)
    assert answer.assisting == ("housing",)


# --- trouble --------------------------------------------------------------------------------------

BROKEN = {
    "an unknown unit": (rule(unit="nobody"), "没有代码为“nobody”的承办单位"),
    "a retired unit": (rule(unit="command"), "承办单位“指挥部”在 2024-06-03 已停用或尚未启用"),
    "an unknown helper": (rule(assisting=("nobody",)), "没有代码为“nobody”的协办单位"),
    "a helper that leads": (rule(assisting=("heating",)), "主办单位不能同时协办"),
    "an unknown topic": (rule(topics=("99",)), "没有代码为“99”的问题分类"),
    "an unknown kind": (rule(kinds=("riddle",)), "没有代码为“riddle”的诉求类型"),
    "impossible dates": (
        rule(valid_to=BEGIN - ONE),
        "失效日 2019-12-31 早于生效日 2020-01-01",
    ),
}


@pytest.mark.parametrize(("broken", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_cannot_be_applied_is_trouble_and_never_silence(
    broken: Rule, sentence: str
) -> None:
    answer = said([broken, rule("next", 20, "housing")], Matter(HEATING, "complaint"))
    assert isinstance(answer, Trouble)
    assert answer.problem == f"派单目录第 10 条：{sentence}"
    assert [other.unit for other in answer.also] == ["housing"]


def test_a_broken_rule_that_does_not_fit_troubles_nobody() -> None:
    broken = rule(unit="nobody", words=("停水",))
    assert unit_said([broken, rule("next", 20, "housing")], Matter(text="暖气")) == "housing"


def test_a_broken_rule_below_the_one_that_speaks_troubles_nobody() -> None:
    answer = said([rule("a", 10), rule("b", 20, "nobody"), rule("c", 30, "housing")], Matter())
    assert isinstance(answer, Advice)
    assert (answer.unit, [other.unit for other in answer.also]) == ("heating", ["housing"])


def test_two_rules_of_one_order_that_name_different_units_contradict() -> None:
    rules = [rule("a", 10, "heating"), rule("b", 10, "housing", words=("暖气",))]
    answer = said(rules, Matter(text="暖气"))
    assert isinstance(answer, Trouble)
    expected = "派单目录第 10 条：同一序号的条目互相矛盾，分别指向热力公司、住建局"
    assert answer.problem == expected
    assert unit_said(rules, Matter(text="停水")) == "heating"
    assert unit_said(rules, Matter(text="暖气", refused=frozenset({"housing"}))) == "heating"


def test_two_rules_of_one_order_that_name_one_unit_agree() -> None:
    assert unit_said([rule("a", 10), rule("b", 10)], Matter()) == "heating"


def test_the_catalogue_tells_which_of_its_rules_are_broken() -> None:
    rules = (rule("good"), rule("bad", 20, "nobody"), rule("over", 30, "nobody", valid_to=BEGIN))
    catalogue = Catalogue(rules, WORLD, DAY)
    assert catalogue.problems == {"bad": "没有代码为“nobody”的承办单位"}


def test_faults_name_the_field() -> None:
    broken = rule(unit="x", assisting=("y",), topics=("z",), kinds=("k",), valid_to=BEGIN - ONE)
    fields = [field for field, _ in faults_of(broken, WORLD)]
    assert fields == ["unit", "assisting", "topics", "kinds", "valid_to"]


# --- the explanation ------------------------------------------------------------------------------


def test_the_explanation_names_every_selector_with_what_it_found() -> None:
    full = rule(
        topics=("0102", "02"),
        kinds=("help", "complaint"),
        places=("东区", "西区"),
        words=("暖气", "不热", "停水"),
        basis="《供热条例》",
    )
    answer = said([full], Matter(HEATING, "complaint", "东区", "暖气不热"))
    assert isinstance(answer, Advice)
    assert answer.explanation == (
        "派单目录第 10 条：问题分类属于“市政”，诉求类型为“投诉”，地点提到“东区”，"
        "内容提到“暖气”“不热”。依据：《供热条例》。"
    )


def test_the_explanation_of_a_ruling_names_its_day() -> None:
    answer = said([rule(source=RULING, topics=("01",))], Matter(HEATING))
    assert isinstance(answer, Advice)
    assert answer.explanation == "职责裁定（2020-01-01）：问题分类属于“城乡建设”。"


def test_a_rule_for_everything_says_so() -> None:
    answer = said([rule()], Matter())
    assert isinstance(answer, Advice)
    assert answer.explanation == "派单目录第 10 条：不限条件。"


def test_further_matches_are_other_units_with_reasons_and_at_most_three() -> None:
    more = {f"u{n}": Unit(f"u{n}", f"单位{n}", (f"u{n}",)) for n in range(6)}
    rules = [rule(f"r{n}", n, f"u{n // 2}", words=("暖",)) for n in range(12)]
    answer = Catalogue(tuple(rules), replace(WORLD, units=more), DAY).advise(Matter(text="暖气"))
    assert isinstance(answer, Advice)
    assert answer.unit == "u0"
    assert [other.unit for other in answer.also] == ["u1", "u2", "u3"]
    assert len(answer.also) == MOST
    assert answer.also[0].explanation == "派单目录第 2 条：内容提到“暖”。"


def test_who_wants_no_further_matches_gets_the_same_first_one() -> None:
    rules = [rule("a", 10, "heating"), rule("b", 20, "housing")]
    answer = Catalogue(tuple(rules), WORLD, DAY).advise(Matter(), 0)
    assert isinstance(answer, Advice)
    assert (answer.unit, answer.also) == ("heating", ())


# --- against a plain reference --------------------------------------------------------------------


def plainly(rules: Iterable[Rule], matter: Matter, day: date) -> str:
    """What the catalogue must say, written down as naively as can be."""
    fitting = []
    for one in rules:
        dates_wrong = one.valid_to is not None and one.valid_to < one.valid_from
        in_force = one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
        if not (dates_wrong or in_force):
            continue
        topics = [c for c in one.topics if c in matter.topic or c not in WORLD.topics]
        kinds = [c for c in one.kinds if c == matter.kind or c not in WORLD.kinds]
        places = [p for p in one.places if p in matter.place or p in matter.text]
        words = [w for w in one.words if w in matter.text]
        if (one.topics and not topics) or (one.kinds and not kinds):
            continue
        if (one.places and not places) or (one.words and not words):
            continue
        if one.unit in matter.refused or one.unit in matter.accused:
            continue
        fitting.append(one)
    if not fitting:
        return ""
    rulings = [one for one in fitting if one.source == RULING]
    if rulings:
        newest = max(one.valid_from for one in rulings)
        side = [one for one in rulings if one.valid_from == newest]
    else:
        lowest = min(one.order for one in fitting)
        side = [one for one in fitting if one.order == lowest]
    known = all(
        one.unit in UNITS
        and UNITS[one.unit].exists_on(day)
        and all(code in WORLD.topics for code in one.topics)
        and (one.valid_to is None or one.valid_to >= one.valid_from)
        for one in side
    )
    return side[0].unit if known and len({one.unit for one in side}) == 1 else "?"


POOL = (
    rule("a", 10, "heating", topics=("0102",)),
    rule("b", 10, "housing", words=("暖气",)),
    rule("c", 20, "east", places=("东区",)),
    rule("d", 20, "nobody", kinds=("help",)),
    rule("e", 30, "housing", valid_to=DAY - ONE),
    rule("f", 30, "command", topics=("02",)),
    rule("g", 0, "street", source=RULING, topics=("01",), kinds=("help",)),
    rule("h", 0, "housing", source=RULING, words=("暖",), valid_from=DAY),
    rule("i", 40, "heating"),
    rule("j", 5, "east", topics=("99",), places=("东区",)),
    rule("k", 6, "heating", words=("停水",), valid_to=BEGIN - ONE),
)
MATTERS = tuple(
    Matter(topic, kind, place, text, frozenset(refused), frozenset(accused))
    for topic, kind, place, text, refused, accused in product(
        ((), HEATING, ("02",)),
        ("", "help", "complaint"),
        ("", "东区"),
        ("暖气不热", "停水了"),
        ((), ("heating",)),
        ((), ("housing",)),
    )
)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_small_catalogue_says_what_a_naive_reading_of_it_says(size: int) -> None:
    different = []
    for rules in combinations(POOL, size):
        for day in (DAY - ONE, DAY):
            catalogue = Catalogue(rules, WORLD, day)
            for matter in MATTERS:
                answer = catalogue.advise(matter)
                got = "?" if isinstance(answer, Trouble) else answer.unit if answer else ""
                if got != plainly(rules, matter, day):
                    different.append((rules, matter, got))
    assert different == []
