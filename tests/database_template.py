"""A migrated database that every test process copies, instead of migrating its own.

It is named after the digest of everything that a migration can depend on, so it is made again
when one of them changes and found again when none did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

from hotline.site.migrations import bring_up_to_date

PREFIX = "hotline_template_"
LEFT_BEHIND = "test_hotline_"
LOCK = 12345
LIBRARIES = ("django", "procrastinate", "django-axes")


def ensure_template() -> str:
    """The name of the migrated template, made by whichever test process comes first."""
    name = template_name()
    with administrator() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _drop_left_behind(connection)
        if not _exists(connection, name):
            _drop_older(connection)
            _ensure_web_role(connection)
            _make(connection, name)
    return name


def copy_template() -> None:
    """Puts this process's database back to the template, whoever is still connected to it.

    A journal refuses DELETE and TRUNCATE, so Django's own emptying of tables cannot be used.
    """
    connections.close_all()
    own = settings.DATABASES["default"]["NAME"]
    with administrator() as connection:
        _drop(connection, own)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(own), sql.Identifier(template_name())
        )
        connection.execute(statement)


def drop_copy() -> None:
    """Removes this process's database."""
    connections.close_all()
    with administrator() as connection:
        _drop(connection, settings.DATABASES["default"]["NAME"])


def template_name() -> str:
    """What the template of today's migrations is called."""
    return PREFIX + _digest()


@cache
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
    yield records / "walls.py"


def administrator(database: str = "postgres") -> psycopg.Connection:
    """A connection of the one who makes databases, each statement on its own."""
    site = settings.DATABASES["default"]
    return psycopg.connect(
        host=site["HOST"] or None,
        port=site["PORT"] or None,
        user=settings.HOTLINE_OWNER["USER"] or None,
        password=settings.HOTLINE_OWNER["PASSWORD"] or None,
        dbname=database,
        autocommit=True,
    )


def _ensure_web_role(connection: psycopg.Connection) -> None:
    """The account that the tests sign in with: as the site's, it owns nothing."""
    site = settings.DATABASES["default"]
    role = sql.Identifier(settings.HOTLINE_WEB_ROLE)
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [site["USER"]])
    if known.fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(role))
    rights = "ALTER ROLE {} LOGIN NOINHERIT PASSWORD {}"
    connection.execute(sql.SQL(rights).format(role, sql.Literal(site["PASSWORD"])))


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


def _make(connection: psycopg.Connection, name: str) -> None:
    """Migrates a new database and marks it as a template only when it is whole."""
    _alter(connection, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    django = connections["default"]
    before = django.settings_dict["NAME"]
    django.settings_dict["NAME"] = name
    try:
        bring_up_to_date()
    finally:
        django.settings_dict["NAME"] = before
    _alter(connection, "ALTER DATABASE {} IS_TEMPLATE true", name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drops a database that our own connections may still hold.

    Without FORCE, which asks for the right to end every process there: an autovacuum worker is
    the server's, and only the plain statement sends it away itself.
    """
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = %s AND usename IN (current_user, %s)",
        [name, settings.HOTLINE_WEB_ROLE],
    )
    _alter(connection, "DROP DATABASE IF EXISTS {}", name)


def _alter(connection: psycopg.Connection, statement: str, name: str) -> None:
    """One statement about a database."""
    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
