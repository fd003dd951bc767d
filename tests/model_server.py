"""A stand-in for a model's server: chat completions over real HTTP; it says what it is told to.

It refuses what the protocol does not allow, so that a request of the wrong shape is a failing test.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving

Says = Callable[[dict[str, Any]], str]
ROLES = ["system", "user"]


@dataclass
class ModelServer:
    """What it says and does, and every request that it got."""

    says: Says = lambda body: "{}"
    status: int = 200
    wait: float = 0.0
    trickle: float = 0.0
    raw: bytes | None = None
    key: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""

    def material(self) -> dict[str, str]:
        """What the newest request carried as material."""
        found: dict[str, str] = json.loads(self.asked[-1]["messages"][1]["content"])["材料"]
        return found

    def answer(self, path: str, headers: Any, content: bytes) -> tuple[int, bytes]:
        """The status and body for one request."""
        body = json.loads(content)
        is_right = (
            path == "/v1/chat/completions"
            and [each["role"] for each in body["messages"]] == ROLES
            and body["stream"] is False
            and body["max_tokens"] > 0
            and isinstance(body["model"], str)
            and headers["Content-Type"] == "application/json"
        )
        if not is_right:
            return 400, b'{"error":{"message":"bad request","type":"invalid_request_error"}}'
        if self.key and headers.get("Authorization") != f"Bearer {self.key}":
            return 401, b'{"error":{"message":"bad key","type":"invalid_request_error"}}'
        self.asked.append(body)
        if self.status != 200:
            return self.status, b'{"error":{"message":"no","type":"server_error"}}'
        if self.raw is not None:
            return 200, self.raw
        return 200, json.dumps(completion(body, self.says(body))).encode()


def completion(body: dict[str, Any], text: str) -> dict[str, Any]:
    """A completion as the servers send it."""
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150},
    }


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server on loopback for as long as the test takes."""
    stand_in = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = stand_in.answer(self.path, self.headers, content)
            time.sleep(stand_in.wait)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/v1/chat/completions")
            self.end_headers()
            for place in range(0, len(body), 40 if stand_in.trickle else len(body) or 1):
                self.wfile.write(body[place : place + (40 if stand_in.trickle else len(body))])
                self.wfile.flush()
                time.sleep(stand_in.trickle)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                return

    with serving(Handler) as address:
        stand_in.address = f"{address}/v1"
        yield stand_in
