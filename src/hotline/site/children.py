"""What `run` starts, keeps up and stops: web server, worker, perhaps the switchboard."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus

from hotline.site.environment import Environment
from hotline.site.opening import SETTINGS_MODULE
from hotline.site.refusals import NotReadyError

SECONDS_TO_STOP = 15
SECONDS_TO_ANSWER = 30
# A program that ended is started again after a second, after two, four … if it ends soon again.
LONGEST_PAUSE = 30
LIVED_WELL = 60
LOOKED_AFTER_EVERY = 0.5
BEHIND = 5
DATABASE_LOOKED_AT_EVERY = 10
# Open streams count as requests that are being answered.
MOST_AT_ONCE = 4096
Child = subprocess.Popen[bytes]


@dataclass
class Program:
    """One of the programs; `ended` counts how often in a row it ended soon after its start."""

    name: str
    command: list[str]
    child: Child
    begun: float = field(default_factory=time.monotonic)
    ended: int = 0
    again_at: float | None = None


def web_command(environment: Environment) -> list[str]:
    """granian serving our ASGI application, whose pages are made in threads."""
    return [
        sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws",
        "--host", environment.host, "--port", str(environment.port),
        "--workers", str(environment.web_workers),
        "--backpressure", str(MOST_AT_ONCE),
        "--respawn-failed-workers", "--log-level", "error",
        "hotline.site.serving:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """procrastinate working off the jobs that steps have deferred, behind those who wait for a
    page: when much arrives at once, the engines read it afterwards."""
    behind = ["nice", "-n", str(BEHIND)] if shutil.which("nice") else []
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
    return [*behind, *worker]


def switchboard_command() -> list[str]:
    """The process that listens to the telephone exchanges."""
    return [sys.executable, "-m", "hotline.site.program", "switchboard"]


@contextmanager
def running(environment: Environment, *, switchboard: bool = False) -> Iterator[list[Program]]:
    """Web, worker and, where an exchange is to be heard, the switchboard for the length of a
    block; all are gone after it."""
    wanted = [("网页服务 / web server", web_command(environment))]
    wanted.append(("后台任务 / worker", worker_command()))
    if switchboard:
        wanted.append(("话务监听 / switchboard", switchboard_command()))
    programs: list[Program] = []
    try:
        for name, command in wanted:
            programs.append(Program(name, command, _started(command, environment)))
        yield programs
    finally:
        stop([program.child for program in programs])


def _started(command: list[str], environment: Environment) -> Child:
    """Starts one program in a session of its own: Ctrl-C is ours to pass on, in order."""
    variables = dict(os.environ)
    variables.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    variables.setdefault("HOTLINE_DATABASE_POOL", str(environment.web_threads))
    variables["HOTLINE_PORT"] = str(environment.port)
    return subprocess.Popen(  # noqa: S603 - our own commands
        command, stdin=subprocess.DEVNULL, env=variables, start_new_session=True
    )


def stop(children: Sequence[Child]) -> None:
    """Asks all to end, waits for them together, and ends by force those that do not."""
    for child in children:
        _signal_group(child, signal.SIGTERM, only_leader=True)
    until = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        _signal_group(child, signal.SIGKILL, only_leader=False)
        child.wait()


def _signal_group(child: Child, number: signal.Signals, *, only_leader: bool) -> None:
    """Signals one program, or everything that it has started as well."""
    with suppress(ProcessLookupError, PermissionError):
        if only_leader:
            child.send_signal(number)
        else:
            os.killpg(child.pid, number)


def wait_until_serving(environment: Environment, programs: Sequence[Program]) -> None:
    """Waits for the first answer; raises NotReadyError when a program ends before it."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not _answers(f"http://{_local_host(environment)}:{environment.port}/health"):
        has_ended = any(program.child.poll() is not None for program in programs)
        if has_ended or time.monotonic() > until:
            raise NotReadyError(
                "网页服务没有启动,原因见上 / the web server did not start, see above"
            )
        time.sleep(0.1)


def _local_host(environment: Environment) -> str:
    """The address at which we reach ourselves."""
    return "127.0.0.1" if environment.host in ("0.0.0.0", "::", "") else environment.host  # noqa: S104


def _answers(url: str) -> bool:
    """Says whether our own server answers; any answer counts."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own http address
            return True
    except urllib.error.HTTPError as error:
        return error.code < HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False


def keep_running(
    environment: Environment,
    programs: Sequence[Program],
    tell: Callable[[str], None],
    revive_database: Callable[[], None],
) -> None:
    """Start again what ends by itself: a worker whose database was away, a process that the
    system has killed. Does not return."""
    while True:
        for _ in range(DATABASE_LOOKED_AT_EVERY):
            for program in programs:
                _look_after(program, environment, tell)
            time.sleep(LOOKED_AFTER_EVERY)
        revive_database()


def _look_after(program: Program, environment: Environment, tell: Callable[[str], None]) -> None:
    if program.child.poll() is None:
        return
    now = time.monotonic()
    if program.again_at is None:
        stop([program.child])  # with what it has left running
        program.ended = 0 if now - program.begun > LIVED_WELL else program.ended + 1
        pause = min(2 ** min(program.ended, 5), LONGEST_PAUSE)
        program.again_at = now + pause
        tell(
            f"✗ {program.name}:意外退出({program.child.returncode}),{pause} 秒后重新启动"
            f" / ended by itself, is started again in {pause} s"
        )
    elif now >= program.again_at:
        program.child, program.begun = _started(program.command, environment), now
        program.again_at = None
