"""In which language the citizens' site speaks and how it looks: chosen there, kept in a cookie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

Answer = Callable[[HttpRequest], HttpResponse]

COOKIE = "portal"
KEPT_FOR = timedelta(days=365)
# What may be chosen, the usual first; an empty language follows the browser.
CHOICES = {
    "language": ("", "zh-hans", "en"),
    "theme": ("system", "light", "dark"),
    "size": ("normal", "large", "larger"),
    "contrast": ("normal", "high"),
}
# The staff's screens and the programs' interface have one language.
CHINESE_ONLY = ("/desk/", "/api/", "/login", "/logout", "/wall", "/health")


def chosen(request: HttpRequest) -> dict[str, str]:
    """What this browser was told, by name; the usual where it says nothing that is known."""
    kept = request.COOKIES.get(COOKIE, "").split(".")
    told = dict(zip(CHOICES, kept, strict=False))
    return {
        name: told[name] if told.get(name) in values else values[0]
        for name, values in CHOICES.items()
    }


def language_of(request: HttpRequest) -> str:
    """The language that was chosen, else the first that the browser asks for and we have."""
    return chosen(request)["language"] or translation.get_language_from_request(request)


def seen_as(request: HttpRequest) -> str:
    """What tells the same page in another language or size apart, for its ETag."""
    return ".".join((*chosen(request).values(), language_of(request)))


def speak(get_response: Answer) -> Answer:
    """Answer citizens in their language; says so to whoever keeps copies of pages."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith((*CHINESE_ONLY, settings.STATIC_URL)):
            return get_response(request)
        with translation.override(language_of(request)):
            response = get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return answer


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """GET the page that was looked at, in another language or another size of type.

    A choice harms nobody, so a plain link makes it: it works in every browser, and pages without
    a form need no token for it.
    """
    wanted = chosen(request)
    for name, values in CHOICES.items():
        if request.GET.get(name) in values:
            wanted[name] = request.GET[name]
    to = request.GET.get("to", "/")
    is_ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    response = HttpResponseRedirect(to if is_ours and to.isprintable() else "/")
    response.set_cookie(
        COOKIE,
        ".".join(wanted[name] for name in CHOICES),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
