"""Who gets through which door: every address of the site, every permit that could open it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from hotline.records.models import Staff
from hotline.records.queries.reference import forget
from hotline.rules.life import MOVES
from hotline.rules.permits import PERMITS
from hotline.steps.setup.add_token import add_token
from tests.addresses import FOR_STAFF, NOWHERE, PUBLIC, WITH_TOKEN, Address, addresses
from tests.bulletin_form import FIRST, make_form
from tests.desk.ways import WAYS, case_for_way, filled
from tests.factories import City, make_city, make_role, make_staff

STAFF = {address.name: address for address in addresses() if address.name in FOR_STAFF}
METHODS = ("get", "post", "head", "put", "patch", "delete", "options")


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The invented city with a bulletin form; what was kept of it is forgotten afterwards."""
    made = make_city()
    make_form()
    yield made
    forget()


def _with(permits: set[str]) -> Staff:
    """A person of one role that carries exactly these permits."""
    role = make_role("exact", "试", sorted(permits))
    return make_staff("exact", roles=[role])


def _signed_in(person: Staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_address_says_who_may_enter() -> None:
    listed = PUBLIC | WITH_TOKEN | set(FOR_STAFF) | {NOWHERE}
    assert {address.name for address in addresses()} == listed


@pytest.mark.parametrize("method", METHODS)
def test_nobody_enters_a_staff_screen_without_signing_in(db: None, method: str) -> None:
    client = Client()
    answers = {name: getattr(client, method)(row.path()) for name, row in STAFF.items()}
    assert {
        name: a.headers.get("Location", "")[:12] for name, a in answers.items()
    } == dict.fromkeys(STAFF, "/login?next=")


@pytest.mark.parametrize("method", METHODS)
def test_no_other_permit_opens_a_staff_screen(city: City, method: str) -> None:
    person = _with(set())
    role = person.roles.get()
    client = _signed_in(person)
    answered: dict[str, int] = {}
    for name, row in STAFF.items():
        if not FOR_STAFF[name]:
            continue
        role.permits = sorted(set(PERMITS) - set(FOR_STAFF[name]))
        role.save()
        answered[name] = getattr(client, method)(row.path()).status_code
    assert answered == dict.fromkeys(answered, 403)


@pytest.mark.parametrize("method", METHODS)
def test_each_permit_alone_opens_what_it_names_and_no_method_breaks_it(
    city: City, method: str
) -> None:
    person = _with(set())
    role = person.roles.get()
    client = _signed_in(person)
    for name, row in STAFF.items():
        for permit in FOR_STAFF[name]:
            role.permits = [permit]
            role.save()
            answer = getattr(client, method)(row.path())
            assert answer.status_code < 500, (name, permit)
            assert answer.status_code != 403, (name, permit)


@pytest.mark.parametrize("verb", WAYS)
def test_seeing_a_case_is_not_moving_it(city: City, verb: str) -> None:
    way = WAYS[verb]
    case = case_for_way(city, way)
    client = _signed_in(_with(set(PERMITS) - {MOVES[verb].permit}))
    answer = client.post(
        f"/desk/cases/{case.number}/{verb}", {"seen": case.version, **filled(city, way)}
    )
    before = case.version
    case.refresh_from_db()
    assert (answer.status_code, case.version) == (403, before)


@pytest.mark.parametrize("address", [a for a in addresses() if a.name in WITH_TOKEN], ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_a_session_is_no_token(city: City, address: Address, method: str) -> None:
    answer = getattr(_signed_in(_with(set(PERMITS))), method)(address.path())
    assert answer.status_code in (401, 405, 404)
    assert answer.status_code != 404 or address.name == "api:api-root"


@pytest.mark.parametrize(
    ("lacks", "method", "path"),
    [("receive", "post", "/api/v1/cases"), ("see_figures", "get", "/api/v1/figures/2022-04")],
)
def test_a_token_carries_no_more_than_its_person(
    city: City, lacks: str, method: str, path: str
) -> None:
    secret = add_token(_with(set(PERMITS) - {lacks}), name="试", by=None, at=FIRST).secret
    answer = getattr(Client(), method)(
        path,
        {"channel": "telephone", "key": "1", "text": "内容"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 403
