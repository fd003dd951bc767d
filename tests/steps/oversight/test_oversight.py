"""Beside the path: what units agreed on and what a leader said is kept with the case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Conference, Instruction
from tests.factories import City
from tests.steps.acts import act, ready
from tests.steps.cases import LATER, last_entry, refused


def test_a_conference_is_kept_with_who_took_part(city: City) -> None:
    case = ready(city, "confer")
    units = [city.units["east"], city.units["west"]]
    held_at = LATER - timedelta(days=1)
    act(city, "confer", case, departments=units, held_at=held_at, conclusion=" 由东区办 ")
    row = Conference.objects.get(case=case)
    assert (row.departments, row.held_at, row.kept_at, row.kept_by, row.conclusion) == (
        [unit.pk for unit in units],
        held_at,
        LATER,
        city.person("supervisor"),
        "由东区办",
    )
    assert (last_entry(case).details, case.status) == ({"units": ["east", "west"]}, "in_handling")


@pytest.mark.parametrize(
    ("verb", "facts", "told"),
    [
        ("confer", {"departments": []}, ("departments", "请选择参加会商的单位。")),
        ("confer", {"minutes": " "}, ("minutes", "请填写会商纪要。")),
        (
            "confer",
            {"conclusion": " "},
            ("conclusion", "请填写会商结论：由谁、在什么时候前、做什么。"),
        ),
        (
            "confer",
            {"held_at": LATER + timedelta(seconds=1)},
            ("held_at", "会商时间不能晚于现在，请改正。"),
        ),
        ("instruct", {"text": " "}, ("text", "请填写批示内容。")),
        ("instruct", {"leader": "名" * 61}, ("leader", "请填写批示领导的姓名，不超过 60 个字。")),
        ("instruct", {"by": None}, ("leader", "请填写批示领导的姓名，不超过 60 个字。")),
    ],
)
def test_what_is_missing_is_told(
    city: City, verb: str, facts: dict[str, object], told: tuple[str, str]
) -> None:
    case = ready(city, verb)
    assert refused(case, lambda: act(city, verb, case, **facts)) == told


@pytest.mark.parametrize(("leader", "kept"), [("", "员office_leader"), (" 王市长 ", "王市长")])
def test_an_instruction_is_the_persons_own_or_one_kept_for_a_leader(
    city: City, leader: str, kept: str
) -> None:
    case = ready(city, "instruct")
    act(city, "instruct", case, leader=leader)
    row = Instruction.objects.get(case=case)
    assert (row.leader, row.text, row.given_at) == (kept, "请抓紧办理。", LATER)
    assert last_entry(case).details == {"leader": kept}
