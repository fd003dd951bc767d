"""Runs the embedded PostgreSQL: made when missing, shared by programs, stopped by the last one.

Each program that uses the server holds a shared lock on one file for as long as it lives. The
kernel drops the lock however a program ends, so there is no list of users that could go stale.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

from hotline.site.place import SOCKET_NAME, Place
from hotline.site.postgres_programs import (
    Child,
    PostgresError,
    refusal,
    run_program,
    start_program,
    system_user_id,
)

SUPERUSER = "postgres"
USER = "hotline"
OWNER = "hotline_owner"
ROLES = ("hotline_office", "hotline_receipt", "hotline_audit")
LOCALE = "C.UTF-8"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
ANSWER_WITHIN = 3

Progress = Callable[[str], None]
# Servers that this program has started and that may outlive its use of them.
_started: list[Child] = []

# Failing statements and their values stay out of the server's log: they may name a citizen.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
# The tests' server may lose everything at a power cut; it is remade in seconds.
THROW_AWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}


@contextmanager
def serving(place: Place, progress: Progress) -> Iterator[Place]:
    """Keeps the server up for the length of a block; raises PostgresError when it will not."""
    place.state.mkdir(parents=True, exist_ok=True)
    with _lock_file(place, "users").open("w") as users:
        with _starting_or_stopping(place):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_running(place, progress)
        try:
            yield place
        finally:
            with _starting_or_stopping(place):
                _stop_if_last(place, users.fileno())


def revive(place: Place, progress: Progress) -> None:
    """Starts a server again that ended by itself while it was in use; raises PostgresError where
    that fails, as it does while the processes of a killed one are on their way out."""
    if not answers(place):
        with _starting_or_stopping(place):
            _ensure_running(place, progress)


def answers(place: Place, user: str = SUPERUSER, name: str = "postgres") -> bool:
    """Says whether the server takes a connection right now."""
    try:
        with connect(place, user, name):
            return True
    except psycopg.OperationalError:
        return False


def connect(place: Place, user: str, name: str) -> psycopg.Connection:
    """Connects to the embedded server, each statement on its own."""
    return psycopg.connect(
        host=str(place.socket),
        user=user,
        dbname=name,
        connect_timeout=ANSWER_WITHIN,
        autocommit=True,
    )


def _lock_file(place: Place, use: str) -> Path:
    """A lock file beside what the site makes, never inside the server's own directory."""
    return place.state / f"{place.data.name}.{use}"


