"""A file opened by a process of its own, which has limits and nothing to lose."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from types import ModuleType
from typing import IO, BinaryIO

from hotline.documents.raw_records import UnreadableFile


def run_child(
    child: ModuleType, stream: BinaryIO, output: IO[bytes], *, seconds: float, slow: str
) -> int:
    """Let the program `child` read the file into `output`; its exit code.

    Raises UnreadableFile with the sentence `slow` when it takes longer than `seconds`.
    """
    stream.seek(0)
    command = [sys.executable, "-I", str(child.__file__)]
    with tempfile.TemporaryFile() as source:
        shutil.copyfileobj(stream, source)
        source.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 our own file, run by our own interpreter
                command,
                stdin=source,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(slow) from error
    return done.returncode
