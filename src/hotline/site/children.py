"""The programs that `run` starts and stops: web server, worker, perhaps the switchboard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus

from hotline.site.environment import Environment
from hotline.site.opening import SETTINGS_MODULE
from hotline.site.refusals import NotReadyError

SECONDS_TO_STOP = 15
SECONDS_TO_ANSWER = 30
# Open streams count as requests that are being answered.
MOST_AT_ONCE = 4096
Child = subprocess.Popen[bytes]


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
    """procrastinate working off the jobs that steps have deferred."""
    return [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]


def switchboard_command() -> list[str]:
    """The process that listens to the telephone exchanges."""
    return [sys.executable, "-m", "hotline.site.program", "switchboard"]


@contextmanager
def running(environment: Environment, *, switchboard: bool = False) -> Iterator[list[Child]]:
    """Web, worker and, where an exchange is to be heard, the switchboard for the length of a
    block; all are gone after it."""
    children: list[Child] = []
    try:
        children.append(_started(web_command(environment), environment))
        children.append(_started(worker_command(), environment))
        if switchboard:
            children.append(_started(switchboard_command(), environment))
        yield children
    finally:
        stop(children)


def _started(command: list[str], environment: Environment) -> Child:
    """Starts one program in a session of its own: Ctrl-C is ours to pass on, in order."""
    variables = dict(os.environ)
    variables.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    variables.setdefault("HOTLINE_DATABASE_POOL", str(environment.web_threads))
    variables["HOTLINE_PORT"] = str(environment.port)
    return subprocess.Popen(  # noqa: S603 - our own commands
        command, stdin=subprocess.DEVNULL, env=variables, start_new_session=True
    )


def stop(children: list[Child]) -> None:
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


def wait_until_serving(environment: Environment, children: list[Child]) -> None:
    """Waits for the first answer; raises NotReadyError when a program ends before it."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not _answers(f"http://{_local_host(environment)}:{environment.port}/health"):
        if any(child.poll() is not None for child in children) or time.monotonic() > until:
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


def wait_until_one_ends(children: list[Child]) -> Child:
    """Sleeps for as long as all of them live."""
    while True:
        for child in children:
            if child.poll() is not None:
                return child
        time.sleep(0.5)
