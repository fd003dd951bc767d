"""The board: numbers that lead to their cases, screens on walls, and editions by mail."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.records.models import EditionMail, Staff, Subscription, WallScreen
from hotline.records.queries import reference
from hotline.records.queries.board import shown
from hotline.records.queries.reaching import reach_of
from hotline.rules.life import Status
from hotline.rules.periods import period_of
from hotline.rules.thresholds import day_begins
from hotline.steps.reaching.send_editions import send_editions
from hotline.steps.reaching.subscribe import subscribe
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read
from tests.records.month import make_form
from tests.steps.cases import china

MOST_QUERIES = 15
SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]]


@pytest.fixture
def leader(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


def make_map(city: City) -> None:
    office = reference.office()
    office.rules["district_map"] = {
        "note": "示意图",
        "district": [{"unit": "east", "rings": [SQUARE]}],
    }
    office.save()
    reference.forget()


def test_every_number_of_the_board_leads_to_as_many_cases(city: City, leader: Client) -> None:
    make_map(city)
    now = timezone.now()
    for unit in ("east", "east", "west"):
        case_at(city, Status.IN_HANDLING, unit=unit, at=now - timedelta(minutes=9))
    page = read(leader.get("/desk/board"))
    numbers = {
        link.attrs["href"]: link.text.split()[0]
        for link in page.all("a")
        if re.search(
            r"/desk/board/\d{4}-\d{2}-\d{2}/\w+(\.\w+)*\.(count|open)$", link.attrs["href"]
        )
    }
    assert len(numbers) >= 6
    for address, number in numbers.items():
        listed = read(leader.get(address)).all("td", class_="c-number")
        assert str(len(listed)) == number.removesuffix("件"), address
    assert [node.text for node in page.all("text")] == ["汀东区2 件"]


def test_a_rate_says_what_it_is_a_share_of(city: City, leader: Client) -> None:
    case_at(city, Status.CLOSED, at=timezone.now() - timedelta(minutes=9))
    case_at(city, Status.IN_HANDLING, at=timezone.now() - timedelta(minutes=9))
    day = timezone.localdate().isoformat()
    page = read(leader.get(f"/desk/board/{day}/all.closing_rate"))
    assert "1 ÷ 2 × 100%" in page.one("dl", class_="facts").text
    assert len(page.all("td", class_="c-number")) == 1
    whole = read(leader.get(f"/desk/board/{day}/all.closing_rate?whole=1"))
    assert len(whole.all("td", class_="c-number")) == 2


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("period", ["", "/day", "/week", "/month"])
def test_the_board_asks_few_questions(city: City, leader: Client, period: str, number: int) -> None:
    make_map(city)
    for _ in range(number):
        case_at(city, Status.IN_HANDLING, at=timezone.now() - timedelta(minutes=9))
    leader.get("/desk/board")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert leader.get(f"/desk/board{period}").status_code == 200
    assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize("period", ["2999-01", "2022-Q2", "x", "2022-04-01--2022-04-02"])
def test_a_period_that_the_board_does_not_have_is_not_found(leader: Client, period: str) -> None:
    assert leader.get(f"/desk/board/{period}").status_code == 404


def test_an_empty_day_has_a_board(leader: Client) -> None:
    page = read(leader.get("/desk/board/2021-01-04"))
    assert "这一期还没有受理的工单" in page.text


def test_a_typed_period_leads_to_its_board(leader: Client) -> None:
    answer = leader.get("/desk/board?period= 2022-W14")
    assert answer.headers["Location"] == "/desk/board/2022-W14"


def hung(leader: Client) -> str:
    """The address that a new screen is opened with."""
    page = read(leader.post("/desk/board/walls", {"name": "大厅"}))
    return page.one("code", class_="wall-address").text.removeprefix("http://testserver")


def test_a_wall_shows_counts_without_signing_in_and_no_case(city: City, leader: Client) -> None:
    case = case_at(city, Status.IN_HANDLING, at=timezone.now() - timedelta(minutes=9))
    address, screen = hung(leader), Client()
    assert screen.get("/wall/").status_code == 404
    assert screen.get(address, follow=True).redirect_chain == [("/wall/", 302)]
    shown = screen.get("/wall/")
    text = shown.content.decode()
    assert (case.number in text, case.title in text, "<a " in text) == (False, False, False)
    assert read(shown).all("span", class_="tile-number")[0].text == "1 件"
    assert shown.headers["Cache-Control"] == "no-store"
    assert [screen.get(f"/wall/{kind}").status_code for kind in ("week", "month", "year")] == [
        200, 200, 404,
    ]  # fmt: skip


def test_a_screen_that_was_taken_down_shows_nothing(leader: Client) -> None:
    screen = Client()
    screen.get(hung(leader), follow=True)
    row = WallScreen.objects.get()
    assert row.seen_at is not None
    leader.post(f"/desk/board/walls/{row.pk}/end")
    assert screen.get("/wall/").status_code == 404
    assert "大厅" in read(leader.get("/desk/board/walls")).one("details", class_="more").text


def test_a_screen_without_a_name_is_not_hung(leader: Client) -> None:
    answer = leader.post("/desk/board/walls", {"name": "  "})
    assert answer.status_code == 422
    assert "请填写大屏的名称" in read(answer).text
    assert not WallScreen.objects.exists()


MONDAY = china("2022-05-02T09:05")


@pytest.fixture
def posted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What would leave by mail."""
    settings.HOTLINE_GATEWAYS = {"mail": {"server": {"host": "mail"}, "from": "a@example.cn"}}
    sent: list[Message] = []
    backend = mail.get_connection("django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr("hotline.steps.reaching.gateways.get_connection", lambda *_, **__: backend)
    mail.outbox = []
    return sent


def subscriber(city: City, *, at: datetime) -> Staff:
    make_form(city)
    person = city.person("supervisor")
    reach = reach_of(person)
    reach.mail_sealed, reach.mail_verified_at = reach.sealed("mail", "leader@example.cn"), at
    reach.save()
    subscribe({"monthly"}, by=person, at=at)
    return person


def test_an_edition_is_mailed_once_when_its_period_is_over(
    city: City, posted: list[Message]
) -> None:
    subscriber(city, at=china("2022-04-20T10:00"))
    case_at(city, Status.CLOSED, at=china("2022-04-11T09:00"))
    outcomes = [send_editions(at=MONDAY + timedelta(hours=hour)) for hour in (0, 1)]
    assert outcomes == [{"sent": 1}, {}]
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["leader@example.cn"], "4月份办理情况")
    assert "4月受理1件" in letter.body
    assert [kind for _, kind in letter.alternatives] == ["text/html"]


