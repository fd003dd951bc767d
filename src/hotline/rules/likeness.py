"""How much of a short text stands in a longer one, by pairs of neighbouring characters."""

from __future__ import annotations

import re

_APART = re.compile(r"[^\w]+")
# Said in nearly every request, they make nothing alike.
_COMMON = re.compile(
    r"关于|问题|咨询|投诉|反映|请求|要求|希望|建议|举报|求助|有关|相关|情况|处理|解决|小区|我们|什么|怎么|如何"
)


def pairs_of(words: str) -> set[str]:
    """The pairs of characters of the words that tell something."""
    parts = _APART.split(_COMMON.sub(" ", words))
    return {part[place : place + 2] for part in parts for place in range(len(part) - 1)}


def shared(whole: str, short: str) -> float:
    """The share of the short text's pairs that stand in the whole, 0 to 1."""
    wanted = pairs_of(short)
    return len(wanted & pairs_of(whole)) / len(wanted) if wanted else 0.0
