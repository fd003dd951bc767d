"""Letters and notices on pictures: PP-OCR models that `rapidocr-onnxruntime` carries (Apache-2.0).

Installed by the extra `paper`. The models run on this machine's own CPU, two seconds a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from hotline.rules.recognising import Line, Unreadable

PACKAGE = "rapidocr-onnxruntime"


class PaperReader:
    """Reads pictures by models of the package."""

    name = "rapidocr"
    leaves_the_building = False

    def __init__(self) -> None:
        self.version = version(PACKAGE)

    def read(self, content: bytes, ending: str) -> Sequence[Line]:
        """The lines of a picture, from above to below."""
        try:
            found, _ = _models()(content)
        except Exception as error:
            raise Unreadable("图片无法识别，请人工阅读。") from error
        return [Line(str(text), float(sure)) for _, text, sure in found or ()]


@lru_cache(maxsize=1)
def _models() -> Any:
    from rapidocr_onnxruntime import RapidOCR  # noqa: PLC0415 - an extra, slow to import

    return RapidOCR(intra_op_num_threads=1)
