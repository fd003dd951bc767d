"""Sealing: a value opens in its own place only; a number is found however it was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.records import sealing
from hotline.records.sealing import (
    KeyRing,
    SealBroken,
    blind_index,
    digest,
    phone_digits,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

ROW = UUID("01920000-0000-7000-8000-000000000001")
OTHER_ROW = UUID("01920000-0000-7000-8000-000000000002")
PLACE = ("citizen", "phone", ROW)
OLD, NEW = bytes(range(16)), bytes(range(16, 32))
INDEX = bytes(32)
OVERHEAD = 1 + 12 + 16
UseKeys = Callable[[dict[int, bytes]], None]


@pytest.fixture
def use_keys(monkeypatch: pytest.MonkeyPatch) -> UseKeys:
    """Have the installation's key ring be these keys."""

    def used(keys: dict[int, bytes]) -> None:
        monkeypatch.setattr(sealing, "key_ring", lambda: KeyRing(keys, INDEX))

    return used


# --- sealing and opening ---------------------------------------------------------------------


@given(st.text(max_size=50))
def test_a_text_opens_as_it_was(text: str) -> None:
    assert unseal(*PLACE, seal(*PLACE, text)) == text


@given(st.binary(max_size=300))
def test_bytes_open_as_they_were(value: bytes) -> None:
    assert unseal_bytes(*PLACE, seal_bytes(*PLACE, value)) == value


def test_an_empty_text_is_not_sealed_and_opens_empty() -> None:
    assert (seal(*PLACE, ""), unseal(*PLACE, None)) == (None, "")


def test_empty_bytes_are_sealed() -> None:
    assert len(seal_bytes(*PLACE, b"")) == OVERHEAD


def test_a_value_from_the_database_opens() -> None:
    assert unseal(*PLACE, memoryview(seal(*PLACE, "15400000001") or b"")) == "15400000001"


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert len({seal(*PLACE, "15400000001") for _ in range(50)}) == 50


def test_a_sealed_value_shows_nothing_but_its_length() -> None:
    sealed = seal_bytes(*PLACE, b"15400000001")
    assert (len(sealed), b"154" in sealed) == (OVERHEAD + 11, False)


@pytest.mark.parametrize(
    "place",
    [
        ("contact", "phone", ROW),
        ("citizen", "name", ROW),
        ("citizen", "phone", OTHER_ROW),
        ("citizenphone", "", ROW),
        ("", "citizenphone", ROW),
    ],
)
def test_a_value_does_not_open_in_another_place(place: tuple[str, str, UUID]) -> None:
    with pytest.raises(SealBroken):
        unseal_bytes(*place, seal_bytes(*PLACE, b"15400000001"))


@given(st.integers(0, OVERHEAD + 10), st.integers(1, 255))
def test_a_value_with_one_byte_altered_does_not_open(position: int, change: int) -> None:
    sealed = bytearray(seal_bytes(*PLACE, b"15400000001"))
    sealed[position] ^= change
    with pytest.raises(SealBroken):
        unseal_bytes(*PLACE, bytes(sealed))


@given(st.integers(0, OVERHEAD + 10))
def test_a_value_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(SealBroken):
        unseal_bytes(*PLACE, seal_bytes(*PLACE, b"15400000001")[:length])


def test_a_value_with_a_byte_more_does_not_open() -> None:
    with pytest.raises(SealBroken):
        unseal_bytes(*PLACE, seal_bytes(*PLACE, b"15400000001") + b"\0")


def test_a_broken_seal_names_the_place_and_not_the_value() -> None:
    with pytest.raises(SealBroken, match=r"^citizen\.phone$"):
        unseal_bytes(*PLACE, b"")


# --- keys ------------------------------------------------------------------------------------


def test_a_value_carries_the_number_of_its_key(use_keys: UseKeys) -> None:
    use_keys({7: OLD})
    assert seal_bytes(*PLACE, b"x")[0] == 7


def test_a_second_key_seals_and_the_first_still_opens(use_keys: UseKeys) -> None:
    use_keys({1: OLD})
    before = seal_bytes(*PLACE, b"before")
    use_keys({1: OLD, 2: NEW})
    after = seal_bytes(*PLACE, b"after")
    assert (before[0], after[0]) == (1, 2)
    assert (unseal_bytes(*PLACE, before), unseal_bytes(*PLACE, after)) == (b"before", b"after")


