"""What every test can count on: a running PostgreSQL and a migrated database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from unittest.mock import patch

import pytest
from django.conf import settings
from django.template import Template
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from hotline.records.scope import everything
from hotline.site.embedded import serving
from hotline.site.place import Place
from tests.database_template import copy_template, drop_copy, ensure_template

RENDER = Template._render  # as it is before the test runner puts its own in this place


def _silent(_: str) -> None:
    """Tests show no progress of the server."""


def _server(place: Place | None) -> AbstractContextManager[object]:
    """The embedded server, unless DATABASE_URL names one that already runs."""
    return serving(place, _silent) if place is not None else nullcontext()


def _restore_database(_: TransactionTestCase) -> None:
    """What ends a test that has really committed."""
    copy_template()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Starts the server and gives each test process a copy of one migrated database."""
    with _server(settings.EMBEDDED), django_db_blocker.unblock():
        ensure_template()
        copy_template()
        with patch.object(TransactionTestCase, "_fixture_teardown", _restore_database):
            yield
        drop_copy()


@pytest.fixture
def plain_pages() -> Iterator[None]:
    """Pages made as the site makes them: where thousands are asked for, the test runner's copies of
    every template's context, which `answer.context` is made of, cost a third of each."""
    with patch.object(Template, "_render", RENDER):
        yield


@pytest.fixture(autouse=True)
def whole_office() -> Iterator[None]:
    """A test itself sees everything; the requests that it sends begin with nothing in sight."""
    with everything():
        yield
