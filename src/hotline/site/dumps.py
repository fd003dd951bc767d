"""The whole database into one file and back, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from hotline.site.migrations import as_owner, bring_up_to_date
from hotline.site.postgres_programs import program
from hotline.site.refusals import NotReadyError


def dump(file: Path) -> None:
    """Write the database in use to a new file; raises NotReadyError with pg_dump's last words."""
    draft = file.with_name(f".{file.name}.part")
    draft.touch(mode=0o600)
    # The site's own account sees no case by itself; in the office's role it sees them all.
    role = ["--enable-row-security", f"--role={settings.HOTLINE_ROLES}_office"]
    try:
        _run("pg_dump", "--format=custom", "--no-owner", *role, f"--file={draft}")
    except _Failed as failed:
        draft.unlink(missing_ok=True)
        raise NotReadyError(f"备份失败 / the backup failed: {failed}") from failed
    draft.rename(file)


def restore(file: Path) -> None:
    """Read a dump into the database in use, which must be empty, all of it or nothing; then the
    tables are brought up to date and the wall around them is raised anew."""
    if _has_tables():
        raise NotReadyError(
            "数据库不是空的,为免覆盖没有恢复;请先换用空数据库(DATABASE_URL 或 HOTLINE_VAR)"
            " / the database is not empty: restore into an empty one"
        )
    with as_owner():
        name = f"--dbname={connection.settings_dict['NAME']}"
        whole = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        try:
            _run("pg_restore", *whole, name, str(file))
        except _Failed as failed:
            raise NotReadyError(f"恢复失败,数据库仍是空的 / not restored: {failed}") from failed
    bring_up_to_date()


def _has_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'S'))"
        )
        return bool(cursor.fetchone()[0])


class _Failed(Exception):
    """The last words of a program."""


def _run(name: str, *arguments: str) -> None:
    """A program of PostgreSQL on the database in use."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [_found(name), *arguments],
        env=_connection_variables(),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise _Failed((done.stderr.strip().splitlines() or ["?"])[-1])


def _found(name: str) -> str:
    """The program of the wheel, which is new enough for every server; else the one on the PATH."""
    own = program(name)
    found = str(own) if own.exists() else shutil.which(name)
    if found is None:
        raise NotReadyError(f"缺少 {name},请安装 postgresql-client / {name} is missing")
    return found


def _connection_variables() -> dict[str, str]:
    """The connection as libpq reads it: a password never stands on a command line."""
    own = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER",
             "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}  # fmt: skip
    given = {name: str(own[key]) for name, key in names.items() if own[key]}
    options = own["OPTIONS"]
    if "sslmode" in options:
        given["PGSSLMODE"] = str(options["sslmode"])
    return {"PATH": os.environ.get("PATH", os.defpath), **given}
