"""Drafting: the paragraph of a well-handled case holds nothing but its records and fixed words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.drafting import FIXED, MISSING, REDACTED, Handled, surname, text_of, well_handled

CASE = Handled(
    number="YT20220406-000001",
    office="云汀市热线",
    asked_on=date(2022, 4, 6),
    by_phone=True,
    name="甄示例",
    form_of_address="先生",
    title="翠柏苑门前路灯不亮问题。",
    text="翠柏苑3号楼2单元门前的三盏路灯已有一周不亮，联系电话15400001234。希望尽快修好。",
    unit="汀东区政府",
    handling="经查线路老化，已更换电缆。",
    answer="三盏路灯的线路已修复，当晚恢复照明。",
    solved=True,
    satisfied=True,
    remark="诉求人表示感谢。",
)
PHRASES = frozenset(
    {"解决", "办理", "问题。", "市民", "打电话反映，", "反映，", "交办", "调查处理。"}
    | {"经", "协调办理。", "。"}
)
SAID = {"反映人对处理结果表示满意", "并表示感谢"}
CHINESE = re.compile(r"[一-龥]{4,}")
words = st.text(alphabet="路灯不亮水费街道小区修好了，。；0123456789号楼单元 ", max_size=300)


def test_a_case_is_told_in_the_shape_of_the_bulletin() -> None:
    told = text_of(well_handled(CASE))
    assert told.startswith(
        "汀东区政府解决翠柏苑门前路灯不亮问题。4月6日，市民甄先生打电话反映，某小区门前"
    )
    assert "云汀市热线交办汀东区政府调查处理。经查线路老化，已更换电缆。" in told
    assert told.endswith("当晚恢复照明。反映人对处理结果表示满意并表示感谢。")
    assert [part for part in ("15400001234", "2单元", "示例") if part in told] == []


def test_what_no_record_holds_is_a_blank_or_left_out() -> None:
    bare = replace(
        CASE, name="", handling="", answer="", satisfied=False, title="", form_of_address=""
    )
    told = text_of(well_handled(bare))
    blanks = re.findall(r"［待补：[^］]*］", told)
    assert blanks == ["［待补：什么］", "［待补：调查情况］", "［待补：处理结果］"]
    assert ("市民打电话反映" in told, "满意" in told, "感谢" in told) == (True, False, False)


@pytest.mark.parametrize(
    ("facts", "absent"),
    [({"remark": ""}, "感谢"), ({"satisfied": False}, "满意"), ({"solved": False}, "解决翠柏苑")],
)
def test_satisfaction_and_thanks_are_the_callbacks_only(
    facts: dict[str, object], absent: str
) -> None:
    assert absent not in text_of(well_handled(replace(CASE, **facts)))  # type: ignore[arg-type]


def test_what_the_hotline_did_itself_is_given_to_no_unit() -> None:
    told = text_of(well_handled(replace(CASE, unit="", handling="")))
    assert told.startswith("云汀市热线解决")
    assert ("交办" in told, "经云汀市热线协调办理。" in told) == (False, True)


def test_what_is_said_to_the_caller_or_twice_is_left_out() -> None:
    answer = (
        "您好，您来电所说的一事已办理。经查线路老化，已更换电缆。当晚恢复照明。如有疑问请来电。"
    )
    told = text_of(well_handled(replace(CASE, answer=answer)))
    assert "已更换电缆。当晚恢复照明。反映人" in told
    assert ("您" in told, "如有疑问" in told) == (False, False)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("甄示例", "甄"), ("欧阳示例", "欧阳"), ("欧阳", "欧"), ("X", ""), ("", ""), ("Wang", "")],
)
def test_the_surname_is_all_that_is_told_of_a_name(name: str, shown: str) -> None:
    assert surname(name) == shown


@given(text=words, title=words, handling=words, answer=words, remark=words)
def test_every_run_of_words_is_fixed_or_stands_in_a_record(
    text: str, title: str, handling: str, answer: str, remark: str
) -> None:
    facts = {"text": text, "title": title, "handling": handling, "answer": answer}
    case = replace(CASE, **facts, remark=remark)  # type: ignore[arg-type]
    records = [" ".join(each.split()) for each in (*facts.values(), case.unit, case.office)]
    for piece in well_handled(case):
        if piece.source == FIXED:
            assert piece.text in PHRASES
        elif piece.source in ("回访评价", "回访记录"):
            assert piece.text in SAID
        elif piece.source not in (MISSING, REDACTED, "受理日期", "诉求人姓氏和称呼"):
            assert any(piece.text in record for record in records)
            for run in CHINESE.findall(piece.text):
                assert any(run in record for record in records)
