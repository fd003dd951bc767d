"""What the templates of the two desks may call."""

from __future__ import annotations

from django import template
from django.forms import BoundField

from hotline.desk.dispatching import TAB_NAMES

register = template.Library()


@register.filter
def dispatch_tab(tab: str) -> str:
    """What a tab of the dispatcher's desk is called."""
    return TAB_NAMES[tab]


@register.filter
def picks(field: BoundField, keys: str) -> list[tuple[BoundField, str]]:
    """The options of a row of radio buttons, each with the key that picks it."""
    return [
        (option, keys[place] if place < len(keys) else "") for place, option in enumerate(field)
    ]
