"""Addresses of bulletins, and the steps of their approval."""

from __future__ import annotations

import pytest

from hotline.rules.approving import LAST, ApprovalStep, steps_of, why_not
from hotline.rules.editions import read_where

FIRST, SIGN = ApprovalStep("科长审核", "approve_bulletin"), ApprovalStep("签发", "publish_bulletin")
WEEKLY = ApprovalStep("周报签发", "publish_bulletin", "weekly")


@pytest.mark.parametrize(
    "text", ["monthly/2022-04", "weekly/2022-W14/tiexi_district", "special/2022-04-01--2022-04-20"]
)
def test_an_address_is_read_back(text: str) -> None:
    assert read_where(text).text == text


def test_a_month_alone_is_the_monthly_bulletins() -> None:
    assert read_where("2022-04").text == "monthly/2022-04"


@pytest.mark.parametrize("text", ["monthly/四月", "monthly/2022-13", "x/", "/2022-04", "四月"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="写法不对"):
        read_where(text)


def test_a_family_has_its_own_steps_or_those_of_all_and_the_last_publishes() -> None:
    assert steps_of("monthly", ()) == (LAST,)
    assert steps_of("monthly", (FIRST, SIGN, WEEKLY)) == (FIRST, SIGN)
    assert steps_of("weekly", (FIRST, SIGN, WEEKLY)) == (WEEKLY,)
    assert steps_of("monthly", (FIRST,)) == (FIRST, LAST)


def test_several_steps_are_several_people() -> None:
    two = (FIRST, SIGN)
    assert why_not(two, 1, 1, []) == "这份通报是您送审的，请由另一位审核人审核。"
    assert why_not(two, 2, 1, [2]) == "您已审核过上一步，请由另一位审核人办理这一步。"
    assert (why_not(two, 3, 1, [2]), why_not((LAST,), 1, 1, []), why_not(two, None, 1, [])) == (
        *("", "", ""),
    )
