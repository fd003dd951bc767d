"""Reading a published text (.docx or .txt) that anybody may hand in, for the proofreader.

A Word file is opened by a child process with limits; plain text is UTF-8, UTF-16 with its mark, or
GB18030. What cannot be read is refused with a sentence that says what to do.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from typing import BinaryIO

from hotline.documents import document_child
from hotline.documents.csv_bytes import BOMS
from hotline.documents.office_files import kind_of_ole
from hotline.documents.raw_records import UnreadableFile
from hotline.documents.reading_child import run_child
from hotline.documents.unacceptable import Unacceptable
from hotline.rules.proofreading.plain_text import text_of
from hotline.rules.proofreading.text import Block, DocumentText, Leftover, TextTable

WORD_LIMIT = 20 * 1024 * 1024
TEXT_LIMIT = 2 * 1024 * 1024
LONGEST_TEXT = 300_000
LONGEST_PARAGRAPH = 20_000
WALL_SECONDS = 40
HEAD = 8

ZIP, OLE, PDF, RTF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf"
EMPTY = "文件是空的。请核对后重新选择文件。"
TOO_LARGE = "文件太大，不像一份通报。Word 文件不超过 20 MB，文本文件不超过 2 MB；请核对后重新选择。"
TOO_LONG = "文字太多（超过 30 万字，或有一段超过 2 万字），不像一份通报。请分成几份核对。"
BROKEN = "不是可以打开的 Word 文件，或者已损坏。请用 Word 另存为 .docx 后重试。"
LOCKED = "文件有打开密码。请去掉密码后重试。"
NO_TEXT = "文件里没有文字。扫描成图片的通报请先转成文字。"
FAULTS = {
    document_child.LOCKED: LOCKED,
    document_child.BROKEN: BROKEN,
    document_child.NO_WORD: "这不是 Word 文件（可能是表格或压缩包）。请选择 .docx 或 .txt 文件。",
    document_child.ENTITIES: "文件里有外部文件的声明，不能打开。请用 Word 另存为 .docx 后重试。",
}
TOO_MUCH = "文件展开后太大，不能打开。请用 Word 另存为 .docx 后重试。"
OLD_WORD = "这是旧版 Word（.doc）文件。请用 Word 打开后另存为 .docx，再重试。"
OTHERS = {
    PDF: "这是 PDF 文件，读不了表格。请选择 Word（.docx）或文本（.txt）文件，或粘贴文字。",
    RTF: "这是 RTF 文件。请用 Word 打开后另存为 .docx，再重试。",
}
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")


def read_published(stream: BinaryIO, name: str = "") -> DocumentText:
    """The paragraphs, tables and leftovers of a file; raises UnreadableFile."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    if not size:
        raise UnreadableFile(EMPTY)
    for mark, refusal in OTHERS.items():
        if head.startswith(mark):
            raise UnreadableFile(refusal)
    if size > (WORD_LIMIT if head.startswith((ZIP, OLE)) else TEXT_LIMIT):
        raise UnreadableFile(TOO_LARGE)
    if head.startswith(OLE):
        raise UnreadableFile(_old(stream.read()))
    if head.startswith(ZIP):
        return _refuse_long(_word(stream, name))
    return _refuse_long(text_of(_decoded(stream.read()), name))


def read_pasted(words: str) -> DocumentText:
    """The same of what somebody pasted; raises UnreadableFile."""
    if not words.strip():
        raise UnreadableFile(EMPTY)
    return _refuse_long(text_of(words))


def _refuse_long(text: DocumentText) -> DocumentText:
    """The text, unless it is empty or so long that checking it would hold up others."""
    lengths = [len(paragraph) for _, paragraph in text.paragraphs()]
    cells = [len(cell) for _, table in text.tables() for row in table.rows for cell in row]
    if not lengths and not cells:
        raise UnreadableFile(NO_TEXT)
    if sum(lengths) + sum(cells) + len(cells) > LONGEST_TEXT or (
        max([*lengths, *cells]) > LONGEST_PARAGRAPH
    ):
        raise UnreadableFile(TOO_LONG)
    return text


def _old(content: bytes) -> str:
    """Why a file in the old container is not read: locked, or an old .doc."""
    try:
        return OLD_WORD if kind_of_ole(content) in ("doc", "") else FAULTS[document_child.NO_WORD]
    except Unacceptable as refused:
        return LOCKED if "密码" in str(refused) else OLD_WORD


def _decoded(content: bytes) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _text(content[len(mark) :], encoding)
    for encoding in ("utf-8", "gb18030"):
        try:
            return _text(content, encoding)
        except UnreadableFile:
            continue
    raise UnreadableFile("认不出文件的文字编码，或它不是文字。请另存为 UTF-8 文本后重试。")


def _text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("文字编码有误。请另存为 UTF-8 文本后重试。") from error
    if _BINARY.search(text):
        raise UnreadableFile("这不是文字文件。请选择 .docx 或 .txt 文件。")
    return text


def _word(stream: BinaryIO, name: str) -> DocumentText:
    with tempfile.TemporaryFile() as output:
        status = run_child(document_child, stream, output, seconds=WALL_SECONDS, slow=TOO_MUCH)
        if status != document_child.DONE:
            raise UnreadableFile(FAULTS.get(status, TOO_MUCH))
        output.seek(0)
        data = json.load(output)
    blocks = [_block(block) for block in data["blocks"]]
    leftovers = tuple(Leftover(*leftover) for leftover in data["leftovers"])
    return DocumentText(tuple(blocks), leftovers, name)


def _block(block: str | list[list[str]]) -> Block:
    if isinstance(block, str):
        return block
    return TextTable(tuple(tuple(row) for row in block))
