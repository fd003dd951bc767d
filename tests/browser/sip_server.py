"""A SIP registrar over WebSocket on loopback: RFC 3261, digest of RFC 2617, transport of RFC 7118.

It challenges a REGISTER, takes only the right answer, and rings the telephone that registered with
an INVITE that carries a description of sound as browsers want it (JSEP); it hears ACK and BYE.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import threading
from dataclasses import dataclass, field

from websockets.asyncio.server import Server, ServerConnection, serve

NONCE, REALM = "5f2b1c0de4", "127.0.0.1"
OFFER = """v=0
o=- 20518 0 IN IP4 127.0.0.1
s=-
t=0 0
m=audio 54400 UDP/TLS/RTP/SAVPF 0
c=IN IP4 127.0.0.1
a=rtcp:54400 IN IP4 127.0.0.1
a=ice-ufrag:F7gI
a=ice-pwd:x9cml/YzichV2+XlhiMu8gab
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
a=rtcp-mux
a=mid:0
a=sendrecv
a=rtpmap:0 PCMU/8000
a=candidate:1 1 UDP 2130706431 127.0.0.1 54400 typ host
a=end-of-candidates
""".replace("\n", "\r\n").format(fingerprint=":".join(["AB"] * 32))


@dataclass
class SipServer:
    """Runs in a thread of its own; `heard` are the methods and statuses that came."""

    port: int
    user: str = "1001"
    password: str = "softphone-secret"
    heard: list[str] = field(default_factory=list)
    registered: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    _line: ServerConnection | None = None
    _contact: str = ""
    _address: str = ""

    def __enter__(self) -> SipServer:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        opening = asyncio.run_coroutine_threadsafe(self._open(), self._loop)
        self._server: Server = opening.result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def ring(self, caller: str) -> None:
        """Call the telephone that registered."""
        asyncio.run_coroutine_threadsafe(self._invite(caller), self._loop).result(10)

    async def _open(self) -> Server:
        return await serve(self._talk, "127.0.0.1", self.port, subprotocols=["sip"])  # type: ignore[list-item]

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, line: ServerConnection) -> None:
        self._line = line
        async for message in line:
            text = message if isinstance(message, str) else message.decode()
            if text.strip():
                await self._hear(line, text)

    async def _hear(self, line: ServerConnection, text: str) -> None:
        first = text.split("\r\n", 1)[0]
        self.heard.append(
            " ".join(first.split(" ")[:2]) if first.startswith("SIP/") else first.split(" ")[0]
        )
        if first.startswith("REGISTER"):
            await self._register(line, text)
        elif first.startswith("SIP/2.0 200") and "INVITE" in header(text, "CSeq"):
            await self._acknowledge(line, text)
        elif first.startswith("BYE"):
            await line.send(reply(text, "200 OK"))
            self.ended.set()

    async def _register(self, line: ServerConnection, text: str) -> None:
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', header(text, "Authorization")))
        if not given:
            challenge = f'WWW-Authenticate: Digest realm="{REALM}", nonce="{NONCE}", algorithm=MD5'
            await line.send(reply(text, "401 Unauthorized", challenge))
            return
        if given.get("response") != self._digest(given.get("uri", "")):
            await line.send(reply(text, "403 Forbidden"))
            return
        contact = header(text, "Contact")
        found = re.search(r"<(sip:[^>]+)>", contact)
        self._contact = found.group(1) if found else ""
        await line.send(reply(text, "200 OK", f"Contact: {contact}", "Expires: 600"))
        if header(text, "Expires") != "0" and "expires=0" not in contact:
            self.registered.set()

    def _digest(self, uri: str) -> str:
        own = _md5(f"{self.user}:{REALM}:{self.password}")
        return _md5(f"{own}:{NONCE}:{_md5(f'REGISTER:{uri}')}")

    async def _invite(self, caller: str) -> None:
        assert self._line is not None
        lines = [
            f"INVITE {self._contact} SIP/2.0",
            "Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bKinvite1",
            "Max-Forwards: 70",
            f"From: <sip:{caller}@127.0.0.1>;tag=caller1",
            f"To: <sip:{self.user}@127.0.0.1>",
            "Call-ID: call-1@127.0.0.1",
            "CSeq: 1 INVITE",
            "Contact: <sip:pbx@127.0.0.1;transport=ws>",
            "Content-Type: application/sdp",
            f"Content-Length: {len(OFFER)}",
        ]
        await self._line.send("\r\n".join(lines) + "\r\n\r\n" + OFFER)

    async def _acknowledge(self, line: ServerConnection, text: str) -> None:
        lines = [
            f"ACK {self._contact} SIP/2.0",
            "Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bKack1",
            "Max-Forwards: 70",
            f"From: {header(text, 'From')}",
            f"To: {header(text, 'To')}",
            "Call-ID: call-1@127.0.0.1",
            "CSeq: 1 ACK",
            "Content-Length: 0",
        ]
        await line.send("\r\n".join(lines) + "\r\n\r\n")
        self.answered.set()


def header(text: str, name: str) -> str:
    """The first header of this name."""
    found = re.search(rf"^{name}:\s*(.*?)\r$", text, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""


def reply(text: str, status: str, *more: str) -> str:
    """An answer to a request, with the headers that lead back."""
    to = header(text, "To")
    to = to if "tag=" in to else f"{to};tag=server1"
    via = re.findall(r"^Via:.*?(?=\r$)", text, re.MULTILINE)
    kept = [f"{name}: {header(text, name)}" for name in ("From", "Call-ID", "CSeq")]
    lines = [f"SIP/2.0 {status}", *via, f"To: {to}", *kept, *more, "Content-Length: 0"]
    return "\r\n".join(lines) + "\r\n\r\n"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
