"""`hotline backup FILE`: the database in one file, attachments beside it, all without the keys."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import click
from django.conf import settings

from hotline.site.attachment_backup import beside, pack
from hotline.site.opening import site_open
from hotline.site.postgres_programs import program
from hotline.site.refusals import FAILED, NotReadyError


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
        dump(file)
        files = pack(read, file)
    if files is not None:
        click.echo(f"附件 / attachments: {files} ({files.stat().st_size:,} B)")
    click.echo(f"已备份 / backed up: {file} ({file.stat().st_size:,} B)")
    click.echo(
        f"备份不含密钥文件,请另行保管 / it has no keys, keep them apart: {read.keyring_path}"
    )


def dump(file: Path) -> None:
    """Runs pg_dump for the database in use; raises NotReadyError with its last words."""
    draft = file.with_name(f".{file.name}.part")
    draft.touch(mode=0o600)
    # The site's own account sees no case by itself; in the office's role it sees them all.
    role = ["--enable-row-security", f"--role={settings.HOTLINE_ROLES}_office"]
    line = [*_pg_dump(), "--format=custom", "--no-owner", *role, f"--file={draft}"]
    done = subprocess.run(  # noqa: S603
        line, env=_connection_variables(), check=False, capture_output=True, text=True
    )
    if done.returncode:
        draft.unlink(missing_ok=True)
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise NotReadyError(f"备份失败 / the backup failed: {last}")
    draft.rename(file)


def _pg_dump() -> list[str]:
    """pg_dump of the wheel, which is new enough for every server; else the one on the PATH."""
    own = program("pg_dump")
    found = str(own) if own.exists() else shutil.which("pg_dump")
    if found is None:
        raise NotReadyError("缺少 pg_dump,请安装 postgresql-client / pg_dump is missing")
    return [found]


def _connection_variables() -> dict[str, str]:
    """The connection as libpq reads it: a password never stands on a command line."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    settings = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER",
             "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}  # fmt: skip
    given = {name: str(settings[key]) for name, key in names.items() if settings[key]}
    options = settings["OPTIONS"]
    if "sslmode" in options:
        given["PGSSLMODE"] = str(options["sslmode"])
    return {"PATH": os.environ.get("PATH", os.defpath), **given}
