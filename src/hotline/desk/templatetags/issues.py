"""Words of the hot issues in templates."""

from __future__ import annotations

from django import template

from hotline.rules.heat import STATES

register = template.Library()


@register.filter
def issue_state(code: str) -> str:
    """What an issue is just now: 突发, 长期 …"""
    return STATES.get(code, code)


@register.filter
def unlocalized(number: float) -> str:
    """A number as a drawing wants it, whatever the page's language writes."""
    return f"{number:g}"
