"""What templates may call: names for codes, masks for citizens' words, the top bar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.db import DatabaseError
from django.forms import BoundField
from django.template.context import Context, RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now

from hotline.desk.appearance import chosen
from hotline.desk.forms.naming import Lines
from hotline.desk.navigation import queue_tabs, screen_tabs
from hotline.desk.story import post_of
from hotline.records.models import Office
from hotline.records.queries.choosing import topic_label
from hotline.records.queries.reference import departments, dispatch_world, office
from hotline.rules.deadlines import UNIT_NAMES, URGENCIES
from hotline.rules.life import ENDING_NAMES, MOVES, STATUS_NAMES
from hotline.rules.masking import mask_text
from hotline.rules.supervision import LEVELS as SUPERVISION_LEVELS
from hotline.rules.warnings import ACTS, BURSTS, CLOCK_NAMES, MESSAGES
from hotline.steps.call_back import RATINGS, SOLVED
from hotline.steps.duty.dispute import LEVELS as RULING_LEVELS
from hotline.steps.duty.request_return import REASONS

register = template.Library()
DEFAULT_NAME = "12345政务服务便民热线"
NAMES: dict[str, str] = {
    **{status.value: name for status, name in STATUS_NAMES.items()},
    **URGENCIES,
}
PARTS = {"lead": "主办", "assisting": "协办", "below": "下级办理"}
SHARE_ENDS = {
    "replied": "已办结本单位事项",
    "overtaken": "主办单位已反馈",
    "returned": "已退单",
    "recalled": "已收回",
    "ruled_away": "已裁定改由他单位办理",
    "joined": "已并单",
    "withdrawn": "已撤销",
}
OUTCOMES = {
    "": "待定",
    "agreed": "同意退单",
    "referred": "提请裁定",
    "granted": "同意延期",
    "refused": "不同意",
    "lapsed": "失效",
}


@register.filter
def named(code: str) -> str:
    """The Chinese name of a status or an urgency."""
    return NAMES.get(code, code)


@register.filter
def unit_name(code: str) -> str:
    """The name of a unit that advice names by its code."""
    return dispatch_world().unit_name(code)


@register.filter
def verb_name(verb: str) -> str:
    """The Chinese name of a verb."""
    return MOVES[verb].name if verb in MOVES else verb


@register.filter
def solved_name(code: str) -> str:
    """What the citizen said about the matter's being solved."""
    return SOLVED.get(code, "—")


@register.filter
def rating_name(code: str) -> str:
    """What the citizen said about how content they are."""
    return RATINGS.get(code, "—")


@register.filter
def part_name(code: str) -> str:
    """Which share of a case a unit has."""
    return PARTS.get(code, code)


@register.filter
def share_end(code: str) -> str:
    """How a unit's share ended."""
    return SHARE_ENDS.get(code, code)


@register.filter
def decided(code: str) -> str:
    """What became of a wish for a return or for more time."""
    return OUTCOMES.get(code, code)


@register.filter
def time_unit(code: str) -> str:
    """A unit of time."""
    return UNIT_NAMES.get(code, code)


@register.filter
def return_reason(code: str) -> str:
    """Why a unit holds that a case is not its own."""
    return REASONS.get(code, code)


@register.filter
def ruling_level(code: str) -> str:
    """Who rules."""
    return RULING_LEVELS.get(code, code)


@register.filter
def supervision_level(code: str) -> str:
    """How sternly a case is watched."""
    return SUPERVISION_LEVELS.get(code, code)


@register.filter
def ending(code: str) -> str:
    """How a case ended."""
    return {ending.value: name for ending, name in ENDING_NAMES.items()}.get(code, code)


@register.filter
def notice_name(code: str) -> str:
    """What a clock gave."""
    return {**ACTS, **MESSAGES, **BURSTS}.get(code, code)


@register.filter
def clock_name(code: str) -> str:
    """Which clock it was."""
    return CLOCK_NAMES.get(code, code)


@register.filter
def unit_names(pks: Iterable[int]) -> str:
    """Units named by their identities."""
    known = departments()
    return "、".join(known[pk].name for pk in pks if pk in known)


@register.filter
def yes_no(value: bool | None) -> str:
    """是, 否, or a dash for what nobody said."""
    return "—" if value is None else "是" if value else "否"


@register.filter
def moment(at: datetime | None) -> str:
    """A moment in the office's time, with its year only where that is not this year."""
    if at is None:
        return "—"
    here = localtime(at)
    return f"{here:%m-%d %H:%M}" if here.year == localtime(now()).year else f"{here:%Y-%m-%d %H:%M}"


@register.filter
def masked(text: str) -> str:
    """Text without the mobile and identity numbers that somebody wrote into it."""
    return mask_text(text or "")


@register.filter
def topic_path(topic: Any) -> str:
    """A topic with its code and all names above it."""
    return topic_label(topic) if topic else ""


@register.filter
def is_segmented(field: BoundField) -> bool:
    """Whether a field is a row of radio buttons."""
    return bool(field.use_fieldset)


@register.filter
def is_several(field: BoundField) -> bool:
    """Whether a field has several lines."""
    return isinstance(field.field.widget, Lines)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether a field is one box to tick."""
    return field.widget_type == "checkbox"


@register.simple_tag(takes_context=True)
def appearance(context: Context) -> dict[str, str]:
    """How the screens look in this browser."""
    return chosen(context["request"])


@register.simple_tag
@cache  # a page has some two hundred
def icon(name: str) -> SafeString:
    """A picture of the sprite, which says nothing that the words beside it do not."""
    sprite = static("vendor/icons.svg")
    use = format_html('<use href="{}#i-{}"></use>', sprite, name)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false">{}</svg>', use)


@register.simple_tag
def hotline_office() -> Office | None:
    """The office of this installation; None before a city is loaded."""
    try:
        return office()
    except (Office.DoesNotExist, DatabaseError):
        return None


@register.simple_tag
def hotline_name() -> str:
    """What the hotline is called here."""
    found = hotline_office()
    return found.hotline_name if found else DEFAULT_NAME


@register.inclusion_tag("desk/components/topbar.html", takes_context=True)
def topbar(context: RequestContext) -> dict[str, Any]:
    """The bar over every staff page: screens, queues with counts, the person."""
    request = context["request"]
    staff = request.user
    sees = staff.may("see_all_cases") or staff.may("see_unit_cases")
    screens = screen_tabs(request)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "screens": screens,
        "has_more": any(tab.is_seldom for tab in screens),
        "queues": queue_tabs(request) if sees else [],
        "sees": sees,
        "staff": staff,
        "post": post_of(staff),
    }
