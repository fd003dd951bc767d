"""Masks: what of a person is shown to those who need not know more.

Source: 个人信息保护法 art. 6 (no more than needed). The masked forms follow the habit of
government platforms: 139****4368, 刘**, 四平市铁西区****.
"""

from __future__ import annotations

import re

MOBILE_LENGTH = 11
SHOWN_HEAD, SHOWN_TAIL = 3, 4
_PHONE = re.compile(r"(?<!\d)((?:(?:\+|00)?86[ -]?)?[1１]\d{2})[ -]?\d{4}[ -]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")


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
    """Hide mobile and identity numbers that citizens wrote into their text."""
    hidden = _IDENTITY.sub(r"\1********\2", text)
    return _PHONE.sub(r"\1****\2", hidden)
