"""What the templates of search, lists and stories may call."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

from django import template
from django.utils.timezone import localdate

from hotline.desk.telling import TOPICS, Tale
from hotline.records.queries.wanted import Wanted

register = template.Library()
WEEKDAYS = "一二三四五六日"


@register.filter
def topics(tale: Tale) -> list[tuple[str, tuple[str, int]]]:
    """What a story can be narrowed to, with how much there is of each."""
    return [(code, (name, tale.counts[code])) for code, name in TOPICS.items()]


@register.filter
def topic_name(tale: Tale) -> str:
    """What the story is narrowed to."""
    return TOPICS[tale.topic]


@register.filter
def day_named(day: date) -> str:
    """A day as people say it: 11月20日 周五, with its year only where that is not this year."""
    year = "" if day.year == localdate().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


@register.filter
def inputs(wanted: Wanted) -> list[tuple[str, str]]:
    """What a list is narrowed to, as hidden fields of a form."""
    return parse_qsl(wanted.address())
