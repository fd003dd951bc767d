"""Splitting: several matters in one case become a case each, kin to the whole."""

from __future__ import annotations

import pytest

from hotline.records.models import Case, Clock
from hotline.steps.dispatch import dispatch
from tests.factories import City, case_at
from tests.steps.acts import act
from tests.steps.cases import LATER, last_entry, read_again, refused, walked

LIGHT, WATER = "楼道里的灯不亮。", "三楼没有水。"


def test_each_part_is_a_case_of_the_same_citizen_that_waits_beside_the_whole(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    before = case.text
    act(city, "split", case, parts=[LIGHT, f" {WATER} "], text="垃圾没有清运。", reason="三件事")
    parts = list(Case.objects.filter(split_from=case).order_by("number"))
    assert [(part.text, part.status, part.version) for part in parts] == [
        (LIGHT, "awaiting_dispatch", 2),
        (WATER, "awaiting_dispatch", 2),
    ]
    shared = ("citizen_id", "channel_id", "kind_id", "topic_id", "urgency", "place")
    for part in parts:
        assert [getattr(part, name) for name in shared] == [getattr(case, name) for name in shared]
    stored, entry = read_again(case), last_entry(case)
    assert (stored.text, stored.status) == ("垃圾没有清运。", "awaiting_dispatch")
    numbers = [part.number for part in parts]
    assert entry.details == {"into": numbers, "before_text": before}


def test_a_part_keeps_the_secrecy_and_the_superiors_deadline_of_the_whole(city: City) -> None:
    due = LATER.replace(year=LATER.year + 1)
    case = case_at(
        city, "awaiting_dispatch", at=LATER.replace(year=LATER.year - 1), external_due_at=due
    )
    act(city, "mark_confidential", case, accused=[city.units["west"]])
    act(city, "split", case, parts=[LIGHT])
    part = Case.objects.get(split_from=case)
    assert (part.confidential, part.accused) == (True, [city.units["west"].pk])
    assert Clock.objects.get(case=part, name="superior").due_at == due
    dispatch(part, to=city.units["east"], by=city.person("dispatcher"), at=LATER)
    assert Clock.objects.get(case=part, name="handle").superior_due_at == due


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([" "], "请至少写一个要拆出的事项。"),
        ([LIGHT, LIGHT], "各事项的内容不能相同，也不能与本单留下的相同。"),
        ([f"第 {n} 件事。" for n in range(11)], "一次最多拆出 10 个事项，请分次拆分。"),
    ],
)
def test_what_is_no_splitting_is_refused_and_opens_nothing(
    city: City, parts: list[str], told: str
) -> None:
    case = walked(city, "registered")
    assert refused(case, lambda: act(city, "split", case, parts=parts)) == ("parts", told)
    assert Case.objects.count() == 1
