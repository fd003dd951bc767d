"""The search itself: each kind looks for its own, and what one finds no other finds again."""

from __future__ import annotations

import re

from hotline.rules.redaction.found import Sensitive

_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_ROOM = re.compile(r"[A-Za-z]?\d{1,4}(?:号楼|栋|幢)(?:\d{1,2}单元)?(?:\d{1,2}楼)?(?:\d{3,4}室?)?")


def find(text: str) -> list[Sensitive]:
    """Everything in `text` that may not be published, in the order of the text."""
    found = [
        Sensitive("phone", m.start(), m.end(), m.group(), "", "电话号码不得刊出。")
        for m in _PHONE.finditer(text)
    ]
    found += [
        Sensitive("address", m.start(), m.end(), m.group(), "", "地点只写到小区。")
        for m in _ROOM.finditer(text)
    ]
    return sorted(found, key=lambda each: each.start)
