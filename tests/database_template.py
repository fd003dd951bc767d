"""A migrated database that every test process copies, instead of migrating its own.

It is named after the digest of everything that a migration can depend on, so it is made again
when one of them changes and found again when none did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from psycopg import sql

PREFIX = "hotline_template_"
LEFT_BEHIND = "test_hotline_"
LOCK = 12345
LIBRARIES = ("django", "procrastinate", "django-axes")


def ensure_template(settings: dict[str, Any]) -> str:
    """The name of the migrated template, made by whichever test process comes first."""
    name = PREFIX + _digest()
    with _connect(settings, "postgres") as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _drop_left_behind(connection)
        if not _exists(connection, name):
            _drop_older(connection)
            _make(connection, settings, name)
    return name


def copy_template(settings: dict[str, Any]) -> None:
    """Puts this process's database back to the template, whoever is still connected to it.

    A journal refuses DELETE and TRUNCATE, so Django's own emptying of tables cannot be used.
    """
    connections.close_all()
    with _connect(settings, "postgres") as connection:
        _drop(connection, settings["NAME"])
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(settings["NAME"]), sql.Identifier(settings["TEST"]["TEMPLATE"])
        )
        connection.execute(statement)


def _digest() -> str:
    """What the template depends on: our migrations and the versions of theirs."""
    total = hashlib.sha256()
    for path in _migrations():
        total.update(path.read_bytes())
    total.update(repr([version(library) for library in LIBRARIES]).encode())
    return total.hexdigest()[:12]


def _migrations() -> Iterator[Path]:
    """Our own migration files, and the models whose content types they lead to."""
    records = Path(apps.get_app_config("records").path)
    yield from sorted(records.glob("migrations/*.py"))
    yield from sorted(records.glob("models/*.py"))


def _connect(settings: dict[str, Any], name: str) -> psycopg.Connection:
    """A connection outside of Django's, each statement on its own."""
    return psycopg.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        dbname=name,
        autocommit=True,
    )


def _exists(connection: psycopg.Connection, name: str) -> bool:
    """Says whether a whole template of this name is there."""
    query = "SELECT datistemplate FROM pg_database WHERE datname = %s"
    row = connection.execute(query, [name]).fetchone()
    return row is not None and bool(row[0])


def _drop_left_behind(connection: psycopg.Connection) -> None:
    """Removes databases of test runs that were killed; their name holds the process's number."""
    query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    for (name,) in connection.execute(query, [LEFT_BEHIND + "%"]).fetchall():
        number = name.removeprefix(LEFT_BEHIND).split("_")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            _drop(connection, name)


def _drop_older(connection: psycopg.Connection) -> None:
    """Removes templates of older migrations, and half-made ones."""
    query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    for (name,) in connection.execute(query, [PREFIX + "%"]).fetchall():
        _alter(connection, "ALTER DATABASE {} IS_TEMPLATE false", name)
        _drop(connection, name)


def _make(connection: psycopg.Connection, settings: dict[str, Any], name: str) -> None:
    """Migrates a new database and marks it as a template only when it is whole."""
    _alter(connection, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    django = connections["default"]
    before = django.settings_dict["NAME"]
    django.close()
    django.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        django.close()
        django.settings_dict["NAME"] = before
    _alter(connection, "ALTER DATABASE {} IS_TEMPLATE true", name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drops a database that our own connections may still hold.

    Without FORCE, which asks for the right to end every process there: an autovacuum worker is
    the server's, and only the plain statement sends it away itself.
    """
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user",
        [name],
    )
    _alter(connection, "DROP DATABASE IF EXISTS {}", name)


def _alter(connection: psycopg.Connection, statement: str, name: str) -> None:
    """One statement about a database."""
    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
