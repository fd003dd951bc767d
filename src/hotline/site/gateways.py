"""The ways out of the house as the environment table has them: a mail server, an SMS gateway."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hotline.site.environment import BadSettingError, Environment

SECONDS_TO_SEND = 20
PLAIN_ADDRESS = re.compile(r"wss?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
MAIL_SCHEMES = {"smtp": 25, "starttls": 587, "smtps": 465}


def gateways(environment: Environment) -> dict[str, dict[str, Any]]:
    """By way, what its gateway needs; a way that is not set up is not there."""
    found: dict[str, dict[str, Any]] = {}
    if environment.mail:
        found["mail"] = _mail(environment.mail)
    if environment.sms:
        if urlsplit(environment.sms).scheme not in ("http", "https"):
            raise BadSettingError("HOTLINE_SMS 应为 http(s) 地址 / must be an http(s) address")
        found["sms"] = {"address": environment.sms, "key": environment.sms_key}
    return found


def _mail(text: str) -> dict[str, Any]:
    """What Django's SMTP backend takes, and the sender's address."""
    parts = urlsplit(text)
    sender = dict(parse_qsl(parts.query)).get("from", "")
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname or "@" not in sender:
        raise BadSettingError(
            "HOTLINE_MAIL 应为 smtp://用户:密码@主机:端口?from=发件地址"
            " / must be smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS"
        )
    server = {
        "host": parts.hostname,
        "port": parts.port or MAIL_SCHEMES[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "starttls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": SECONDS_TO_SEND,
    }
    return {"server": server, "from": sender}


def softphone(environment: Environment) -> tuple[str, str] | None:
    """Where browsers register as telephones, and the SIP domain; None when that is off.

    Unencrypted only to this very machine: the address goes into the pages' security policy.
    """
    address = environment.softphone
    if not address:
        return None
    parts = urlsplit(address)
    is_near = parts.scheme == "ws" and parts.hostname in ("127.0.0.1", "localhost")
    is_plain = bool(PLAIN_ADDRESS.fullmatch(address)) and parts.hostname is not None
    if not is_plain or not (parts.scheme == "wss" or is_near):
        raise BadSettingError(
            "HOTLINE_SOFTPHONE 应为 wss://主机:端口/路径 / must be wss://HOST:PORT/PATH"
        )
    return address, environment.softphone_domain or str(parts.hostname)


def origin(address: str) -> str:
    """An address without its path, as the security policy names it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