def test_a_value_of_a_key_that_is_gone_does_not_open(use_keys: UseKeys) -> None:
    use_keys({1: OLD})
    before = seal_bytes(*PLACE, b"before")
    use_keys({2: NEW})
    with pytest.raises(SealBroken):
        unseal_bytes(*PLACE, before)


def test_a_value_of_another_key_with_the_same_number_does_not_open(use_keys: UseKeys) -> None:
    use_keys({1: OLD})
    before = seal_bytes(*PLACE, b"before")
    use_keys({1: NEW})
    with pytest.raises(SealBroken):
        unseal_bytes(*PLACE, before)


def test_a_new_sealing_key_does_not_change_the_index(use_keys: UseKeys) -> None:
    use_keys({1: OLD})
    before = blind_index("15400000001")
    use_keys({1: OLD, 2: NEW})
    assert blind_index("15400000001") == before


def test_a_key_ring_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"sealing": {"1": OLD.hex(), "2": NEW.hex()}, "index": INDEX.hex()}))
    assert KeyRing.from_file(path) == KeyRing({1: OLD, 2: NEW}, INDEX)


def test_a_fresh_key_ring_has_random_keys_of_the_right_length(tmp_path: Path) -> None:
    rings = []
    for number in range(2):
        path = tmp_path / f"{number}.json"
        path.write_text(KeyRing.fresh())
        rings.append(KeyRing.from_file(path))
    assert [(len(ring.sealing[1]), len(ring.index)) for ring in rings] == [(16, 32)] * 2
    assert rings[0] != rings[1]


# --- the blind index -------------------------------------------------------------------------

MOBILE = "15400000001"
LANDLINE = "04343260000"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        (MOBILE, MOBILE),
        ("154 0000 0001", MOBILE),
        ("154-0000-0001", MOBILE),
        (" 15400000001\n", MOBILE),
        ("+8615400000001", MOBILE),
        ("+86 154-0000-0001", MOBILE),
        ("008615400000001", MOBILE),
        ("0086-154 0000 0001", MOBILE),
        ("8615400000001", MOBILE),
        ("１５４００００００01", MOBILE),
        ("＋86 15400000001", MOBILE),
        ("电话：15400000001", MOBILE),
        (LANDLINE, LANDLINE),
        ("0434-3260000", LANDLINE),
        ("(0434) 3260000", LANDLINE),
        ("（0434）3260000", LANDLINE),
        ("+86 434 3260000", LANDLINE),
        ("+86-0434-3260000", LANDLINE),
        ("0086 434 326 0000", LANDLINE),
        ("+85212345678", "85212345678"),
        ("8612345678", "8612345678"),
        ("86154000000012", "86154000000012"),
        ("12345", "12345"),
        ("无", ""),
        ("", ""),
        ("①②③", "123"),
    ],
)
def test_a_number_is_its_digits_inside_china(written: str, digits: str) -> None:
    assert phone_digits(written) == digits


@pytest.mark.parametrize(
    "written", ["154 0000 0001", "+86 15400000001", "008615400000001", "１５４００００００01"]
)
def test_a_number_has_one_index_however_it_is_written(written: str) -> None:
    assert blind_index(written) == blind_index(MOBILE)


@given(st.integers(10**6, 10**11), st.integers(10**6, 10**11))
def test_two_numbers_have_one_index_only_if_they_are_one(one: int, other: int) -> None:
    same = phone_digits(str(one)) == phone_digits(str(other))
    assert (blind_index(str(one)) == blind_index(str(other))) is same


@pytest.mark.parametrize("written", ["", "无", "-", "0", "110", "12345", "123456"])
def test_what_is_no_citizens_number_has_no_index(written: str) -> None:
    assert blind_index(written) is None


def test_an_index_is_made_with_the_installations_key(
    use_keys: UseKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_keys({1: OLD})
    before = blind_index(MOBILE)
    monkeypatch.setattr(sealing, "key_ring", lambda: KeyRing({1: OLD}, bytes([1] * 32)))
    assert (len(before or b""), blind_index(MOBILE) == before) == (32, False)


# --- the digest ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        ((b"abc",), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        ((b"abcd" * 16,), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
        ((b"a", b"b", b"c"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    ],
)
def test_the_digest_is_that_of_the_standard(parts: tuple[bytes, ...], made: str) -> None:
    """The two examples of GB/T 32905-2016, annex A."""
    assert digest(*parts).hex() == made
