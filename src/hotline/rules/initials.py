"""What people type for a Chinese name: the name, its pinyin, or the first letters of its pinyin."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=8192)
def typed_as(name: str) -> str:
    """All by which `name` is found, in small letters with spaces between: 王芳 wangfang wf."""
    whole = "".join(lazy_pinyin(name))
    first = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return " ".join(dict.fromkeys((name.lower(), whole.lower(), first.lower())))


def answers_to(name: str, typed: str) -> bool:
    """Whether `typed` may mean `name`: a part of it, or how its pinyin or first letters begin."""
    asked = typed.strip().lower()
    keys = typed_as(name).split(" ")
    return bool(asked) and (asked in name.lower() or any(key.startswith(asked) for key in keys))