def test_nothing_is_mailed_at_night_or_from_before_subscribing(
    city: City, posted: list[Message]
) -> None:
    subscriber(city, at=MONDAY)
    assert [send_editions(at=at) for at in (MONDAY, china("2022-06-01T03:00"))] == [{}, {}]


def test_who_may_no_longer_see_figures_gets_none(city: City, posted: list[Message]) -> None:
    person = subscriber(city, at=china("2022-04-20T10:00"))
    person.roles.clear()
    assert (send_editions(at=MONDAY), mail.outbox) == ({}, [])


def test_a_mail_server_that_is_down_is_tried_again_and_given_up(
    city: City, posted: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    subscriber(city, at=china("2022-04-20T10:00"))

    def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("hotline.steps.reaching.gateways.Mail.send_page", refuse)
    outcomes = [send_editions(at=MONDAY + timedelta(hours=hour)) for hour in range(6)]
    assert outcomes == [*[{"again": 1}] * 4, {"failed": 1}, {}]
    assert EditionMail.objects.get().problem == "ConnectionRefusedError"


def test_one_subscribes_only_with_a_verified_address(city: City, leader: Client) -> None:
    make_form(city)
    answer = leader.post("/desk/board/mail", {"families": ["monthly"]})
    assert answer.status_code == 422
    assert "请先在“提醒接收”中填写并验证邮箱" in read(answer).text
    assert not Subscription.objects.exists()


def test_what_there_is_not_cannot_be_subscribed_to(leader: Client) -> None:
    answer = leader.post("/desk/board/mail", {"families": ["hourly"]})
    assert (answer.status_code, "不能订阅" in read(answer).text) == (422, True)


def test_a_running_day_is_compared_with_as_much_of_the_day_before(
    city: City, leader: Client
) -> None:
    now = timezone.now()
    for hours in (23, 25, 47):
        case_at(city, Status.IN_HANDLING, at=now - timedelta(hours=hours))
    shown_now = shown(period_of("day", timezone.localdate()), now)
    began = day_begins(timezone.localdate())
    yesterday = began - timedelta(days=1)
    at = [now - timedelta(hours=hours) for hours in (23, 25, 47)]
    assert shown_now.before_as_of == now - timedelta(days=1)
    assert shown_now.now.all.received == sum(moment >= began for moment in at)
    assert shown_now.before.all.received == sum(
        yesterday <= moment < began and moment <= now - timedelta(days=1) for moment in at
    )
