"""Collects the front-end files under hashed names, when one of them has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".stamp"


def collect_if_changed() -> bool:
    """Fills STATIC_ROOT anew if any source differs from last time; says whether it did."""
    root = Path(settings.STATIC_ROOT)
    wanted = _stamp()
    stamp = root / STAMP
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted, encoding="utf-8")
    return True


def _stamp() -> str:
    """Name, size and time of every source file."""
    digest = hashlib.sha256()
    for name, path in sorted(_sources()):
        status = path.stat()
        digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[tuple[str, Path]]:
    """Every file that a page could ask for."""
    for finder in get_finders():
        for name, storage in finder.list([".*"]):
            yield name, Path(storage.path(name))
