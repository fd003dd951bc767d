"""How a kept file is given out: always as a download, never as something a browser would open."""

from __future__ import annotations

import string
from urllib.parse import quote

# RFC 5987: what may stand unquoted in the extended form of a file name.
UNQUOTED = "!#$&+-.^_`|~"
PLAIN = frozenset(string.ascii_letters + string.digits + " ._-()")
OPAQUE = "application/octet-stream"
LOCKED_AWAY = "sandbox; default-src 'none'"


def download_headers(name: str) -> dict[str, str]:
    """The headers of a stranger's file: no browser opens it, reads it as a page or keeps it."""
    return {
        "Content-Disposition": _disposition(name),
        "Content-Type": OPAQUE,
        **_apart(),
    }


def small_picture_headers() -> dict[str, str]:
    """The headers of a small picture that we drew ourselves: shown, but in our pages only."""
    return {"Content-Disposition": "inline", "Content-Type": "image/jpeg", **_apart()}


def _apart() -> dict[str, str]:
    return {
        "Content-Security-Policy": LOCKED_AWAY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def _disposition(name: str) -> str:
    """The name twice: in ASCII for old programs, and in full."""
    plain = "".join(each if each in PLAIN else "_" for each in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=UNQUOTED)}"
