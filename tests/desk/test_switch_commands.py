"""Buttons ask the exchange first; limits free whoever is over them, here and at the exchange."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.channels.telephone.commands import free_who_is_over
from hotline.channels.telephone.events import AgentEvent, CallEvent, tell
from hotline.channels.telephone.switch import SWITCHES, SwitchDown
from hotline.records.identity import new_id
from hotline.records.models import AgentTurn, Call, Office, Road, Seat
from tests.desk.conftest import SignIn
from tests.factories import City

NOW = datetime.now(UTC)


class Exchange:
    """Does what it is asked, or nothing while it is down, and keeps an account of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.is_down = False

    def __getattr__(self, command: str) -> object:
        def asked(*arguments: str) -> None:
            if self.is_down:
                raise SwitchDown("交换机没有应答，请用话机操作。")
            self.asked.append((command, *arguments))

        return asked


@pytest.fixture
def exchange(city: City, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    """An exchange that takes commands, and a call-taker at its extension 8001."""
    Seat.objects.create(staff=city.person("call_taker"), extension="8001")
    Road.objects.create(id=new_id(), code="pbx", name="交换机", adapter="fake", is_on=True)
    made = Exchange()
    monkeypatch.setitem(SWITCHES, "fake", lambda road: made)  # type: ignore[arg-type,return-value]
    return made


def rung() -> Call:
    at = NOW - timedelta(minutes=1)
    tell(CallEvent("pbx", "A-1", "1", "offered", at, caller="15400001111", agent="8001"), at=NOW)
    return Call.objects.get()


def test_a_button_asks_the_exchange_and_then_notes_it(
    city: City, exchange: Exchange, sign_in: SignIn
) -> None:
    browser, call = sign_in(city.person("call_taker")), rung()
    for verb, facts in (
        ("pick_up", {}),
        ("hold", {}),
        ("resume_call", {}),
        ("join_third", {"third": "110"}),
        ("leave_third", {}),
        ("hang_up", {}),
    ):
        browser.post(f"/desk/workstation/calls/{call.pk}/{verb}", facts)
    assert exchange.asked == [
        ("answer", "8001", "A-1"),
        ("hold", "8001", "A-1"),
        ("resume", "8001", "A-1"),
        ("join_third", "8001", "A-1", "110"),
        ("leave_third", "8001", "A-1"),
        ("hang_up", "8001", "A-1"),
    ]
    tell(CallEvent("pbx", "A-1", "2", "answered", NOW, agent="8001"), at=NOW)
    call.refresh_from_db()
    assert (call.state, call.answered_at) == ("after", NOW)


def test_what_the_exchange_does_not_do_is_not_noted(
    city: City, exchange: Exchange, sign_in: SignIn
) -> None:
    browser, call = sign_in(city.person("call_taker")), rung()
    exchange.is_down = True
    answer = browser.post(
        f"/desk/workstation/calls/{call.pk}/pick_up", headers={"HX-Request": "true"}
    )
    call.refresh_from_db()
    assert ("交换机没有应答" in answer.content.decode(), call.state) == (True, "ringing")


def test_a_break_that_lasts_too_long_is_ended_here_and_at_the_exchange(
    city: City, exchange: Exchange
) -> None:
    Office.objects.update(rules={**Office.objects.get().rules, "telephone": {"break_minutes": 20}})
    began = NOW - timedelta(minutes=21)
    tell(AgentEvent("pbx", "8001", "break", began), at=NOW)
    assert (free_who_is_over(at=began + timedelta(minutes=19)), free_who_is_over(at=NOW)) == (0, 1)
    assert exchange.asked == [("set_state", "8001", "free")]
    turn = AgentTurn.objects.get(ended_at=None)
    assert (turn.state, turn.why, turn.started_at) == ("free", "limit", NOW)
