"""The arithmetic against robots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.rules.proof_of_work import (
    GOOD_FOR,
    BadChallenge,
    issued,
    read,
    solved,
    solves,
    waited,
)
from hotline.rules.visiting import plain_phone

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = b"a secret of the site"
KEY = "A" * 22
TOKEN = issued(SECRET, "filing", KEY, at=AT, bits=8)


def test_a_solution_solves_its_own_challenge_and_no_other() -> None:
    challenge = read(SECRET, "filing", TOKEN, at=AT)
    answer = solved(TOKEN, 8)
    other = read(SECRET, "filing", issued(SECRET, "filing", "B" * 22, at=AT, bits=20), at=AT)
    assert (solves(challenge, answer), solves(other, answer)) == (True, False)
    assert (challenge.key, challenge.bits, challenge.issued_at) == (KEY, 8, AT)


@pytest.mark.parametrize("answer", ["", "-1", "1.0", "0x1", "９", "1" * 16, "abc", "\0"])
def test_what_is_no_number_is_no_solution(answer: str) -> None:
    assert not solves(read(SECRET, "filing", TOKEN, at=AT), answer)


def test_a_browser_has_to_try_about_as_often_as_the_bits_say() -> None:
    tries = [int(solved(issued(SECRET, "p", f"{n:022}", at=AT, bits=6), 6)) for n in range(60)]
    assert 30 <= sum(tries) / len(tries) <= 130


@pytest.mark.parametrize(
    ("token", "secret", "purpose", "after"),
    [
        (TOKEN, b"another secret", "filing", timedelta(0)),
        (TOKEN, SECRET, "rating", timedelta(0)),
        (TOKEN.replace(".8.", ".0."), SECRET, "filing", timedelta(0)),
        (TOKEN, SECRET, "filing", GOOD_FOR + timedelta(seconds=1)),
        (TOKEN, SECRET, "filing", -timedelta(seconds=1)),
        ("", SECRET, "filing", timedelta(0)),
        (f"{TOKEN}\n", SECRET, "filing", timedelta(0)),
        (TOKEN.replace(".", "。"), SECRET, "filing", timedelta(0)),
    ],
)
def test_a_challenge_that_is_not_ours_or_not_of_now_is_bad(
    token: str, secret: bytes, purpose: str, after: timedelta
) -> None:
    with pytest.raises(BadChallenge):
        read(secret, purpose, token, at=AT + after)


def test_who_cannot_compute_waits() -> None:
    challenge = read(SECRET, "filing", TOKEN, at=AT)
    assert [waited(challenge, at=AT + timedelta(seconds=s)) for s in (7, 8)] == [False, True]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("154 0000 1234", "15400001234"),
        ("+86-15400001234", "15400001234"),
        ("１５４００００１２３４", "15400001234"),
        ("0434-3260000", "04343260000"),
        ("(010) 65550000", "01065550000"),
        ("3260000", None),
        ("12345", None),
        ("15400001234转1", None),
        ("00000000000", None),
    ],
)
def test_a_phone_is_known_however_it_is_written(typed: str, plain: str | None) -> None:
    assert plain_phone(typed) == plain
