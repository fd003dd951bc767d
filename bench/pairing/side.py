"""One installation: a database server, a web server and a worker of its own, each to be killed.

Only what was started here is ever ended, by its own number.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from hotline.site.embedded import SUPERUSER, connect, serving
from hotline.site.environment import ROOT
from hotline.site.place import Place, embedded_place
from hotline.site.postgres_programs import PostgresError

DATABASE = "hotline"
VICTIMS = ("web", "worker", "database")
PATIENCE = 60
Child = subprocess.Popen[bytes]
PROGRAMS = {
    "web": [
        *("-m", "granian", "--interface", "asginl", "--no-ws", "--host", "127.0.0.1"),
        *("--workers", "1", "--log-level", "error"),
    ],
    "worker": ["-m", "bench.pairing.worker"],
}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Side:
    """An installation by name ("province" or "city") on loopback."""

    name: str
    broken: str = ""
    var: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="hotline-pair-")))
    port: int = field(default_factory=free_port)
    children: dict[str, Child] = field(default_factory=dict)
    _held: ExitStack = field(default_factory=ExitStack)

    @property
    def place(self) -> Place:
        """Where its database server lives."""
        return embedded_place(self.var)

    def variables(self) -> dict[str, str]:
        """The environment of its programs, with nothing of the caller's installation."""
        own = {name: text for name, text in os.environ.items() if not name.startswith("HOTLINE_")}
        own.pop("DATABASE_URL", None)
        return {
            **own,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "hotline.site.settings",
            "HOTLINE_VAR": str(self.var),
            "HOTLINE_CITY": "siping",
            "HOTLINE_PORT": str(self.port),
            "HOTLINE_LOG_LEVEL": "WARNING",
            "HOTLINE_DATABASE_POOL": "4",
            "PAIR_BROKEN": self.broken,
        }

    def prepare(self, what: str, *more: str) -> Child:
        """Begin to prepare its tables and city, or its road to the other side."""
        self.var.chmod(0o755)
        self.hold_database()
        line = [sys.executable, "-m", "bench.pairing.prepare", what, *more]
        return subprocess.Popen(line, env=self.variables(), cwd=ROOT)  # noqa: S603 - our own

    def begin_as(self, base: Side) -> None:
        """Take over the data of a side that is not running."""
        for name in ("postgres", "keys.json", "secret-key"):
            command = ["cp", "-a", str(base.var / name), str(self.var / name)]
            subprocess.run(command, check=True)  # noqa: S603 - keeps owner and rights

    def let_database_go(self) -> None:
        """Stop the server in order."""
        self._held.close()

    def hold_database(self) -> None:
        """Start the server, or start it again after it was killed."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._held.enter_context(serving(self.place, lambda _: None))
                return
            except (PostgresError, psycopg.Error):  # its old processes are still on their way out
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def start(self, name: str, *more: str) -> Child:
        """Start one of its programs in a session of its own, its words in a file."""
        command = [sys.executable, *PROGRAMS.get(name, ["-m", f"bench.pairing.{name}"]), *more]
        if name == "web":
            command += ["--port", str(self.port), "bench.pairing.web:application"]
        with (self.var / f"{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                env=self.variables(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self.children[name]

    def look_after(self) -> None:
        """Start what ended by itself, as a service manager would: a worker without a database."""
        for name in ("web", "worker"):
            if self.children[name].poll() is not None:
                self.start(name)

    def need_people(self) -> None:
        """Stop where the people of this side do not work any more."""
        if self.children["people"].poll() is not None:
            raise RuntimeError((self.var / "people.log").read_text("utf-8")[-2000:])

    def kill(self, name: str) -> None:
        """Kill -9, with everything that it started."""
        leader = self._postmaster() if name == "database" else self.children[name].pid
        with suppress(psutil.NoSuchProcess):
            program = psutil.Process(leader)
            for each in (program, *program.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    each.send_signal(signal.SIGKILL)
        if name != "database":
            self.children[name].wait()

    def start_again(self, name: str) -> None:
        """Bring back what was killed."""
        if name == "database":
            self.hold_database()
        else:
            self.start(name)

    def _postmaster(self) -> int:
        file = self.place.data / "postmaster.pid"
        return int(file.read_text("utf-8").split()[0])

    def wait_until_serving(self) -> None:
        """Wait for the web server to take connections."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise TimeoutError((self.var / "web.log").read_text("utf-8")[-2000:])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Read its database as it is, past every wall."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with connect(self.place, SUPERUSER, DATABASE) as connection:
                    return connection.execute(query.encode()).fetchall()
            except psycopg.Error:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def close(self) -> None:
        """End what still runs, and leave nothing behind."""
        for name, child in self.children.items():
            if child.poll() is None:
                self.kill(name)
        self._held.close()
        shutil.rmtree(self.place.data.parent, ignore_errors=True)
        shutil.rmtree(self.var, ignore_errors=True)
