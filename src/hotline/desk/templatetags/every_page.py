"""What the frame of every page calls: how long the session lasts."""

from __future__ import annotations

from django import template
from django.template.context import Context

from hotline.desk.doors import seconds_left

register = template.Library()


@register.simple_tag(takes_context=True)
def session_left(context: Context) -> int:
    """How many seconds the session lasts if nothing more is asked."""
    return seconds_left(context["request"])
