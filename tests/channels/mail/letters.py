"""Letters written by hand, as the programs of citizens write them; nobody in them exists."""

from __future__ import annotations

from base64 import b64encode

from tests.channels.mail.server import CITIZEN, OFFICE

WORDS = "您好，我家门口的路灯坏了三天没有人修，请尽快处理。"
DATE = "Wed, 06 Apr 2022 09:00:00 +0800"


def letter(
    body: bytes | str = WORDS,
    *,
    head: str = "",
    kind: str = "text/plain; charset=utf-8",
    name: str = "<1@citizen.invalid>",
    sender: str = f"=?utf-8?B?55SE56S65L6L?= <{CITIZEN}>",
    subject: str = "=?utf-8?B?6Lev54Gv5Z2P5LqG?=",
    to: str = OFFICE,
) -> bytes:
    """A letter with this body, its head filled with what is usual (甄示例, 路灯坏了)."""
    lines = {
        "Return-Path": f"<{CITIZEN}>",
        "From": sender,
        "To": to,
        "Subject": subject,
        "Message-ID": name,
        "Date": DATE,
        "MIME-Version": "1.0",
        "Content-Type": kind,
    }
    said = {line.partition(":")[0].lower() for line in head.splitlines()}
    kept = [f"{key}: {value}" for key, value in lines.items() if value and key.lower() not in said]
    whole = "\r\n".join([*head.splitlines(), *kept, "", ""]).encode()
    content = body.encode() if isinstance(body, str) else body
    lines_of = content.replace(b"\r\n", b"\n").removesuffix(b"\n")
    return whole + lines_of.replace(b"\n", b"\r\n") + b"\r\n"


def part(kind: str, content: bytes, head: str = "") -> bytes:
    """A part of a letter, in base64."""
    lines = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *head.splitlines(), ""]
    return "\n".join([*lines, b64encode(content).decode()]).encode()


def many(*parts: bytes, kind: str = "mixed", mark: str = "b1") -> tuple[bytes, str]:
    """The body of a letter in parts, and its media type."""
    pieces = b"".join(b"--" + mark.encode() + b"\n" + each + b"\n" for each in parts)
    return pieces + b"--" + mark.encode() + b"--\n", f'multipart/{kind}; boundary="{mark}"'
