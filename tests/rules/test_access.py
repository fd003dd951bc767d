"""Who may be lent what, what a code looks like, and how a browser and an address are told."""

from __future__ import annotations

import pytest

from hotline.rules.delegation import lendable, may_be_lent
from hotline.rules.devices import browser_of, masked_address
from hotline.rules.second_factor import as_digits, as_recovery_code, wish


def test_what_rests_on_trust_in_one_person_is_never_lent() -> None:
    held = {"dispatch", "see_confidential", "manage_staff", "see_journal", "arrange_deputies"}
    assert lendable(held) == ["dispatch"]


@pytest.mark.parametrize(
    ("asked", "of", "beside", "lent"),
    [
        (["dispatch", "recall"], {"dispatch"}, set(), ["dispatch"]),  # no more than one has
        (["dispatch"], {"dispatch"}, {"dispatch"}, []),  # held already
        (["review"], {"review"}, {"reply"}, []),  # who replies does not review
        (["reply", "review"], {"reply", "review"}, set(), ["reply"]),  # nor by lending both
        (["reveal"], {"reveal"}, {"manage_staff"}, []),  # kept apart always
    ],
)
def test_a_permit_is_lent_only_by_who_has_it_and_beside_what_it_may_stand(
    asked: list[str], of: set[str], beside: set[str], lent: list[str]
) -> None:
    assert may_be_lent(asked, of=of, beside=beside) == lent


@pytest.mark.parametrize(
    ("typed", "digits", "code"),
    [
        ("123 456", "123456", ""),
        ("12345", "", ""),
        ("１２３４５６", "", ""),
        (" ABCD efgh-jkmn ", "", "abcd-efgh-jkmn"),
        ("abcd-efgh", "", ""),
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str, digits: str, code: str) -> None:
    assert (as_digits(typed), as_recovery_code(typed)) == (digits, code)


def test_a_named_role_must_have_a_second_factor_unless_all_is_off() -> None:
    asked = {"security_admin"}
    assert [wish(w, asked, ["security_admin"]) for w in ("off", "offered", "required")] == [
        "off",
        "required",
        "required",
    ]
    assert wish("offered", asked, ["call_taker"]) == "offered"


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/129.0 Safari/537.36 Edg/129.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "Firefox · Linux"),
        ("curl/8", "其他浏览器"),
    ],
)
def test_a_browser_is_told_by_family_and_system(agent: str, told: str) -> None:
    assert browser_of(agent) == told


@pytest.mark.parametrize(
    ("address", "shown"),
    [("203.0.113.77", "203.0.*"), ("2001:db8::1", "2001:0db8:0000:*"), ("<b>", ""), ("", "")],
)
def test_an_address_is_told_in_part(address: str, shown: str) -> None:
    assert masked_address(address) == shown
