"""Signing in, signing out, and the lock after five wrong passwords."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

PASSWORD = "correct-horse-9"


@pytest.fixture
def taker(db: None) -> object:
    """A person who may sign in."""
    return get_user_model().objects.create(
        username="taker", name="林晓禾", password=make_password(PASSWORD)
    )


def _sign_in(client: Client, password: str) -> int:
    """Tries once; the status of the answer."""
    return client.post("/login", {"username": "taker", "password": password}).status_code


def test_the_right_password_leads_to_the_desk(taker: object) -> None:
    answer = Client().post("/login", {"username": "taker", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


def test_a_wrong_password_keeps_the_name_and_says_so(taker: object) -> None:
    answer = Client().post("/login", {"username": "taker", "password": "wrong"})
    text = answer.content.decode()
    assert ("用户名或密码不正确" in text, 'value="taker"' in text) == (True, True)


def test_five_wrong_passwords_lock_even_the_right_one_out(taker: object) -> None:
    client = Client()
    assert [_sign_in(client, "wrong") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert _sign_in(client, PASSWORD) == 429


def test_signing_out_leads_back_to_the_sign_in(taker: object) -> None:
    client = Client()
    _sign_in(client, PASSWORD)
    answer = client.post("/logout")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login")
