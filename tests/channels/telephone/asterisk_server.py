"""An Asterisk on loopback, as far as its manager interface goes.

After docs.asterisk.org ("The Asterisk Manager TCP/IP API", AMI actions Challenge, Login, Ping,
CoreShowChannels, QueueStatus): greeting, MD5 challenge, answers with the ActionID of the question,
lists with their end, events only to a session that wants them.
"""

from __future__ import annotations

import hashlib
import socket
from dataclasses import dataclass

from tests.channels.telephone.playing import Playing

CHALLENGE = "840415273"


@dataclass
class AsteriskServer(Playing):
    """Speaks AMI; `refuses` are the actions that end in an error."""

    user: str = "hotline"

    def talk(self, line: socket.socket) -> None:
        """Greet, then answer and play until the other side hangs up."""
        line.sendall(b"Asterisk Call Manager/9.0.0\r\n")
        buffer, is_in, listens = bytearray(), False, False
        while True:
            text = self.wait_for_command(line, buffer, b"\r\n\r\n")
            if text:
                said = dict(part.split(": ", 1) for part in text.split("\r\n") if ": " in part)
                is_in = self._answer(line, said, is_in=is_in)
                if said.get("Action") == "Login" and not is_in:
                    return
                if said.get("Action") == "QueueStatus":
                    listens = True  # the other side has seen how things stand
            elif listens:
                self.play(line)

    def encoded(self, text: str) -> bytes:
        """Lines end with CRLF, a block with an empty line."""
        return text.replace("\n", "\r\n").encode() + b"\r\n\r\n"

    def _answer(self, line: socket.socket, said: dict[str, str], *, is_in: bool) -> bool:
        action = said.get("Action", "")
        if action == "Challenge":
            self._say(line, said, "Success", f"Challenge: {CHALLENGE}")
        elif action == "Login":
            key = hashlib.md5((CHALLENGE + self.password).encode()).hexdigest()  # noqa: S324
            is_in = said.get("Username") == self.user and said.get("Key") == key
            message = "Authentication accepted" if is_in else "Authentication failed"
            self._say(line, said, "Success" if is_in else "Error", f"Message: {message}")
        elif not is_in:
            self._say(line, said, "Error", "Message: Permission denied")
        elif action in self.refuses:
            self._say(line, said, "Error", "Message: Channel does not exist")
        elif action == "CoreShowChannels":
            self._list(line, said, "CoreShowChannel", "CoreShowChannelsComplete")
        elif action == "QueueStatus":
            self._list(line, said, "Queue", "QueueStatusComplete")
        elif action == "Ping":
            self._say(line, said, "Success", "Ping: Pong")
        else:
            self._say(line, said, "Success", "Message: Originate successfully queued")
        return is_in

    def _list(self, line: socket.socket, said: dict[str, str], kind: str, end: str) -> None:
        self._say(line, said, "Success", "EventList: start\nMessage: A list will follow")
        rows = [row for row in self.state if row.startswith(f"Event: {kind}")]
        for row in rows:
            line.sendall(self.encoded(f"{row}\nActionID: {said['ActionID']}"))
        closing = f"Event: {end}\nActionID: {said['ActionID']}\nEventList: Complete"
        line.sendall(self.encoded(f"{closing}\nListItems: {len(rows)}"))

    def _say(self, line: socket.socket, said: dict[str, str], response: str, rest: str) -> None:
        number = said.get("ActionID", "")
        line.sendall(self.encoded(f"Response: {response}\nActionID: {number}\n{rest}"))
