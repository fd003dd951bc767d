"""What the frame of every page calls: how long the session lasts."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from hotline.desk.doors import seconds_left
from hotline.records.queries.notices import MOST_COUNTED, unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def session_left(context: Context) -> int:
    """How many seconds the session lasts if nothing more is asked."""
    return seconds_left(context["request"])


@register.inclusion_tag("desk/components/bell.html", takes_context=True)
def bell(context: Context) -> dict[str, Any]:
    """The bell with how many notices wait for this person."""
    return {"unread": unread_count(context["request"].user), "most": MOST_COUNTED}
