"""What the frame of every citizens' page asks for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from hotline.portal.language import CHOICES, chosen
from hotline.portal.navigation import Place, places

register = template.Library()
LANGUAGE_TAGS = {"zh-hans": "zh-Hans"}


@register.simple_tag(takes_context=True)
def look(context: dict[str, Any]) -> dict[str, str]:
    """How the page looks to this browser, and the tag of its language."""
    request = context.get("request")
    usual = {name: values[0] for name, values in CHOICES.items()}
    told = chosen(request) if request is not None else usual
    spoken = get_language() or "zh-hans"
    return {**told, "lang": LANGUAGE_TAGS.get(spoken, spoken)}


@register.simple_tag
def portal_places() -> list[Place]:
    """The pages to lead to."""
    return places()


@register.simple_tag(takes_context=True)
def shown_as(context: dict[str, Any], **wanted: str) -> str:
    """The address that shows this page in another language, size or colour."""
    request = context.get("request")
    to = request.path if request is not None else "/"
    return f"{reverse('portal:display')}?{urlencode({**wanted, 'to': to})}"
