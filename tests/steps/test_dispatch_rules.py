"""The catalogue is changed by date: the former rule ends, the new one begins, both stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hotline.records.models import Department, DispatchRule
from hotline.records.queries.reference import catalogue_on, forget
from hotline.rules.dispatching import Advice, Matter
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.retire_dispatch_rule import retire_dispatch_rule
from hotline.steps.shift_dispatch_rule import shift_dispatch_rule
from hotline.steps.storing.book import LostRace, Writing, book
from hotline.steps.write_dispatch_rule import rule_from_ruling, write_dispatch_rule
from tests.factories import City
from tests.steps.cases import BEGIN, walked
from tests.steps.dispatch_rules import TODAY, facts, keeper, written

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
REFUSE = Matter(("01", "0102", "010214"), "complaint", text="垃圾")


def spoken(day: date, matter: Matter = REFUSE) -> str:
    """The unit that the catalogue names on a day."""
    said = catalogue_on(day).advise(matter)
    return said.unit if isinstance(said, Advice) else ""


def test_a_new_rule_speaks_from_its_first_day_on(city: City) -> None:
    written(city, valid_from=TODAY + ONE)
    assert [spoken(TODAY), spoken(TODAY + ONE)] == ["", "east"]


def test_a_changed_rule_ends_the_former_one_and_keeps_it(city: City) -> None:
    old = written(city)
    new = written(city, "west", valid_from=TODAY + 5 * ONE, replacing=old, words=("垃圾",))
    old.refresh_from_db()
    assert (old.unit, old.words, old.valid_from) == (city.units["east"], [], TODAY)
    assert (old.valid_to, old.ended_by, old.ended_at) == (
        TODAY + 4 * ONE,
        keeper(city),
        BEGIN,
    )
    assert (new.code, new.valid_from, new.valid_to) == (old.code, TODAY + 5 * ONE, None)
    assert (new.reason, old.ended_because) == ("按职责分工", "按职责分工")
    assert [spoken(TODAY + 4 * ONE), spoken(TODAY + 5 * ONE)] == ["east", "west"]


def test_a_rule_changed_on_its_first_day_never_held_and_stays_readable(city: City) -> None:
    old = written(city)
    written(city, "west", replacing=old)
    old.refresh_from_db()
    assert old.valid_to == old.valid_from - ONE
    assert spoken(TODAY) == "west"
    assert DispatchRule.objects.count() == 2


def test_a_rule_cannot_be_replaced_twice(city: City) -> None:
    old = written(city)
    same = DispatchRule.objects.get(pk=old.pk)
    written(city, "west", replacing=old)
    with pytest.raises(Refused) as refusal:
        written(city, "west", replacing=old)
    assert str(refusal.value) == "这一条已经停用或已被替换，请刷新目录后再办理。"
    with pytest.raises(LostRace):
        written(city, "west", replacing=same)
    assert DispatchRule.objects.count() == 2


def test_a_retired_rule_speaks_until_its_last_day(city: City) -> None:
    rule = written(city)
    last = TODAY + 2 * ONE
    retire_dispatch_rule(rule, last_day=last, reason="职责调整", by=keeper(city), at=BEGIN)
    assert [spoken(last), spoken(last + ONE)] == ["east", ""]
    assert DispatchRule.objects.get().ended_because == "职责调整"


def test_a_shifted_rule_is_the_same_at_another_place(city: City) -> None:
    rule = written(city, assisting=("west",), words=("垃圾",), basis="《条例》")
    other = written(city, "west", order=20)
    moved = shift_dispatch_rule(
        rule, order=30, valid_from=TODAY + ONE, reason="让位", by=keeper(city), at=BEGIN
    )
    same = ("code", "topics", "words", "unit_id", "assisting", "basis", "source")
    assert [getattr(moved, name) for name in same] == [getattr(rule, name) for name in same]
    assert (rule.order, moved.order, other.order) == (10, 30, 20)
    assert [spoken(TODAY), spoken(TODAY + ONE)] == ["east", "west"]


# --- what is refused ------------------------------------------------------------------------------

Slip = Callable[[City], object]


def _write(**given: Any) -> Slip:
    day = given.pop("valid_from", TODAY)
    return lambda city: written(city, valid_from=day, **given)


def _without_unit(city: City) -> object:
    bare = replace(facts(city), unit=None)
    return write_dispatch_rule(bare, reason="x", valid_from=TODAY, by=None, at=BEGIN)


def _without_reason(city: City) -> object:
    return write_dispatch_rule(facts(city), reason=" ", valid_from=TODAY, by=None, at=BEGIN)


def _to_a_retired_unit(city: City) -> object:
    Department.objects.filter(code="east").update(valid_to=TODAY - ONE)
    return written(city)


def _retired_in_the_past(city: City) -> object:
    rule, last = written(city), TODAY - 2 * ONE
    return retire_dispatch_rule(rule, last_day=last, reason="x", by=None, at=BEGIN)


def _shifted_nowhere(city: City) -> object:
    return shift_dispatch_rule(
        written(city), order=10, valid_from=TODAY, reason="x", by=None, at=BEGIN
    )


SLIPS: dict[str, tuple[Slip, str, str]] = {
    "no unit": (_without_unit, "unit", "请选择承办单位。"),
    "no reason": (_without_reason, "reason", "请写明理由，例如依据的文件或部门的意见。"),
    "the past": (
        _write(valid_from=TODAY - ONE),
        "valid_from",
        "不能改写已经过去的日子，请填写今天或以后的日期。",
    ),
    "no selector": (
        _write(topics=()),
        "topics",
        "请至少填写一个条件；没有条件的条目会拿走所有工单。",
    ),
    "an unknown topic": (
        _write(topics=("99",)),
        "topics",
        "没有代码为“99”的问题分类，请改正。",
    ),
    "an unknown kind": (
        _write(kinds=("riddle",)),
        "kinds",
        "没有代码为“riddle”的诉求类型，请改正。",
    ),
    "an empty word": (
        _write(words=(" ",)),
        "words",
        "每个词语要有内容，不超过 40 个字，请改正。",
    ),
    "the leader as helper": (
        _write(assisting=("east",)),
        "assisting",
        "主办单位不能同时协办，请改正。",
    ),
    "a retired unit": (
        _to_a_retired_unit,
        "unit",
        "“汀东区政府”在 2022-04-06 已停用或尚未启用，请另选。",
    ),
    "an end in the past": (
        _retired_in_the_past,
        "last_day",
        "停用只能从今天起，最早的失效日是昨天。",
    ),
    "the same place": (_shifted_nowhere, "order", "序号没有改变，请填写新的序号。"),
}


@pytest.mark.parametrize(("slip", "field", "sentence"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_refused_with_what_to_do(
    city: City, slip: Slip, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        slip(city)
    assert (refusal.value.field, str(refusal.value)) == (field, sentence)


def test_every_change_needs_the_permit(city: City) -> None:
    rule, taker = written(city), city.person("call_taker")
    changes: list[Callable[[], object]] = [
        lambda: write_dispatch_rule(facts(city), reason="x", valid_from=TODAY, by=taker, at=BEGIN),
        lambda: retire_dispatch_rule(rule, last_day=TODAY, reason="x", by=taker, at=BEGIN),
        lambda: shift_dispatch_rule(
            rule, order=99, valid_from=TODAY, reason="x", by=taker, at=BEGIN
        ),
    ]
    for change in changes:
        with pytest.raises(NotPermitted):
            change()
    assert DispatchRule.objects.count() == 1


# --- a ruling becomes a rule ----------------------------------------------------------------------


def test_a_ruling_is_found_again_for_the_next_case_of_its_topic_and_kind(city: City) -> None:
    city.units["bureau"] = Department.objects.create(code="bureau", name="环卫局", kind="bureau")
    written(city, order=1)
    case = walked(city, "awaiting_dispatch")
    rule = rule_from_ruling(
        case, city.units["bureau"], reason=" 由环卫局负责 ", basis="《办法》", by=None, at=BEGIN
    )
    assert (rule.source, rule.topics, rule.kinds) == ("ruling", ["010214"], ["complaint"])
    assert (rule.places, rule.words, rule.reason) == ([], [], "由环卫局负责")
    assert DispatchRule.objects.filter(source="ruling").count() == 0
    book().write(Writing(rows=[rule]))
    forget()
    assert spoken(TODAY) == "bureau"
    assert spoken(TODAY, replace(REFUSE, kind="help")) == "east"


def test_a_ruling_for_a_district_takes_only_cases_that_name_its_area(city: City) -> None:
    rule = rule_from_ruling(
        walked(city, "awaiting_dispatch"),
        city.units["east"],
        reason="x",
        basis="",
        by=None,
        at=BEGIN,
    )
    assert rule.places[0] == "汀东区"


def test_a_ruling_needs_a_topic(city: City) -> None:
    case = walked(city, "registered", topic="")
    with pytest.raises(Refused) as refusal:
        rule_from_ruling(case, city.units["east"], reason="x", basis="", by=None, at=BEGIN)
    assert refusal.value.field == "topic"


def test_a_ruling_cannot_be_shifted(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    rule = rule_from_ruling(case, city.units["east"], reason="x", basis="", by=None, at=BEGIN)
    with pytest.raises(Refused) as refusal:
        shift_dispatch_rule(rule, order=5, valid_from=TODAY, reason="x", by=None, at=BEGIN)
    assert refusal.value.field == "order"
