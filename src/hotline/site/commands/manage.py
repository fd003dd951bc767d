"""`hotline manage …`: Django's own commands, with the database running."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line

from hotline.site.opening import site_open


@click.command(
    help="Django 管理命令,例如 ./hotline manage shell / Django's management commands.",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Passes everything on."""
    with site_open(migrated=False):
        execute_from_command_line(["hotline manage", *arguments])
