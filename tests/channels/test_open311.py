"""Open311 GeoReport v2: found, read and filed by programs as JSON and XML; nothing personal."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hotline.records.models import Attachment, Case, Inbound, Road
from hotline.records.public_number import identity_of, public_number
from hotline.records.queries.reference import forget
from hotline.steps.setup.add_token import add_token
from hotline.steps.withdraw import withdraw
from tests.attached_files import picture
from tests.factories import City
from tests.steps.cases import walked

PHONE = "15400000311"
REPORT = {
    "jurisdiction_id": "yunting.example",
    "service_code": "0201",
    "description": "路口的路灯不亮。",
    "address_string": "云汀市东区中央大街",
    "last_name": "甄",
    "first_name": "示例",
    "phone": PHONE,
    "email": "someone@example.cn",
}
REQUESTS = "/open311/v2/requests"


@pytest.fixture
def road(city: City) -> Road:
    """The city opens the interface."""
    made = Road.objects.create(
        code="open311",
        name="Open311",
        adapter="open311",
        channel=city.channels["telephone"],
        is_on=True,
        answers=False,
        settings={"jurisdiction_id": "yunting.example", "contact": "12345@example.cn"},
    )
    forget()
    return made


@pytest.fixture
def key(city: City) -> str:
    """A program's key that may hand in and nothing else."""
    taker = city.person("call_taker")
    return add_token(taker, name="随手拍", by=None, at=datetime.now(UTC), scopes=["receive"]).secret


def post(key: str, form: str = "json", headers: Any = None, **more: Any) -> HttpResponse:
    return Client().post(
        f"{REQUESTS}.{form}", {**REPORT, "api_key": key, **more}, headers=headers or {}
    )


def parsed(text: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own


def test_a_report_is_taken_once_kept_as_it_came_and_found_by_its_public_number(
    road: Road, key: str
) -> None:
    once = {"Idempotency-Key": "report-1"}
    first, again = post(key, headers=once), post(key, headers=once)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    case = Case.objects.get()
    number = first.json()[0]["service_request_id"]
    assert (number, identity_of(number)) == (public_number(case.pk), case.pk)
    assert (case.text, case.place, case.topic and case.topic.code, case.channel) == (
        "路口的路灯不亮。",
        "云汀市东区中央大街",
        "0201",
        road.channel,
    )
    shown = Client().get(f"{REQUESTS}/{number}.json").json()[0]
    assert (shown["status"], shown["service_code"]) == ("open", "0201")
    token = Client().get(f"/open311/v2/tokens/{number}.json").json()
    assert token == [{"service_request_id": number, "token": number}]


def test_nothing_personal_and_no_word_of_the_report_is_ever_answered(road: Road, key: str) -> None:
    post(key)
    told = Client().get(f"{REQUESTS}.json").content + Client().get(f"{REQUESTS}.xml").content
    case = Case.objects.get()
    secret = (PHONE, "甄", "路口", "中央大街", case.receipt, case.number, str(case.pk), "someone@")
    assert [word for word in secret if word.encode() in told] == []


def test_json_and_xml_say_the_same(road: Road, key: str) -> None:
    post(key)
    rows = Client().get(f"{REQUESTS}.json").json()
    root = parsed(Client().get(f"{REQUESTS}.xml").content)
    assert (root.tag, [each.tag for each in root]) == ("service_requests", ["request"])
    assert {each.tag: each.text or "" for each in root[0]} == {
        name: "" if value is None else value for name, value in rows[0].items()
    }


def test_services_tell_their_group_words_and_what_is_asked_besides(road: Road, key: str) -> None:
    asked = {"code": "pole", "description": "灯杆号", "required": True, "values": {"a": "有"}}
    Road.objects.update(
        settings={**road.settings, "services": "02", "attributes": json.dumps({"0201": [asked]})}
    )
    forget()
    rows = {row["service_code"]: row for row in Client().get("/open311/v2/services.json").json()}
    assert {code[:2] for code in rows} == {"02"}
    assert (rows["0201"]["metadata"], rows["0201"]["type"]) == (True, "realtime")
    xml = parsed(Client().get("/open311/v2/services/0201.xml").content)
    assert [each.text for each in xml.iterfind("attributes/attribute/values/value/key")] == ["a"]
    assert post(key).json()[0]["description"] == "缺少 attribute[pole]（灯杆号）。"
    assert post(key, **{"attribute[pole]": "a"}).status_code == 201
    assert Case.objects.get().text == "路口的路灯不亮。\n灯杆号：有"


def test_a_picture_sent_along_hangs_on_the_case_and_an_address_is_never_opened(
    road: Road, key: str
) -> None:
    media = SimpleUploadedFile("现场.jpg", picture(), "image/jpeg")
    answer = post(key, media=media, media_url="http://169.254.169.254/latest")
    assert answer.status_code == 201
    assert Attachment.objects.get().case == Case.objects.get()
    assert "（未打开）：http://169.254.169.254" in Case.objects.get().text


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"api_key": "hotline_wrong"}, 403),
        ({"api_key": ""}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "9999"}, 400),
        ({"address_string": ""}, 400),
        ({"lat": "91", "long": "0"}, 400),
        ({"lat": "nan", "long": "0"}, 400),
        ({"phone": "不是电话"}, 400),
        ({"jurisdiction_id": "elsewhere"}, 404),
        ({"description": "a\0b"}, 400),
    ],
)
def test_a_wrong_report_is_answered_as_the_specification_says(
    road: Road, key: str, wrong: dict[str, str], code: int
) -> None:
    answer = post(key, **wrong)
    assert (answer.status_code, answer.json()[0]["code"]) == (code, code)
    answer = post(key, "xml", **wrong)
    root = parsed(answer.content)
    assert (answer.status_code, root.tag, root[0].tag) == (code, "errors", "error")
    assert (root.findtext("error/code"), Inbound.objects.count()) == (str(code), 0)


