"""Conditions: the words by which a measure or a tally narrows what is counted.

The same flat words stand in the definitions of measures and in the forms; `not late` asks for the
contrary of a fact. Words that exclude one another are refused, never counted as nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from hotline.rules.counting import CALL_FACTS, CALLS, FACTS, RATED, SATISFIED, Selection

NOT = "not "
DISPATCHED = "dispatched"
# Only a denominator may ask for what is due.
DUE, DUE_PARTS = "due", (("closed",), ("open", "overdue"))
STATES = {
    "closed": "已办结",
    "open": "正在办理",
    "withdrawn": "已撤销",
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
    **CALL_FACTS,
    **{word: name for word, (name, _) in (*RATINGS.items(), *SOLVED.items())},
}


class Unclear(ValueError):
    """A condition that is not known, or contradicts another; the sentence says which."""


def narrowed(chosen: Selection, words: Iterable[str]) -> Selection:
    """The selection with every condition added; raises Unclear."""
    for word in words:
        chosen = _with(chosen, word)
    return chosen


def alternatives(chosen: Selection, words: Collection[str]) -> tuple[Selection, ...]:
    """The selections without a case in common that the conditions take together.

    `due` takes what is closed, and what is open past its limit: both should be done by now.
    """
    plain = [word for word in words if word != DUE]
    if DUE not in words:
        return (narrowed(chosen, plain),)
    found = [each for part in DUE_PARTS if (each := _or_none(chosen, (*plain, *part)))]
    if not found:
        narrowed(chosen, (*plain, *DUE_PARTS[0]))
    return tuple(found)


def _or_none(chosen: Selection, words: Iterable[str]) -> Selection | None:
    try:
        return narrowed(chosen, words)
    except Unclear:
        return None


def of_calls(words: Iterable[str]) -> bool:
    """Whether these conditions are about calls, which only a tally of calls has."""
    return any(word.removeprefix(NOT) in CALL_FACTS for word in words)


def _with(chosen: Selection, word: str) -> Selection:
    if (chosen.of == CALLS) != of_calls([word]):
        wanted = f"只能用{'、'.join(CALL_FACTS)}" if chosen.of == CALLS else "不能用来电的条件"
        raise Unclear(f"条件“{word}”用错了地方：来电（calls）和工单的条件不同，这里{wanted}。")
    facts = CALL_FACTS if chosen.of == CALLS else FACTS
    if word in STATES:
        return _in_state(chosen, word)
    if word == DISPATCHED:
        return replace(chosen, dispatched=True)
    if word in facts:
        return _clear(replace(chosen, facts=chosen.facts | {word}), word)
    if word.startswith(NOT) and word.removeprefix(NOT) in facts:
        return _clear(replace(chosen, without=chosen.without | {word.removeprefix(NOT)}), word)
    if word in RATINGS:
        return replace(chosen, ratings=_among(chosen.ratings, RATINGS[word][1], word))
    if word in SOLVED:
        return replace(chosen, solved=_among(chosen.solved, SOLVED[word][1], word))
    raise Unclear(f"不认识条件“{word}”；可用的有：{'、'.join(WORDS)}（事实前可加 not）。")


def _in_state(chosen: Selection, word: str) -> Selection:
    if chosen.state not in ("", word):
        raise Unclear(f"“{STATES[chosen.state]}”和“{STATES[word]}”不能同时要求。")
    return replace(chosen, state=word)


def _clear(chosen: Selection, word: str) -> Selection:
    if both := chosen.facts & chosen.without:
        raise Unclear(f"条件“{word}”与另一个条件矛盾：“{WORDS[min(both)]}”不能既要又不要。")
    return chosen


def _among(had: frozenset[str], wanted: frozenset[str], word: str) -> frozenset[str]:
    left = had & wanted if had else wanted
    if not left:
        raise Unclear(f"条件“{word}”（{WORDS[word]}）与另一个条件矛盾。")
    return left
