"""Live words: heard when stored and not before, by those they are for, while they are signed in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from hotline.rules.hearing import Listener
from hotline.site.listening import database_address, listener_of
from hotline.site.live import Live, session_of
from hotline.steps.storing.live import CHANNEL, tell_live
from tests.factories import make_role, make_staff

CLERK = Listener(7, frozenset({"see_unit_cases"}), unit=3)
OTHER = Listener(8, frozenset({"see_unit_cases"}), unit=4)
PEOPLE = {"clerk": CLERK, "other": OTHER}


class Page:
    """An open page: what it was sent, until it goes."""

    def __init__(self, session: str) -> None:
        cookie = [(b"cookie", f"sessionid={session}".encode())] if session else []
        self.scope = {"method": "GET", "headers": cookie}
        self.sent: list[dict[str, Any]] = []
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def words(self) -> list[Any]:
        pieces = [message.get("body", b"") for message in self.sent]
        return [json.loads(piece[6:]) for piece in pieces if piece.startswith(b"data: ")]


def word(*people: int, kind: str = "notice") -> str:
    """A word as it comes from the database."""
    return json.dumps({"to": {"staff": people}, "kind": kind, "data": {"n": 1}})


def played(scene: Callable[[Live], Awaitable[None]], people: dict[str, Listener]) -> None:
    """A scene with a site that knows these sessions, and hears nothing of a database."""

    async def all_of_it() -> None:
        with ThreadPoolExecutor(1) as pool:
            live = Live("", people.get, pool, "sessionid")
            live._listen = lambda: None  # type: ignore[method-assign]
            await scene(live)

    asyncio.run(all_of_it())


async def opened(live: Live, page: Page) -> asyncio.Task[None]:
    """The page's request, begun."""
    task = asyncio.ensure_future(live(page.scope, page.receive, page.send))
    while not page.sent:
        await asyncio.sleep(0.005)
    return task


def test_a_word_goes_to_the_pages_of_those_it_is_for() -> None:
    async def scene(live: Live) -> None:
        pages = {name: Page(name) for name in PEOPLE}
        tasks = [await opened(live, page) for page in pages.values()]
        live.give(word(7))
        live.give(word(7, 8, kind="more"))
        for page in pages.values():
            page.gone.set()
        await asyncio.gather(*tasks)
        heard = {name: [each["kind"] for each in page.words] for name, page in pages.items()}
        assert heard == {"clerk": ["notice", "more"], "other": ["more"]}

    played(scene, PEOPLE)


def test_nobody_listens_without_a_session_that_lasts() -> None:
    async def scene(live: Live) -> None:
        pages = [Page(""), Page("ended")]
        for page in pages:
            await live(page.scope, page.receive, page.send)
        assert [page.status for page in pages] == [401, 401]

    played(scene, PEOPLE)


def test_one_person_opens_only_so_many_streams() -> None:
    async def scene(live: Live) -> None:
        pages = [Page("clerk") for _ in range(9)]
        tasks = [await opened(live, page) for page in pages]
        assert [page.status for page in pages] == [200] * 8 + [503]
        for page in pages:
            page.gone.set()
        await asyncio.gather(*tasks)
        assert live._streams == set()

    played(scene, PEOPLE)


def test_a_stream_ends_when_its_session_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline.site.live.HEARTBEAT", 0.01)
    monkeypatch.setattr("hotline.site.live.SECONDS_UNTIL_ASKED_AGAIN", 0.0)
    people = dict(PEOPLE)

    async def scene(live: Live) -> None:
        page = Page("clerk")
        task = await opened(live, page)
        people.pop("clerk")
        await asyncio.wait_for(task, 10)
        assert page.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}

    played(scene, people)


def test_a_server_that_stops_does_not_wait_for_its_streams() -> None:
    async def scene(live: Live) -> None:
        tasks = [await opened(live, Page("clerk")) for _ in range(3)]
        live.end()
        await asyncio.wait_for(asyncio.gather(*tasks), 10)
        assert live._streams == set()

    played(scene, PEOPLE)


def test_a_page_that_takes_nothing_is_ended_and_holds_up_nobody() -> None:
    async def scene(live: Live) -> None:
        page = Page("clerk")
        task = await opened(live, page)
        for _ in range(150):  # without a pause in which the page could take them
            live.give(word(7))
        await asyncio.wait_for(task, 10)
        assert len(page.words) < 150

    played(scene, PEOPLE)


def test_cookies_that_are_none_are_no_session() -> None:
    scope = {"headers": [(b"cookie", b"\xff=;;="), (b"cookie", b"other=1; sessionid=abc")]}
    assert session_of({"headers": [(b"cookie", b"a=1")]}, "sessionid") == ""
    assert session_of(scope, "sessionid") in ("", "abc")


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_tells_nobody() -> None:
    with psycopg.connect(database_address(), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            tell_live([1], "undone", {})
            transaction.set_rollback(True)
        with transaction.atomic():
            tell_live([2], "stored", {"number": "YT1"})
        (heard,) = listening.notifies(timeout=20, stop_after=1)
    assert json.loads(heard.payload) == {
        "to": {"staff": [2]},
        "kind": "stored",
        "data": {"number": "YT1"},
    }


def test_many_people_are_told_in_several_words(db: None) -> None:
    tell_live(range(100_000, 101_200), "many", {})  # a longer word would be refused


def test_a_session_knows_its_person_until_it_ends(db: None) -> None:
    person = make_staff("lin", roles=[make_role("r", "岗", ["register"])])
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert listener_of(key) == Listener(person.pk, frozenset({"register"}), None)
    client.logout()
    assert listener_of(key) is None
