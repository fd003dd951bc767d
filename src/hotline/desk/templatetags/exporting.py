"""What the templates of exports may call."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """A number whose length is seen at a glance."""
    return f"{number:,}"
