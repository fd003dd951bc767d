"""Names that the supervisor's desk calls."""

from __future__ import annotations

from django import template

from hotline.rules.suspicion import VERDICTS

register = template.Library()


@register.filter
def verdict_name(code: str) -> str:
    """What a supervisor held of a suspicion."""
    return VERDICTS.get(code, code)
