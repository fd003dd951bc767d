"""Published texts from strangers: what is whole is read, what is hostile is refused in words."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from hotline.documents import document_child, published
from hotline.documents.published import read_pasted, read_published
from hotline.documents.raw_records import UnreadableFile
from hotline.rules.proofreading import Leftover, TextTable

TITLE = "3月份云亭热线办理情况"
CELLS = (("部门", "件数", "办结"), ("市水务局", "26", "25"))
WORD = "word/document.xml"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
MEGABYTE = 1024 * 1024
# A small parent of its own: a child's memory begins with that of whoever started it.
MEASURE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", sys.argv[1]], stdin=open(sys.argv[2], "rb"))
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def word_file() -> bytes:
    """A Word file with a title, a bookmark that Word left, and a table."""
    document = Document()
    paragraph = document.add_paragraph(TITLE)
    bookmark = OxmlElement("w:bookmarkStart")
    bookmark.set(qn("w:id"), "0")
    bookmark.set(qn("w:name"), "_GoBack")
    paragraph._p.append(bookmark)
    table = document.add_table(len(CELLS), len(CELLS[0]))
    for row, cells in enumerate(CELLS):
        for column, words in enumerate(cells):
            table.rows[row].cells[column].text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def ole(name: str) -> bytes:
    """An old container with one stream of this name."""
    entry = (name.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
    entry += struct.pack("<H", 2 * len(name) + 2)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(128, b"\0")


def refused(content: bytes) -> str:
    """What is said to whoever hands this in."""
    with pytest.raises(UnreadableFile) as refusal:
        read_published(io.BytesIO(content), "通报.docx")
    return str(refusal.value)


def test_a_word_file_is_read_with_its_table_and_its_leftover() -> None:
    text = read_published(io.BytesIO(word_file()), "三月.docx")
    assert text.blocks == (TITLE, TextTable(CELLS))
    assert (text.leftovers, text.name) == ((Leftover("bookmark", "_GoBack", 0),), "三月.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_plain_text_is_read_in_its_encoding(encoding: str) -> None:
    text = read_published(io.BytesIO(f"{TITLE}\r\n共受理26件。".encode(encoding)))
    assert text.blocks == (TITLE, "共受理26件。")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7 ", "这是 PDF 文件"),
        (b"{\\rtf1", "这是 RTF 文件"),
        (ole("EncryptedPackage"), "文件有打开密码"),
        (ole("WordDocument"), "这是旧版 Word"),
        (b"PK\x03\x04 not a zip", "不是可以打开的 Word 文件"),
        (word_file()[:3000], "不是可以打开的 Word 文件"),
        (zipped({"xl/workbook.xml": b"<w/>"}), "这不是 Word 文件"),
        (zipped({WORD: b"<w:p>"}), "不是可以打开的 Word 文件"),
        (zipped({WORD: ENTITY}), "文件里有外部文件的声明"),
        (zipped({WORD: b"<w>" * 5000}), "不是可以打开的 Word 文件"),
        (zipped({WORD: b"<w/>"}), "文件里没有文字"),
        (b"\x00\x01\x02\x03", "认不出文件的文字编码"),
        ("字".encode() * 20_001, "文字太多"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, said: str) -> None:
    assert refused(content).startswith(said)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for head in (b"PK\x03\x04", b"text"):
        huge = tmp_path / "huge"
        with huge.open("wb") as stream:
            stream.write(head)
            stream.truncate(100 * MEGABYTE)
        with huge.open("rb") as stream, pytest.raises(UnreadableFile, match="文件太大"):
            read_published(stream)


@pytest.mark.parametrize(
    "piece", [b"0" * 1000, b"</w:t></w:r></w:p><w:p><w:r><w:t>0"], ids=["one long text", "many"]
)
def test_a_bomb_takes_no_more_memory_than_its_reader_is_allowed(
    piece: bytes, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(WORD, "w") as w:
        w.write(b'<w:body xmlns:w="w"><w:p><w:r><w:t>')
        for _ in range(300):
            w.write(piece * (MEGABYTE // len(piece)))
        w.write(b"</w:t></w:r></w:p></w:body>")
    assert refused(bomb.read_bytes()).startswith("文件展开后太大")
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MEASURE, document_child.__file__, str(bomb)],
        capture_output=True,
        check=True,
    )
    status, used = map(int, done.stdout.split())
    assert (status, used * 1024 < 512 * MEGABYTE) == (document_child.TOO_LARGE, True)


def test_a_reader_that_was_killed_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "run_child", lambda *_, **__: -9)
    assert refused(word_file()).startswith("文件展开后太大")


def test_nothing_pasted_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="文件是空的"):
        read_pasted(" \n")
