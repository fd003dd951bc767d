"""The lock: by name and address, by name over many addresses, behind a proxy, and opened again."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.test import Client

from hotline.records.models import Staff, StaffEntry
from tests.desk.signing_in import sign_in, with_password
from tests.factories import City, make_city


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def person(city: City) -> Staff:
    return with_password(city.person("call_taker"))


def behind(forwarded: str) -> Client:
    """A browser whose requests come through the proxy with this header."""
    return Client(REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})


def guess(client: Client, person: Staff, times: int) -> None:
    for _ in range(times):
        sign_in(client, person, "wrong")


def test_behind_the_proxy_one_guesser_locks_out_nobody_else(
    person: Staff, settings: LazySettings
) -> None:
    settings.HOTLINE_BEHIND_PROXY = True
    guess(behind("203.0.113.5"), person, 5)
    assert sign_in(behind("203.0.113.5"), person).status_code == 429
    assert sign_in(behind("203.0.113.6"), person).status_code == 302


def test_what_the_client_wrote_into_the_header_itself_is_not_believed(
    person: Staff, settings: LazySettings
) -> None:
    settings.HOTLINE_BEHIND_PROXY = True
    for number in range(5):
        guess(behind(f"198.51.100.{number}, 203.0.113.5"), person, 1)
    assert sign_in(behind("198.51.100.9, 203.0.113.5"), person).status_code == 429


def test_without_a_proxy_the_header_means_nothing(person: Staff) -> None:
    for number in range(5):
        guess(behind(f"203.0.113.{number}"), person, 1)
    assert sign_in(behind("203.0.113.77"), person).status_code == 429


def test_a_name_that_is_guessed_at_from_many_addresses_is_locked_for_all(
    person: Staff, settings: LazySettings
) -> None:
    settings.HOTLINE_BEHIND_PROXY = True
    for number in range(5):
        guess(behind(f"203.0.113.{number}"), person, 4)
    assert sign_in(behind("203.0.113.99"), person).status_code == 429


def test_the_lock_says_when_it_ends_and_trying_on_does_not_move_it(person: Staff) -> None:
    client = Client()
    guess(client, person, 5)
    told = [
        re.search(r"请在 \d\d:\d\d 之后再试", sign_in(client, person, "wrong").content.decode())
        for _ in range(2)
    ]
    assert told[0] and told[1] and told[0].group() == told[1].group()


def test_the_security_administrator_unlocks_and_that_is_journaled(
    city: City, person: Staff
) -> None:
    client, admin = Client(), Client()
    guess(client, person, 5)
    boss = city.person("security_admin")
    admin.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    assert "已锁定" in admin.get(f"/desk/staff/{person.pk}").content.decode()
    admin.post(f"/desk/staff/{person.pk}/lock")
    assert sign_in(client, person).status_code == 302
    entry = StaffEntry.objects.filter(verb="unlock").get()
    assert (entry.by, entry.whom) == (boss, person)
