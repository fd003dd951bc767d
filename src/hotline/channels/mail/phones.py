"""The phone at which a letter asks to be called: what its writer says of themselves, no other."""

from __future__ import annotations

import re

from hotline.records.sealing import phone_digits
from hotline.rules.redaction.search import own_numbers

_SAID = re.compile(
    r"(?:我的|本人|联系|手机|电话|热线|致电|回电|Tel|Phone|Mobile)[^\n，。；]{0,8}[：:\s]{0,3}"
    r"((?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})(?!\d)",
    re.IGNORECASE,
)


def phone_said(text: str) -> str:
    """The one number that the writer gives as their own; empty where there are several or none.

    It is a guess, and the letter is there to be read: somebody else's number may stand beside it.
    """
    numbers = {phone_digits(found[1]) for found in _SAID.finditer(text)}
    others = {phone_digits(each.text) for each in own_numbers(text) if each.kind != "identity"}
    return numbers.pop() if len(numbers) == 1 and others <= numbers else ""
