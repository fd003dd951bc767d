"""Letters by POP3 (RFC 1939): known by their UIDL, which a server keeps as long as the letter."""

from __future__ import annotations

import contextlib
import poplib
from collections.abc import Iterator, Mapping

from hotline.channels.mail.box import STARTTLS, TLS, Box, Server
from hotline.channels.mail.found import Found
from hotline.rules.roads import RoadDown

SECONDS = 30
LONGEST_LINE = 1024 * 1024
MOST_KEPT = 5000

DOWN = "收信服务器没有应答，或连接中断，稍后自动再试。"
REFUSED = "收信服务器不接受用户名或密码，请在线路设置里核对。"
TOO_MANY = f"信箱里留有 {MOST_KEPT} 封以上的信，请改用 imap，或设置收后删除并先清理信箱。"


class _LongLines:
    """Takes lines as long as programs really write them; Python's own stops at 2,048 bytes."""

    def _getline(self) -> tuple[bytes, int]:
        line = self.file.readline(LONGEST_LINE + 1)  # type: ignore[attr-defined]
        if not line:
            raise poplib.error_proto("-ERR EOF")
        if len(line) > LONGEST_LINE:
            raise poplib.error_proto("line too long")
        return line.removesuffix(b"\n").removesuffix(b"\r"), len(line)


class _Pop(_LongLines, poplib.POP3):
    """Without TLS, or with STLS."""


class _PopTls(_LongLines, poplib.POP3_SSL):
    """With TLS from the first byte."""


def letters(box: Box, mark: Mapping[str, object]) -> Iterator[Found]:
    """What is not known yet by the mark, the oldest first; raises RoadDown.

    What is asked for the next of is kept: then it is deleted, where the office wants that.
    """
    with _in_words(), _connected(box.incoming()) as pop:
        yield from _round(pop, box, mark)


def letters_there(box: Box) -> int:
    """How many letters lie in the mailbox; raises RoadDown."""
    with _in_words(), _connected(box.incoming()) as pop:
        return pop.stat()[0]


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """A line that breaks, and a server that does not speak as agreed, as the roads know them."""
    try:
        yield
    except (poplib.error_proto, OSError) as error:
        raise RoadDown(DOWN) from error


@contextlib.contextmanager
def _connected(server: Server) -> Iterator[poplib.POP3]:
    pop: poplib.POP3
    if server.security == TLS:
        pop = _PopTls(server.host, server.port, timeout=SECONDS, context=server.context)
    else:
        pop = _Pop(server.host, server.port, timeout=SECONDS)
    try:
        if server.security == STARTTLS:
            pop.stls(server.context)
        _log_in(pop, server)
        yield pop
        # Only with this does the server delete what it was told to.
        pop.quit()
    finally:
        pop.close()


def _log_in(pop: poplib.POP3, server: Server) -> None:
    try:
        pop.user(server.user)
        pop.pass_(server.password)
    except poplib.error_proto as error:
        raise RoadDown(DOWN if "EOF" in str(error) else REFUSED) from error


def _round(pop: poplib.POP3, box: Box, mark: Mapping[str, object]) -> Iterator[Found]:
    deletes = box.is_yes("delete")
    listed = dict(_pair(line) for line in pop.uidl()[1])
    if len(listed) > MOST_KEPT:
        raise RoadDown(TOO_MANY)
    sizes = {number: int(size) for number, size in (_pair(line) for line in pop.list()[1])}
    given = mark.get("uidl", [])
    before = set(given) if isinstance(given, list) else set()
    known = [uidl for uidl in listed.values() if uidl in before]
    taken = 0
    for number, uidl in listed.items():
        if uidl not in before and taken < box.number("most_a_round"):
            is_whole = sizes.get(number, 0) <= box.most_bytes
            lines = pop.retr(number)[1] if is_whole else pop.top(number, 0)[1]
            known.append(uidl)
            taken += 1
            yield Found(b"\r\n".join([*lines, b""]), {"uidl": list(known)}, is_whole)
            before.add(uidl)
        if deletes and uidl in before:
            pop.dele(number)


def _pair(line: bytes) -> tuple[int, str]:
    """A line of a listing: the number of a letter in this session, and what is said of it."""
    number, _, said = line.decode("ascii", "replace").strip().partition(" ")
    if not number.isdecimal():
        raise poplib.error_proto("no number")
    return int(number), said.strip()
