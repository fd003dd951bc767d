"""Describing: what a figure counts, in Chinese words that a person can check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.rules.counting import CALL_FACTS, FACTS, Figure, Selection

EVERY_FACT = {**FACTS, **CALL_FACTS}
STATES = {"closed": "已办结", "open": "正在办理", "withdrawn": "已撤销"}
RATINGS = {
    "very_satisfied": "非常满意",
    "satisfied": "满意",
    "basically": "基本满意",
    "dissatisfied": "不满意",
}
SOLVED = {"yes": "已解决", "partly": "部分解决", "no": "未解决"}
SOURCES = {
    "cases": "已受理的工单",
    "contacts": "来电、来件",
    "calls": "电话交换机报送的来电（已接通或已放弃，内部转接只计一次）",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The Chinese names behind the codes of a selection."""

    channels: Mapping[str, str]
    kinds: Mapping[str, str]
    campaigns: Mapping[str, str]
    topics: Mapping[str, str]
    units: Mapping[str, str]


def describe(chosen: Selection, names: Names) -> str:
    """One selection: what is counted, and each condition."""
    parts = [
        _several("渠道", sorted(chosen.channels), names.channels),
        _several("诉求类型", [chosen.kind] if chosen.kind else [], names.kinds),
        _campaign(chosen, names),
        _several("问题分类", chosen.topics, names.topics),
        _several("不含分类", chosen.excepted, names.topics),
        _several("承办单位（含下级）", [chosen.unit] if chosen.unit else [], names.units),
        "已派单" if chosen.dispatched else "",
        f"状态：{STATES[chosen.state]}" if chosen.state else "",
        *(name for fact, name in EVERY_FACT.items() if fact in chosen.facts),
        *(f"不含：{name}" for fact, name in EVERY_FACT.items() if fact in chosen.without),
        _several("评价", sorted(chosen.ratings), RATINGS),
        _several("是否解决", sorted(chosen.solved), SOLVED),
        "限统计起止日内" if chosen.span else "",
    ]
    return "；".join([SOURCES[chosen.of], *[part for part in parts if part]])


def describe_figure(figure: Figure, names: Names) -> tuple[str, str]:
    """What the numerator and the denominator of a figure count; "" for no denominator."""
    numerator = describe(figure.of_numerator, names)
    if figure.minus:
        numerator += f"；减去已单列的{len(figure.minus)}类"
    return numerator, "；另加：".join(describe(whole, names) for whole in figure.denominators)


def _several(title: str, codes: list[str] | tuple[str, ...], names: Mapping[str, str]) -> str:
    if not codes:
        return ""
    return f"{title}：{'、'.join(names.get(code, code) for code in codes)}"


def _campaign(chosen: Selection, names: Names) -> str:
    if chosen.campaign == "-":
        return _several("不含专题", sorted(chosen.first), names.campaigns)
    return _several("专题", [chosen.campaign] if chosen.campaign else [], names.campaigns)
