"""Response headers that keep foreign code out of our pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hotline.site.gateways import origin

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Tabler's style sheet draws arrows and ticks from data: addresses.
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Answers to staff and to programs carry what citizens said: no proxy may keep a copy.
NEVER_KEPT = ("/desk/", "/api/")
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in POLICY.items())
# Only the page that may be a telephone may speak with the SIP server.
TELEPHONE_PAGE = "/desk/workstation"
PERMISSIONS_POLICY = "camera=(), geolocation=(self), microphone=(self), payment=(), usb=()"


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Puts the policy on every answer, error pages and files included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request.path))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path.startswith(NEVER_KEPT):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def _policy(path: str) -> str:
    """The policy of a page: the workstation's names the SIP server where one is set."""
    if settings.HOTLINE_SOFTPHONE is None or path != TELEPHONE_PAGE:
        return CONTENT_SECURITY_POLICY
    server = origin(settings.HOTLINE_SOFTPHONE[0])
    return CONTENT_SECURITY_POLICY.replace("connect-src 'self'", f"connect-src 'self' {server}")
