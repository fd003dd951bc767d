"""The manual inside the site: every screen's help leads to a section that is there."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.desk.help import FOR_ALL, FOR_ROLES, help_address, manual
from hotline.documents.manual import FIRST
from tests.addresses import addresses
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import read

LED = [("README", section) for section in FOR_ALL.values()] + [
    place for places in FOR_ROLES.values() for place in places.items()
]


def test_every_screen_that_is_named_is_one() -> None:
    known = {address.name for address in addresses()}
    assert sorted({*FOR_ALL, *FOR_ROLES} - known) == []


@pytest.mark.parametrize(("chapter", "section"), sorted(set(LED)))
def test_help_leads_to_a_section_that_is_there(chapter: str, section: str) -> None:
    found = manual()[chapter]
    assert section in [each.title for each in found.sections]
    assert f'id="{section}"' in found.html


def test_links_of_the_manual_lead_to_its_own_chapters() -> None:
    links = [
        link for each in manual().values() for link in re.findall(r'href="([^"]+)"', each.html)
    ]
    below = {link.split("#")[0] for link in links if not link.startswith(("#", "http"))}
    assert below <= {f"/desk/help/{name}" for name in manual()}


def test_f1_leads_each_role_to_its_own_chapter(city: City, sign_in: SignIn) -> None:
    taker = city.person("call_taker")
    page = read(sign_in(taker).get("/desk/cases/new"))
    link = page.one("a", data_help="")
    assert unquote(link.attrs["href"]) == "/desk/help/call-taker#登记"
    clerk = city.person("unit_clerk", "east")
    assert help_address("desk:case", clerk) == "/desk/help/unit-clerk#办理中"
    assert help_address("desk:notices", clerk) == "/desk/help#邮件和短信提醒"
    assert help_address("desk:styles", clerk) == "/desk/help/unit-clerk"


def test_words_are_found_with_the_section_headed_by_them_first(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("unit_clerk", "east"))
    with CaptureQueriesContext(connection) as queries:
        page = read(client.get("/desk/help", {"q": "批量办理"}))
    assert len(queries) <= 12
    first = page.one("ul", class_="help-found").all("a")[0]
    assert (first.text, first.attrs["href"]) == ("使用手册 · 批量办理", "/desk/help#批量办理")
    nothing = read(client.get("/desk/help", {"q": "<b>"}))
    assert nothing.one("p", class_="empty-title").text == "手册里没有找到"


def test_what_is_no_chapter_is_not_found(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("unit_clerk", "east"))
    assert client.get(f"/desk/help/{FIRST}").status_code == 200
    assert client.get("/desk/help/..%2Fsettings").status_code == 404
