"""The second factor: set up, asked at sign-in, good once, lost, taken away, and never guessed."""

from __future__ import annotations

import json

import pyotp
import pytest
from django.conf import LazySettings
from django.test import Client

from hotline.records.models import Authenticator, RecoveryCode, Staff, StaffEntry
from tests.desk.conftest import SignIn
from tests.desk.signing_in import (
    PASSWORD,
    App,
    remove_address,
    second_step,
    set_up_app,
    sign_in,
    signed_in,
    with_password,
)
from tests.factories import City
from tests.reading import read


@pytest.fixture
def person(city: City) -> Staff:
    """A call-taker with a password."""
    return with_password(city.person("call_taker"))


@pytest.fixture
def app(person: Staff) -> App:
    """The app that this call-taker set up."""
    return set_up_app(signed_in(person))[0]


def stranger(client: Client) -> bool:
    return client.get("/desk/").status_code == 302


def verbs(person: Staff) -> list[str]:
    return list(
        StaffEntry.objects.filter(whom=person).order_by("pk").values_list("verb", flat=True)
    )


def test_the_password_alone_no_longer_opens(person: Staff, app: App) -> None:
    client = Client()
    assert sign_in(client, person).headers["Location"] == "/login/second"
    assert stranger(client)
    assert "我的手机" not in client.get("/login/second").content.decode()
    answer = second_step(client, app.code())
    assert (answer.headers["Location"], stranger(client)) == ("/desk/", False)
    entry = StaffEntry.objects.filter(verb="sign_in").latest("pk")
    assert entry.after == {"how": "密码＋手机验证器"}


def test_a_code_opens_once_also_to_who_read_it(person: Staff, app: App) -> None:
    first, other = Client(), Client()
    sign_in(first, person)
    sign_in(other, person)
    code = app.code()
    assert second_step(first, code).status_code == 302
    assert (second_step(other, code).status_code, stranger(other)) == (422, True)


def test_a_code_may_be_half_a_minute_off_and_no_more(person: Staff, app: App) -> None:
    client = Client()
    sign_in(client, person)
    assert second_step(client, app.totp.at((app.step - 4) * 30)).status_code == 422
    assert second_step(client, app.totp.at((app.step + 6) * 30)).status_code == 422
    assert second_step(client, app.code()).status_code == 302


def test_a_recovery_code_opens_once_and_is_kept_only_as_a_digest(person: Staff) -> None:
    _, codes = set_up_app(signed_in(person))
    assert len(codes) == len(set(codes)) == 10
    assert all(
        code.encode() not in bytes(r.digest) for r in RecoveryCode.objects.all() for code in codes
    )
    for expected in (302, 422):
        client = Client()
        sign_in(client, person)
        assert second_step(client, codes[0].upper()).status_code == expected
    assert RecoveryCode.objects.filter(staff=person, used_at=None).count() == 9
    assert verbs(person).count("use_recovery_code") == 1


def test_new_recovery_codes_void_the_old_ones(person: Staff) -> None:
    client = signed_in(person)
    _, codes = set_up_app(client)
    assert "只显示这一次" in client.post("/desk/second/codes").content.decode()
    other = Client()
    sign_in(other, person)
    assert second_step(other, codes[0]).status_code == 422


def test_wrong_codes_lock_like_wrong_passwords(person: Staff, app: App) -> None:
    client = Client()
    sign_in(client, person)
    answers = [second_step(client, "000000").status_code for _ in range(6)]
    assert answers == [422, 422, 422, 422, 429, 429]
    assert sign_in(Client(), person).status_code == 429
    assert second_step(client, app.code()).status_code == 429


def test_a_password_between_wrong_codes_takes_nothing_back(person: Staff, app: App) -> None:
    client = Client()
    for _ in range(4):
        sign_in(client, person)
        assert second_step(client, "000000").status_code == 422
    sign_in(client, person)
    assert second_step(client, "000000").status_code == 429


def test_the_second_step_is_nobodys_without_the_first(person: Staff, app: App) -> None:
    assert second_step(Client(), app.code()).headers["Location"] == "/login"
    client = Client()
    sign_in(client, person)
    Staff.objects.filter(pk=person.pk).update(is_active=False)
    assert second_step(client, app.code()).headers["Location"] == "/login"


def test_the_first_step_holds_for_five_minutes(person: Staff, app: App) -> None:
    client = Client()
    sign_in(client, person)
    session = client.session
    session["half_in"] = {**session["half_in"], "at": session["half_in"]["at"] - 301}
    session.save()
    assert second_step(client, app.code()).headers["Location"] == "/login"


