"""The citizens' front page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch

from hotline.portal import navigation
from tests.factories import City
from tests.reading import label_of, read


def test_it_names_the_city_and_the_hotline(city: City) -> None:
    page = read(Client().get("/"))
    assert page.one("a", class_="site-brand").text == "12345云汀市云汀12345热线"
    assert page.one("html").attrs["lang"] == "zh-Hans"


def test_it_opens_before_a_city_is_loaded(db: None) -> None:
    page = read(Client().get("/"))
    assert page.one("a", class_="site-brand").text == "1234512345政务服务便民热线"


def test_it_leads_to_progress_and_to_the_staffs_sign_in(city: City) -> None:
    page = read(Client().get("/"))
    addresses = {link.attrs["href"] for link in page.all("a")}
    assert {"/progress", "/login"} <= addresses


def test_only_pages_that_are_installed_are_led_to(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(name: str) -> str:
        raise NoReverseMatch(name)

    monkeypatch.setattr(navigation, "reverse", nowhere)
    assert "通报" not in read(Client().get("/")).text
    monkeypatch.setattr(navigation, "reverse", lambda name: "/bulletins")
    page = read(Client().get("/"))
    assert [a.attrs["href"] for a in page.all("a") if "通报" in a.text] == ["/bulletins"] * 2


@pytest.mark.parametrize("address", ["/", "/progress"])
def test_pages_are_safe_and_every_field_is_named(city: City, address: str) -> None:
    answer = Client().get(address)
    page = read(answer)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not page.has("style")
    assert not [n for n in page.all("script") if "src" not in n.attrs]
    assert not [n for n in page.walk() for name in n.attrs if name == "style" or name[:2] == "on"]
    shown = [node for node in page.all("input") if node.attrs.get("type") != "hidden"]
    assert [node for node in shown if not label_of(page, node)] == []
    assert len(page.all("h1")) == 1


def test_the_front_page_takes_nothing(city: City) -> None:
    assert Client().post("/").status_code == 405
