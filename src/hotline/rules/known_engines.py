"""The text engines that an office can switch on and off, with what each does; a new one is a line.

`page` is the name of the screen where more of it is set or seen, empty where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownEngine:
    """One engine as the office knows it."""

    code: str
    name: str
    does: str
    without: str
    page: str = ""


KNOWN_ENGINES: dict[str, KnownEngine] = {
    engine.code: engine
    for engine in (
        KnownEngine(
            "classify",
            "分类推测",
            "登记、分类时推测诉求类型、问题分类、紧急程度和专题，写明把握和依据的词。",
            "关闭后表单照常使用，不再推测，也不再自动学习。",
            "desk:engine_classify",
        ),
        KnownEngine(
            "attention",
            "需人工关注提醒",
            "发现危及生命、轻生、群体性事件、涉未成年人、媒体曝光等内容，醒目提醒。",
            "关闭后不再提醒，请靠人工发现。",
        ),
        KnownEngine(
            "same",
            "疑似同一事项",
            "把新来件与在办、近期工单比对，提出可能是同一件事的工单。",
            "关闭后不再比对，已有的提示保留。",
            "desk:same_matters",
        ),
    )
}
