"""The citizens' site in two languages and several looks."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import City
from tests.reading import read


def test_the_browsers_language_is_spoken_and_the_chosen_one_kept(city: City) -> None:
    client = Client(headers={"accept-language": "en-GB,en;q=0.8"})
    page = read(client.get("/"))
    assert page.one("html").attrs["lang"] == "en"
    assert "File a request" in page.text
    chosen = client.get("/display?language=zh-hans&to=/progress")
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/progress")
    page = read(client.get("/"))
    assert page.one("html").attrs["lang"] == "zh-Hans"


def test_size_colour_and_contrast_are_kept_beside_each_other(city: City) -> None:
    client = Client()
    client.get("/display?size=larger")
    client.get("/display?theme=dark&contrast=high")
    root = read(client.get("/")).one("html").attrs
    told = (root["data-size"], root["data-theme"], root["data-contrast"])
    assert told == ("larger", "dark", "high")


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1", "\0", ""]
)
def test_a_choice_leads_to_no_other_site(city: City, to: str) -> None:
    answer = Client().get("/display", {"to": to, "language": "xx", "size": "huge"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert answer.cookies["portal"].value == ".system.normal.normal"


def test_the_staffs_screens_stay_chinese(city: City) -> None:
    client = Client(headers={"accept-language": "en"})
    assert read(client.get("/login")).one("html").attrs["lang"] == "zh-Hans"


def test_a_kept_page_is_asked_for_again_when_it_looks_different(city: City) -> None:
    client = Client()
    tag = client.get("/bulletins").headers["ETag"]
    client.get("/display?size=large")
    answer = client.get("/bulletins", headers={"if-none-match": tag})
    assert (answer.status_code, "Cookie" in answer.headers["Vary"]) == (200, True)
