"""Text messages to citizens: which move is told, in which agreed words, and what they may answer.

The words are data (`phrases.toml`, kind `text_message`) with names in braces that are filled in.
They say nothing of the matter beyond its topic, and nothing of the person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

# By verb of the case, the kind of thing (rules/roads.KINDS) that its citizen is told.
TOLD: dict[str, str] = {
    "accept": "received",
    "dispatch": "progress",
    "ask_more": "question",
    "review": "rating",
    "close": "result",
    "decline": "refused",
}
USUAL: dict[str, str] = {
    "received": "您的诉求（{分类}）已受理，查询码 {查询码}。回复退订不再接收。",
    "progress": "您的诉求（{分类}）已交{单位}办理，查询码 {查询码}。回复退订不再接收。",
    "question": "{单位}办理您的诉求（{分类}）需要补充情况，请直接回复本短信，或拨打12345。",
    "rating": "您的诉求（{分类}）已有办理结果。满意回复1，基本满意回复2，不满意回复3。",
    "result": "您的诉求（{分类}）已办结，查询码 {查询码}。如有疑问请拨打12345。",
    "refused": "您的诉求（{分类}）不属于受理范围，可拨打12345了解其他途径。",
}
NAMES = ("分类", "单位", "查询码", "称谓")
CODES = {kind: f"text_{kind}" for kind in USUAL}
STOP = frozenset({"退订", "TD", "T", "退订短信", "取消短信"})
START = frozenset({"恢复", "恢复短信", "订阅"})
# What a single digit says of how a matter was handled: solved, and how content.
RATED: dict[str, tuple[str, str]] = {
    "1": ("yes", "satisfied"),
    "2": ("partly", "basically"),
    "3": ("no", "dissatisfied"),
}
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
LONGEST = 300
ONE, MANY = 70, 67  # characters of a message, and of each part of a longer one (UCS-2)
MOBILE = re.compile(r"1\d{10}")
_NAME = re.compile(r"\{([^{}]*)\}")


def wrong_in(text: str) -> str:
    """What is wrong with a template, in Chinese; empty for a good one."""
    unknown = [name for name in _NAME.findall(text) if name not in NAMES]
    if unknown:
        known = "、".join(f"{{{name}}}" for name in NAMES)
        return f"短信里的 {{{unknown[0]}}} 不认识；可以用的有 {known}。"
    if "{" in _NAME.sub("", text) or "}" in _NAME.sub("", text):
        return "短信里的花括号不成对，请核对。"
    if len(text) > LONGEST:
        return f"短信超过 {LONGEST} 个字，请缩短；每 {ONE} 个字算一条。"
    return ""


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The template with its names filled in."""
    return _NAME.sub(lambda found: facts.get(found[1], ""), text)


def parts(text: str) -> int:
    """How many messages the operator counts."""
    return 1 if len(text) <= ONE else -(-len(text) // MANY)


def meant(text: str) -> str:
    """What an answer from a telephone is: stop, start, rating, or something said."""
    word = text.strip().strip("。.!！").upper()
    if word in STOP:
        return "stop"
    if word in START:
        return "start"
    return "rating" if word in RATED else "said"
