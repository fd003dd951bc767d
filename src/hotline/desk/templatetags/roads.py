"""Words of the roads in templates: what a message is, how far it got, a count that stops."""

from __future__ import annotations

from django import template

from hotline.rules.roads import INBOUND_STATES, KINDS, STATES

register = template.Library()


@register.filter
def road_kind(code: str) -> str:
    """What a message is."""
    return KINDS.get(code, code)


@register.filter
def delivery_state(code: str) -> str:
    """How far a thing owed got."""
    return STATES.get(code, code)


@register.filter
def inbound_state(code: str) -> str:
    """What became of an original."""
    return INBOUND_STATES.get(code, code)


@register.filter
def capped(count: int, most: int) -> str:
    """A count that was not counted beyond `most`."""
    return f"{most}+" if count > most else str(count)
