"""Who vouches for a sender: results of SPF, DKIM and DMARC, to be shown and never to be believed.

Only the header of the office's own gateway counts (RFC 8601): anybody can write such a header. The
gateway is named in the settings; without it nothing is shown. DKIM can be verified here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import Message

import dkim
import dns.exception
import dns.resolver

from hotline.documents.letters.headers import raw_headers

METHODS = ("spf", "dkim", "dmarc")
RESULTS = {
    "pass": "通过",
    "fail": "不通过",
    "softfail": "疑似不通过",
    "neutral": "无结论",
    "none": "没有设置",
    "policy": "不合规定",
    "temperror": "暂时无法核验",
    "permerror": "设置有误",
}
Resolve = Callable[..., bytes | None]
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)\b", re.IGNORECASE)
MOST_VERIFIED = 5 * 1024 * 1024
_LONG_BLANKS = re.compile(rb"[ \t\r\n]{2000}")
SECONDS = 3.0


def results_of(head: Message, trusted: str) -> dict[str, str]:
    """By method the result that the trusted server wrote; it writes above what was there before."""
    if not trusted:
        return {}
    for raw in raw_headers(head, "Authentication-Results"):
        text = _COMMENT.sub(" ", raw.decode("ascii", "replace"))
        server, *said = text.split(";")
        if server.split()[:1] and server.split()[0].lower() == trusted.lower():
            return _read(said)
    return {}


def _read(said: list[str]) -> dict[str, str]:
    """The first result of each method; of several signatures one that holds is enough."""
    found: dict[str, str] = {}
    for each in said:
        match = _RESULT.match(each)
        if match is None or match[2].lower() not in RESULTS:
            continue
        method, result = match[1].lower(), match[2].lower()
        if found.get(method) != "pass":
            found[method] = result
    return found


def verified(raw: bytes, resolve: Resolve) -> str:
    """What DKIM says when the signature is verified here; `resolve` finds the key."""
    if len(raw) > MOST_VERIFIED or _LONG_BLANKS.search(raw):
        return ""
    if not re.search(rb"^dkim-signature:", raw[:500_000], re.IGNORECASE | re.MULTILINE):
        return "none"
    try:
        return "pass" if dkim.verify(raw, dnsfunc=resolve) else "fail"
    except (dkim.DnsTimeoutError, OSError, dns.exception.DNSException):
        return "temperror"
    except Exception:  # the library promises nothing for what is not a signature at all
        return "permerror"


def resolve(name: bytes | str, timeout: float = SECONDS) -> bytes | None:
    """The text that a name server has under a name; None without one."""
    wanted = name.decode("ascii") if isinstance(name, bytes) else name
    try:
        answer = dns.resolver.resolve(wanted, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return None
    return b"".join(next(iter(answer)).strings)
