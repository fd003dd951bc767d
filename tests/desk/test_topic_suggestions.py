"""Topics are suggested while one types: by name, by code, by a keyword."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import Node, read


@pytest.fixture
def taker(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("call_taker"))


def _open(taker: Client) -> Node:
    return read(taker.get("/desk/cases/new"))


def _suggested(client: Client, **query: str) -> list[str]:
    found = read(client.get("/desk/topics", query)).all("option")
    return [option.attrs["value"].split(" ")[0] for option in found]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("环境卫生", ["010214"]),
        ("环境", ["010214"]),
        ("垃圾", ["010214"]),
        ("公交车", ["0201"]),
        ("0102", ["0102", "010214", "010216", "0102x"]),
        ("交通", ["02", "0201", "0201x"]),
        ("没有这个", []),
        ("<script>", []),
        ("\0", []),
    ],
)
def test_topics_are_suggested_by_name_code_or_keyword(
    taker: Client, words: str, codes: list[str]
) -> None:
    assert _suggested(taker, q=words) == codes


def test_the_field_itself_asks_for_suggestions(taker: Client) -> None:
    control = _open(taker).one("input", name="topic")
    assert (control.attrs["hx-get"], control.attrs["hx-target"], control.attrs["list"]) == (
        "/desk/topics",
        "#topics",
        "topics",
    )
    assert _suggested(taker, topic="垃圾") == ["010214"]


def test_suggestions_carry_the_keyword_so_that_a_browser_shows_them(taker: Client) -> None:
    option = read(taker.get("/desk/topics?q=垃圾")).one("option")
    assert option.text == "垃圾 清运"
