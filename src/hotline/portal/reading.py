"""Pages that everybody may read and keep: the same for all, and marked by what they say."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag

from hotline.portal.hotline import hotline

MARK = 32


def page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The page, marked so that who has it already is told so (see `bulletins.kept`)."""
    return marked(render(request, template, {**hotline(), **context}))


def marked(answer: HttpResponse) -> HttpResponse:
    """An answer with an ETag of its own words."""
    answer.headers["ETag"] = quote_etag(sha256(answer.content).hexdigest()[:MARK])
    return answer
