"""Names that the screens of figures, bulletins and imports call."""

from __future__ import annotations

from django import template

from hotline.steps.bulletin_moving import BULLETIN_MOVES

register = template.Library()

OTHER_VERBS = {"begin": "开始编写", "correct": "建立更正稿"}
OUTCOMES = {
    "case": "转为工单",
    "question_answered": "当场解答",
    "repeat": "重复来电",
    "invalid": "无效来电",
    "harassing": "骚扰来电",
    "silent": "无声来电",
    "transferred": "转接",
}
RUNS = {
    "waiting": "等待导入",
    "running": "正在导入",
    "finished": "导入完成",
    "tried": "试导入（未保存）",
    "failed": "没有导入",
}

SIMULATIONS = {
    "waiting": "等待演算",
    "running": "正在演算",
    "finished": "演算完成",
    "cancelled": "已取消",
    "failed": "演算中断",
}


@register.filter
def simulation_status(code: str) -> str:
    """How far a simulation is."""
    return SIMULATIONS.get(code, code)


@register.filter
def outcome_name(code: str) -> str:
    """What became of a call or letter."""
    return OUTCOMES.get(code, code or "—")


@register.filter
def run_status(code: str) -> str:
    """How far a file is."""
    return RUNS.get(code, code)


@register.filter
def bulletin_verb(code: str) -> str:
    """What was done to a bulletin."""
    move = BULLETIN_MOVES.get(code)
    return move.name if move else OTHER_VERBS.get(code, code)
