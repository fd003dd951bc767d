"""What live streams cost: pages served by WSGI and by ASGI with threads, then 200 open streams.

The two servers answer the same pages in turn, so that other work on the machine meets both.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from bench.processes import cpu_of
from bench.report import print_machine, told
from bench.scratch import _free, scratch_site
from hotline.site.environment import Environment

STREAMS = 200
OF_ONE_PERSON = 8
ROUNDS = 7
REQUESTS = 60
CLIENTS = 2
PAGES = ("/desk/", "/desk/cases")
OLD = ["--interface", "wsgi", "--blocking-threads", "4", "hotline.site.wsgi:application"]


def main() -> None:
    """Prints medians per page and server, and memory with and without streams."""
    with scratch_site() as read:
        from hotline.site import static_files  # noqa: PLC0415 - needs Django set up
        from hotline.site.children import web_command  # noqa: PLC0415
        from hotline.site.commands.run import prepare_assets  # noqa: PLC0415

        print_machine()
        prepare_assets(read)
        static_files.collect_if_changed()
        cookies = sessions(STREAMS // OF_ONE_PERSON)
        ports = {"wsgi": _free(), "asgi": read.port}
        old = [*web_command(read)[:3], "--host", read.host, "--port", str(ports["wsgi"]), *OLD]
        new = web_command(read)
        with (
            started(old, read, ports["wsgi"]) as wsgi,
            started(new, read, ports["asgi"]) as asgi,
        ):
            compare(ports, {"wsgi": wsgi, "asgi": asgi}, cookies[0])
            with_streams(read.port, asgi.pid, cookies)


def compare(
    ports: dict[str, int], programs: dict[str, subprocess.Popen[bytes]], cookie: str
) -> None:
    """Each page by each server, in turn."""
    for page in PAGES:
        times: dict[str, list[float]] = {name: [] for name in ports}
        cpu: dict[str, list[float]] = {name: [] for name in ports}
        for number in range(ROUNDS + 1):
            for name, port in ports.items():
                before = cpu_of(programs[name].pid)
                median = statistics.median(asked(port, page, cookie)) * 1000
                if number:
                    times[name].append(median)
                    cpu[name].append((cpu_of(programs[name].pid) - before) / REQUESTS * 1000)
        for name in ports:
            told(f"{page} by {name}, {CLIENTS} clients", times[name], "ms")
            told("… CPU of the web server", cpu[name], "ms")


def with_streams(port: int, pid: int, cookies: list[str]) -> None:
    """Memory before and with the streams, what a word to all takes, and a page meanwhile."""
    before = memory(pid)
    streams = [opened(port, cookies[number // OF_ONE_PERSON]) for number in range(STREAMS)]
    time.sleep(1)
    told(f"memory for each of {STREAMS} streams", [(memory(pid) - before) / STREAMS / 1024], "KB")
    begun = time.perf_counter()
    tell_everybody()
    for stream in streams:
        while b"data:" not in stream.recv(4096):
            pass
    told(f"a word to all {STREAMS}", [(time.perf_counter() - begun) * 1000], "ms")
    for page in PAGES:
        medians = [statistics.median(asked(port, page, cookies[0])) * 1000 for _ in range(3)]
        told(f"{page} with {STREAMS} open streams", medians, "ms")
    for stream in streams:
        stream.close()


def tell_everybody() -> None:
    """One word to whoever sees cases."""
    from hotline.rules.hearing import Audience  # noqa: PLC0415 - needs Django set up
    from hotline.steps.storing.live import tell_live  # noqa: PLC0415

    tell_live(Audience(permits=frozenset({"see_all_cases"})), "bench", {"n": 1})


def sessions(count: int) -> list[str]:
    """Cookies of as many people, signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from hotline.records.models import Role, Staff  # noqa: PLC0415

    made = []
    for number in range(count):
        person = Staff.objects.create(username=f"bench{number}", name="测试", password="!")  # noqa: S106
        person.roles.set(Role.objects.filter(code="dispatcher"))
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session["began"] = session["used"] = int(time.time())
        session.save()
        made.append(f"sessionid={session.session_key}")
    return made


def asked(port: int, page: str, cookie: str) -> list[float]:
    """Seconds of each request, by several clients at once."""
    times: list[float] = []

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(REQUESTS // CLIENTS):
            begun = time.perf_counter()
            link.request("GET", page, headers={"Cookie": cookie})
            answer = link.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            times.append(time.perf_counter() - begun)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return times


def opened(port: int, cookie: str) -> socket.socket:
    """A stream that has begun."""
    link = socket.create_connection(("127.0.0.1", port))
    link.sendall(f"GET /desk/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
    first = link.recv(4096)
    assert b"200 OK" in first, first
    return link


def memory(pid: int) -> int:
    """Bytes of a program and those below it, shared ones counted in parts."""
    program = psutil.Process(pid)
    everyone = (program, *program.children(recursive=True))
    return sum(each.memory_full_info().pss for each in everyone)


@contextmanager
def started(command: list[str], read: Environment, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A web server for the length of a block."""
    variables = {**os.environ, "HOTLINE_DATABASE_POOL": str(read.web_threads)}
    variables["DJANGO_SETTINGS_MODULE"] = "hotline.site.settings"
    program = subprocess.Popen(command, env=variables, start_new_session=True)  # noqa: S603
    try:
        until_answering(port)
        yield program
    finally:
        begun = time.monotonic()
        program.terminate()
        program.wait(20)
        print(f"stopped in {time.monotonic() - begun:.1f} s", file=sys.stderr)


def until_answering(port: int) -> None:
    """Waits for the first answer."""
    for _ in range(300):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port)
            link.request("GET", "/health")
            link.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


if __name__ == "__main__":
    main()
