"""One JSON line per event, to standard error, without personal data.

An exception's message may quote what a citizen wrote (PostgreSQL names the offending value), so
only its type and the places it passed are kept; of a library's message only the wording. Query
strings are never logged.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict, Processor, WrappedLogger

LIBRARY_LEVEL = "WARNING"
SILENT = "CRITICAL"
# Asked every few seconds by a load balancer.
UNLOGGED = frozenset({"/health"})


def where_it_failed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replaces an exception by its type and its places in the code."""
    info = event.pop("exc_info", None)
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        frames = traceback.extract_tb(info[2])
        event["exception"] = info[0].__qualname__
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def logging_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything through one handler that writes JSON lines."""
    _configure_structlog()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": json_lines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": LIBRARY_LEVEL},
        "loggers": {
            "hotline": {"level": level.upper()},
            "django": {"handlers": [], "level": LIBRARY_LEVEL, "propagate": True},
            # A wrong password is kept in its own table; the name typed stays out of the log.
            "axes": {"level": SILENT},
            # Our own line per request says it already, without the words of the address.
            "django.request": {"level": "ERROR"},
        },
    }


def json_lines() -> structlog.stdlib.ProcessorFormatter:
    """The formatter for our own lines and for those of libraries.

    A library's wording is kept, the values that it was filled with are not.
    """
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        use_get_message=False,
        processors=[
            where_it_failed,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


def _configure_structlog() -> None:
    """Sends structlog's own loggers through the standard library's handler."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Writes one line per request: method, path, status, time, and the id of the staff member."""
    log = structlog.get_logger("hotline.requests")

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        if request.path in UNLOGGED:
            return response
        log.info(
            "request",
            method=request.method,
            path=_told_path(request, response),
            status=response.status_code,
            ms=round((time.perf_counter() - begun) * 1000, 1),
            staff=_staff_id(request),
        )
        return response

    return middleware


def _told_path(request: HttpRequest, response: HttpResponse) -> str:
    """The path of a page that was shown; else only its pattern, for a path can be anything."""
    if response.status_code < HTTPStatus.MULTIPLE_CHOICES:
        return request.path
    found = request.resolver_match
    return f"/{found.route}" if found is not None else ""


def _staff_id(request: HttpRequest) -> str | None:
    """The id of the signed-in person, when something in the request has asked for it already."""
    user = getattr(request, "_cached_user", None)
    return str(user.pk) if user is not None and user.pk is not None else None
