"""Damaged inputs: 20,000 generated variants per reader of files and messages from outside.

.venv/bin/python -m bench.damaged [COUNT] [READER ...]

A reader may read a variant or refuse it (Unreadable, UnreadableFile); anything else is counted as a
fault and ends with status 1. Files that a child process opens are opened by a forked one with the
same limits, which saves starting an interpreter each time. Then the four that are made to hurt: a
zip bomb, a zip that climbs out, an external entity, a 4-KB workbook that claims 1,048,576 rows.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from types import ModuleType
from typing import IO, BinaryIO
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
django.setup()

from hotline.channels.dummy import Dummy  # noqa: E402 - needs Django's apps ready
from hotline.channels.platform_files import PlatformFiles  # noqa: E402
from hotline.documents.raw_records import UnreadableFile  # noqa: E402
from hotline.documents.work_orders import read_orders  # noqa: E402
from hotline.records.models import Road  # noqa: E402
from hotline.rules.arrivals import Unreadable  # noqa: E402
from tests.channels import sheets  # noqa: E402
from tests.channels.damage import variants  # noqa: E402

COUNT = 20_000
MEMORY = 512
MEGABYTE = 1024
ROAD = Road(code="bench", adapter="dummy")
MESSAGE = (
    '{"key": "上-1", "text": "路灯不亮。", "at": "2022-04-06T08:05:00+08:00", "kind": "new"}'
).encode()
ZIP = sheets.packed({"单.csv": sheets.table(), "上-1/图.pdf": b"%PDF-1.4\n%%EOF\n"})
ORDER = read_orders(sheets.table(), "单.csv")[0].as_bytes()
READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "json": (MESSAGE, lambda raw: Dummy().read(ROAD, raw)),
    "order": (ORDER, lambda raw: PlatformFiles().read(ROAD, raw)),
    "csv": (sheets.table(), lambda raw: read_orders(raw, "单.csv")),
    "zip": (ZIP, lambda raw: read_orders(raw, "单.zip")),
    "xlsx": (sheets.workbook(), lambda raw: read_orders(raw, "单.xlsx")),
    "docx": (sheets.form(), lambda raw: read_orders(raw, "单.docx")),
}


def forked(
    child: ModuleType, stream: BinaryIO, output: IO[bytes], *, seconds: float, slow: str
) -> int:
    """The child's program in a forked process: same limits, no start of an interpreter."""
    stream.seek(0)
    with tempfile.TemporaryFile() as source:
        source.write(stream.read())
        source.seek(0)
        pid = os.fork()
        if not pid:
            os.dup2(source.fileno(), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            sys.stdin = open(0, closefd=False)  # noqa: SIM115 - ends with the process
            sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
            status = 4
            try:
                status = child.main()
                sys.stdout.flush()
            finally:
                os._exit(status)
        _, waited = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(waited)


def measure(name: str, count: int) -> Counter[str]:
    """Read every variant; says how each ended."""
    good, read = READERS[name]
    ended: Counter[str] = Counter()
    begun, slowest = time.monotonic(), 0.0
    for variant in variants(good, count, seed=2026):
        one = time.monotonic()
        try:
            read(variant)
        except (Unreadable, UnreadableFile):
            ended["refused"] += 1
        except Exception as fault:
            ended[f"FAULT {type(fault).__name__}"] += 1
        else:
            ended["read"] += 1
        slowest = max(slowest, time.monotonic() - one)
    took = time.monotonic() - begun
    print(f"{name:6} {dict(ended)} in {took:.0f} s, slowest {slowest * 1000:.0f} ms, {memory()}")
    return ended


def memory() -> str:
    """The most memory that this process and any child of it has held."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // MEGABYTE
    return f"most memory {own} MB here, {child} MB in a child"


def hurting() -> dict[str, bytes]:
    """Files that are made to hurt."""
    claims = b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576">'
    wide = sheets.workbook()
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(wide)) as source, zipfile.ZipFile(packed, "w", 8) as target:
        for part in source.namelist():
            body = source.read(part)
            if part.startswith("xl/worksheets/"):
                body = body.replace(
                    b"<sheetData>", claims + b'<c r="XFD1048576"><v>1</v></c></row>'
                )
            target.writestr(part, body)
    xxe = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    return {
        "zip bomb": sheets.packed({"a.csv": b"0" * 400_000_000}),
        "zip slip": sheets.packed({"../../../../tmp/slip.csv": sheets.table()}),
        "XXE in a Word file": sheets.packed({"word/document.xml": xxe}),
        "XXE in a workbook": sheets.packed({"xl/workbook.xml": xxe, "[Content_Types].xml": xxe}),
        f"workbook of {len(packed.getvalue()):,} bytes that claims 1,048,576 rows": (
            packed.getvalue()
        ),
    }


def main() -> int:
    """Measure the readers that are named, or all."""
    given = sys.argv[1:]
    count = int(given.pop(0)) if given and given[0].isdigit() else COUNT
    faults = 0
    with (
        patch("hotline.documents.workbooks.run_child", forked),
        patch("hotline.documents.published.run_child", forked),
    ):
        for name in given or READERS:
            ended = measure(name, count)
            faults += sum(number for word, number in ended.items() if word.startswith("FAULT"))
    for name, content in hurting().items():
        begun = time.monotonic()
        try:
            said = f"{len(read_orders(content, name))} orders"
        except UnreadableFile as refused:
            said = str(refused)
        print(f"{name}: {said} in {(time.monotonic() - begun) * 1000:.0f} ms, {memory()}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
