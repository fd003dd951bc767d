"""Reply: two texts and the structured facts, each asked for by name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Assignment
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, journal, last_entry, read_again, refused, replied, walked

FULL = {
    "handling": " 已到现场核实。 ",
    "answer": " 已处理，感谢来电。 ",
    "solved": False,
    "reason_unsolved": " 列入明年计划 ",
    "is_true": True,
    "beyond_remit": True,
    "contacted_at": LATER - timedelta(minutes=5),
}


def test_a_reply_waits_to_be_reviewed(city: City) -> None:
    case = walked(city, "in_handling")
    act(city, "reply", case)
    assert (read_again(case).status, journal(case)[4:]) == (
        "awaiting_review",
        [(5, "reply", "awaiting_review")],
    )


def test_a_reply_keeps_every_fact(city: City) -> None:
    case = walked(city, "in_handling")
    clerk = city.person("unit_clerk", "east")
    replied(case, by=clerk, at=LATER, **FULL)
    row = Assignment.objects.filter(case=case).values(*FULL, "replied_at", "replied_by").get()
    assert row == {
        **{
            name: value.strip() if isinstance(value, str) else value for name, value in FULL.items()
        },
        "replied_at": LATER,
        "replied_by": clerk.pk,
    }


def test_the_citizen_is_not_answered_before_the_review(city: City) -> None:
    case = walked(city, "in_handling")
    act(city, "reply", case)
    assert (read_again(case).answer, last_entry(case).note) == ("", "已派人处理。")


def test_a_late_reply_is_taken(city: City) -> None:
    case = walked(city, "in_handling")
    act(city, "reply", case, at=case.due_at + timedelta(days=3))
    row = Assignment.objects.get(case=case)
    assert (read_again(case).status, row.replied_at > row.due_at) == ("awaiting_review", True)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"handling": " "}, ("handling", "请填写办理情况。")),
        ({"answer": ""}, ("answer", "请填写对诉求人的公开答复。")),
        ({"solved": None}, ("solved", "请选择问题是否已解决。")),
        ({"solved": False}, ("reason_unsolved", "未解决的，请填写未解决的原因。")),
        (
            {"solved": False, "reason_unsolved": " "},
            ("reason_unsolved", "未解决的，请填写未解决的原因。"),
        ),
        (
            {"solved": False, "reason_unsolved": "因" * 501},
            ("reason_unsolved", "未解决的原因超过 500 个字，请缩短。"),
        ),
        (
            {"contacted_at": LATER + timedelta(seconds=1)},
            ("contacted_at", "联系诉求人的时间不能晚于现在，请改正。"),
        ),
    ],
)
def test_what_is_missing_or_wrong_is_refused(
    city: City, facts: dict[str, object], told: tuple[str, str]
) -> None:
    case = walked(city, "in_handling")
    assert refused(case, lambda: act(city, "reply", case, **facts)) == told


def test_a_contact_at_this_very_moment_is_taken(city: City) -> None:
    case = walked(city, "in_handling")
    act(city, "reply", case, contacted_at=LATER)
    assert Assignment.objects.get(case=case).contacted_at == LATER
