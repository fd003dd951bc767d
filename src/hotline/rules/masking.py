"""Masks: what of a person is shown to those who need not know more.

Source: 个人信息保护法 art. 6 (no more than needed). The masked forms follow the habit of
government platforms: 139****4368, 刘**, 四平市铁西区****.
"""

from __future__ import annotations

from hotline.rules.redaction.found import Sensitive
from hotline.rules.redaction.levelling import level, with_digits
from hotline.rules.redaction.search import own_numbers

MOBILE_LENGTH = 11
SHOWN_HEAD, SHOWN_TAIL = 3, 4
IDENTITY_HEAD, IDENTITY_HIDDEN = 6, 8


def mask_phone(phone: str) -> str:
    """Keep the first three and the last four: 154****0001; a number that is shorter than a mobile
    one would be given away by that, and keeps the last two."""
    if len(phone) < MOBILE_LENGTH:
        return "*" * max(len(phone) - 2, 0) + phone[-2:]
    return f"{phone[:SHOWN_HEAD]}****{phone[-SHOWN_TAIL:]}"


def mask_name(name: str) -> str:
    """Keep the surname: 欧阳** would give away two characters, so always the first only."""
    return name[:1] + "**" if name else ""


def mask_text(text: str) -> str:
    """Hide mobile and identity numbers that citizens wrote into their text, in any spelling."""
    for found in reversed(own_numbers(text)):
        text = text[: found.start] + _masked(found) + text[found.end :]
    return text


def _masked(found: Sensitive) -> str:
    """The number with its middle hidden; what stands before a mobile number's own digits stays."""
    read = with_digits(level(found.text))
    signs = [place for place, sign in enumerate(read) if sign.isdigit() or sign in "Xx"]
    if found.kind == "identity":
        head, hidden = signs[:IDENTITY_HEAD], IDENTITY_HIDDEN
    else:
        head, hidden = signs[: -(MOBILE_LENGTH - SHOWN_HEAD)], SHOWN_TAIL
    tail = "".join(found.text[place] for place in signs[-SHOWN_TAIL:])
    return found.text[: head[-1] + 1] + "*" * hidden + tail
