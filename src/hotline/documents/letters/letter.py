"""A letter opened: its head, its words, what it quotes, its pictures and files in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from hotline.documents.file_names import clean_name
from hotline.documents.letters.bounds import need_bounded
from hotline.documents.letters.charsets import text_of
from hotline.documents.letters.headers import (
    addresses,
    header,
    parameters,
    raw_header,
    words,
)
from hotline.documents.letters.html_text import page_of
from hotline.documents.letters.winmail import winmail
from hotline.documents.raw_records import UnreadableFile

MOST_PARTS = 2_000
DEEPEST = 20
MOST_FILES = 200
# Part of the way a letter is sent, not of what it says.
_WRAPPING = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
)
_LOCKED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))
_WINMAIL = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))


@dataclass(frozen=True, slots=True)
class File:
    """A file of a letter; `cid` is what an HTML text calls a picture by."""

    name: str
    content: bytes
    cid: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. `inner` are letters that came inside it, as text for a reader."""

    head: Message
    text: str
    files: tuple[File, ...]
    inner: tuple[str, ...] = ()


@dataclass
class _Gathered:
    """What was found so far on the way through the parts."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    parts: int = 0


def open_letter(raw: bytes) -> Letter:
    """Raises UnreadableFile, with a sentence for a person, for what is locked or built to harm."""
    head = parsed(raw)
    gathered = _Gathered()
    try:
        text = _walk(head, gathered, 0)
    except RecursionError as error:
        raise UnreadableFile("邮件里一层套一层，打不开。") from error
    return Letter(head, text, _in_order(gathered), tuple(gathered.inner))


def parsed(raw: bytes) -> Message:
    """The parts of a letter as they stand, none of them read."""
    need_bounded(raw)
    try:
        return message_from_bytes(raw, policy=compat32)
    except (RecursionError, ValueError, LookupError, AttributeError, IndexError) as error:
        raise UnreadableFile("邮件的结构已损坏，打不开。") from error


def parts_in(part: Message) -> list[Message]:
    """The parts in a part; none in a leaf."""
    inside = part.get_payload() if part.is_multipart() else []
    return [each for each in inside if isinstance(each, Message)]


def kind_of(part: Message) -> str:
    """The media type in small letters; text/plain where nothing is said."""
    given = raw_header(part, "Content-Type").split(b";")[0].strip().decode("ascii", "replace")
    kind = given.lower()
    if kind.count("/") == 1 and " " not in kind:
        return kind
    return "multipart/mixed" if part.is_multipart() else "text/plain"


def _walk(part: Message, gathered: _Gathered, depth: int) -> str:
    """The text of a part and of those in it; files are gathered on the way."""
    gathered.parts += 1
    if gathered.parts > MOST_PARTS:
        raise UnreadableFile(f"邮件有 {MOST_PARTS} 段以上，没有打开。")
    if depth > DEEPEST:
        raise UnreadableFile(f"邮件套了 {DEEPEST} 层以上，没有打开。")
    kind = kind_of(part)
    if kind in _LOCKED:
        raise UnreadableFile("邮件是加密的，这里打不开。请联系发信人另发一封不加密的。")
    inside = parts_in(part)
    if part.is_multipart():
        if kind == "message/rfc822":
            return _inner(inside, gathered, depth)
        if kind == "multipart/alternative":
            return _alternative(inside, gathered, depth)
        return "\n\n".join(filter(None, (_walk(each, gathered, depth + 1) for each in inside)))
    return _leaf(part, kind, gathered)


def _inner(inside: list[Message], gathered: _Gathered, depth: int) -> str:
    """A letter inside the letter: its words apart, its files with the others."""
    for each in inside:
        text = _walk(each, gathered, depth + 1)
        sender = "、".join(name or address for name, address in addresses(each, "From"))
        lines = (f"发件人：{sender}", f"主题：{header(each, 'Subject')}", "", text)
        gathered.inner.append("\n".join(lines).strip())
    return ""


def _alternative(inside: list[Message], gathered: _Gathered, depth: int) -> str:
    """The same said in several ways: the plain text, unless it is only a remark about the other."""
    texts = [(kind_of(each), _walk(each, gathered, depth + 1)) for each in inside]
    plain = "\n".join(text for kind, text in texts if kind == "text/plain").strip()
    other = "\n".join(text for kind, text in texts if kind != "text/plain").strip()
    return plain if len(plain) * 4 >= len(other) else other


def _leaf(part: Message, kind: str, gathered: _Gathered) -> str:
    """A part without parts: its text, or a file that is put with the others."""
    given = parameters(raw_header(part, "Content-Type"))
    placed = raw_header(part, "Content-Disposition")
    name = parameters(placed).get("filename") or given.get("name", "")
    is_file = placed.lower().startswith(b"attachment") or bool(name)
    if kind in ("text/plain", "text/html") and not is_file:
        text = text_of(content_of(part), given.get("charset", ""))
        if kind == "text/plain":
            return text.replace("\r\n", "\n").replace("\0", "").strip()
        page = page_of(text)
        gathered.pictures += page.pictures
        return page.text
    if kind in _WRAPPING or kind.startswith(("multipart/", "message/delivery")):
        return ""
    content = content_of(part)
    if kind in _WINMAIL or name.lower() == "winmail.dat":
        return _opened(content, gathered)
    if content and len(gathered.files) < MOST_FILES:
        cid = words(raw_header(part, "Content-ID")).strip("<> ")
        gathered.files.append(File(clean_name(name) if name else _named(kind), content, cid))
    return ""


def _opened(content: bytes, gathered: _Gathered) -> str:
    """What Outlook wrapped up in a winmail.dat; one that does not open stays a file."""
    try:
        found = winmail(content)
    except UnreadableFile:
        gathered.files.append(File("winmail.dat", content))
        return ""
    gathered.files += [File(clean_name(name), inside) for name, inside in found.files]
    if found.html and not found.text:
        return page_of(found.html).text
    return found.text


def _named(kind: str) -> str:
    """A name for a file without one."""
    known = {"image/jpeg": "jpg", "text/calendar": "ics", "message/rfc822": "eml"}
    return f"附件.{known.get(kind) or clean_name(kind.partition('/')[2])[:8] or 'bin'}"


def content_of(part: Message) -> bytes:
    """The bytes of a part as they were before they were made fit for mail.

    Never asked for as text: Python would then read it by its label, and forget what it was.
    """
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return content if isinstance(content, bytes) else b""


def _in_order(gathered: _Gathered) -> tuple[File, ...]:
    """The pictures in the order in which the text shows them, then the files as they came."""
    places = {cid: place for place, cid in enumerate(dict.fromkeys(gathered.pictures))}
    return tuple(sorted(gathered.files, key=lambda each: places.get(each.cid, len(places))))
