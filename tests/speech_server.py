"""A stand-in for a server of speech recognition: the OpenAI audio form over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving


@dataclass
class SpeechServer:
    """What it answers, and the forms that it got."""

    answer: bytes = b"{}"
    status: int = 200
    asked: list[dict[str, bytes]] = field(default_factory=list)
    address: str = ""


@contextmanager
def speech_server() -> Iterator[SpeechServer]:
    """A server on loopback for as long as the test takes."""
    stand_in = SpeechServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            parts: Any = BytesParser(policy=HTTP).parsebytes(head + content).iter_parts()
            form = {
                str(part.get_param("name", header="content-disposition")): part.get_payload(
                    decode=True
                )
                for part in parts
            }
            stand_in.asked.append(form)
            is_right = self.path == "/v1/audio/transcriptions" and set(form) == {
                *("file", "model", "language", "response_format"),
            }
            self.send_response(stand_in.status if is_right else 400)
            self.end_headers()
            self.wfile.write(stand_in.answer)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with serving(Handler) as address:
        stand_in.address = f"{address}/v1"
        yield stand_in


def segments(*said: tuple[str, float, float]) -> bytes:
    """An answer in the verbose form."""
    rows = [
        {"id": place, "text": text, "start": start, "end": end, "avg_logprob": -0.1}
        for place, (text, start, end) in enumerate(said)
    ]
    return json.dumps({"task": "transcribe", "language": "zh", "segments": rows}).encode()
