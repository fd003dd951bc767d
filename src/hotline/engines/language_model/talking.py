"""Talking to the model's server: OpenAI-compatible chat completions over HTTP, within limits.

No redirect is followed, no answer over MOST_BYTES is read, and the whole takes no longer than it
may. Source: OpenAI API reference, POST /v1/chat/completions; llama.cpp, vLLM and Ollama speak it.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

MOST_BYTES = 1_000_000
PIECE = 16_384
OK = 200
WORDS = {
    "away": "语言模型服务连不上，请稍后再试，或与系统管理员联系。",
    "slow": "语言模型没有在限定时间内答复，可以再试一次。",
    "busy": "语言模型正忙，请稍后再试。",
    "refused": "语言模型服务拒绝了请求，请系统管理员检查地址、名称和密钥。",
    "broken": "语言模型服务的回应不合约定，请系统管理员检查。",
}
STATUS = {401: "refused", 403: "refused", 404: "refused", 429: "busy", 503: "busy"}


class ModelFailed(Exception):
    """The server gave no answer; `kind` is a key of WORDS."""

    def __init__(self, kind: str) -> None:
        super().__init__(WORDS[kind])
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Connection:
    """A server and its limits: `address` ends before /chat/completions, `seconds` for the whole."""

    address: str
    model: str
    key: str = ""
    seconds: float = 20.0
    most_tokens: int = 800

    @property
    def host(self) -> str:
        """Whom it talks to."""
        return urlsplit(self.address).hostname or ""

    @property
    def leaves_the_building(self) -> bool:
        """Whether the server is another machine than this one."""
        if self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return True


@dataclass(frozen=True, slots=True)
class Said:
    """What the model said, and what it took: tokens as the server counts them."""

    text: str
    tokens_in: int
    tokens_out: int


def complete(connection: Connection, system: str, user: str) -> Said:
    """One question and its answer."""
    body = {
        "model": connection.model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "temperature": 0,
        "max_tokens": connection.most_tokens,
        "stream": False,
        "response_format": {"type": "json_object"},
    }
    try:
        status, content = _posted(connection, json.dumps(body).encode())
    except (TimeoutError, ssl.SSLError, OSError, http.client.HTTPException) as error:
        raise ModelFailed("slow" if isinstance(error, TimeoutError) else "away") from error
    if status != OK:
        raise ModelFailed(STATUS.get(status, "broken"))
    return _read(content)


def _posted(connection: Connection, body: bytes) -> tuple[int, bytes]:
    parts = urlsplit(connection.address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    until = time.monotonic() + connection.seconds
    link = kind(connection.host, parts.port, timeout=connection.seconds)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if connection.key:
        headers["Authorization"] = f"Bearer {connection.key}"
    try:
        path = f"{parts.path.rstrip('/')}/chat/completions"
        link.request("POST", path, body=body, headers=headers)
        answer = link.getresponse()
        return answer.status, _content(answer, link, until)
    finally:
        link.close()


def _content(answer: http.client.HTTPResponse, link: Any, until: float) -> bytes:
    """All that was sent; one that trickles is cut off when its time is over."""
    content = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if link.sock is not None:
            link.sock.settimeout(left)
        piece = answer.read1(PIECE)
        if not piece:
            return bytes(content)
        content += piece
        if len(content) > MOST_BYTES:
            raise ModelFailed("broken")


def _read(content: bytes) -> Said:
    try:
        answer = json.loads(content)
        text = answer["choices"][0]["message"]["content"]
        used = answer.get("usage") or {}
        counts = [int(used.get(name) or 0) for name in ("prompt_tokens", "completion_tokens")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ModelFailed("broken") from error
    if not isinstance(text, str):
        raise ModelFailed("broken")
    return Said(text, max(counts[0], 0), max(counts[1], 0))
