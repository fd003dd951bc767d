"""Names that the screens of the knowledge base call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.timezone import localdate

from hotline.records.queries.choosing import topics_on
from hotline.rules.articles import (
    ARTICLE_MOVES,
    STAGE_NAMES,
    STANDING_NAMES,
    Stage,
    Standing,
)
from hotline.steps.knowledge.settle_correction import OUTCOMES

register = template.Library()


@register.filter
def stage_name(code: str) -> str:
    """How far the newest text is."""
    return STAGE_NAMES[Stage(code)]


@register.filter
def standing_name(code: str) -> str:
    """What call-takers have of the article."""
    return STANDING_NAMES[Standing(code)]


@register.filter
def article_verb(verb: str) -> str:
    """What was done to an article."""
    return ARTICLE_MOVES[verb].name


@register.filter
def settled_as(code: str) -> str:
    """What came of a correction."""
    return OUTCOMES.get(code, "待处理")


@register.filter
def topic_names(codes: Iterable[str]) -> str:
    """The names of topics; a code that today's tree has not stands for itself."""
    names = {topic.code: topic.name for topic in topics_on(localdate())}
    return "、".join(names.get(code, code) for code in codes)


@register.filter
def days_until(day: date, today: date) -> int:
    """How many days are left; negative when it is over."""
    return (day - today).days
