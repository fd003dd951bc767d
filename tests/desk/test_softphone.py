"""The softphone's account: set by an administrator, sealed, given to its own person alone."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import Softphone, Staff, StaffEntry
from hotline.records.scope import everything
from hotline.site.environment import BadSettingError, load
from hotline.site.gateways import softphone
from tests.factories import City

SERVER = "wss://pbx.example.cn:8089/ws"
SECRET = "softphone-secret"


@pytest.fixture
def taker(city: City, settings: LazySettings) -> Staff:
    """A call-taker where softphones are on."""
    settings.HOTLINE_SOFTPHONE = (SERVER, "pbx.example.cn")
    return city.person("call_taker")


def opened(person: Staff) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def given(city: City, person: Staff, password: str = SECRET) -> None:
    """The account as the administrator's page sets it."""
    admin = opened(city.person("security_admin"))
    answer = admin.post(
        f"/desk/staff/{person.pk}/softphone", {"user": "1001", "password": password}
    )
    assert answer.status_code == 302


def test_a_person_takes_their_own_account_and_that_is_noted(city: City, taker: Staff) -> None:
    given(city, taker)
    answer = opened(taker).post("/desk/workstation/softphone")
    told = {"server": SERVER, "domain": "pbx.example.cn", "user": "1001", "password": SECRET}
    assert answer.json() == told
    assert "no-store" in answer.headers["Cache-Control"]
    with everything():
        assert SECRET.encode() not in bytes(Softphone.objects.get().password_sealed)
        entries = (
            StaffEntry.objects.exclude(verb="sign_in")
            .order_by("pk")
            .values_list("verb", "by__username", "after")
        )
        assert list(entries) == [
            ("set_softphone", "security_admin", {"user": "1001"}),
            ("take_softphone", "call_taker", {"user": "1001"}),
        ]


def test_an_empty_password_keeps_the_one_there_is_and_dropping_ends_it(
    city: City, taker: Staff
) -> None:
    given(city, taker)
    given(city, taker, password="")
    assert opened(taker).post("/desk/workstation/softphone").json()["password"] == SECRET
    admin = opened(city.person("security_admin"))
    assert SECRET not in admin.get(f"/desk/staff/{taker.pk}/softphone").content.decode()
    admin.post(f"/desk/staff/{taker.pk}/softphone", {"drop": "1"})
    answer = opened(taker).post("/desk/workstation/softphone")
    assert (answer.status_code, list(answer.json())) == (422, ["problem"])


def test_only_the_workstation_of_a_person_with_an_account_is_a_telephone(
    city: City, taker: Staff, settings: LazySettings
) -> None:
    client = opened(taker)
    assert "jssip" not in client.get("/desk/workstation").content.decode()
    given(city, taker)
    page = client.get("/desk/workstation")
    assert "jssip" in page.content.decode()
    assert SECRET not in page.content.decode()
    policy = page.headers["Content-Security-Policy"]
    assert "connect-src 'self' wss://pbx.example.cn:8089;" in policy
    assert "wss:" not in client.get("/desk/").headers["Content-Security-Policy"]
    settings.HOTLINE_SOFTPHONE = None
    page = client.get("/desk/workstation")
    assert "jssip" not in page.content.decode()
    assert "wss:" not in page.headers["Content-Security-Policy"]


def test_a_bad_account_is_refused_and_what_was_typed_stays(city: City, taker: Staff) -> None:
    admin = opened(city.person("security_admin"))
    address = f"/desk/staff/{taker.pk}/softphone"
    answer = admin.post(address, {"user": "1001; DROP", "password": SECRET})
    assert answer.status_code == 422
    assert "SIP 用户名只能有字母" in answer.content.decode()
    assert "1001; DROP" in answer.content.decode()
    answer = admin.post(address, {"user": "1001", "password": ""})
    assert "请填写交换机上这个分机的密码" in answer.content.decode()


def test_the_accounts_page_asks_little_of_the_database(
    city: City, taker: Staff, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    admin = opened(city.person("security_admin"))
    with django_assert_max_num_queries(10):
        assert admin.get(f"/desk/staff/{taker.pk}/softphone").status_code == 200


@pytest.mark.parametrize(
    "address", ["ws://pbx.example.cn/ws", "https://pbx.example.cn", "wss://a b;", "wss://x/;script"]
)
def test_an_address_that_is_not_safe_stops_the_start(address: str) -> None:
    with pytest.raises(BadSettingError):
        softphone(load({"HOTLINE_SOFTPHONE": address}))


def test_the_domain_is_the_servers_unless_said() -> None:
    assert softphone(load({"HOTLINE_SOFTPHONE": SERVER})) == (SERVER, "pbx.example.cn")
    named = load({"HOTLINE_SOFTPHONE": SERVER, "HOTLINE_SOFTPHONE_DOMAIN": "city"})
    assert softphone(named) == (SERVER, "city")
    assert softphone(load({})) is None
