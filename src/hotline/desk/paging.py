"""Which page of a list an address asks for; whatever it says, a number that there can be."""

from __future__ import annotations

from django.http import HttpRequest

DIGITS = 6


def asked_page(request: HttpRequest, most: int) -> int:
    """The page between 1 and `most`; the first where the address says none."""
    text = request.GET.get("page", "1")[:DIGITS]
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else 1
