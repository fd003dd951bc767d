"""What the tests of the staff screens stand on: the invented city and signed-in people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from hotline.records.models import Staff
from hotline.records.queries.reference import forget
from tests.factories import City, make_city

SignIn = Callable[[Staff], Client]


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The invented city; what was kept of it is forgotten afterwards."""
    yield make_city()
    forget()


@pytest.fixture
def sign_in() -> SignIn:
    """A browser in which a person is signed in."""

    def signed_in(person: Staff) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
