"""`hotline run`, really: from nothing to a site that answers, and back to nothing running."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from hotline.site.environment import ROOT

PATIENCE = 60
PROGRAM = "from hotline.site.program import main; main()"

pytestmark = pytest.mark.skipif(
    not (ROOT / "node_modules").is_dir(), reason="front-end files are installed by ./hotline"
)


@pytest.fixture
def var() -> Iterator[Path]:
    """An empty state directory that a system user can reach."""
    directory = Path(tempfile.mkdtemp(prefix="hotline-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _started(var: Path, port: int, *options: str) -> subprocess.Popen[str]:
    """The program as a person starts it, on the embedded server."""
    variables = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    variables |= {
        "HOTLINE_VAR": str(var),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "hotline.site.settings",
    }
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, "run", "--no-sample", "--port", str(port), *options],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _wait_for(run: subprocess.Popen[str]) -> str:
    """Everything that is shown until the site says that it runs, which it does after an answer."""
    shown = ""
    assert run.stdout is not None
    for line in run.stdout:
        shown += line
        if "Ctrl-C" in line:
            return shown
    pytest.fail(shown)


def _answers(port: int) -> int:
    """The status of the site's own health page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
        return int(answer.status)


def _left_behind(var: Path) -> list[str]:
    """Living processes that belong to this state directory."""
    return [
        str(process.info["cmdline"])
        for process in psutil.process_iter(["cmdline", "environ", "status"])
        if process.info["status"] != psutil.STATUS_ZOMBIE
        and (
            str(var) in " ".join(process.info["cmdline"] or ())
            or (process.info["environ"] or {}).get("HOTLINE_VAR") == str(var)
        )
    ]


def test_it_starts_from_nothing_and_leaves_nothing(var: Path, port: int) -> None:
    run = _started(var, port)
    shown = _wait_for(run)
    assert (f"http://127.0.0.1:{port}/" in shown, _answers(port)) == (True, 200)
    # What Ctrl-C does in a terminal: everything in the foreground is told at once.
    os.killpg(run.pid, signal.SIGINT)
    ending = run.communicate(timeout=PATIENCE)[0]
    assert (run.returncode, "已停止" in ending) == (0, True), ending
    assert _left_behind(var) == []


def test_a_taken_port_is_told_in_one_line(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = _started(var, taken.getsockname()[1])
        shown = run.communicate(timeout=PATIENCE)[0]
    assert (run.returncode, len(shown.splitlines())) == (3, 1)
    assert "端口" in shown


def test_what_dies_is_started_again(var: Path, port: int) -> None:
    run = _started(var, port)
    _wait_for(run)
    children = psutil.Process(run.pid).children()
    doomed = [each for each in children if each.name() == "postgres" or "granian" in each.cmdline()]
    for each in doomed:
        each.kill()
    for each in doomed:
        with suppress(psutil.TimeoutExpired):
            each.wait(5)
    assert (len(doomed), _answers_again(port)) == (2, True)
    os.killpg(run.pid, signal.SIGINT)
    shown = run.communicate(timeout=PATIENCE)[0]
    assert (run.returncode, "网页服务" in shown) == (0, True), shown
    assert _left_behind(var) == []


def _answers_again(port: int) -> bool:
    """Whether a page that reads the database comes within a minute."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            if _answers(port) == 200:
                return True
        time.sleep(0.5)
    return False
