"""A real site for the browser tests: `hotline run` as a user starts it, in a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

START = "from hotline.site.program import main; main()"
READY = "Ctrl-C"
FIRST_START = 400  # a busy machine is no failure
PASSWORD = re.compile(r"password: (\S+)")
ADDRESS = re.compile(r"address: (http://\S+?)/?$", re.MULTILINE)


def _free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


# Where the softphone's SIP server is to be looked for; the test of it starts one there.
SOFTPHONE_PORT = _free_port()


@dataclass(frozen=True)
class RunningSite:
    """Where the site answers, with which password its sample accounts open, and what it printed."""

    address: str
    password: str
    output: str
    seconds: float
    process: subprocess.Popen[str]


@contextmanager
def run_site(var: Path, *arguments: str) -> Iterator[RunningSite]:
    """Start `hotline run` and stop it as Ctrl-C does."""
    started = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", START, "run", "--port", str(_free_port()), *arguments],
        env=_environment(var),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output = _until_ready(process)
        seconds = time.monotonic() - started
        address, password = ADDRESS.search(output), PASSWORD.search(output)
        assert address, output
        yield RunningSite(
            address.group(1), password.group(1) if password else "", output, seconds, process
        )
    finally:
        stop(process)


def stop(process: subprocess.Popen[str]) -> int:
    """Press Ctrl-C and wait."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        return process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise


def _environment(var: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("HOTLINE_", "DJANGO_"))}
    inherited.pop("DATABASE_URL", None)
    softphone = f"ws://127.0.0.1:{SOFTPHONE_PORT}/ws"
    own = {"HOTLINE_VAR": str(var), "HOTLINE_SOFTPHONE": softphone, "PYTHONUNBUFFERED": "1"}
    return {**inherited, **own}


def _until_ready(process: subprocess.Popen[str]) -> str:
    """Read what it prints until it says that it runs; afterwards keep its pipe empty."""
    lines: list[str] = []
    assert process.stdout
    deadline = time.monotonic() + FIRST_START
    for line in process.stdout:
        lines.append(line.rstrip())
        if READY in line:
            threading.Thread(target=_emptied, args=(process.stdout,), daemon=True).start()
            return "\n".join(lines)
        assert time.monotonic() < deadline, "\n".join(lines)
    raise AssertionError("\n".join(lines))


def _emptied(pipe: IO[str]) -> None:
    """Read on until the site has ended, so that it never waits for us."""
    with pipe:
        pipe.read()
