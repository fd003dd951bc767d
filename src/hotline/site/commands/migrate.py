"""`hotline migrate`: brings the tables up to date."""

from __future__ import annotations

import click

from hotline.site.opening import site_open
from hotline.site.refusals import progress


@click.command(help="更新数据库结构 / bring the database up to date.")
def command() -> None:
    """Checks the server first, so that tables are never made on a wrong one."""
    with site_open(migrated=False):
        from hotline.site import migrations, preflight  # noqa: PLC0415

        with migrations.as_owner():
            preflight.check_before_migrating()
        progress(f"{migrations.unapplied()} 项待更新 / to apply")
        migrations.bring_up_to_date()
    click.echo("数据库结构已是最新 / the database is up to date")
