"""Where the embedded PostgreSQL keeps its data, its socket and its programs.

PostgreSQL refuses to run as root, so under root it runs as a system user of its own. When that
user cannot walk to the checkout (for example below /root), the data goes to /var/lib instead:
no directory of somebody else is opened for it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "embedded_postgres"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107
OUTSIDE = Path("/var/lib")


@dataclass(frozen=True)
class Place:
    """One embedded server: its data, the directory of its socket, locks, log and owner."""

    data: Path
    socket: Path
    state: Path
    system_user: str | None
    throw_away: bool = False

    @property
    def moved(self) -> bool:
        """Says whether the data had to go outside of the state directory."""
        return self.data.parent != self.state


def embedded_place(var: Path, *, throw_away: bool = False) -> Place:
    """Where the embedded server of this installation lives; `throw_away` is the tests' one."""
    as_root = os.geteuid() == 0
    name = "test-postgres" if throw_away else "postgres"
    home = _outside(var) if as_root and not others_can_reach(var) else var
    return Place(
        data=home / name,
        socket=_socket_directory(home, name),
        state=var,
        system_user=SYSTEM_USER if as_root else None,
        throw_away=throw_away,
    )


def others_can_reach(path: Path) -> bool:
    """Says whether a user who owns nothing of it may walk down to this path."""
    existing = (step for step in (path, *path.parents) if step.exists())
    return all(step.stat().st_mode & stat.S_IXOTH for step in existing)


def programs_home(place: Place) -> Path:
    """Where a copy of the programs is kept when their owner cannot reach the installed ones."""
    return _outside(place.state) / "programs"


def _outside(var: Path) -> Path:
    """A directory for this installation that every system user can reach."""
    return OUTSIDE / f"hotline-{_digest(var)}"


def _socket_directory(home: Path, name: str) -> Path:
    """Beside the data, or in a short directory where the path would be too long for a socket."""
    near = home / f"{name}-socket"
    if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return near
    return Path("/tmp") / f"hotline-{os.geteuid()}-{_digest(near)}"  # noqa: S108 - owner is checked


def _digest(path: Path) -> str:
    """A short name for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
