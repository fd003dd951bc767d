"""The embedded server: shared, restarted after a crash, and never left behind."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from hotline.site import embedded
from hotline.site.embedded import answers, connect, serving
from hotline.site.place import Place, embedded_place
from hotline.site.postgres_programs import PostgresError


def _silent(_: str) -> None:
    """Shows nothing."""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """A place of its own, where a system user can reach it when the tests run as root."""
    directory = Path(tempfile.mkdtemp(prefix="hotline-"))
    directory.chmod(0o755)
    yield embedded_place(directory, throw_away=True)
    shutil.rmtree(directory)


def _server_number(place: Place) -> int:
    """The process number of the running server."""
    return int((place.data / "postmaster.pid").read_text("utf-8").split()[0])


def _is_alive(number: int) -> bool:
    """Says whether a process lives; one that only waits to be collected does not."""
    try:
        return bool(psutil.Process(number).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_it_starts_knows_chinese_and_stops(place: Place) -> None:
    with serving(place, _silent):
        number = _server_number(place)
        with connect(place, embedded.OWNER, embedded.USER) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            row = connection.execute("SELECT cardinality(show_trgm('占道经营')) > 0").fetchone()
            assert row == (True,)
    assert not answers(place)
    assert not _is_alive(number)


def test_the_site_s_account_is_no_superuser(place: Place) -> None:
    with serving(place, _silent), connect(place, embedded.USER, embedded.USER) as connection:
        assert connection.execute("SHOW is_superuser").fetchone() == ("off",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


def test_only_its_owner_may_enter_the_socket_s_directory(place: Place) -> None:
    with serving(place, _silent):
        assert place.socket.stat().st_mode & 0o777 == 0o700
        assert place.data.stat().st_mode & 0o777 == 0o700


def test_it_outlives_all_but_the_last_of_its_users(place: Place) -> None:
    with serving(place, _silent):
        number = _server_number(place)
        with serving(place, _silent):
            assert _server_number(place) == number
        assert answers(place)
    assert not answers(place)


def test_a_server_that_was_killed_is_started_again(place: Place) -> None:
    with serving(place, _silent):
        os.kill(_server_number(place), signal.SIGKILL)
        _wait_until_silent(place)
        with serving(place, _silent):
            assert answers(place)


def _wait_until_silent(place: Place) -> None:
    """Waits until the killed server's own processes have noticed and ended."""
    until = time.monotonic() + 10
    while any(str(place.data) in line for line in _command_lines()):
        assert time.monotonic() < until
        time.sleep(0.05)


def _command_lines() -> list[str]:
    """How every living process was started."""
    return [" ".join(each.info["cmdline"] or ()) for each in psutil.process_iter(["cmdline"])]


def test_a_stale_mark_with_a_number_in_use_is_no_obstacle(place: Place) -> None:
    with serving(place, _silent):
        mark = place.data / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{place.data}\n0\n5432\n{place.socket}\n\n", "utf-8")
    with serving(place, _silent):
        assert _server_number(place) != os.getpid()


def test_a_half_made_cluster_is_made_again(place: Place) -> None:
    draft = place.data.with_name(f"{place.data.name}.new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n", "utf-8")
    shutil.rmtree(place.data, ignore_errors=True)
    with serving(place, _silent):
        assert answers(place)
    assert not draft.exists()


def test_a_directory_that_is_only_a_link_is_refused(place: Place) -> None:
    linked = embedded_place(place.state / "linked", throw_away=True)
    linked.state.mkdir()
    linked.socket.symlink_to(place.state)
    with pytest.raises(PostgresError, match="属于其他用户"), serving(linked, _silent):
        pass
