"""A letter opened: which of its texts is read, its pictures and files in order, what is refused."""

from __future__ import annotations

import tracemalloc

import pytest

from hotline.documents.letters.letter import open_letter
from hotline.documents.raw_records import UnreadableFile
from tests.channels.mail.letters import WORDS, letter, many, part
from tests.documents.letters.outlook import winmail_dat

PLAIN = part("text/plain; charset=gb2312", WORDS.encode("gbk"))
PAGE = part(
    "text/html; charset=gb2312", f"<p>{WORDS}</p><img src=cid:b><img src=cid:a>".encode("gbk")
)


def opened(*parts: bytes, kind: str = "mixed") -> tuple[str, list[str], tuple[str, ...]]:
    body, media = many(*parts, kind=kind)
    found = open_letter(letter(body, kind=media))
    return found.text, [each.name for each in found.files], found.inner


def picture(cid: str) -> bytes:
    return part(f'image/png; name="{cid}.png"', b"\x89PNG" + cid.encode(), f"Content-ID: <{cid}>")


def test_of_two_texts_the_plain_one_is_read_unless_it_says_nothing() -> None:
    empty = part("text/plain; charset=utf-8", "请用HTML查看".encode())
    assert opened(PLAIN, PAGE, kind="alternative")[0] == WORDS
    assert opened(empty, PAGE, kind="alternative")[0] == WORDS + "\n〔图1〕〔图2〕"


@pytest.mark.parametrize("label", ["gb2312", "utf-8", "big5", "x\0y", "us-ascii"])
def test_eight_bits_under_a_wrong_label_are_read(label: str) -> None:
    raw = letter(WORDS.encode("gbk"), kind=f"text/plain; charset={label}")
    assert open_letter(raw).text == WORDS


def test_pictures_come_in_the_order_of_the_text_and_files_after_them() -> None:
    file = part("application/pdf", b"%PDF", 'Content-Disposition: attachment; filename="z.pdf"')
    assert opened(PAGE, file, picture("a"), picture("b"), kind="related")[1] == [
        *("b.png", "a.png", "z.pdf")
    ]


def test_a_letter_inside_a_letter_is_text_and_its_files_are_files() -> None:
    inside, media = many(PLAIN, picture("c"), mark="b2")
    inner = b"Content-Type: message/rfc822\n\n" + letter(inside, kind=media).replace(b"\r\n", b"\n")
    text, files, forwarded = opened(part("text/plain; charset=utf-8", "请看转发。".encode()), inner)
    assert (text, files) == ("请看转发。", ["c.png"])
    assert forwarded == (f"发件人：甄示例\n主题：路灯坏了\n\n{WORDS}",)


def test_what_outlook_wraps_up_is_unwrapped_and_what_is_broken_stays_a_file() -> None:
    whole = winmail_dat(WORDS, {"照片.jpg": b"\xff\xd8\xff", "说明.txt": b"text"})
    head = 'Content-Disposition: attachment; filename="winmail.dat"'
    assert opened(part("application/ms-tnef", whole, head))[:2] == (WORDS, ["照片.jpg", "说明.txt"])
    assert opened(PLAIN, part("application/ms-tnef", whole[:40], head))[:2] == (
        WORDS,
        ["winmail.dat"],
    )


def nested(depth: int) -> bytes:
    body, media = PLAIN, ""
    for number in range(depth):
        body, media = many(body, mark=f"m{number}")
        body = f"Content-Type: {media}\n\n".encode() + body
    return letter(body.partition(b"\n\n")[2], kind=media)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (nested(40), "邮件套了 20 层以上，没有打开。"),
        (nested(400), "邮件里一层套一层，层数多得不合常理，没有打开。"),
        (letter(*many(*[b"\nx"] * 10_000)[:1], kind=many()[1]), "邮件有 2000 段以上，没有打开。"),
        (letter(many(*[b"\nx"] * 30_000)[0], kind=many()[1]), "邮件的段数多得不合常理，没有打开。"),
        (letter(head="X-A: 1\r\n" * 90_000), "邮件的信头长得不合常理，没有打开。"),
        (letter(kind="text/plain; a=" + ";" * 9000), "邮件里有长得不合常理的信头，没有打开。"),
        (letter("\n" * 2_100_000), "邮件的行数多得不合常理，没有打开。"),
        (
            letter("x", kind="application/pkcs7-mime"),
            "邮件是加密的，这里打不开。请联系发信人另发一封不加密的。",
        ),
    ],
    ids=lambda given: "raw" if isinstance(given, bytes) else given[:12],
)
def test_a_letter_that_is_locked_or_built_to_harm_is_refused_with_a_reason(
    raw: bytes, reason: str
) -> None:
    tracemalloc.start()
    with pytest.raises(UnreadableFile) as refused:
        open_letter(raw)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(refused.value) == reason
    assert most < 200 * 1024 * 1024
