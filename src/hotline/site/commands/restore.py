"""`hotline restore FILE`: a backup into an empty database, its attachments into an empty folder."""

from __future__ import annotations

from pathlib import Path

import click

from hotline.site.attachment_backup import beside, unpack
from hotline.site.opening import site_open, whole_office
from hotline.site.refusals import FAILED


@click.command(
    help="把备份恢复到空数据库 / restore a backup into an empty database.\n\n"
    "先把原密钥文件放回 HOTLINE_KEYRING 所指的位置，否则个人信息读不出 / Put the key ring of that "
    "time back first: without it personal data cannot be read."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Never over records that are there; says what to do about keys that do not fit."""
    with site_open(migrated=False) as read:
        from hotline.site.checkup import keys  # noqa: PLC0415 - need Django set up
        from hotline.site.dumps import restore  # noqa: PLC0415

        restore(file)
        click.echo(f"已恢复数据库 / the database is restored from {file}")
        if beside(file).exists():
            click.echo(f"已恢复附件 / attachments restored: {unpack(read, beside(file))}")
        with whole_office():
            found = keys(read)
    if not found.well:
        click.echo(f"✗ {found.found}:{found.remedy}", err=True)
        raise SystemExit(FAILED)
    click.echo("可以启动网站 / start the site: ./hotline run")
