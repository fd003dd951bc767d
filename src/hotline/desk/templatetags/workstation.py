"""Names that the workstation calls."""

from __future__ import annotations

from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def lasting(stretch: timedelta | None) -> str:
    """A stretch of talk in minutes and seconds, 3:41; a dash where there was none."""
    if stretch is None:
        return "—"
    minutes, seconds = divmod(int(stretch.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"
