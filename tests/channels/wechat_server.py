"""WeChat's side as documented, on loopback: access_token, media, messages to a person, sign-in;
and its posts to us, signed, plain or encrypted."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client

from hotline.documents.wechat_envelope import fields_of, opened, sealed, signature, written
from tests.attached_files import picture
from tests.channels.receiver import Came, Receiver, Reply

APP, TOKEN, PERSON = "wx0123456789abcdef", "pass", "o-invented-person-0001"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass
class WeChatServer:
    """The server; `errors` are the errcodes that messages are answered with, in their order."""

    receiver: Receiver
    errors: list[int] = field(default_factory=list)
    keys: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, came: Came) -> Reply:
        """What WeChat says to one of our calls."""
        parts = urlsplit(came.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/sms":
            return (202, b"")
        if parts.path == "/cgi-bin/token":
            self.keys += 1
            return _json({"access_token": f"key-{self.keys}", "expires_in": 7200})
        if parts.path == "/sns/jscode2session":
            good = asked["js_code"] == "good"
            return _json({"openid": PERSON, "session_key": "k"} if good else {"errcode": 40029})
        if asked.get("access_token") != f"key-{self.keys}":
            return _json({"errcode": 40001, "errmsg": "invalid credential"})
        if parts.path == "/cgi-bin/media/get":
            return (200, picture())
        error = self.errors.pop(0) if self.errors else 0
        if not error:
            self.sent.append(json.loads(came.body))
        return _json({"errcode": error, "errmsg": "ok" if not error else "no"})


@dataclass
class Phone:
    """A person's WeChat: what is said there is posted to us as WeChat posts it."""

    encrypted: bool = False
    number: int = 1000

    def says(self, text: str) -> str:
        """A text; gives what is answered."""
        return self.posts({"MsgType": "text", "Content": text})

    def posts(self, facts: dict[str, str], *, again: bool = False) -> str:
        """A message of any kind; `again` is WeChat trying the last one once more."""
        self.number += 0 if again else 1
        fields = {
            "ToUserName": "gh_office",
            "FromUserName": PERSON,
            "CreateTime": str(int(time.time())),
            "MsgId": str(self.number),
            **facts,
        }
        answer = post(written(fields), encrypted=self.encrypted)
        assert answer.status_code == 200, answer.status_code
        if answer.content == b"success":
            return ""
        said = fields_of(answer.content)
        if self.encrypted:
            said = fields_of(opened(said["Encrypt"], AES_KEY, APP))
        return said["Content"]


def post(body: bytes, *, encrypted: bool = False, stamp: int | None = None) -> HttpResponse:
    """One post of WeChat's, rightly signed."""
    seconds = str(stamp if stamp is not None else int(time.time()))
    asked = {"timestamp": seconds, "nonce": "n", "signature": signature(TOKEN, seconds, "n")}
    if encrypted:
        closed = sealed(body, AES_KEY, APP)
        asked |= {"encrypt_type": "aes", "msg_signature": signature(TOKEN, seconds, "n", closed)}
        body = written({"ToUserName": "gh_office", "Encrypt": closed})
    return Client().post(f"/channels/wechat/wechat?{urlencode(asked)}", body, "text/xml")


def _json(said: dict[str, Any]) -> Reply:
    return (200, json.dumps(said).encode())
