"""Originals that a road brought and that are held: looked at, corrected, run again, put aside."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from hotline.channels.fetching import fetch
from hotline.records.models import Case, Inbound, Reveal
from hotline.steps.roads.hear import raw_of
from tests.channels.test_roads import message, road
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import read
from tests.steps.cases import LATER

BROKEN = "{电话 15400000001".encode()


@pytest.fixture
def held(city: City) -> Inbound:
    """One original that cannot be read."""
    fetch(road(city, settings={"messages": [BROKEN.decode()]}), at=LATER)
    return Inbound.objects.get()


@pytest.fixture
def browser(city: City, sign_in: SignIn) -> Client:
    """The system's administrator, who sees no case."""
    return sign_in(city.person("system_admin"))


def test_an_original_is_shown_masked_until_a_reason_is_journaled(
    browser: Client, held: Inbound
) -> None:
    page = read(browser.get(f"/desk/quarantine/originals/{held.pk}"))
    assert page.one("pre").raw == "{电话 154****0001"
    at = f"/desk/quarantine/originals/{held.pk}/open"
    assert browser.post(at, {"reason": ""}).status_code == 422
    assert read(browser.post(at, {"reason": "更正"})).one("pre").raw == BROKEN.decode()
    assert list(Reveal.objects.values_list("field", "reason", "inbound")) == [
        ("original", "更正", held.pk)
    ]
    assert browser.post(at, {"reason": "留底", "download": "1"}).content == BROKEN


def test_what_a_person_reads_in_it_becomes_a_case_and_its_bytes_stay(
    browser: Client, held: Inbound
) -> None:
    typed = {"kind": "new", "about": "上-9", "text": "路灯不亮。", "arrived_at": "2022-04-06T08:00"}
    answer = browser.post(f"/desk/quarantine/originals/{held.pk}", typed)
    assert answer.headers["Location"] == "/desk/quarantine/originals"
    held.refresh_from_db()
    case = Case.objects.get()
    assert (held.state, held.case, raw_of(held)) == ("released", case, BROKEN)
    assert (case.text, case.external_number, case.owes_back) == ("路灯不亮。", "上-9", True)


def test_it_is_read_again_when_what_it_speaks_of_came_and_refused_before(
    city: City, browser: Client
) -> None:
    late = message("更-1", "路灯和井盖。", kind="correct", about="上-1")
    on = road(city, settings={"messages": [late]})
    fetch(on, at=LATER)
    kept = Inbound.objects.get()
    at = f"/desk/quarantine/originals/{kept.pk}"
    told = read(browser.post(f"{at}/again", follow=True)).text
    assert "它说的那一件还没有收到" in told
    wrong = json.dumps({"kind": "correct", "about": "上-1"})
    assert browser.post(at, {"kind": "correct", "about": "上-2", "text": wrong}).status_code == 422
    browser.post(f"{at}/drop")
    kept.refresh_from_db()
    assert kept.state == "discarded"
