"""A FreeSWITCH on loopback, as far as its event socket goes.

After developer.signalwire.com/freeswitch ("The Event Socket"): auth/request, auth, event, api with
a body, bgapi with a Job-UUID, events as JSON or plain, each framed by Content-Length.
"""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from urllib.parse import quote

from tests.channels.telephone.playing import Playing

JOB = "7f4de4bc-17d7-11dd-b7a0-db4edd065621"


@dataclass
class FreeswitchServer(Playing):
    """Speaks ESL; `refuses` are the API commands that end in an error."""

    form: str = "json"
    partner: str = ""
    rejects: bool = False

    def talk(self, line: socket.socket) -> None:
        """Ask for the password, then answer and play until the other side hangs up."""
        if self.rejects:
            line.sendall(b"Content-Type: text/rude-rejection\nContent-Length: 24\n\n")
            line.sendall(b"Access Denied, go away.\n")
            return
        line.sendall(b"Content-Type: auth/request\n\n")
        buffer, is_in, listens = bytearray(), False, False
        while True:
            text = self.wait_for_command(line, buffer, b"\n\n")
            if text and not is_in:
                is_in = text == f"auth {self.password}"
                self._reply(line, "+OK accepted" if is_in else "-ERR invalid")
                if not is_in:
                    line.sendall(b"Content-Type: text/disconnect-notice\nContent-Length: 0\n\n")
                    return
            elif text:
                self._answer(line, text)
                listens = listens or text == "api callcenter_config queue list members citizens"
            elif listens:
                self.play(line)

    def encoded(self, text: str) -> bytes:
        """An event as the session asked for it."""
        pairs = dict(line.split(": ", 1) for line in text.split("\n"))
        if self.form == "json":
            body = json.dumps(pairs, ensure_ascii=False).encode()
        else:
            lines = (f"{name}: {quote(value)}\n" for name, value in pairs.items())
            body = "".join(lines).encode() + b"\n"
        head = f"Content-Length: {len(body)}\nContent-Type: text/event-{self.form}\n\n"
        return head.encode() + body

    def _answer(self, line: socket.socket, text: str) -> None:
        verb, _, rest = text.partition(" ")
        if verb == "event":
            self.form = rest.partition(" ")[0]
            self._reply(line, f"+OK event listener enabled {self.form}")
        elif verb == "bgapi":
            self._reply(line, f"+OK Job-UUID: {JOB}", f"Job-UUID: {JOB}\n")
        elif verb == "api":
            body = self._said(rest).encode()
            head = f"Content-Type: api/response\nContent-Length: {len(body)}\n\n"
            line.sendall(head.encode() + body)
        else:
            self._reply(line, "-ERR command not found")

    def _said(self, command: str) -> str:
        if command.split(" ", maxsplit=1)[0] in self.refuses:
            return "-ERR No such channel!\n"
        if command == "show channels as json":
            rows = [_row(each) for each in self.state if each.startswith("uuid: ")]
            return json.dumps({"row_count": len(rows), "rows": rows})
        if command == "callcenter_config queue list":
            return "name|strategy|moh_sound\ncitizens|longest-idle-agent|silence\n+OK\n"
        if command.startswith("callcenter_config queue list members"):
            rows = [_row(each) for each in self.state if each.startswith("queue: ")]
            names = list(rows[0]) if rows else ["queue"]
            lines = ["|".join(names), *("|".join(row.values()) for row in rows)]
            return "\n".join([*lines, "+OK"]) + "\n"
        if command.startswith("uuid_getvar"):
            return self.partner or "_undef_"
        return "+OK Success\n"

    def _reply(self, line: socket.socket, said: str, more: str = "") -> None:
        line.sendall(f"Content-Type: command/reply\nReply-Text: {said}\n{more}\n".encode())


def _row(text: str) -> dict[str, str]:
    return dict(part.split(": ", 1) for part in text.split("\n"))