def test_a_key_without_the_right_to_hand_in_and_one_that_hurries_are_refused(
    road: Road, key: str, city: City
) -> None:
    reader = add_token(
        city.person("unit_clerk", "east"), name="只读", by=None, at=datetime.now(UTC)
    )
    assert post(reader.secret).status_code == 403
    Road.objects.update(settings={**road.settings, "per_minute": "2"})
    forget()
    assert [post(key, description=f"第{n}处").status_code for n in range(3)] == [201, 201, 429]


def test_requests_are_narrowed_paged_and_held_to_ninety_days(road: Road, city: City) -> None:
    done, running = (walked(city, status) for status in ("closed", "in_handling"))
    hidden = walked(city, "in_handling")
    Case.objects.filter(pk=hidden.pk).update(confidential=True)
    gone = walked(city, "awaiting_dispatch")
    withdraw(gone, reason="诉求人撤回", by=None, at=gone.moved_at)
    day = {"start_date": "2022-04-01T00:00:00Z", "end_date": "2022-04-30T00:00:00Z"}

    def found(**asked: str) -> set[str]:
        rows = Client().get(f"{REQUESTS}.json", {**day, **asked}).json()
        return {row["service_request_id"] for row in rows}

    both = {public_number(done.pk), public_number(running.pk)}
    assert (found(), found(status="open")) == (both, {public_number(running.pk)})
    assert found(service_request_id=public_number(done.pk)) == {public_number(done.pk)}
    assert len(found(page_size="1", page="2")) == 1
    assert found(start_date="2021-01-01T00:00:00Z", end_date="") == set()
    assert found(updated_after="2022-05-01T00:00:00Z") == set()
    wrong = [{"status": "bad"}, {"page": "0"}, {"page_size": "1001"}, {"start_date": "morgen"}]
    wrong += [{"start_date": f"{year}-12-31T00:00:00Z"} for year in ("9999", "0001")]
    codes = [Client().get(f"{REQUESTS}.json", asked).status_code for asked in wrong]
    assert codes == [400] * 6


def test_public_numbers_cannot_be_made_up_and_lead_back() -> None:
    numbers = [uuid4() for _ in range(50)]
    assert [identity_of(public_number(each)) for each in numbers] == numbers
    assert [identity_of(text) for text in ("", "Z" * 26, "0" * 25, "é" * 26)] == [None] * 4


def test_a_city_that_has_not_opened_it_says_so_in_both_formats(city: City) -> None:
    json_answer = Client().get("/open311/discovery.json")
    assert (json_answer.status_code, json_answer.json()[0]["code"]) == (404, 404)
    assert Client().get(reverse("open311_services", args=["xml"])).status_code == 404


def test_discovery_names_the_endpoint(road: Road) -> None:
    said = Client().get("/open311/discovery.json").json()
    assert said["endpoints"][0]["url"] == "http://testserver/open311/v2"
    xml = parsed(Client().get("/open311/discovery.xml").content)
    assert xml.findtext("endpoints/endpoint/specification") == (
        "http://wiki.open311.org/GeoReport_v2"
    )


def test_three_hundred_damaged_reports_are_refused_and_none_breaks_it(road: Road, key: str) -> None:
    chance = random.Random(311)
    whole = "&".join(f"{name}={value}" for name, value in {**REPORT, "api_key": key}.items())
    bodies = [_damaged(whole.encode(), chance) for _ in range(300)]
    kinds = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml", ""]
    Road.objects.update(settings={**road.settings, "per_minute": "999"})
    forget()
    codes = {
        Client().post(f"{REQUESTS}.json", body, content_type=chance.choice(kinds)).status_code
        for body in bodies
    }
    assert codes <= {200, 201, 400, 403, 404, 409}


def _damaged(whole: bytes, chance: random.Random) -> bytes:
    """Cut, doubled, with bytes changed."""
    body = bytearray(whole)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(body))
        body[place : place + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))
    return bytes(body)
