"""Letters by IMAP (RFC 3501): asked for by UID, so that a cut line loses none and doubles none."""

from __future__ import annotations

import contextlib
import imaplib
import re
from collections.abc import Iterator, Mapping
from datetime import date

from hotline.channels.mail.box import STARTTLS, TLS, Box, Server
from hotline.channels.mail.found import Found
from hotline.rules.roads import RoadDown

SECONDS = 30
WINDOW = 20_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZES = re.compile(rb"UID (\d+)[^(]*RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+)[^(]*UID (\d+)")

DOWN = "收信服务器没有应答，或连接中断，稍后自动再试。"
REFUSED = "收信服务器不接受用户名或密码，请在线路设置里核对。"
NO_FOLDER = "收信服务器上没有这个文件夹，请在线路设置里核对。"


def letters(box: Box, mark: Mapping[str, object]) -> Iterator[Found]:
    """What has come since the mark, the oldest first; raises RoadDown.

    What is asked for the next of is kept: then it is deleted, where the office wants that.
    """
    with _in_words(), _connected(box.incoming()) as imap:
        yield from _round(imap, box, mark)


def letters_there(box: Box) -> int:
    """How many letters lie in the folder; raises RoadDown."""
    with _in_words(), _connected(box.incoming()) as imap:
        return _opened(imap, box["folder"], readonly=True)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """What a server refuses, and a line that breaks, as the roads know them."""
    try:
        yield
    except imaplib.IMAP4.abort as error:
        raise RoadDown(DOWN) from error
    except imaplib.IMAP4.error as error:
        raise RoadDown(f"收信服务器没有按约定应答：{type(error).__name__}。") from error
    except OSError as error:
        raise RoadDown(DOWN) from error


@contextlib.contextmanager
def _connected(server: Server) -> Iterator[imaplib.IMAP4]:
    imap: imaplib.IMAP4
    if server.security == TLS:
        imap = imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=server.context, timeout=SECONDS
        )
    else:
        imap = imaplib.IMAP4(server.host, server.port, timeout=SECONDS)
    try:
        if server.security == STARTTLS:
            imap.starttls(server.context)
        _log_in(imap, server)
        yield imap
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            imap.logout()
        # A farewell on a line that is cut leaves our end of it open.
        with contextlib.suppress(OSError):
            imap.shutdown()


def _log_in(imap: imaplib.IMAP4, server: Server) -> None:
    try:
        imap.login(server.user, server.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise RoadDown(REFUSED) from error


def _round(imap: imaplib.IMAP4, box: Box, mark: Mapping[str, object]) -> Iterator[Found]:
    deletes = box.is_yes("delete")
    _opened(imap, box["folder"], readonly=not deletes)
    validity, following = _number(imap, "UIDVALIDITY"), _number(imap, "UIDNEXT")
    since = int(str(mark.get("uid", 0))) if mark.get("uidvalidity") == validity else 0
    uids = _new(imap, since, following, box.since, box.number("most_a_round"))
    sizes = _sizes(imap, uids)
    for uid in uids:
        size = sizes.get(uid)
        if size is None:
            continue
        is_whole = size <= box.most_bytes
        raw = _fetched(imap, uid, "BODY.PEEK[]" if is_whole else "BODY.PEEK[HEADER]")
        if raw is None:
            continue
        yield Found(raw, {"uidvalidity": validity, "uid": uid}, is_whole)
        if deletes:
            imap.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
    if deletes and uids:
        imap.expunge()


def _opened(imap: imaplib.IMAP4, folder: str, *, readonly: bool) -> int:
    """Open a folder; how many letters lie in it."""
    status, said = imap.select(_quoted(folder), readonly=readonly)
    if status != "OK":
        raise RoadDown(NO_FOLDER)
    return int(said[0] or 0)


def _new(imap: imaplib.IMAP4, since: int, following: int, day: date | None, most: int) -> list[int]:
    """The next UIDs after `since`; asked in windows, so that no answer is too long a line."""
    found: list[int] = []
    first = since + 1
    while first < following and len(found) < most:
        last = min(first + WINDOW, following) - 1
        asked = ["UID", f"{first}:{last}"]
        if day is not None:
            asked += ["SINCE", f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"]
        _, answer = imap.uid("SEARCH", *asked)
        listed = [int(each) for line in answer if line for each in line.split()]
        found += sorted(uid for uid in listed if uid > since)
        first = last + 1
    return found[:most]


def _sizes(imap: imaplib.IMAP4, uids: list[int]) -> dict[int, int]:
    if not uids:
        return {}
    _, answer = imap.uid("FETCH", ",".join(map(str, uids)), "(RFC822.SIZE)")
    sizes: dict[int, int] = {}
    for line in answer:
        found = _SIZES.search(line if isinstance(line, bytes) else b"")
        if found:
            uid, size = (found[1], found[2]) if found[1] else (found[4], found[3])
            sizes[int(uid)] = int(size)
    return sizes


def _fetched(imap: imaplib.IMAP4, uid: int, what: str) -> bytes | None:
    """The bytes of a letter; None for one that is gone meanwhile."""
    _, answer = imap.uid("FETCH", str(uid), f"({what})")
    return next((bytes(each[1]) for each in answer if isinstance(each, tuple)), None)


def _number(imap: imaplib.IMAP4, name: str) -> int:
    _, said = imap.response(name)
    if not said or not said[0] or not said[0].isdigit():
        raise RoadDown("收信服务器没有给出信件的编号，请换用 pop3。")
    return int(said[0])


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it: ASCII in quotes, others in modified UTF-7."""
    coded = "".join(_utf7(part) if not part.isascii() else part.replace("&", "&-")
                    for part in re.split(r"([^\x00-\x7f]+)", folder))  # fmt: skip
    return '"' + coded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(text: str) -> str:
    return "&" + text.encode("utf-7").decode()[1:].rstrip("-").replace("/", ",") + "-"
