"""What open pages are told at once: whom a mention and a call are for, and nothing personal."""

from __future__ import annotations

from typing import Any

import pytest

from hotline.rules.hearing import Audience
from hotline.rules.life import Status
from hotline.steps.calling.pick_up import pick_up
from hotline.steps.calling.ring import ring
from hotline.steps.storing import book
from hotline.steps.talking.comment import comment
from tests.factories import City
from tests.steps.cases import LATER, walked

pytestmark = pytest.mark.django_db
Heard = list[tuple[Audience, str, Any]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Every word that is told."""
    said: Heard = []
    monkeypatch.setattr(book, "tell_live", lambda *word: said.append(word))
    return said


WATCHED = (Audience(permits=frozenset({"see_calls"})), "calls", {})


def test_a_call_is_told_to_its_agent_when_it_rings_and_when_it_moves(
    city: City, heard: Heard
) -> None:
    agent = city.person("call_taker")
    call = ring("15400001234", agent=agent, by=None, at=LATER)
    pick_up(call, by=agent, at=LATER)
    only = Audience(staff=frozenset({agent.pk}))
    assert heard == [(only, "call", {"call": str(call.pk)}), WATCHED] * 2


def test_a_call_that_waits_for_nobody_is_told_to_who_watches_the_line(
    heard: Heard, city: City
) -> None:
    ring("15400001234", agent=None, by=None, at=LATER)
    assert heard == [WATCHED]


def test_a_mention_is_told_to_whom_it_calls(city: City, heard: Heard) -> None:
    called = city.person("supervisor", name="甄督办")
    case = walked(city, Status.IN_HANDLING)
    heard.clear()
    comment(case, text="请 @甄督办 看一下。", by=city.person("dispatcher"), at=LATER)
    assert [(audience, kind) for audience, kind, _ in heard] == [
        (Audience(staff=frozenset({called.pk})), "notice")
    ]
