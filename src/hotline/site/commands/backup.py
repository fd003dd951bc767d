"""`hotline backup FILE`: the database in one file, attachments beside it, all without the keys."""

from __future__ import annotations

from pathlib import Path

import click

from hotline.site.attachment_backup import beside, pack
from hotline.site.opening import site_open
from hotline.site.refusals import FAILED


@click.command(
    help="备份数据库到新文件(pg_dump 自定义格式)/ back up the database to a new file.\n\n"
    "备份不含密钥文件,个人信息没有密钥无法读出 / The keys are not in it."
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Writes beside the file and renames, so that a half-made backup is never mistaken for one."""
    if file.exists() or beside(file).exists():
        click.echo(f"✗ 文件已存在,未覆盖 / exists already, not overwritten: {file}", err=True)
        raise SystemExit(FAILED)
    with site_open() as read:
        from hotline.site.dumps import dump  # noqa: PLC0415 - needs Django set up

        dump(file)
        files = pack(read, file)
    if files is not None:
        click.echo(f"附件 / attachments: {files} ({files.stat().st_size:,} B)")
    click.echo(f"已备份 / backed up: {file} ({file.stat().st_size:,} B)")
    click.echo(
        f"备份不含密钥文件,请另行保管 / it has no keys, keep them apart: {read.keyring_path}"
    )
