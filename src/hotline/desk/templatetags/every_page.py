"""What the frame of every page calls: how long the session lasts."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from hotline.desk.help import help_address
from hotline.desk.navigation import bar_counts
from hotline.desk.signed_in import seconds_left
from hotline.desk.templatetags.desk import moment
from hotline.records.models import Outgoing
from hotline.records.queries.notices import MOST_COUNTED
from hotline.rules.reaching import WAYS

SETTLED = {"sent": "已发送", "failed": "没有发成，不再重试", "moot": "已阅或已办，没有发送"}
register = template.Library()


@register.simple_tag(takes_context=True)
def session_left(context: Context) -> int:
    """How many seconds the session lasts if nothing more is asked."""
    return seconds_left(context["request"])


@register.simple_tag(takes_context=True)
def help_here(context: Context) -> str:
    """Where the help for this screen begins."""
    request = context["request"]
    screen = request.resolver_match
    return help_address(screen.view_name if screen else "", request.user)


@register.inclusion_tag("desk/components/bell.html", takes_context=True)
def bell(context: Context) -> dict[str, Any]:
    """The bell with how many notices wait for this person."""
    return {"unread": bar_counts(context["request"]).unread, "most": MOST_COUNTED}


@register.filter
def way_name(way: str) -> str:
    """Mail or text message."""
    return WAYS.get(way, way)


@register.filter
def outgoing_state(row: Outgoing) -> str:
    """What came of a message."""
    if row.outcome:
        return SETTLED[row.outcome]
    return f"没有发成，{moment(row.next_at)} 再试" if row.problem else f"{moment(row.next_at)} 发送"
