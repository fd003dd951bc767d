"""The entry point of the web server: live streams, and every page in a thread of its own."""

from __future__ import annotations

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
pages_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django is ready only now

from hotline.site.in_threads import InThreads, Receive, Send  # noqa: E402
from hotline.site.listening import database_address, in_a_thread  # noqa: E402
from hotline.site.live import Live  # noqa: E402

LIVE = "/desk/live"

pages = InThreads(pages_application, settings.HOTLINE_WEB_THREADS)
live = Live(database_address(), in_a_thread, pages.pool, settings.SESSION_COOKIE_NAME)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Stream to open pages, or make a page."""
    if scope["type"] != "http":
        raise NotImplementedError(scope["type"])
    serve = live if scope["path"] == LIVE else pages
    await serve(scope, receive, send)
