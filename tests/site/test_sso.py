"""Signing in with the city's own identity provider: the whole way, and every lie refused."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey

from hotline.records.models import Staff, StaffEntry
from hotline.records.queries.reference import forget
from hotline.site.environment import BadSettingError, load
from hotline.site.sso import provider as speaking
from hotline.site.sso.place import Issuer, oidc_settings
from tests.desk.signing_in import second_step, set_up_app, signed_in
from tests.factories import City, make_city
from tests.site.openid_provider import CLIENT, SECRET, FakeProvider, _key, running_provider


@pytest.fixture
def city(db: None) -> Iterator[City]:
    yield make_city()
    forget()


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[FakeProvider]:
    """A provider, and the site told of it."""
    with running_provider() as running:
        settings.HOTLINE_OIDC = issuer(running)
        yield running


@pytest.fixture
def person(city: City) -> Staff:
    return city.person("call_taker")


def issuer(running: FakeProvider, **facts: Any) -> Issuer:
    known: dict[str, Any] = {
        "address": running.address,
        "client": CLIENT,
        "secret": SECRET,
        "name": "统一身份认证",
        "user_claim": "preferred_username",
        "groups_claim": "groups",
        "groups": (),
    }
    return Issuer(**{**known, **facts})


def to_provider(client: Client, wanted: str = "") -> str:
    """Leave for the provider, sign in there, and stop before coming back."""
    leaving = urlsplit(client.get(f"/login/sso?next={wanted}").headers["Location"])
    asked = HTTPConnection(leaving.netloc)
    asked.request("GET", f"{leaving.path}?{leaving.query}")
    location = asked.getresponse().headers["Location"]
    asked.close()
    back = urlsplit(location)
    return f"{back.path}?{back.query}"


def comes_in(client: Client, wanted: str = "") -> HttpResponse:
    return client.get(to_provider(client, wanted))


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_the_button_leads_to_the_provider_and_back_to_where_one_wanted(
    provider: FakeProvider, person: Staff
) -> None:
    client = Client()
    assert "/login/sso?next=/desk/cases" in client.get("/login?next=/desk/cases").content.decode()
    assert comes_in(client, "/desk/cases").headers["Location"] == "/desk/cases"
    assert is_in(client)
    assert StaffEntry.objects.latest("pk").after == {"how": "统一身份认证"}


def test_without_a_provider_there_is_no_button_and_no_address(city: City) -> None:
    client = Client()
    assert "/login/sso" not in client.get("/login").content.decode()
    paths = ("/login/sso", "/login/sso/back", "/login/sso/left")
    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_nobody_is_led_to_another_site(provider: FakeProvider, person: Staff) -> None:
    assert comes_in(Client(), "//bad.example/").headers["Location"] == "/desk/"


def _other_key(provider: FakeProvider) -> None:
    foreign = _key()
    provider.sign = lambda claims: jwt.encode(
        {"alg": "RS256", "kid": provider.key.kid}, claims, foreign
    )


def _no_signature(provider: FakeProvider) -> None:
    def plain(claims: dict[str, Any]) -> str:
        parts = ({"alg": "none"}, claims)
        return (
            ".".join(
                base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts
            )
            + "."
        )

    provider.sign = plain


def _our_secret(provider: FakeProvider) -> None:
    shared = OctKey.import_key((SECRET * 4).encode())
    provider.sign = lambda claims: jwt.encode({"alg": "HS256"}, claims, shared)


def _claims(**false: Any) -> Any:
    def lie(provider: FakeProvider) -> None:
        provider.falsify = lambda claims: claims.update(false)

    return lie


def _without(name: str) -> Any:
    def lie(provider: FakeProvider) -> None:
        provider.falsify = lambda claims: claims.pop(name)

    return lie


LIES = {
    "nonce": _claims(nonce="another"),
    "no nonce": _without("nonce"),
    "issuer": _claims(iss="https://bad.example"),
    "audience": _claims(aud="another"),
    "several audiences": _claims(aud=[CLIENT, "another"]),
    "another party": _claims(azp="another"),
    "expired": _claims(exp=int(time.time()) - 120),
    "no end": _without("exp"),
    "not yet": _claims(nbf=int(time.time()) + 3600),
    "no subject": _without("sub"),
    "other key": _other_key,
    "alg none": _no_signature,
    "shared secret": _our_secret,
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_for_us_now_and_truly_signed_opens_nothing(
    provider: FakeProvider, person: Staff, lie: str
) -> None:
    LIES[lie](provider)
    client = Client()
    assert comes_in(client).headers["Location"] == "/login"
    assert (is_in(client), Staff.objects.get(pk=person.pk).sso_subject) == (False, "")
    assert "没有成功" in client.get("/login").content.decode()


def test_a_code_comes_back_once_and_only_to_the_browser_that_left(
    provider: FakeProvider, person: Staff
) -> None:
    client, thief = Client(), Client()
    back = to_provider(client)
    thief.get("/login/sso")
    assert (thief.get(back).headers["Location"], is_in(thief)) == ("/login", False)
    assert client.get(back).headers["Location"] == "/desk/"
    client.post("/logout")
    assert (client.get(back).headers["Location"], is_in(client)) == ("/login", False)
    code = back.partition("code=")[2].partition("&")[0]
    assert provider.redeemed == [code]


def test_a_redeemed_code_gives_no_second_token(provider: FakeProvider, person: Staff) -> None:
    client = Client()
    back = to_provider(client)
    kept = client.session["sso"]
    client.get(back)
    again = Client()
    again.get("/login/sso")
    session = again.session
    session["sso"] = kept
    session.save()
    assert (again.get(back).headers["Location"], is_in(again)) == ("/login", False)


def test_a_new_key_of_the_provider_is_fetched_once_a_token_names_it(
    provider: FakeProvider, person: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert comes_in(Client()).headers["Location"] == "/desk/"
    provider.rotate()
    assert comes_in(Client()).headers["Location"] == "/login"  # asked again after half a minute
    monkeypatch.setattr(speaking, "ASKED_ANEW_AFTER", 0.0001)
    assert comes_in(Client()).headers["Location"] == "/desk/"


def test_only_an_account_in_use_gets_in(provider: FakeProvider, person: Staff) -> None:
    Staff.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()
    comes_in(client)
    assert "没有与您对应的在用账号" in client.get("/login").content.decode()
    provider.claims = {"sub": "u-1", "preferred_username": ["call_taker"]}
    assert comes_in(Client()).headers["Location"] == "/login"


def test_a_name_that_the_provider_gives_to_somebody_else_opens_nothing(
    provider: FakeProvider, person: Staff
) -> None:
    comes_in(Client())
    provider.claims["sub"] = "u-2"
    client = Client()
    comes_in(client)
    assert "已与另一个身份关联" in client.get("/login").content.decode()


def test_the_second_factor_is_asked_here_too(provider: FakeProvider, person: Staff) -> None:
    app, _ = set_up_app(signed_in(person))
    client = Client()
    assert comes_in(client, "/desk/cases").headers["Location"] == "/login/second"
    assert not is_in(client)
    assert second_step(client, app.code()).headers["Location"] == "/desk/cases"


def test_roles_follow_groups_only_where_that_is_set(
    provider: FakeProvider, city: City, person: Staff, settings: LazySettings
) -> None:
    provider.claims["groups"] = ["接线", "别的"]
    pairs = (("接线", "dispatcher"), ("管人", "security_admin"))
    comes_in(Client())
    assert [role.code for role in person.roles.all()] == ["call_taker"]
    settings.HOTLINE_OIDC = issuer(provider, groups=pairs)
    assert comes_in(Client()).headers["Location"] == "/desk/"
    assert [role.code for role in person.roles.all()] == ["dispatcher"]
    provider.claims["groups"] = ["接线", "管人"]
    client = Client()
    comes_in(client)
    assert "三权分立" in client.get("/login").content.decode()
    assert not is_in(client)


def test_signing_out_tells_of_the_provider_too(provider: FakeProvider, person: Staff) -> None:
    client = Client()
    comes_in(client)
    assert client.post("/logout").headers["Location"] == "/login/sso/left"
    assert (
        f"{provider.address}/leave?client_id={CLIENT}"
        in client.get("/login/sso/left").content.decode()
    )


def test_a_provider_that_is_away_is_said_so(provider: FakeProvider, settings: LazySettings) -> None:
    settings.HOTLINE_OIDC = issuer(provider, address="http://127.0.0.1:9")
    client = Client()
    assert client.get("/login/sso").headers["Location"] == "/login"


@pytest.mark.parametrize(
    "given",
    [
        {"HOTLINE_OIDC_ISSUER": "http://sso.example.cn", "HOTLINE_OIDC_CLIENT": "x"},
        {"HOTLINE_OIDC_ISSUER": "https://sso.example.cn"},
        {
            "HOTLINE_OIDC_ISSUER": "https://sso.example.cn",
            "HOTLINE_OIDC_CLIENT": "x",
            "HOTLINE_OIDC_GROUPS": "接线",
        },
        {
            "HOTLINE_OIDC_ISSUER": "https://sso.example.cn",
            "HOTLINE_OIDC_CLIENT": "x",
            "HOTLINE_OIDC_SECRET_FILE": "/nowhere/secret",
        },
    ],
)
def test_a_provider_that_is_set_wrongly_stops_the_start(given: dict[str, str]) -> None:
    with pytest.raises(BadSettingError):
        oidc_settings(load(given))


def test_the_secret_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    known = oidc_settings(
        load(
            {
                "HOTLINE_OIDC_ISSUER": "https://sso.example.cn/realm/",
                "HOTLINE_OIDC_CLIENT": "hotline",
                "HOTLINE_OIDC_SECRET_FILE": str(tmp_path / "secret"),
                "HOTLINE_OIDC_GROUPS": "接线=call_taker",
            }
        )
    )
    assert known is not None
    told = (known.secret, known.address, known.groups)
    assert told == ("s3cret", "https://sso.example.cn/realm/", (("接线", "call_taker"),))
