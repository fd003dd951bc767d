"""Citizens' accounts: a phone opens them, nobody learns who has one, and they can be left."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hotline.records.models import CitizenAccount, Contact, PhoneCode
from hotline.steps.filing import signing_in
from hotline.steps.filing.signing_in import hand_code_over
from tests.factories import City, make_channel
from tests.portal.filling_in import filed, opened
from tests.reading import press, read

PHONE = "15400007777"
OTHER = "15400008888"


class Messages:
    """An SMS gateway that keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, identity: UUID, to: str, text: str) -> None:
        """Keep one message."""
        self.sent.append((to, text))


@pytest.fixture
def messages(city: City, settings: object, monkeypatch: pytest.MonkeyPatch) -> Messages:
    """A city whose messages reach phones."""
    make_channel("web", "市民网站", "web", order=9)
    settings.HOTLINE_GATEWAYS = {"sms": {"address": "http://sms.invalid", "key": ""}}  # type: ignore[attr-defined]
    kept = Messages()
    monkeypatch.setattr(signing_in, "gateway", lambda way: kept)
    return kept


def _asked(client: Client, phone: str) -> HttpResponse:
    """Ask for a code, which the worker then sends."""
    answer = press(client, read(client.get("/mine")), "/mine/code", phone=phone)
    for row in PhoneCode.objects.filter(sent_at=None):
        hand_code_over(row.pk, at=timezone.now())
    return answer


def _signed_in(messages: Messages, phone: str = PHONE) -> Client:
    client = Client()
    page = read(_asked(client, phone))
    code = re.findall(r"\d{6}", messages.sent[-1][1])[0]
    assert press(client, page, "/mine/enter", code=code).status_code == 302
    return client


def test_a_code_opens_the_account_and_is_good_once(messages: Messages) -> None:
    client = _signed_in(messages)
    assert "154****7777" in read(client.get("/mine")).text
    account = CitizenAccount.objects.get()
    assert (account.phone, PHONE.encode() in bytes(account.phone_sealed)) == (PHONE, False)
    code = re.findall(r"\d{6}", messages.sent[-1][1])[0]
    again = Client().post("/mine/enter", {"phone": PHONE, "code": code})
    assert again.status_code == 422


def test_nothing_tells_whether_a_phone_has_an_account(messages: Messages) -> None:
    _signed_in(messages)
    PhoneCode.objects.all().delete()
    known, unknown = (_asked(Client(), phone) for phone in (PHONE, OTHER))
    pages = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in (known, unknown)]
    assert (known.status_code, pages[0]) == (unknown.status_code, pages[1])
    wrong = [
        Client().post("/mine/enter", {"phone": p, "code": "x"}) for p in (PHONE, "15400006666")
    ]
    told = [read(answer).one("p", class_="form-error").text for answer in wrong]
    assert told[0] == told[1]


def test_guessing_ends_after_five_tries(messages: Messages) -> None:
    client = Client()
    page = read(_asked(client, PHONE))
    code = re.findall(r"\d{6}", messages.sent[-1][1])[0]
    wrong = "000000" if code != "000000" else "111111"
    tries = [press(client, page, "/mine/enter", code=wrong).status_code for _ in range(5)]
    assert (tries, press(client, page, "/mine/enter", code=code).status_code) == ([422] * 5, 422)


def test_a_phone_is_not_flooded_with_codes(messages: Messages) -> None:
    for minute in range(0, 20, 2):
        PhoneCode.objects.update(made_at=timezone.now() - timedelta(minutes=minute + 2))
        _asked(Client(REMOTE_ADDR=f"192.0.2.{minute + 1}"), PHONE)
    assert len(messages.sent) == 4


def test_ones_own_requests_are_listed_and_the_form_is_filled_in(messages: Messages) -> None:
    client = _signed_in(messages)
    press(client, read(client.get("/mine")), "/mine", name="甄示例")
    form = opened(client).sends()
    assert (form["name"], form["phone"]) == ("甄示例", PHONE)
    case = filed(client)
    filed(Client(), text="别人从自己的手机上提交的另一件事。", phone=PHONE)
    shown = [node.text for node in read(client.get("/mine")).all("article")]
    assert [case.receipt in text for text in shown] == [True]
    body = json.loads(client.get("/mine/data.json").content)
    assert ([r["receipt"] for r in body["requests"]], body["phone"]) == ([case.receipt], PHONE)


def test_signing_out_everywhere_ends_every_cookie(messages: Messages) -> None:
    client = _signed_in(messages)
    kept = client.cookies["citizen"].value
    client.post("/mine/leave", {"do": "everywhere"})
    other = Client()
    other.cookies["citizen"] = kept
    assert (
        read(client.get("/mine")).has("article"),
        "154****" in read(other.get("/mine")).text,
    ) == (
        False,
        False,
    )


def test_a_deleted_account_leaves_the_request_and_no_phone(messages: Messages) -> None:
    client = _signed_in(messages)
    case = filed(client)
    client.post("/mine/leave", {"do": "delete"})
    assert CitizenAccount.objects.count() == 0
    assert Contact.objects.get(case=case).account is None
    assert client.get("/mine/data.json").headers["Location"] == "/mine"


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "WyJ4Il0:1:2"])
def test_a_made_up_cookie_opens_nothing(messages: Messages, cookie: str) -> None:
    client = Client()
    client.cookies["citizen"] = cookie
    assert client.get("/mine").status_code == 200
    assert client.get("/mine/data.json").status_code == 302


def test_without_messages_there_are_no_accounts(city: City) -> None:
    page = read(Client().get("/mine"))
    assert ([f.attrs["action"] for f in page.all("form")], "暂未开通" in page.text) == ([], True)
    assert Client().post("/mine/code", {"phone": PHONE}).status_code == 422
