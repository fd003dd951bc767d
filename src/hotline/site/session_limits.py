"""How long a sign-in holds: not longer than a shift, nor while nobody does anything."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hotline.desk.signed_in import IDLE, is_background, over, row_of, use
from hotline.steps.access.sessions import close_session

DESK = "/desk/"
WORDS = {
    True: "太久没有操作，为保护信息已自动退出，请重新登录。",
    False: "这次登录已到最长时限，请重新登录。",
}

Answer = Callable[[HttpRequest], HttpResponse]


def keep_limits(get_response: Answer) -> Answer:
    """End a session that is over before its request is answered, and note that it is used.

    What pages ask for by themselves keeps nobody signed in. The session is read anyway, to know
    whose request it is: within a minute this asks nothing more of the database.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if _is_signed_in(request):
            now = timezone.now()
            why = over(request, now)
            if why:
                _end(request, why)
            elif not is_background(request):
                use(request, now)
        return get_response(request)

    return answer


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether a desk's request comes with somebody's session."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
    return is_known and request.path.startswith(DESK) and SESSION_KEY in request.session


def _end(request: HttpRequest, why: str) -> None:
    """The request goes on as a stranger's, whom the door leads to the sign-in."""
    row = row_of(request)
    if row is not None:
        close_session(row, why=why, at=timezone.now())
    request.session.flush()
    messages.info(request, WORDS[why == IDLE])
