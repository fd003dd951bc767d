"""Reveal: a look at personal data leaves who, when and why, before anything is shown."""

from __future__ import annotations

import pytest

from hotline.records.models import Citizen, JournalEntry, Reveal
from hotline.records.sealing import SealBroken, seal
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.reveal import reveal
from tests.factories import City
from tests.steps.cases import LATER, walked

NAME, PHONE, HOME = "测试人甲", "15400000001", "某街1号"


@pytest.mark.parametrize(("field", "value"), [("name", NAME), ("phone", PHONE), ("home", HOME)])
def test_a_look_shows_the_value_and_is_kept(city: City, field: str, value: str) -> None:
    case = walked(city, "registered", name=NAME, phone=PHONE)
    citizen = case.citizen
    citizen.home_sealed = seal("citizen", "home", citizen.pk, HOME)
    citizen.save()
    agent = city.person("callback_agent")
    assert reveal(case, field, reason=" 回访 ", by=agent, at=LATER) == value
    look = Reveal.objects.get()
    assert (look.citizen, look.case, look.field, look.reason) == (citizen, case, field, "回访")
    assert (look.at, look.by) == (LATER, agent)


def test_a_look_is_no_move_of_the_case(city: City) -> None:
    case = walked(city, "registered", phone=PHONE)
    before = JournalEntry.objects.filter(case=case).count()
    reveal(case, "phone", reason="回访", by=city.person("callback_agent"), at=LATER)
    assert (JournalEntry.objects.filter(case=case).count(), case.version) == (before, 1)


def test_every_look_is_kept(city: City) -> None:
    case = walked(city, "registered", phone=PHONE)
    for reason in ("回访", "再次回访"):
        reveal(case, "phone", reason=reason, by=city.person("callback_agent"), at=LATER)
    assert list(Reveal.objects.order_by("pk").values_list("reason", flat=True)) == [
        "回访",
        "再次回访",
    ]


def test_what_is_not_known_is_empty_and_the_look_is_kept(city: City) -> None:
    case = walked(city, "registered", phone=PHONE)
    agent = city.person("callback_agent")
    assert reveal(case, "home", reason="核实地址", by=agent, at=LATER) == ""
    assert Reveal.objects.count() == 1


def test_a_long_reason_is_cut(city: City) -> None:
    case = walked(city, "registered", phone=PHONE)
    reveal(case, "phone", reason="因" * 400, by=city.person("callback_agent"), at=LATER)
    assert len(Reveal.objects.get().reason) == 300


def test_a_look_at_a_broken_seal_is_kept_all_the_same(city: City) -> None:
    case = walked(city, "registered", phone=PHONE)
    Citizen.objects.update(phone_sealed=b"broken")
    case.citizen.refresh_from_db()
    with pytest.raises(SealBroken):
        reveal(case, "phone", reason="回访", by=city.person("callback_agent"), at=LATER)
    assert Reveal.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field", "reason", "told"),
    [
        ({"phone": PHONE}, "phone", "", ("reason", "请填写查看理由，例如“回访”“核实地址”。")),
        ({"phone": PHONE}, "phone", " 看 ", ("reason", "请填写查看理由，例如“回访”“核实地址”。")),
        (
            {"phone": PHONE},
            "account",
            "回访",
            ("field", "请选择要查看的信息：姓名、电话或住址。"),
        ),
        ({}, "phone", "回访", ("field", "这件工单没有诉求人信息（匿名）。")),
    ],
)
def test_a_look_without_reason_or_value_is_refused(
    city: City, facts: dict[str, str], field: str, reason: str, told: tuple[str, str]
) -> None:
    case = walked(city, "registered", **facts)
    with pytest.raises(Refused) as refused:
        reveal(case, field, reason=reason, by=city.person("callback_agent"), at=LATER)
    assert ((refused.value.field, str(refused.value)), Reveal.objects.count()) == (told, 0)


def test_who_may_not_look_is_refused(city: City) -> None:
    case = walked(city, "registered", phone=PHONE)
    with pytest.raises(NotPermitted):
        reveal(case, "phone", reason="好奇", by=city.person("dispatcher"), at=LATER)
    assert Reveal.objects.count() == 0


def test_no_unit_looks_at_whose_a_confidential_case_is(city: City) -> None:
    case = walked(city, "in_handling", unit="east", phone=PHONE)
    case.confidential = True
    with pytest.raises(Refused, match="保密工单"):
        reveal(case, "phone", reason="联系", by=city.person("unit_clerk", "east"), at=LATER)
    assert Reveal.objects.count() == 0
    assert reveal(case, "phone", reason="回访", by=city.person("callback_agent"), at=LATER) == PHONE
