"""Which of the recognisers is here: one whose package is installed or whose address is set."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec

from hotline.engines.language_model.talking import Connection
from hotline.engines.recognising.paper import PaperReader
from hotline.engines.recognising.served import ServedSpeechReader
from hotline.engines.recognising.speech import PARTS, SpeechReader
from hotline.rules.recognising import Recogniser

NEEDS = {"picture": ("rapidocr_onnxruntime",), "recording": ("faster_whisper", *PARTS)}
NAMES = {"picture": "识别文字", "recording": "转写"}


def recogniser_for(family: str, served: Connection | None = None) -> Recogniser | None:
    """What reads files of a family; None where there is none. A server goes before a package."""
    if family == "recording" and served is not None:
        return ServedSpeechReader(served)
    if family not in NEEDS or not _installed(family):
        return None
    return PaperReader() if family == "picture" else SpeechReader()


@lru_cache
def _installed(family: str) -> bool:
    return all(find_spec(name) is not None for name in NEEDS[family])
