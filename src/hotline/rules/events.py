"""What other programs are told of a case as it moves: which moves are news, and how it is signed.

The signature is that of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over identity, moment
and body, so that a receiver can use any library for it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

EVENTS: dict[str, str] = {
    "case.registered": "已登记",
    "case.accepted": "已受理",
    "case.dispatched": "已派单",
    "case.answered": "已答复",
    "case.closed": "已办结",
    "case.reopened": "重新办理",
    "case.withdrawn": "已撤销",
}
PING = "test.ping"
# By verb of a case, the event that it is.
EVENT_OF: dict[str, str] = {
    "register": "case.registered",
    "accept": "case.accepted",
    "dispatch": "case.dispatched",
    "review": "case.answered",
    "reopen": "case.reopened",
    "withdraw": "case.withdrawn",
    **dict.fromkeys(
        ("answer", "transfer", "direct", "tell_progress", "decline", "explain", "close"),
        "case.closed",
    ),
}
# How much a receiver is told: what everybody may know, or the office's own number and deadline too.
SAYS = {"public": "仅公开内容", "office": "另加工单编号和时限"}
PREFIX = "whsec_"


def signature(secret: str, identity: str, seconds: int, body: bytes) -> str:
    """The value of the header `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{identity}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
