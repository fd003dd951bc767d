"""The worlds, each in a database of its own that is made once for all tests here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from hotline.records.queries.reference import forget
from hotline.records.scope import everything
from hotline.records.walls import role
from tests.database_template import administrator, template_name
from tests.worlds.asking import Script, play
from tests.worlds.building import build
from tests.worlds.life import Built
from tests.worlds.sameness import Clockwork, same_every_time
from tests.worlds.secrets_kept import World


class Worlds:
    """Worlds by name: built when first asked for, entered one at a time, asked once each."""

    def __init__(self, clockwork: Clockwork) -> None:
        self._clockwork = clockwork
        self._built: dict[str, Built] = {}
        self._answers: dict[tuple[str, str], list[bytes]] = {}
        self._made: list[str] = []
        self._last: dict[str, int] = {}
        self._own = settings.DATABASES["default"]["NAME"]

    def of(self, world: World) -> Built:
        """The world, built."""
        if world.name not in self._built:
            self._make(world)
            with self.inside(world), everything():
                self._built[world.name] = build(world, self._clockwork)
                self._last[world.name] = last_number()
        return self._built[world.name]

    @contextmanager
    def inside(self, world: World) -> Iterator[None]:
        """Have every query go to this world."""
        with _connected_to(self._name(world)):
            yield

    def answers(self, world: World, script: Script) -> list[bytes]:
        """What the world answers, asked once."""
        key = world.name, repr(script)
        if key not in self._answers:
            self._answers[key] = self.asked(world, script)
        return self._answers[key]

    def asked(self, world: World, script: Script) -> list[bytes]:
        """What the world answers now."""
        built = self.of(world)
        with self.inside(world), everything():
            count_on_from(self._last[world.name])
            return play(script, built, self._clockwork)

    def drop(self) -> None:
        """Remove the databases."""
        with administrator() as server:
            for name in self._made:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))

    def _make(self, world: World) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(self._name(world)), sql.Identifier(template_name())
        )
        with administrator() as server:
            server.execute(statement)
        self._made.append(self._name(world))
        # For `count_on_from`; the site itself may only go on counting.
        with administrator(self._name(world)) as server:
            right = sql.SQL("GRANT UPDATE ON SEQUENCE case_number_seq TO {}")
            server.execute(right.format(sql.Identifier(role("office"))))

    def _name(self, world: World) -> str:
        return f"{self._own}_{world.name}"


def last_number() -> int:
    """The last number that a case of this world was given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM case_number_seq")
        return int(cursor.fetchone()[0])


def count_on_from(last: int) -> None:
    """Number the next case as when the world was built: a sequence is not undone with a script."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('case_number_seq', %s)", [last])


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Have Django speak to another database of the server."""
    connections.close_all()
    own, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    forget()
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = own
        forget()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process what is asked of the same worlds, which are built once in each."""
    for item in items:
        if "tests/worlds" in item.path.as_posix():
            apart = "whether anybody called" in item.name
            item.add_marker(pytest.mark.xdist_group("worlds apart" if apart else "worlds"))


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Worlds]:
    """The worlds, all draws and moments made the same."""
    with django_db_blocker.unblock(), same_every_time() as clockwork:
        made = Worlds(clockwork)
        yield made
        made.drop()
