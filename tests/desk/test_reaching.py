"""Notices by mail and text message: by choice, to a proven address, without a word of the case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.records.identity import new_id
from hotline.records.models import Case, Clock, Notice, Outgoing, Reach, Staff
from hotline.rules.life import Status
from hotline.rules.reaching import KINDS, WAYS
from hotline.site.environment import BadSettingError, Environment
from hotline.site.gateways import gateways
from hotline.steps.reaching.send_outgoing import plan_outgoing, send_outgoing
from hotline.steps.see_notice import see_notice
from hotline.steps.sweep import sweep
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.outside import REFUSED, Outside, outside
from tests.reading import read
from tests.steps.cases import BEGIN, walked
from tests.steps.clocks import HOUR, make_clock, with_warnings

PAGE = "/desk/notices/settings"
ADDRESSES = {"mail": "zhen@example.cn", "sms": "15400001111"}
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in the office
TITLE = "翠柏苑的路灯不亮"


@pytest.fixture
def world() -> Iterator[Outside]:
    """A mail server and an SMS gateway that are set up."""
    with outside() as seen:
        address = "https://hotline.example.cn"
        with override_settings(HOTLINE_GATEWAYS=seen.gateways, HOTLINE_ADDRESS=address):
            yield seen


@pytest.fixture
def clerk(city: City) -> Staff:
    """A person who is told of every kind by both ways, at any hour."""
    person = city.person("unit_clerk", "east")
    reach = Reach(staff=person, choices={kind: list(WAYS) for kind in KINDS})
    for way, address in ADDRESSES.items():
        setattr(reach, f"{way}_sealed", reach.sealed(way, address))
        setattr(reach, f"{way}_verified_at", NOW)
    reach.save()
    return person


def given(city: City, unit: str = "east", *, act: str = "red") -> Notice:
    """A notice of a unit's case."""
    case = case_at(city, Status.IN_HANDLING, title=TITLE, unit=unit)
    clock = Clock.objects.get(case=case, name="handle")
    return Notice.objects.create(
        id=new_id(),
        clock=clock,
        case=case,
        act=act,
        due_at=clock.due_at,
        at=NOW,
        department=city.units[unit],
    )


def outcomes() -> Counter[str]:
    """How the messages stand."""
    return Counter(Outgoing.objects.values_list("outcome", flat=True))


def test_a_notice_goes_out_once_by_each_way_and_says_nothing_of_the_case(
    city: City, world: Outside, clerk: Staff
) -> None:
    notice = given(city)
    assert [plan_outgoing(notice, at=NOW) for _ in range(2)] == [2, 2]
    assert send_outgoing(at=NOW) == Counter(sent=2)
    assert send_outgoing(at=NOW) == Counter()
    ((to, subject, mail),), (text,) = world.mails, world.texts
    assert (to, subject, text["to"], world.keys) == (
        ADDRESSES["mail"],
        "工单提醒",
        ADDRESSES["sms"],
        ["Bearer test-key"],
    )
    assert mail.strip() == text["text"]
    assert re.fullmatch(
        rf"【云汀12345热线】工单 {notice.case.number} 红色预警，办理时限 \d\d-\d\d \d\d:\d\d。"
        r"请登录查看：https://hotline\.example\.cn/desk/notices",
        text["text"],
    )


def test_who_may_not_see_the_case_or_did_not_choose_is_not_told(
    city: City, world: Outside, clerk: Staff
) -> None:
    Reach.objects.filter(staff=clerk).update(choices={"urge": ["sms"]})
    assert plan_outgoing(given(city), at=NOW) == 0
    assert plan_outgoing(given(city, "west", act="urge"), at=NOW) == 0
    assert plan_outgoing(given(city, act="urge"), at=NOW) == 1


def test_what_was_read_meanwhile_is_not_sent(city: City, world: Outside, clerk: Staff) -> None:
    notice = given(city)
    plan_outgoing(notice, at=NOW)
    see_notice(notice, by=clerk, at=NOW)
    assert send_outgoing(at=NOW) == Counter(moot=2)
    assert (world.mails, world.texts) == ([], [])


def test_many_go_as_one_and_the_sixth_message_of_an_hour_waits(
    city: City, world: Outside, clerk: Staff
) -> None:
    Reach.objects.filter(staff=clerk).update(choices={"red": ["sms"]})
    for minute in range(5):
        plan_outgoing(given(city), at=NOW)
        send_outgoing(at=NOW + timedelta(minutes=minute))
    for _ in range(3):
        plan_outgoing(given(city), at=NOW)
    assert send_outgoing(at=NOW + timedelta(minutes=10)) == Counter(later=3)
    assert send_outgoing(at=NOW + timedelta(minutes=60)) == Counter(sent=3)
    assert [text["text"].count("有 3 条提醒") for text in world.texts] == [0, 0, 0, 0, 0, 1]


