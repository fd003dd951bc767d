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
            "desk:same_settings",
        ),
        KnownEngine(
            "places",
            "地点识别",
            "从来件里认出街道、社区、小区、道路，作为比对、热点和派单建议的依据。",
            "关闭后不再识别新来件的地点，已识别的保留。",
        ),
        KnownEngine(
            "advice",
            "派单建议（历史）",
            "派单目录之外，按地点、分类和以往办结的工单提示承办单位，并列出依据。",
            "关闭后只按派单目录建议。",
        ),
        KnownEngine(
            "issues",
            "热点与苗头",
            "把反映同一问题的工单归在一起，计算热度，突增时预警。",
            "关闭后不再归并和预警，已有的热点保留。",
            "desk:hot_issue_settings",
        ),
        KnownEngine(
            "replies",
            "答复检查",
            "承办单位反馈前检查是否逐项回应、有无空话推诿和个人信息，并记下承诺的日期。",
            "关闭后反馈照常，不再检查。",
            "desk:reply_setting",
        ),
        KnownEngine(
            "drafting",
            "拟题与参考答复",
            "拟标题、摘要、诉求要点，列出相似的已答复工单和知识。",
            "关闭后不再提示。",
        ),
        KnownEngine(
            "language_model",
            "语言模型",
            "按人的要求拟摘要、答复草稿；默认关闭，须先设置服务地址。",
            "关闭后不出现拟稿按钮。",
            "desk:language_model",
        ),
    )
}
# What somebody must switch on first; the others are on until somebody switches them off.
OFF_UNTIL_SET = frozenset({"language_model"})
