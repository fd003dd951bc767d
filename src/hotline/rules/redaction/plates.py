"""Number plates of motor vehicles (GA 36-2018), also new-energy and special ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hotline.rules.redaction.found import Sensitive

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_GAP = r"[ ·\-.]?"
_PLATE = re.compile(
    rf"(?:[{_PROVINCES}] ?[A-Z]{_GAP}(?:(?:[A-Z0-9]{_GAP}){{4,5}}[A-Z0-9]|"
    rf"(?:[A-Z0-9]{_GAP}){{4}}[挂学警港澳试超领])|WJ{_GAP}[{_PROVINCES}]?{_GAP}\d{{4,5}}[A-Z\d]?)"
    r"(?![A-Za-z0-9])"
)
_NAMED = re.compile(
    r"(?:车牌|牌照|车号|牌号)(?:号码|号)?(?:为|是|系)?[ :：]*"
    r"([A-Z]?[A-Z0-9]{5,6})(?![A-Za-z0-9])"
)
_SMALL = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
FEWEST_DIGITS = 2
REASON = "车牌号不得刊出，请删去。"


def plates(text: str) -> Iterator[Sensitive]:
    """Plates with their province, or what stands after the word 车牌."""
    upper = text.translate(_SMALL)
    for pattern, group in ((_PLATE, 0), (_NAMED, 1)):
        for match in pattern.finditer(upper):
            start, end = match.span(group)
            if sum(sign.isdigit() for sign in upper[start:end]) >= FEWEST_DIGITS:
                yield Sensitive("plate", start, end, text[start:end], "", REASON)
