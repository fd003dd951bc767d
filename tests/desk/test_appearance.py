"""How the screens look: chosen once, kept by the browser, and never more than what is known."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read

NAMES = ("data-theme", "data-size", "data-contrast")


def _look(client: Client) -> tuple[str, ...]:
    page = read(client.get("/desk/")).one("html")
    return tuple(page.attrs[name] for name in NAMES)


def test_screens_look_as_usual_until_something_is_chosen(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("call_taker"))
    assert _look(client) == ("light", "usual", "usual")
    page = read(client.get("/desk/appearance"))
    press(client, page, "/appearance", theme="dark", size="larger", contrast="high")
    assert _look(client) == ("dark", "larger", "high")
    assert client.cookies["appearance"]["httponly"]


@pytest.mark.parametrize(
    ("kept", "look"),
    [
        ("dark", ("dark", "usual", "usual")),
        ('x".large.high', ("light", "large", "high")),
        ("......", ("light", "usual", "usual")),
    ],
)
def test_a_broken_cookie_is_no_choice(
    city: City, sign_in: SignIn, kept: str, look: tuple[str, ...]
) -> None:
    client = sign_in(city.person("call_taker"))
    client.cookies["appearance"] = kept
    assert _look(client) == look


def test_a_look_that_does_not_exist_is_told(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("call_taker"))
    answer = client.post("/desk/appearance", {"theme": "pink"})
    assert (answer.status_code, "请从列表中选择" in answer.content.decode()) == (422, True)