def test_a_gateway_that_is_away_is_tried_again_and_given_up_in_the_end(
    city: City, world: Outside, clerk: Staff
) -> None:
    Reach.objects.filter(staff=clerk).update(choices={"red": ["sms"]})
    world.status = 503
    plan_outgoing(given(city), at=NOW)
    ended = [send_outgoing(at=NOW + timedelta(hours=2 * hour)) for hour in range(6)]
    assert ended == [*[Counter(again=1)] * 4, Counter(failed=1), Counter()]
    row = Outgoing.objects.get()
    assert (row.attempts, row.outcome, row.problem) == (5, "failed", "OSError")


def test_what_the_gateway_refuses_is_not_tried_again(
    city: City, world: Outside, clerk: Staff
) -> None:
    world.status = 400
    reach = Reach.objects.get(staff=clerk)
    reach.mail_sealed = reach.sealed("mail", REFUSED)
    reach.save()
    plan_outgoing(given(city), at=NOW)
    assert send_outgoing(at=NOW) == Counter(failed=2)
    assert set(Outgoing.objects.values_list("problem", flat=True)) == {
        "HTTP 400",
        "recipient refused",
    }


def test_the_clock_that_gives_a_notice_has_it_told(city: City, world: Outside) -> None:
    with_warnings(city)
    make_clock(walked(city, "in_handling", unit="east"))
    sweep(at=BEGIN + 5 * HOUR)
    jobs = ProcrastinateJob.objects.filter(task_name="plan_outgoing")
    assert [job.args for job in jobs] == [{"notice": str(Notice.objects.get().pk)}]


def _posted(client: Client, below: str, **typed: Any) -> int:
    return client.post(f"{PAGE}{below}", typed).status_code


def test_an_address_is_used_after_its_code_came_back(
    city: City, sign_in: SignIn, world: Outside
) -> None:
    person = city.person("unit_clerk", "east")
    client = sign_in(person)
    assert _posted(client, "", sms_kinds=["red"]) == 422  # not proven yet
    assert _posted(client, "/sms", address="154 0000-2222") == 302
    send_outgoing(at=datetime.now(UTC))
    code = re.findall(r"\d{6}", world.texts[0]["text"])[0]
    wrong = "000000" if code != "000000" else "111111"
    assert [_posted(client, "/sms/code", code=c) for c in (wrong, code)] == [422, 302]
    page = client.get(PAGE)
    assert "154****2222" in page.content.decode()
    assert "15400002222" not in page.content.decode()
    assert _posted(client, "", sms_kinds=["red"], quiet_from="22:00", quiet_until="07:00") == 302
    assert Reach.objects.get().choices == {"red": ["sms"]}
    assert _posted(client, "/sms", address="") == 302
    assert (Reach.objects.get().choices, Reach.objects.get().sms_sealed) == ({}, None)


def test_wrong_addresses_and_too_many_codes_are_refused(
    city: City, sign_in: SignIn, world: Outside
) -> None:
    client = sign_in(city.person("unit_clerk", "east"))
    tried = {"/mail": ["a@", "a b@c.cn", "a@b\r\nx.cn"], "/sms": ["123", "0434-3260000"]}
    assert {_posted(client, way, address=a) for way, given in tried.items() for a in given} == {422}
    codes = [_posted(client, "/mail", address=f"a{n}@example.cn") for n in range(6)]
    assert codes == [302] * 5 + [422]
    assert _posted(client, "", quiet_from="22:00") == 422


def test_a_code_is_good_for_a_few_tries_only(city: City, sign_in: SignIn, world: Outside) -> None:
    client = sign_in(city.person("unit_clerk", "east"))
    _posted(client, "/mail", address="a@example.cn")
    send_outgoing(at=datetime.now(UTC))
    code = re.findall(r"\d{6}", world.mails[0][2])[0]
    for _ in range(5):
        _posted(client, "/mail/code", code="x")
    assert _posted(client, "/mail/code", code=code) == 422


def test_without_a_gateway_the_choice_is_hidden_with_a_sentence(
    city: City, sign_in: SignIn
) -> None:
    client = sign_in(city.person("unit_clerk", "east"))
    page = read(client.get(PAGE))
    assert page.one("p", class_="empty-title").text == "提醒只在页面上显示"
    assert not page.has("input", type="checkbox")
    assert _posted(client, "/sms", address="15400002222") == 404


def test_the_page_asks_little_of_the_database(
    city: City, sign_in: SignIn, world: Outside, clerk: Staff
) -> None:
    for _ in range(3):
        plan_outgoing(given(city), at=NOW)
    client = sign_in(clerk)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) <= 12
    assert Case.objects.count() == 3


@pytest.mark.parametrize(
    ("mail", "sms"),
    [("localhost", ""), ("smtp://mail.example", ""), ("", "ftp://gateway.example/")],
)
def test_a_setting_that_cannot_be_read_stops_the_start(mail: str, sms: str) -> None:
    with pytest.raises(BadSettingError):
        gateways(Environment(mail=mail, sms=sms))


def test_the_mail_server_is_read_from_one_address() -> None:
    found = gateways(Environment(mail="smtps://u%40x:p%3A@mail.example?from=a@example.cn"))
    assert found["mail"]["from"] == "a@example.cn"
    server = found["mail"]["server"]
    assert [server[name] for name in ("host", "port", "username", "password", "use_ssl")] == [
        "mail.example",
        465,
        "u@x",
        "p:",
        True,
    ]