@contextmanager
def _starting_or_stopping(place: Place) -> Iterator[None]:
    """Lets one program at a time start or stop the server."""
    with _lock_file(place, "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stop_if_last(place: Place, users: int) -> None:
    """Stops the server when nobody else holds the users' lock."""
    _collect_ended()
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _stop(place)
        _collect_ended()


def _collect_ended() -> None:
    """Takes note of servers that have ended; until then they would count as running."""
    _started[:] = [child for child in _started if child.poll() is None]


def _ensure_running(place: Place, progress: Progress) -> None:
    """Brings the server and its database to life, whatever state the last run left."""
    if not answers(place):
        _make_directories(place)
        if not (place.data / "PG_VERSION").exists():
            progress("初始化内置数据库 / making the embedded database")
            _initialise(place)
        _forget_stale_process(place)
        _collect_ended()
        child = None if _pid_file(place).exists() else _start(place)
        _wait_until_it_answers(place, child)
    _ensure_database(place)


def _make_directories(place: Place) -> None:
    """Makes the directories that only the server's owner may enter."""
    place.data.parent.mkdir(parents=True, exist_ok=True)
    for directory in (place.data, place.socket):
        directory.mkdir(mode=0o700, exist_ok=True)
        _refuse_foreign(place, directory)
        _give_to_owner(place, directory)


def _refuse_foreign(place: Place, directory: Path) -> None:
    """Stops when a directory belongs to somebody else, who could read or replace the data."""
    ours = {os.geteuid()}
    if place.system_user is not None:
        ours.add(system_user_id(place.system_user))
    if directory.is_symlink() or directory.stat().st_uid not in ours:
        raise PostgresError(
            f"目录 {directory} 属于其他用户,请用原来的用户运行,或删除后重试"
            f" / {directory} belongs to another user: run as that user, or remove it"
        )


def _give_to_owner(place: Place, directory: Path) -> None:
    """Closes a directory to others, and hands it to the system user when we are root."""
    directory.chmod(0o700)
    if place.system_user is not None:
        user = system_user_id(place.system_user)
        if directory.stat().st_uid != user:
            shutil.chown(directory, place.system_user, place.system_user)


def _initialise(place: Place) -> None:
    """Makes the cluster beside its place and moves it there, so that a broken one never stays."""
    draft = place.data.with_name(f"{place.data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    _give_to_owner(place, draft)
    options = ["--encoding=UTF8", f"--locale={LOCALE}", "--auth=trust", f"--username={SUPERUSER}"]
    if place.throw_away:
        options.append("--no-sync")
    run_program(place, "initdb", "--pgdata", str(draft), *options)
    place.data.rmdir()
    draft.rename(place.data)


def _pid_file(place: Place) -> Path:
    """The file by which a running server marks its data directory."""
    return place.data / "postmaster.pid"


def _forget_stale_process(place: Place) -> None:
    """Removes the marks of a server that was killed, even when its number is in use again."""
    for mark in (_pid_file(place), place.socket / f"{SOCKET_NAME}.lock"):
        with suppress(FileNotFoundError, ValueError, IndexError):
            number = int(mark.read_text(encoding="utf-8").split()[0])
            if not _is_postgres(number):
                mark.unlink()


def _is_postgres(number: int) -> bool:
    """Says whether a process of this number lives and is a PostgreSQL server."""
    try:
        process = psutil.Process(number)
        return process.status() != psutil.STATUS_ZOMBIE and "postgres" in process.name()
    except psutil.NoSuchProcess:
        return False


def _start(place: Place) -> Child:
    """Starts the server with our settings."""
    settings = SETTINGS | (THROW_AWAY_SETTINGS if place.throw_away else {})
    settings["unix_socket_directories"] = str(place.socket)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with _log(place).open("wb") as words:
        child = start_program(place, "postgres", "-D", str(place.data), *options, words=words)
    _started.append(child)
    return child


def _log(place: Place) -> Path:
    """What the server wrote since its last start."""
    return place.data / "server.log"


def _wait_until_it_answers(place: Place, child: Child | None) -> None:
    """Waits for a server that was just started or is still recovering."""
    until = time.monotonic() + SECONDS_TO_START
    while not answers(place):
        if child is not None and child.poll() is not None:
            raise PostgresError(refusal("postgres", _log(place).read_bytes()))
        if time.monotonic() > until:
            raise PostgresError(
                f"内置数据库没有响应,请查看 {_log(place)}"
                " / the embedded database does not answer, see its log"
            )
        time.sleep(0.05)


def _ensure_database(place: Place) -> None:
    """Makes the database, its owner, and the account that the site works with, which owns nothing.

    None of them is a superuser; the roles of the wall only a superuser could make here.
    """
    with connect(place, SUPERUSER, "postgres") as connection:
        for name, rights in ((OWNER, "LOGIN"), (USER, "LOGIN NOINHERIT NOCREATEDB")):
            if _lacks(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
                connection.execute(f"CREATE ROLE {name} {rights}".encode())
        for name in ROLES:
            if _lacks(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
                connection.execute(f"CREATE ROLE {name} NOLOGIN".encode())
                connection.execute(f"GRANT {name} TO {OWNER} WITH ADMIN TRUE".encode())
        if _lacks(connection, "SELECT 1 FROM pg_database WHERE datname = %s", USER):
            connection.execute(f"CREATE DATABASE {USER} OWNER {OWNER}")


def _lacks(connection: psycopg.Connection, query: str, name: str) -> bool:
    """Says whether a catalogue query does not find a role or database of ours."""
    return connection.execute(query.encode(), [name]).fetchone() is None


def _stop(place: Place) -> None:
    """Shuts the server down: sessions are cut, what was committed is on disk."""
    with suppress(PostgresError):
        run_program(
            place, "pg_ctl", "stop", "--wait", "--silent", "--mode=fast",
            f"--timeout={SECONDS_TO_STOP}", "--pgdata", str(place.data),
        )  # fmt: skip
