"""二次验证: who is asked for more than a password, and what a code looks like."""

from __future__ import annotations

from collections.abc import Collection, Iterable

OFF, OFFERED, REQUIRED = "off", "offered", "required"
WISHES = (OFF, OFFERED, REQUIRED)

KINDS: dict[str, str] = {"app": "手机验证器", "key": "安全密钥"}

# A code of an app holds for half a minute; a clock may be off by one such step.
STEP_SECONDS = 30
STEPS_OFF = (0, -1, 1)
DIGITS = 6
RECOVERY_CODES = 10
# No letter that is taken for another when it is copied from paper: 59 bits in twelve of them.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 3, 4


def wish(general: str, asked_of: Collection[str], roles: Iterable[str]) -> str:
    """What is wanted of a person with these roles: `general`, or more where a role is named."""
    if general != OFF and any(role in asked_of for role in roles):
        return REQUIRED
    return general


def as_digits(typed: str) -> str:
    """The six digits of an app's code as they were meant; empty for what is no such code."""
    text = "".join(typed.split())
    return text if len(text) == DIGITS and text.isascii() and text.isdigit() else ""


def as_recovery_code(typed: str) -> str:
    """A recovery code as it was made, however it was typed; empty for what is none."""
    text = "".join(each for each in typed.lower() if each in LETTERS)
    if len(text) != GROUPS * GROUP:
        return ""
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))
