"""Masks show no more than they promise."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.masking import mask_name, mask_phone, mask_text

FEWEST_HIDDEN = 4


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("", ""),
        ("15400000001", "154****0001"),
        ("+8615400000001", "+86****0001"),
        ("0434-3260000", "043****0000"),
        ("32600000", "******00"),
        ("3260000", "*****00"),
        ("12345", "***45"),
        ("110", "*10"),
    ],
)
def test_a_phone_is_masked(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@given(st.text("0123456789", min_size=7, max_size=20))
def test_a_mask_hides_at_least_four_digits_of_a_phone(phone: str) -> None:
    shown = len(re.findall(r"\d", mask_phone(phone)))
    assert len(phone) - shown >= FEWEST_HIDDEN


@pytest.mark.parametrize(
    ("name", "shown"), [("", ""), ("刘某某", "刘**"), ("欧阳某", "欧**"), ("王", "王**")]
)
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请回电15400000001谢谢", "请回电154****0001谢谢"),
        ("154-0000-0001 或 154 0000 0002", "154****0001 或 154****0002"),
        ("+8615400000001", "+86154****0001"),
        ("+86 154 0000 0001", "+86 154****0001"),
        ("008615400000001", "0086154****0001"),
        ("8615400000001", "86154****0001"),
        ("１５４００００００01", "１５４****００01"),
        ("身份证220300199001011234", "身份证220300********1234"),
        ("22030019900101123X。", "220300********123X。"),
        ("工单20220401000123号", "工单20220401000123号"),
        ("订单 154000000012345", "订单 154000000012345"),
        ("一五四零零零零零零零一", "一五四****零零零一"),
        ("154 0000-0001，22030019900101123Ｘ", "154****0001，220300********123Ｘ"),
        ("没有号码", "没有号码"),
    ],
)
def test_numbers_in_a_text_are_masked(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_two_numbers_side_by_side_are_both_masked() -> None:
    assert mask_text("15400000001/15400000002") == "154****0001/154****0002"
