"""What is guessed of a case, and what the office may set for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hotline.rules.guessing import Thresholds

ENGINE, ATTENTION_ENGINE = "classify", "attention"
KIND, TOPIC, URGENCY, CAMPAIGN, ATTENTION = "kind", "topic", "urgency", "campaign", "attention"
# In the order of the forms; attention is found by words and never learned.
FIELDS = {KIND: "诉求类型", TOPIC: "问题分类", URGENCY: "紧急程度", CAMPAIGN: "专题"}
ORDINARY = "ordinary"
# A case of no campaign is an answer too, and a learned one.
NO_CAMPAIGN = "none"
# What a form holds anyway before anybody has chosen: a guess of it tells nobody anything.
SAYS_NOTHING = {URGENCY: ORDINARY, CAMPAIGN: NO_CAMPAIGN}
LEAST_THRESHOLD, SURE = 30, 100


class WrongThreshold(ValueError):
    """Thresholds that contradict each other; its text says in Chinese what to do."""


def thresholds_of(options: Mapping[str, Any], field: str) -> Thresholds:
    """From which sureness a field is filled in and suggested; the office sets it in per cent."""
    kept = options.get(field) or {}
    usual = Thresholds()
    return Thresholds(
        fill=kept.get("fill", usual.fill * 100) / 100,
        suggest=kept.get("suggest", usual.suggest * 100) / 100,
    )


def is_guessed(options: Mapping[str, Any], field: str) -> bool:
    """Whether the office has this field guessed."""
    return bool((options.get(field) or {}).get("is_on", True))


def options_of(fields: Mapping[str, tuple[bool, int, int]]) -> dict[str, Any]:
    """The engine's options from switch, fill and suggest threshold (per cent) of every field."""
    for field, (_, fill, suggest) in fields.items():
        if not LEAST_THRESHOLD <= suggest <= fill <= SURE:
            raise WrongThreshold(
                f"“{FIELDS[field]}”的提示线要在 {LEAST_THRESHOLD}% 以上，"
                "并且不高于填入线；填入线最高 100%。请改正。"
            )
    return {
        field: {"is_on": is_on, "fill": fill, "suggest": suggest}
        for field, (is_on, fill, suggest) in fields.items()
    }
