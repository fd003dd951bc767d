"""Conditions: the words by which a measure or a tally narrows what is counted.

The same flat words stand in the definitions of measures and in the forms; `not late` asks for the
contrary of a fact. Words that exclude one another are refused, never counted as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hotline.rules.counting import DUE, FACTS, RATED, SATISFIED, Selection

NOT = "not "
DISPATCHED = "dispatched"
STATES = {
    "closed": "已办结",
    "open": "正在办理",
    "withdrawn": "已撤销",
    DUE: "已办结，或未办结但已过办理时限",
}
RATINGS: Mapping[str, tuple[str, frozenset[str]]] = {
    "rated": ("作了评价", RATED),
    "satisfied": ("评价为非常满意、满意或基本满意", SATISFIED),
    "dissatisfied": ("评价为不满意", frozenset({"dissatisfied"})),
}
SOLVED: Mapping[str, tuple[str, frozenset[str]]] = {
    "asked_solved": ("说了是否解决", frozenset({"yes", "partly", "no"})),
    "solved": ("诉求人说已解决", frozenset({"yes"})),
    "partly_solved": ("诉求人说部分解决", frozenset({"partly"})),
    "unsolved": ("诉求人说未解决", frozenset({"no"})),
}
WORDS: Mapping[str, str] = {
    **STATES,
    DISPATCHED: "已派单",
    **FACTS,
    **{word: name for word, (name, _) in (*RATINGS.items(), *SOLVED.items())},
}


class Unclear(ValueError):
    """A condition that is not known, or contradicts another; the sentence says which."""


def narrowed(chosen: Selection, words: Iterable[str]) -> Selection:
    """The selection with every condition added; raises Unclear."""
    for word in words:
        chosen = _with(chosen, word)
    return chosen


def _with(chosen: Selection, word: str) -> Selection:
    if word in STATES:
        return _in_state(chosen, word)
    if word == DISPATCHED:
        return replace(chosen, dispatched=True)
    if word in FACTS:
        return _clear(replace(chosen, facts=chosen.facts | {word}), word)
    if word.startswith(NOT) and word.removeprefix(NOT) in FACTS:
        return _clear(replace(chosen, without=chosen.without | {word.removeprefix(NOT)}), word)
    if word in RATINGS:
        return replace(chosen, ratings=_among(chosen.ratings, RATINGS[word][1], word))
    if word in SOLVED:
        return replace(chosen, solved=_among(chosen.solved, SOLVED[word][1], word))
    raise Unclear(f"不认识条件“{word}”；可用的有：{'、'.join(WORDS)}（事实前可加 not）。")


def _in_state(chosen: Selection, word: str) -> Selection:
    """Two states meet in the narrower one: what is due and open is overdue."""
    if not chosen.state or chosen.state == word:
        return replace(chosen, state=word)
    if DUE not in (chosen.state, word):
        raise Unclear(f"“{STATES[chosen.state]}”和“{STATES[word]}”不能同时要求。")
    other = word if chosen.state == DUE else chosen.state
    if other == "withdrawn":
        raise Unclear(f"“{STATES[DUE]}”和“{STATES[other]}”不能同时要求。")
    narrower = replace(chosen, state=other)
    return replace(narrower, facts=chosen.facts | {"overdue"}) if other == "open" else narrower


def _clear(chosen: Selection, word: str) -> Selection:
    if both := chosen.facts & chosen.without:
        raise Unclear(f"条件“{word}”与另一个条件矛盾：“{FACTS[min(both)]}”不能既要又不要。")
    return chosen


def _among(had: frozenset[str], wanted: frozenset[str], word: str) -> frozenset[str]:
    left = had & wanted if had else wanted
    if not left:
        raise Unclear(f"条件“{word}”（{WORDS[word]}）与另一个条件矛盾。")
    return left
