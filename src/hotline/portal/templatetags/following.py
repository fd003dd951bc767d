"""How the pages of following and of reading tell days and numbers, and which fields they have."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.forms import BoundField, RadioSelect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

register = template.Library()
DAY, MONTH = ("Y年n月j日", "j M Y"), ("Y年n月", "M Y")


def _of_tongue(formats: tuple[str, str]) -> str:
    return formats[(get_language() or "").startswith("en")]


@register.filter
def told_moment(moment: datetime) -> str:
    """A moment as a person says it."""
    return date_format(localtime(moment), f"{_of_tongue(DAY)} H:i")


@register.filter
def told_day(day: date | datetime) -> str:
    """A day as a person says it."""
    local = localtime(day) if isinstance(day, datetime) else day
    return date_format(local, _of_tongue(DAY))


@register.filter
def told_month(day: date) -> str:
    """A month as a person says it."""
    return date_format(day, _of_tongue(MONTH))


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether a field is one choice out of a few, which is a group with a name of its own."""
    return isinstance(field.field.widget, RadioSelect)
