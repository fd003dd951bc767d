"""Levelling: one spelling for the characters that people write in many, place for place.

Both functions keep the length, so that what is found in the levelled text stands at the same place
in the text itself.
"""

from __future__ import annotations

# The comma stays: between numbers it may part them, or group their digits.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣➖"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u200a\u200b\u202f\u3000\ufeff\t"), " ")
_DOTS = dict.fromkeys(map(ord, "•・‧∙●"), "·")
_LEVEL: dict[int, int | str] = {**_WIDE, **_DASHES, **_SPACES, **_DOTS}

_SPOKEN = ("零〇○OoＯ", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_CIRCLES = (0x2460, 0x2474, 0x2488, 0x2776, 0x2780, 0x278A)
_STYLED = range(0x1D7CE, 0x1D800)
_DIGITS: dict[int, int | str] = {
    **{ord(sign): str(digit) for digit, signs in enumerate(_SPOKEN) for sign in signs},
    **{start + digit - 1: str(digit) for start in _CIRCLES for digit in range(1, 10)},
    **{code: str((code - _STYLED.start) % 10) for code in _STYLED},
}


def level(text: str) -> str:
    """Full-width letters, digits, dashes and spaces as plain ones."""
    return text.translate(_LEVEL)


def with_digits(levelled: str) -> str:
    """Also 一五四…, 壹, ①, and the letter O among them, as digits."""
    return levelled.translate(_DIGITS)
