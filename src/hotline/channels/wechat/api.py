"""WeChat's own interface: the key of the hour, messages to a person, pictures, who signed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from hotline.channels.outward import Answer, NoAnswer, ask
from hotline.records.models import Road
from hotline.records.queries.roads import secrets_of
from hotline.rules.outward import NotAllowed
from hotline.rules.roads import RoadDown
from hotline.steps.roads.keep_key import keep_key, key_of

BASE = "https://api.weixin.qq.com"
EARLY = timedelta(minutes=5)
STALE = frozenset({40001, 40014, 42001})
LARGEST_PICTURE = 12 * 2**20


class Refused(Exception):
    """WeChat said no; `code` is its errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(f"errcode {code}")
        self.code = code


def post(road: Road, path: str, body: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Ask with the key of the hour; one that WeChat holds for stale is fetched anew, once."""
    try:
        return _posted(road, path, body, access_key(road, at=at))
    except Refused as refused:
        if refused.code not in STALE:
            raise
    return _posted(road, path, body, access_key(road, at=at, anew=True))


def picture(road: Road, media: str, *, at: datetime) -> bytes:
    """The bytes of a picture or recording that a person sent."""
    asked = {"access_token": access_key(road, at=at), "media_id": media}
    answer = _asked(road, "/cgi-bin/media/get", asked, largest=LARGEST_PICTURE)
    if answer.body[:1] == b"{":
        _checked(answer)
    return answer.body


def signed_in(road: Road, code: str) -> str:
    """The account of a person who signed in within the mini-program."""
    secrets = secrets_of(road)
    asked = {
        "appid": str(road.settings.get("app", "")),
        "secret": secrets.get("app_secret", ""),
        "js_code": code,
        "grant_type": "authorization_code",
    }
    found = str(_checked(_asked(road, "/sns/jscode2session", asked)).get("openid", ""))
    if not found:
        raise Refused(0)
    return found


def access_key(road: Road, *, at: datetime, anew: bool = False) -> str:
    """The access_token: kept until shortly before it ends, since a new one ends the old."""
    kept = "" if anew else key_of(road, at=at)
    if kept:
        return kept
    asked = {
        "grant_type": "client_credential",
        "appid": str(road.settings.get("app", "")),
        "secret": secrets_of(road).get("app_secret", ""),
    }
    try:
        said = _checked(_asked(road, "/cgi-bin/token", asked))
        key, lasts = str(said["access_token"]), int(said.get("expires_in", 7200))
    except (Refused, KeyError, ValueError, TypeError) as error:
        raise RoadDown(f"微信没有给出 access_token（{error}）。") from error
    keep_key(road, key, until=at + timedelta(seconds=lasts) - EARLY)
    return key


def _posted(road: Road, path: str, body: Mapping[str, Any], key: str) -> dict[str, Any]:
    text = json.dumps(body, ensure_ascii=False).encode()
    return _checked(_asked(road, path, {"access_token": key}, body=text))


def _asked(
    road: Road, path: str, asked: Mapping[str, str], *, body: bytes = b"", largest: int = 65_536
) -> Answer:
    base = str(road.settings.get("api") or BASE).rstrip("/")
    method = "POST" if body else "GET"
    headers = {"Content-Type": "application/json"} if body else {}
    try:
        answer = ask(
            f"{base}{path}?{urlencode(asked)}",
            body=body,
            headers=headers,
            method=method,
            largest=largest,
        )
    except (NotAllowed, NoAnswer) as error:
        raise RoadDown(f"微信没有应答：{error}") from error
    if answer.status != 200:  # noqa: PLR2004 - ok
        raise RoadDown(f"微信没有应答（HTTP {answer.status}）。")
    return answer


def _checked(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
        code = int(said.get("errcode", 0))
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise RoadDown("微信的应答看不懂。") from error
    if code:
        raise Refused(code)
    return dict(said)
