"""What every test can count on: a running PostgreSQL and a migrated database of its own."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from unittest.mock import patch

import pytest
from django.conf import settings
from django.template import Template
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from django.test.utils import instrumented_test_render
from pytest_django.plugin import DjangoDbBlocker

from hotline.records.scope import everything
from hotline.site.embedded import serving
from hotline.site.place import Place
from tests.database_template import copy_template, drop_copy, ensure_template

RENDER = Template._render  # as it is before the test runner puts its own in this place
LOAD_MIDDLEWARE = ClientHandler.load_middleware
NEW_OBJECTS = 50_000
REQUESTS = logging.getLogger("hotline.requests")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: some carry the moment of their making, and each worker its own."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """Nothing that is loaded by now goes away again: keep Python from searching it for cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


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


@pytest.fixture(scope="session", autouse=True)
def plain_pages(django_test_environment: None) -> Iterator[None]:
    """Pages made as the site makes them: the test runner's copies of every template's context, of
    which `answer.context` is made, cost a third of each."""
    with patch.object(Template, "_render", RENDER):
        yield


@pytest.fixture
def contexts() -> Iterator[None]:
    """For tests that ask for `answer.context`."""
    with patch.object(Template, "_render", instrumented_test_render):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_chain() -> Iterator[None]:
    """All browsers share one chain of middleware, as all requests of a site do; where a test has
    other settings, each browser makes its own."""
    usual, kept = settings._wrapped, ClientHandler()

    def share(handler: ClientHandler) -> None:
        if settings._wrapped is not usual:
            LOAD_MIDDLEWARE(handler)
            return
        if kept._middleware_chain is None:
            LOAD_MIDDLEWARE(kept)
        handler._middleware_chain = kept._middleware_chain

    with patch.object(ClientHandler, "load_middleware", share):
        yield


@pytest.fixture(autouse=True)
def whole_office() -> Iterator[None]:
    """A test itself sees everything; the requests that it sends begin with nothing in sight."""
    with everything():
        yield


@pytest.fixture(autouse=True)
def log_left_on() -> Iterator[None]:
    """Whoever switches the log off is told: a test that reads it later would prove nothing."""
    yield
    assert (logging.root.manager.disable, REQUESTS.disabled) == (logging.NOTSET, False)
