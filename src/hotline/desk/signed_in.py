"""What a session says of its own: when it began and was used, how its owner got in, which row of
`StaffSession` it is, and whether its owner has proved lately to be there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from hotline.channels.whence import client_address
from hotline.steps.access.sessions import begin_session, close_session, follow_session, use_session

BEGAN, USED, ROW, CONFIRMED, HOW = "began", "used", "session", "confirmed", "how"
EXACT_TO = 60  # seconds
CONFIRMED_FOR = timedelta(minutes=10).total_seconds()
IDLE, TOO_LONG = "idle", "too_long"
# What a page asks for by itself, and not its reader: a script says so, or the address does.
BACKGROUND = "X-Hotline-Background"
BACKGROUND_PATHS = ("/desk/live",)


def keep(sender: object, request: HttpRequest, user: Any, **_: object) -> None:
    """Keep a sign-in, through whichever form it came (receiver of `user_logged_in`)."""
    session, now = request.session, timezone.now()
    if session.session_key is None:
        session.cycle_key()
    how = getattr(request, "signed_in_by", "")
    row = begin_session(
        user,
        key=session.session_key or "",
        how=how,
        address=client_address(request) or "",
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
        at=now,
    )
    moment = int(now.timestamp())
    kept = {BEGAN: moment, USED: moment, ROW: row.pk, CONFIRMED: moment, HOW: how}
    for name, value in kept.items():
        session[name] = value


def leave(sender: object, request: HttpRequest, **_: object) -> None:
    """Keep that somebody has signed out (receiver of `user_logged_out`)."""
    if row_of(request) is not None:
        close_session(request.session[ROW], why="signed_out", at=timezone.now())


def row_of(request: HttpRequest) -> int | None:
    """Which row this session is."""
    row: int | None = request.session.get(ROW)
    return row


def came_by(request: HttpRequest) -> str:
    """What the owner proved at the sign-in, in words."""
    how: str = request.session.get(HOW, "")
    return how


def rekeyed(request: HttpRequest) -> None:
    """Django has given the session another key, as after a change of the password."""
    row = row_of(request)
    if row is not None and request.session.session_key:
        follow_session(row, key=request.session.session_key)


def over(request: HttpRequest, now: datetime) -> str:
    """Why the session may not go on: unused too long, or begun too long ago; empty while it may."""
    moment, session = now.timestamp(), request.session
    if moment - session.get(BEGAN, 0) >= settings.HOTLINE_SESSION.total_seconds():
        return TOO_LONG
    if moment - session.get(USED, 0) >= settings.HOTLINE_IDLE.total_seconds():
        return IDLE
    return ""


def seconds_left(request: HttpRequest) -> int:
    """How long this session lasts if nobody does anything; known without a query."""
    moment, session = timezone.now().timestamp(), request.session
    whole = session.get(BEGAN, 0) + settings.HOTLINE_SESSION.total_seconds()
    idle = session.get(USED, 0) + settings.HOTLINE_IDLE.total_seconds()
    return max(0, int(min(whole, idle) - moment))


def is_background(request: HttpRequest) -> bool:
    """Whether nobody need be there for this request to be sent."""
    return BACKGROUND in request.headers or request.path.startswith(BACKGROUND_PATHS)


def use(request: HttpRequest, now: datetime) -> None:
    """Note that somebody is there, at most once a minute, so that reading costs no writing."""
    moment = int(now.timestamp())
    if moment - request.session.get(USED, 0) < EXACT_TO:
        return
    request.session[USED] = moment
    row = row_of(request)
    if row is not None:
        use_session(row, at=now)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the owner has typed their password, or come in, within the last ten minutes."""
    given: float = request.session.get(CONFIRMED, 0)
    return timezone.now().timestamp() - given < CONFIRMED_FOR


def confirm(request: HttpRequest) -> None:
    """The owner has just typed their password."""
    request.session[CONFIRMED] = int(timezone.now().timestamp())