def test_the_secret_is_sealed_and_its_picture_is_kept_by_nobody(person: Staff) -> None:
    client = signed_in(person)
    page = read(client.get("/desk/second/app"))
    secret = page.one("code", class_="secret").text.replace(" ", "")
    assert secret not in json.dumps(dict(client.session.items()))
    picture = client.get("/desk/second/app.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    assert b"style" not in picture.content
    code = pyotp.TOTP(secret).now()
    client.post("/desk/second/app", {"name": "我的手机", "code": code})
    assert secret.encode() not in bytes(Authenticator.objects.get().secret)
    assert client.get("/desk/second/app.svg").status_code == 404


def test_a_wrong_first_code_adds_nothing_and_keeps_what_was_typed(person: Staff) -> None:
    client = signed_in(person)
    answer = client.post("/desk/second/app", {"name": "旧手机", "code": "abc"})
    assert (answer.status_code, "旧手机" in answer.content.decode()) == (422, True)
    assert not Authenticator.objects.exists()


def test_changes_ask_for_the_password_after_ten_minutes(person: Staff, app: App) -> None:
    client = Client()
    sign_in(client, person)
    second_step(client, app.code())
    address = remove_address(client)
    session = client.session
    session["confirmed"] -= 601
    session.save()
    client.post(address)
    assert Staff.objects.get(pk=person.pk).has_second_factor
    assert client.post("/desk/second/confirm", {"password": "x"}).status_code == 422
    client.post("/desk/second/confirm", {"password": PASSWORD})
    client.post(address)
    assert not Staff.objects.get(pk=person.pk).has_second_factor
    assert sign_in(Client(), person).headers["Location"] == "/desk/"
    assert verbs(person)[-2:] == ["remove_factor", "sign_in"]


def test_another_s_factor_is_not_removed(city: City, person: Staff, app: App) -> None:
    other = signed_in(city.person("dispatcher"))
    factor = Authenticator.objects.get().pk
    assert other.post(f"/desk/second/{factor}/remove").status_code == 409
    assert Authenticator.objects.filter(removed_at=None).count() == 1


def test_who_must_have_one_is_led_to_set_it_up_first(person: Staff, settings: LazySettings) -> None:
    settings.HOTLINE_SECOND_FACTOR_ROLES = {"call_taker"}
    client = signed_in(person)
    assert client.get("/desk/cases").headers["Location"] == "/desk/second"
    assert "必须有二次验证" in client.get("/desk/second").content.decode()
    set_up_app(client)
    assert client.get("/desk/cases").status_code == 200


def test_switched_off_nothing_is_asked_and_nothing_offered(
    person: Staff, app: App, settings: LazySettings
) -> None:
    settings.HOTLINE_SECOND_FACTOR = "off"
    client = Client()
    assert sign_in(client, person).headers["Location"] == "/desk/"
    assert client.get("/desk/second").status_code == 404


def test_the_security_administrator_takes_a_lost_one_away_but_never_their_own(
    city: City, person: Staff, app: App, sign_in: SignIn
) -> None:
    admin = city.person("security_admin")
    client = sign_in(admin)
    client.post(f"/desk/staff/{person.pk}/factors")
    assert not Staff.objects.get(pk=person.pk).has_second_factor
    assert Authenticator.objects.get().secret is None
    entry = StaffEntry.objects.latest("pk")
    told = (entry.verb, entry.by, entry.whom, entry.after)
    assert told == ("take_factors", admin, person, {"factor": "手机验证器“我的手机”"})
    set_up_app(signed_in(admin))
    client = sign_in(admin)
    client.post(f"/desk/staff/{admin.pk}/factors")
    assert Staff.objects.get(pk=admin.pk).has_second_factor


@pytest.mark.parametrize("answer", ["", "{}", "[]", "x" * 30_000, '{"rawId": "AA"}', "null"])
def test_what_no_key_signed_neither_opens_nor_registers(
    person: Staff, app: App, answer: str
) -> None:
    client = Client(headers={"Host": "localhost"})
    sign_in(client, person)
    client.get("/login/second")
    assert client.post("/login/second", {"answer": answer}).status_code == 422
    inside = signed_in_with(person, app)
    sent = inside.post("/desk/second/key", {"name": "密钥", "answer": answer})
    assert sent.status_code in (302, 422)
    assert not Authenticator.objects.filter(kind="key").exists()


def signed_in_with(person: Staff, app: App) -> Client:
    client = Client(headers={"Host": "localhost"})
    sign_in(client, person)
    second_step(client, app.code())
    client.get("/desk/second")
    return client
