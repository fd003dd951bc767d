"""What a file is, is told from its content; what is unfit is refused in plain words."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from hotline.documents.attached import read_attached
from hotline.documents.media import MEDIA
from hotline.documents.unacceptable import Unacceptable
from tests.attached_files import (
    GOOD,
    HEIC,
    LIMITS,
    PDF,
    SCRIPT,
    SECRET,
    bomb,
    exif,
    film,
    moving,
    office,
    ole,
    packed,
    photo,
    picture,
    png_with_words,
    wav,
)


def refusal(name: str, content: bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Unacceptable) as refused:
        read_attached(name, content, LIMITS)
    return str(refused.value)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("code", GOOD)
def test_each_kind_is_known_by_its_content(code: str) -> None:
    name, content = GOOD[code]
    read = read_attached(name, content, LIMITS)
    assert (read.media.code, read.name) == (code, name)


def test_every_kind_of_the_table_has_its_example() -> None:
    assert {*GOOD, "heic"} == set(MEDIA)


@pytest.mark.parametrize("code", GOOD)
def test_a_name_without_ending_is_given_the_right_one(code: str) -> None:
    read = read_attached("现场", GOOD[code][1], LIMITS)
    assert read.name == f"现场.{MEDIA[code].endings[0]}"


@pytest.mark.parametrize("code", GOOD)
@pytest.mark.parametrize("ending", ["exe", "html", "svg", "js"])
def test_a_name_that_says_something_else_is_refused(code: str, ending: str) -> None:
    said = refusal(f"现场.{ending}", GOOD[code][1])
    assert said.startswith(f"文件名以“.{ending}”结尾，内容却是{MEDIA[code].name}。")


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + b"\0" * 60,
        b"\x7fELF" + b"\0" * 60,
        SCRIPT,
        b"\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\nrm -rf /\n",
        packed({"a.txt": b"a"}),
        ole("Root Entry", "\x05SummaryInformation"),
        b"\0\0\0\x18ftypzzzz" + b"\0" * 12,
        b"\xff\xff\xff\xff" * 8,
        b"text with a \0 in it",
        b"half a character: \x81",
        b"RIFF\0\0\0\0AVI " + b"\0" * 20,
    ],
)
def test_what_is_not_in_the_table_is_refused(content: bytes) -> None:
    assert refusal("a.txt", content).startswith("不接收这种文件。可以添加：JPEG")


def test_an_empty_file_is_refused() -> None:
    assert refusal("空.txt", b"") == "文件是空的（0 字节）。请核对后重新选择。"


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_one_byte_over_the_limit_of_its_family_is_refused(more: int, taken: bool) -> None:
    content = b"a" * (1024 * 1024 + more)
    limits = {**LIMITS, "document": 1024 * 1024, "film": 2 * 1024 * 1024}
    if taken:
        assert len(read_attached("a.txt", content, limits).content) == 1024 * 1024
        return
    with pytest.raises(Unacceptable) as refused:
        read_attached("a.txt", content, limits)
    assert str(refused.value) == "文档超过 1 MB，不能接收。请压缩或拆分后重新添加。"


@pytest.mark.parametrize("code", ["docx", "xlsx", "pptx", "ofd", "jpeg", "png", "webp", "mp4"])
@pytest.mark.parametrize("kept", [0.4, 0.8])
def test_a_file_that_was_cut_off_is_refused(code: str, kept: float) -> None:
    name, content = GOOD[code]
    assert "没有传完整" in refusal(name, content[: int(len(content) * kept)])


def test_a_pdf_that_was_cut_off_is_refused() -> None:
    assert "没有传完整" in refusal("a.pdf", PDF[:-8])


def test_a_picture_that_is_only_a_head_is_refused() -> None:
    assert refusal("a.jpg", b"\xff\xd8\xff\xe0" + SCRIPT) == (
        "图片已损坏或没有传完整，打不开。请核对原文件后重新添加。"
    )


@pytest.mark.parametrize(
    "content",
    [
        office(**{"word/vbaProject.bin": b"code"}),
        office("xl/workbook.xml", **{"xl/VBAPROJECT.BIN": b"code"}),
        packed(
            {
                "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml",
                "word/document.xml": b"<d/>",
            }
        ),
        ole("WordDocument", "Macros", "VBA"),
        ole("Workbook", "_VBA_PROJECT_CUR"),
    ],
)
def test_a_file_with_macros_is_refused(content: bytes) -> None:
    assert refusal("来信.docx", content).startswith("文件带有宏（程序代码）")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert refusal("来信.docx", bomb()) == "文件解压后过大，不能接收。请拆分后重新添加。"


def test_a_zip_that_lies_about_its_parts_is_refused() -> None:
    content = office(**{"word/big.xml": b"a" * 90_000})
    lying = content.replace((90_000).to_bytes(4, "little"), (90).to_bytes(4, "little"))
    assert "已损坏" in refusal("来信.docx", lying)


def test_a_document_with_a_password_is_refused() -> None:
    assert "打开密码" in refusal("a.doc", ole("Root Entry", "EncryptedPackage"))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jpg", photo()), ("a.png", png_with_words()), ("a.gif", moving()), ("a.heic", HEIC)],
)
def test_no_place_device_or_word_is_left_in_a_picture(name: str, content: bytes) -> None:
    assert SECRET.encode() in content
    kept = read_attached(name, content, LIMITS).content
    left = opened(kept)
    assert (dict(left.getexif()), left.info.get("comment"), getattr(left, "text", {})) == (
        {},
        None,
        {},
    )
    assert [word for word in (SECRET.encode(), b"Exif", b"xmp", b"GPS") if word in kept] == []


def test_a_webp_loses_its_place_too() -> None:
    kept = read_attached("a.webp", picture("WEBP", exif=exif(), xmp=SECRET.encode()), LIMITS)
    assert (SECRET.encode() in kept.content, b"EXIF" in kept.content) == (False, False)


def test_a_heic_becomes_a_jpeg_of_the_same_size() -> None:
    read = read_attached("IMG_0001.HEIC", HEIC, LIMITS)
    assert (read.name, read.media.code, opened(read.content).size) == (
        "IMG_0001.jpg",
        "jpeg",
        (64, 48),
    )


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (40, 20), "red"),
        (3, (40, 20), "blue"),
        (6, (20, 40), "red"),
        (8, (20, 40), "blue"),
    ],
)
def test_a_picture_is_kept_the_way_it_was_held(
    orientation: int, size: tuple[int, int], corner: str
) -> None:
    kept = opened(read_attached("a.jpg", photo(orientation), LIMITS).content).convert("RGB")
    red, _, blue = kept.getpixel((2, 2))
    assert (kept.size, "red" if red > blue else "blue") == (size, corner)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_keeps_its_frames_and_times(form: str) -> None:
    kept = opened(read_attached(f"a.{form.lower()}", moving(form), LIMITS).content)
    seen = []
    for frame in range(kept.n_frames):
        kept.seek(frame)
        red, green, blue = kept.convert("RGB").getpixel((5, 5))
        seen.append(("red", "green", "blue")[(red, green, blue).index(max(red, green, blue))])
    assert (seen, kept.n_frames) == (["red", "green", "blue"], 3)


def test_what_hides_behind_a_picture_is_gone() -> None:
    for form in ("GIF", "JPEG", "PNG"):
        read = read_attached("a", picture(form) + SCRIPT, LIMITS)
        assert b"<script>" not in read.content


def test_what_hides_in_a_gif_comment_is_gone() -> None:
    content = picture("GIF", comment=b"*/=1;" + SCRIPT)
    assert b"<script>" in content
    assert b"<script>" not in read_attached("a.gif", content, LIMITS).content


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    wide = picture("PNG", size=(8, 8)).replace(
        b"IHDR\0\0\0\x08\0\0\0\x08", b"IHDR\0\0\x4e\x20\0\0\x4e\x20"
    )
    assert refusal("a.png", wide)[:2] == "图片"
    assert "6400 万像素" in refusal("a.gif", gif_of(9_000, 9_000))


def gif_of(width: int, height: int) -> bytes:
    """A GIF that says it is this large."""
    size = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    content = bytearray(picture("GIF"))
    content[6:10] = size
    place = content.index(b",\0\0\0\0") + 5
    content[place : place + 4] = size
    return bytes(content)


def test_a_picture_has_a_small_one_for_lists() -> None:
    read = read_attached("a.png", picture("PNG", size=(2000, 1000)), LIMITS)
    assert (opened(read.small).size, opened(read.small).format) == ((240, 120), "JPEG")


def test_a_film_loses_the_place_of_filming_and_nothing_moves() -> None:
    kept = read_attached("a.mp4", film(), LIMITS).content
    assert (len(kept), kept.index(b"mdat")) == (len(film()), film().index(b"mdat"))
    assert (b"+43.1663" in kept, SECRET.encode() in kept) == (False, False)
    assert read_attached("a.mp4", kept, LIMITS).content == kept


def test_a_film_of_boxes_in_boxes_without_end_is_refused() -> None:
    content = b""
    for _ in range(200):
        content = (8 + len(content)).to_bytes(4, "big") + b"moov" + content
    head = b"\0\0\0\x10ftypisom\0\0\0\0"
    assert "已损坏" in refusal("a.mp4", head + content)


def test_the_same_picture_is_drawn_the_same_again() -> None:
    assert read_attached("a.jpg", photo(), LIMITS) == read_attached("a.jpg", photo(), LIMITS)


def test_sound_is_kept_byte_for_byte() -> None:
    assert read_attached("a.wav", wav(), LIMITS).content == wav()
