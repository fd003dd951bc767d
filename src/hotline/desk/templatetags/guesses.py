"""Shares and scales as the pages of the engines show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hotline.rules.guessed_fields import FIELDS
from hotline.rules.learning import Share

register = template.Library()


@register.filter
def percent(share: Share | None) -> str:
    """A share in per cent with one decimal; a dash of nothing."""
    return f"{share.value * 100:.1f}%" if share is not None and share.whole else "—"


@register.filter
def share(value: float) -> str:
    """A measure between 0 and 1 as such figures are written: .935."""
    return f"{value:.3f}".lstrip("0") if value < 1 else f"{value:.3f}"


@register.filter
def scale(part: Share) -> SafeString:
    """A share as a bar; its number stands beside it."""
    return format_html(
        '<span class="engine-scale" aria-hidden="true"><svg viewBox="0 0 100 8" '
        'preserveAspectRatio="none"><rect width="{}" height="8"/></svg></span>',
        round(part.value * 100),
    )


@register.filter
def labelled(box: forms.BoundField) -> SafeString:
    """A box of a table with its label for those who do not see the head, and its error."""
    wrong = (
        format_html('<p class="field-error" id="{}_error">{}</p>', box.auto_id, box.errors[0])
        if box.errors
        else ""
    )
    return format_html(
        '<label class="visually-hidden" for="{}">{}</label>{}{}',
        box.id_for_label,
        box.label,
        box,
        wrong,
    )


@register.filter
def guessed_field(code: str) -> str:
    """What a field is called."""
    return FIELDS.get(code, code)


@register.simple_tag
def kept_share(week: Mapping[str, Any]) -> str:
    """Of the guesses that people settled, those that they kept."""
    return percent(Share(week["kept"], week["kept"] + week["changed"]))


@register.simple_tag
def unknown_share(week: Mapping[str, Any]) -> str:
    """The pairs of characters that the running model never met."""
    return percent(Share(*week.get("unknown", (0, 0))))
