"""`hotline manage …`: Django's own commands, with the database running."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line

from hotline.site.opening import site_open, whole_office


@click.command(
    help="Django 管理命令,例如 ./hotline manage shell / Django's management commands.",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Passes everything on."""
    with site_open(migrated=False):
        from hotline.site.migrations import as_owner  # noqa: PLC0415 - needs Django set up

        with as_owner() if "migrate" in arguments[:1] else whole_office():
            execute_from_command_line(["hotline manage", *arguments])
