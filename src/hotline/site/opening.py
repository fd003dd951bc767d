"""Opens the site for a command: settings read, database running, Django ready."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import django
import psycopg

from hotline.site.embedded import revive, serving
from hotline.site.environment import BadSettingError, Environment, load
from hotline.site.keys import KeyRingMissingError, ensure_key_ring
from hotline.site.place import embedded_place
from hotline.site.postgres_programs import PostgresError
from hotline.site.refusals import NotReadyError, progress

SETTINGS_MODULE = "hotline.site.settings"


def environment() -> Environment:
    """The environment table as it is set right now."""
    try:
        return load(os.environ)
    except BadSettingError as error:
        raise NotReadyError(str(error)) from error


@contextmanager
def site_open(*, migrated: bool = True) -> Iterator[Environment]:
    """Holds the database for the length of a block; `migrated` refuses one that is behind."""
    read = environment()
    try:
        with database_server(read):
            set_up_django(read)
            if not migrated:
                yield read
                return
            refuse_unmigrated()
            with whole_office():
                yield read
    except (PostgresError, BadSettingError, KeyRingMissingError) as error:
        raise NotReadyError(str(error)) from error


def whole_office() -> AbstractContextManager[None]:
    """Shows a command everything that is kept: whoever may run it owns the machine."""
    from hotline.records.scope import everything  # noqa: PLC0415 - needs Django set up

    return everything()


def database_server(read: Environment) -> AbstractContextManager[object]:
    """The embedded server, unless DATABASE_URL names one that runs by itself."""
    if read.database_url:
        return nullcontext()
    place = embedded_place(read.var)
    if place.moved and not place.data.exists():
        progress(
            f"数据库用户无法进入项目目录,数据放在 {place.data.parent} / "
            "the database user cannot enter this directory: its data goes there"
        )
    return serving(place, progress)


def revive_database(read: Environment) -> None:
    """Starts the embedded server again where it ended by itself; says why where that fails."""
    if not read.database_url:
        try:
            revive(embedded_place(read.var), progress)
        except (PostgresError, psycopg.Error) as error:
            progress(f"内置数据库没有响应,稍后再试 / the embedded database is away: {error}")


def set_up_django(read: Environment) -> None:
    """Loads Django and makes sure of the key ring; starts nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    django.setup()
    ensure_key_ring(read)


def refuse_unmigrated() -> None:
    """Stops a command that would meet tables that are not there yet."""
    from hotline.site.migrations import unapplied  # noqa: PLC0415 - needs Django set up

    if unapplied():
        raise NotReadyError(
            "数据库结构不是最新,请先运行 ./hotline migrate / the database is behind: "
            "run ./hotline migrate first"
        )


@contextmanager
def tests_server() -> Iterator[None]:
    """Holds the tests' own server for the length of a run, unless DATABASE_URL names one."""
    read = environment()
    try:
        with (
            nullcontext()
            if read.database_url
            else serving(embedded_place(read.var, throw_away=True), progress)
        ):
            yield
    except PostgresError as error:
        raise NotReadyError(str(error)) from error
