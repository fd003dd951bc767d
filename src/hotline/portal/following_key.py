"""What a browser keeps of a key to a request: signed, for half an hour, and neither receipt nor
code."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from hotline.records.queries.public_following import Key, key_again

COOKIE = "followed"
PATH = "/progress"
SALT = "hotline.portal.followed"
KEPT_FOR = timedelta(minutes=30)


def remember(answer: HttpResponse, key: Key) -> None:
    """Let this browser open the request again for a while; scripts and other sites get nothing."""
    kept = {
        "case": str(key.case),
        "by": key.by,
        "contact": str(key.contact) if key.contact is not None else None,
        "mark": key.mark,
    }
    answer.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=KEPT_FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def held(request: HttpRequest) -> Key | None:
    """The key that this browser holds; None where there is none, or it is over or void."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
        UUID(kept["case"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return key_again(kept)


def forget(answer: HttpResponse) -> None:
    """Take the key from the browser."""
    answer.delete_cookie(COOKIE, path=PATH, samesite="Strict")
