"""The folder in which a road exchanges files: what comes in, what was taken, what failed, what
goes out. Names are ours; nothing is followed out of the folder."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from hotline.documents.file_names import clean_name
from hotline.records.models import Road
from hotline.rules.roads import RoadDown

IN, DONE, FAILED, OUT = "in", "done", "failed", "out"
PARTS = (IN, DONE, FAILED, OUT)
FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
# A file that is still being written has changed within this time.
STABLE_FOR = timedelta(seconds=5)
LARGEST = 100 * 1024 * 1024
UNFINISHED = (".tmp", ".part", ".crdownload", "~")
MOST_LISTED = 50
TEMPLATES = ("template.xlsx", "template.docx", "template.csv")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as a page lists it."""

    name: str
    size: int
    at: datetime


def folder_of(road: Road, part: str = "") -> Path:
    """The road's folder, or a part of it, made where it is not there; raises RoadDown."""
    name = str(road.settings.get("folder") or road.code)
    if not FOLDER.fullmatch(name):
        raise RoadDown("子目录名只能用小写字母、数字、- 和 _。")
    folder = Path(settings.HOTLINE_ROAD_FILES) / name / part
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RoadDown(
            f"交换目录不能使用（{error.strerror}），请检查 HOTLINE_ROAD_FILES。"
        ) from error
    return folder


def arrived(road: Road, at: datetime) -> Iterator[Path]:
    """The files that came and are whole, the earliest first."""
    found = [(_facts(path), path) for path in _entries(folder_of(road, IN))]
    whole = [
        (facts.st_mtime, path.name, path)
        for facts, path in found
        if facts is not None and _moment(facts) <= at - STABLE_FOR
    ]
    for _, _, path in sorted(whole):
        yield path


def content_of(path: Path) -> bytes | None:
    """The bytes of a file; None when it changed while it was read, or is gone, or too large."""
    before = _facts(path)
    if before is None or before.st_size > LARGEST:
        return None
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError:
        return None
    after = _facts(path)
    same = after is not None and (after.st_size, after.st_mtime_ns) == (
        before.st_size,
        before.st_mtime_ns,
    )
    return content if same and len(content) == before.st_size else None


def put_away(road: Road, path: Path, part: str, at: datetime) -> None:
    """Move a file that was taken, or failed, out of the way under a name of its own."""
    target = folder_of(road, part) / f"{at:%Y%m%d-%H%M%S}-{clean_name(path.name)}"
    for number in range(1, 1_000):
        if not target.exists():
            break
        target = target.with_name(f"{at:%Y%m%d-%H%M%S}-{number}-{clean_name(path.name)}")
    path.rename(target)


def drop_in(road: Road, name: str, content: bytes, at: datetime) -> str:
    """Put an uploaded file among those that came; says under which name."""
    return _written(folder_of(road, IN), f"{at:%Y%m%d%H%M%S%f}-{clean_name(name)}", content)


def keep_template(road: Road, ending: str, content: bytes) -> None:
    """Keep the form in which results are wanted; it takes the place of an earlier one."""
    folder = folder_of(road)
    for name in TEMPLATES:
        (folder / name).unlink(missing_ok=True)
    _written(folder, f"template.{ending}", content)


def template_of(road: Road) -> tuple[str, bytes] | None:
    """The ending and bytes of the road's template, where it has one."""
    folder = folder_of(road)
    for name in TEMPLATES:
        content = content_of(folder / name)
        if content is not None:
            return name.rpartition(".")[2], content
    return None


def write_out(road: Road, name: str, content: bytes) -> str:
    """Write a result file, whole or not at all; says under which name."""
    return _written(folder_of(road, OUT), clean_name(name), content)


def listed(road: Road, part: str) -> list[Listed]:
    """The newest files of a part."""
    rows = [(_facts(path), path.name) for path in _entries(folder_of(road, part))]
    found = [Listed(name, facts.st_size, _moment(facts)) for facts, name in rows if facts]
    return sorted(found, key=lambda row: row.at, reverse=True)[:MOST_LISTED]


def given_out(road: Road, name: str) -> bytes | None:
    """A result file by its name; None for one that is not in the out folder."""
    if name not in {row.name for row in listed(road, OUT)}:
        return None
    return content_of(folder_of(road, OUT) / name)


def _written(folder: Path, name: str, content: bytes) -> str:
    """Under a name of its own and by renaming, so that nobody reads half a file."""
    target = folder / name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{number}-{name}"
    half = folder / f".{target.name}.part"
    half.write_bytes(content)
    half.rename(target)
    return target.name


def _entries(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        hidden = path.name.startswith((".", "~$"))
        if not hidden and not path.name.lower().endswith(UNFINISHED):
            yield path


def _facts(path: Path) -> os.stat_result | None:
    """What the file system says of a plain file; None for links, folders and what is gone."""
    try:
        facts = path.lstat()
    except OSError:
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None


def _moment(facts: os.stat_result) -> datetime:
    return datetime.fromtimestamp(facts.st_mtime, UTC)
