"""A database with Siping and both sample months, loaded once and found again by every process.

It is named after the digest of everything that the load can depend on, so it is loaded anew when
one of them changes. A test in it writes as everywhere: in a transaction that is rolled back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from hotline.records.queries.reference import forget
from hotline.records.scope import everything
from hotline.records.sealing import KeyRing, key_ring
from hotline.rules.workdays import CHINA
from hotline.site.environment import ROOT
from hotline.site.keys import write_private
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.setup.sample.load import load_samples
from tests.database_template import administrator, template_name

SIPING = ROOT / "cities" / "siping"
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=CHINA)
PASSWORD = "only-for-tests"
PREFIX = "hotline_samples_"
LOCK = 12346


@pytest.fixture(name="sample_months", scope="module")
def loaded_months(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lets the tests of a module work in the database of the sample months."""
    name = PREFIX + _digest()
    with django_db_blocker.unblock():
        _ensure(name)
        with _keys_of(name), _connected_to(name):
            yield


def _ensure(name: str) -> None:
    """Makes the database unless it is there; whichever process comes first."""
    with administrator() as administration:
        administration.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not _is_whole(administration, name):
            _drop_older(administration)
            write_private(_key_file(name), KeyRing.fresh())
            with _keys_of(name):
                _make(administration, name)
        administration.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@cache
def _digest() -> str:
    """What the sample months depend on: the city's files, the template, the steps."""
    source = ROOT / "src" / "hotline"
    folders = [SIPING, *(source / part for part in ("rules", "records", "steps"))]
    total = hashlib.sha256(template_name().encode())
    for path in sorted(path for folder in folders for path in folder.rglob("*.[pt]*")):
        if path.suffix in (".py", ".toml"):
            total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _key_file(name: str) -> Path:
    return Path(settings.HOTLINE_VAR) / f"{name}-keys.json"


@contextmanager
def _keys_of(name: str) -> Iterator[None]:
    """The key ring that sealed the database; it outlives the process that made it."""
    key_ring.cache_clear()
    with override_settings(HOTLINE_KEYRING=_key_file(name)):
        yield
    key_ring.cache_clear()


def _is_whole(administration: psycopg.Connection, name: str) -> bool:
    query = "SELECT datistemplate FROM pg_database WHERE datname = %s"
    row = administration.execute(query, [name]).fetchone()
    return row is not None and bool(row[0]) and _key_file(name).exists()


def _drop_older(administration: psycopg.Connection) -> None:
    """Removes those of older sources and half-made ones, but none that is in use."""
    query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    for (name,) in administration.execute(query, [PREFIX + "%"]).fetchall():
        administration.execute(f"ALTER DATABASE {name} IS_TEMPLATE false")
        try:
            administration.execute(f"DROP DATABASE {name}")
        except psycopg.OperationalError:
            continue
        _key_file(name).unlink(missing_ok=True)


def _make(administration: psycopg.Connection, name: str) -> None:
    """Loads city and months into a new database, marked only when it is whole."""
    administration.execute(f"CREATE DATABASE {name} TEMPLATE {template_name()}")
    with _connected_to(name), everything():
        load_city(read_folder(SIPING), at=NOW, sample_password=PASSWORD)
        load_samples(lambda done, total, month: None)
    administration.execute(f"ALTER DATABASE {name} IS_TEMPLATE true")


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Points Django at another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    forget()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        forget()
