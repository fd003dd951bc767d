"""The whole database into one file and back, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection

from hotline.site.migrations import as_owner, bring_up_to_date
from hotline.site.postgres_programs import program
from hotline.site.refusals import NotReadyError

# A dump begins with settings, one of which no server before PostgreSQL 17 has.
LINES_OF_SETTINGS, UNKNOWN_BEFORE_17 = 40, b"SET transaction_timeout"


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
        try:
            _read_in(file)
        except _Failed as failed:
            raise NotReadyError(f"恢复失败,数据库仍是空的 / not restored: {failed}") from failed
    bring_up_to_date()


def _read_in(file: Path) -> None:
    """Have psql read what pg_restore makes of the dump, in one transaction.

    Between the two goes out what an older server does not know, so that a dump is read by every
    server that the site works with. psql sees the end only of a dump that is whole.
    """
    told = [_found("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    read = [
        _found("psql"),
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
    ]
    with TemporaryFile() as words:
        own: dict[str, Any] = {"env": _connection_variables(), "stderr": words}
        teller = subprocess.Popen(told, stdout=subprocess.PIPE, **own)  # noqa: S603 - our own arguments
        reader = subprocess.Popen(  # noqa: S603 - as above
            read, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **own
        )
        with teller, reader:
            out, into = cast("IO[bytes]", teller.stdout), cast("IO[bytes]", reader.stdin)
            with suppress(BrokenPipeError):  # psql has ended: its words say why
                for line in islice(out, LINES_OF_SETTINGS):
                    if not line.startswith(UNKNOWN_BEFORE_17):
                        into.write(line)
                shutil.copyfileobj(out, into)
            out.close()
            if teller.wait():
                reader.kill()
            with suppress(BrokenPipeError):
                into.close()
        if teller.returncode or reader.returncode:
            words.seek(0)
            raise _Failed(_last_line(words.read().decode("utf-8", "replace")))


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
        raise _Failed(_last_line(done.stderr))


def _last_line(words: str) -> str:
    return (words.strip().splitlines() or ["?"])[-1]


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
