"""What holds for the accounts of citizens: a phone that answers is the key, and nothing else is."""

from __future__ import annotations

from datetime import timedelta

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=60)
MOST_TRIES = 5
SIGNED_IN_FOR = timedelta(days=30)


def told_code(hotline: str, code: str) -> str:
    """The text message with a one-time code."""
    return (
        f"【{hotline}】登录验证码 {code}，10 分钟内有效。任何人索要都不要给。如非本人操作，请忽略。"
    )
