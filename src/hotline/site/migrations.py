"""Brings the tables and the wall around them up to date, and says when they are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hotline.records.scope import as_signed_in
from hotline.records.walls import WallNotRaised
from hotline.site.refusals import NotReadyError


def unapplied() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    """Applies every migration that is missing, and raises the wall anew."""
    try:
        with as_owner():
            call_command("migrate", verbosity=0, interactive=False)
    except WallNotRaised as error:
        raise NotReadyError(str(error)) from error


@contextmanager
def as_owner() -> Iterator[None]:
    """Sign in as the owner of the tables for the length of a block, and as the site again after.

    The owner is behind no wall and may do anything with the tables; the site itself never may.
    """
    own = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(settings.HOTLINE_OWNER or {})
    try:
        with as_signed_in():
            yield
    finally:
        connection.close()
        connection.settings_dict.update(own)
