"""Which pages a person is led to: the bars, and one of each kind of link on the pages behind."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# Files, streams and pictures are no screens; the style page's cases are made up.
LEFT_OUT = re.compile(
    r"^/desk/live|/cases/YT|/file\.|\.(csv|docx|xlsx|pdf|zip|svg)\b|/attachments/"
)
LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))"


def kind_of(address: str) -> str:
    """The page's kind: its screen, and whether it was asked for a queue."""
    parts = urlsplit(address)
    try:
        screen = resolve(parts.path).view_name
    except Resolver404:
        screen = parts.path
    return screen + ("?queue" if "queue=" in parts.query else "")


def pages_from(page: Page, known: set[str]) -> list[str]:
    """Addresses of kinds that are not yet `known`, found from the first page and two steps on."""
    found: list[str] = []
    ahead = ["/desk/", "/desk/styles"]
    for _ in range(2):
        here, ahead = ahead, []
        for address in here:
            page.goto(address)
            for link in page.evaluate(LINKS):
                if not link.startswith("/desk") or LEFT_OUT.search(link) or kind_of(link) in known:
                    continue
                known.add(kind_of(link))
                found.append(link)
                ahead.append(link)
    return found
