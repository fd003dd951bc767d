"""The words of a letter: every charset under every label, cut characters, names of files."""

from __future__ import annotations

from base64 import b64encode

import pytest

from hotline.documents.letters.charsets import text_of
from hotline.documents.letters.headers import parameters, words
from hotline.documents.letters.html_text import page_of
from hotline.documents.letters.quoted import taken_apart

MAINLAND = "您好，我家门口的路灯坏了三天没有人修，请尽快处理。"
TAIWAN = "您好，我家門口的路燈壞了三天沒有人修，請儘快處理。"
LABELS = (
    "",
    "gb2312",
    "GBK",
    "gb18030",
    "utf-8",
    "us-ascii",
    "iso-8859-1",
    "big5",
    "x-none",
    "zip",
)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    ("text", "codec"),
    [(MAINLAND, "gb2312"), (MAINLAND, "utf-8"), (TAIWAN, "big5"), ("囍、㛃、镕基路", "gb18030")],
)
def test_a_text_is_read_whatever_its_label_says(text: str, codec: str, label: str) -> None:
    if codec == "gb18030" and label == "big5":
        return
    assert text_of(text.encode(codec), label) == text


def test_marks_and_shifts_are_read_by_their_label() -> None:
    assert text_of("\ufeff路灯".encode("utf-8-sig")[3:], "gbk") == "路灯"
    assert text_of("路灯坏了".encode("hz"), "hz-gb-2312") == "路灯坏了"
    assert text_of("路灯坏了".encode("utf-7"), "utf-7") == "路灯坏了"
    assert text_of("café".encode("latin-1"), "iso-8859-1") == "café"


def test_a_character_that_was_cut_off_spoils_only_itself() -> None:
    assert text_of(MAINLAND.encode("gbk")[:-1], "gb2312") == MAINLAND[:-1] + "�"


def test_encoded_words_that_cut_a_character_in_two_are_put_together() -> None:
    raw = MAINLAND.encode("gbk")
    pieces = [b"=?gb2312?B?" + b64encode(raw[at : at + 9]) + b"?=" for at in range(0, len(raw), 9)]
    assert words(b"\r\n ".join(pieces)) == MAINLAND


@pytest.mark.parametrize(
    "raw",
    [
        b"=?utf-8?Q?=E8=B7=AF=E7=81=AF_1?=",
        "路灯 1".encode("gbk"),
        b"=?gbk?B?" + b64encode("路灯 1".encode("gbk")).rstrip(b"=") + b"?=",
        b"=?x-none?B?" + b64encode("路灯 1".encode()) + b"?=",
        b"=?utf-8*zh-CN?B?" + b64encode("路灯 1".encode()) + b"?=",
    ],
)
def test_a_header_is_read_in_every_way_of_writing_it(raw: bytes) -> None:
    assert words(raw) == "路灯 1"


@pytest.mark.parametrize(
    "raw",
    [
        b"attachment; filename*=utf-8''%E8%B7%AF%E7%81%AF.jpg",
        b"attachment; filename*=gb2312'zh'%C2%B7%B5%C6.jpg; filename=a.jpg",
        b"attachment; filename*0*=gbk''%C2%B7; filename*1*=%B5%C6; filename*2=.jpg",
        b"attachment; filename*0*=gbk''%C2; filename*1*=%B7%B5%C6.jpg",
        b'attachment; filename="' + "路灯.jpg".encode("gbk") + b'"',
        b"attachment; filename=" + "路灯.jpg".encode(),
        b'attachment; filename="=?gbk?B?' + b64encode("路灯.jpg".encode("gbk")) + b'?="',
    ],
)
def test_a_file_keeps_the_name_that_its_sender_gave_it(raw: bytes) -> None:
    assert parameters(raw)["filename"] == "路灯.jpg"


def test_an_html_letter_is_what_its_reader_sees() -> None:
    page = page_of(
        "<html><head><title>x</title><style>p{}</style></head><body onload='run()'>"
        "<p>您好：<br>路灯坏了</p><img src='http://example.invalid/track.gif'>"
        "<img src='cid:second'><img src='cid:first'><script>alert(1)</script>"
        "<a href='http://example.invalid/a'>点这里</a><p style='display:none'>看不见</p>"
        "<table><tr><td>甲</td><td>乙</td></tr></table>"
        "<blockquote><p>上次的答复</p></blockquote></body></html>"
    )
    assert page.text.split("\n") == [
        *("您好：", "路灯坏了", "〔图1〕〔图2〕点这里（http://example.invalid/a）"),
        *("", "甲 乙", "", "> 上次的答复"),
    ]
    assert page.pictures == ("second", "first")


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<!--", "<a ", "&", "<p", "<table><tr><td>", "<a href='", "</"]
)
def test_html_that_is_built_to_harm_ends(piece: str) -> None:
    assert len(page_of(piece * (1_500_000 // len(piece))).text) < 4_000_000


@pytest.mark.parametrize(
    "mark",
    [
        "------------------ 原始邮件 ------------------",
        "-----Original Message-----",
        "在 2022年4月6日，市长信箱<szxx@example.cn> 写道：",
        "On Wed, Apr 6, 2022 at 9:00 AM Office <szxx@example.cn> wrote:",
        "发件人： 市长信箱\n发送时间： 2022年4月6日\n收件人： 甄示例\n主题： 答复",
        "________________________________",
    ],
)
def test_what_is_quoted_is_parted_from_what_is_new(mark: str) -> None:
    said = taken_apart(f"还是不亮。\n\n发自我的iPhone\n\n{mark}\n> 已修好。\n请查收。")
    assert said.new == "还是不亮。"
    assert said.quoted.endswith("已修好。\n请查收。")


def test_answers_between_quoted_lines_and_a_signature_are_told_apart() -> None:
    said = taken_apart("> 修好了吗？\n没有。\n> 何时坏的？\n周三。\n-- \n甄示例\n某某路")
    assert (said.new, said.quoted, said.signature) == (
        "没有。\n周三。",
        "修好了吗？\n何时坏的？",
        "甄示例\n某某路",
    )
