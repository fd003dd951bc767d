"""Blanks that nobody filled, and what Word left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hotline.rules.proofreading.findings import Finding, Place
from hotline.rules.proofreading.reading import Read
from hotline.rules.proofreading.text import DocumentText

_UNIT = r"(?:件|个|次|条|起|宗|人|户|%|个?百分点|年|月|日|号)"
_BLANK = re.compile(
    rf"_{{2,}}|(?:[Xx×*○〇□]{{1,6}})(?={_UNIT})|□+"
    rf"|(?<=[一-鿿共为计占])[ ]{{2,}}(?={_UNIT}(?![一-鿿]{{0,1}}人))"
    r"|\{[^{}\n]{0,40}\}|\{\{[^\n]{0,40}?\}\}|【[ ]*】|\([ ]+\)|\[[ ]*\]|〔[ ]*〕"
    r"|待补充|待填写?|待定稿|TODO|TBD|#REF!|#VALUE!|#DIV/0!|#N/A|错误!未找到引用源"
)
_MASKED = re.compile(r"[Xx×*]{1,3}(?:年|月|日|号)(?:公交|线|院)")
LEFTOVERS = {
    "bookmark": "文件中残留了 Word 书签，发布前请删去。",
    "revision": "文件中还有没有接受的修订，发布前请接受或拒绝。",
    "comment": "文件中还有批注，发布前请删去。",
    "hidden": "文件中有隐藏文字，发布前请删去。",
}


def check_blanks(read: Read) -> Iterator[Finding]:
    """Places that were to be filled."""
    for match in _BLANK.finditer(read.text):
        if not _MASKED.match(read.text, match.start()):
            written = match.group().strip() or "（空格）"
            yield Finding(
                "blank", read.at(*match.span()), written, "", "", "此处没有填写，请补上。"
            )


def check_leftovers(text: DocumentText, reads: Sequence[Read]) -> Iterator[Finding]:
    """Bookmarks, tracked changes and notes that a published file should not carry."""
    known = {read.block for read in reads}
    for leftover in text.leftovers:
        block = leftover.block if leftover.block in known else max(known, default=0)
        kind = "bookmark" if leftover.kind == "bookmark" else "revision"
        yield Finding(
            kind,
            Place(block, source=text.name),
            leftover.text,
            "",
            "",
            LEFTOVERS[leftover.kind],
            "notice",
        )
