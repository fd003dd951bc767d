"""Blanks of a template: what a reply template leaves to be filled in, marked 【…】.

A reply with a blank in it was not finished: it is refused, so that no citizen is told 【完成时间】.
"""

from __future__ import annotations

import re

# The number of a document, 四政发【2022】5号, is often typed with the same brackets.
_BLANK = re.compile(r"【(?!\d{4}】)[^【】]{0,60}】")
SHOWN = 3


def blanks_in(text: str) -> list[str]:
    """The blanks of a text that are not filled in, in their order, each once."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def still_blank(text: str) -> str:
    """The sentence that refuses a text with blanks; empty where there are none."""
    found = blanks_in(text)
    if not found:
        return ""
    named = "、".join(found[:SHOWN]) + (f"等 {len(found)} 处" if len(found) > SHOWN else "")
    return f"还有没填的空：{named}。请填好，或把不用的删去。"
