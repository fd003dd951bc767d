"""A little mail server and a little SMS gateway on loopback, which keep to their protocols."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

REFUSED = "nobody@example.cn"


@dataclass
class Outside:
    """What arrived, and with which status the gateway answers."""

    gateways: dict[str, dict[str, Any]] = field(default_factory=dict)
    mails: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[dict[str, str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    status: int = 200


@contextmanager
def outside() -> Iterator[Outside]:
    """Both for the length of a block, with the settings that lead to them."""
    seen = Outside()
    mail = ThreadingTCPServer(("127.0.0.1", 0), _smtp(seen))
    sms = ThreadingHTTPServer(("127.0.0.1", 0), _gateway(seen))
    threads = [Thread(target=s.serve_forever, kwargs={"poll_interval": 0.01}) for s in (mail, sms)]
    for thread in threads:
        thread.start()
    server = {"host": "127.0.0.1", "port": mail.server_address[1], "timeout": 10}
    address = f"http://127.0.0.1:{sms.server_address[1]}/send"
    seen.gateways = {
        "mail": {"server": server, "from": "hotline@example.cn"},
        "sms": {"address": address, "key": "test-key"},
    }
    try:
        yield seen
    finally:
        for each in (mail, sms):
            each.shutdown()
            each.server_close()
        for thread in threads:
            thread.join()


def _smtp(seen: Outside) -> type[StreamRequestHandler]:
    class Smtp(StreamRequestHandler):
        """RFC 5321 as far as one mail needs it."""

        def handle(self) -> None:
            self.say("220 loopback")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line.upper().split(" ")[0].split(":")[0]
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    self.say("550 no such box" if to == REFUSED else "250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    self.keep(to)
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def keep(self, to: str) -> None:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b"."))
            mail = message_from_bytes(b"".join(lines))
            body = mail.get_payload(decode=True)
            assert isinstance(body, bytes)
            subject = str(make_header(decode_header(str(mail["Subject"]))))
            seen.mails.append((to, subject, body.decode()))

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    return Smtp


def _gateway(seen: Outside) -> type[BaseHTTPRequestHandler]:
    class Gateway(BaseHTTPRequestHandler):
        """Takes {"id", "to", "text"}."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if seen.status == 200:
                seen.texts.append(json.loads(body))
                seen.keys.append(self.headers["Authorization"])
            self.send_response(seen.status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Tests show nothing of it."""

    return Gateway
