"""The office's manual as pages: its Markdown made into safe HTML, with an address per section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

FIRST = "README"
LINK = re.compile(r"^([\w-]+)\.md(#.*)?$")
AROUND = 40


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second rank with the plain words below it; its address is the heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manual."""

    name: str
    title: str
    html: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where words were found: chapter, section, and the words around."""

    chapter: Chapter
    section: Section
    around: str


def read_manual(folder: Path, address: str) -> dict[str, Chapter]:
    """Every chapter by name, the contents first; links to chapters lead below `address`."""
    files = sorted(folder.glob("*.md"), key=lambda file: (file.stem != FIRST, file.stem))
    return {file.stem: _chapter(file, address) for file in files}


def _chapter(file: Path, address: str) -> Chapter:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text("utf-8"))
    title = next((t.content for t in _after(tokens, "h1")), file.stem)
    _name_headings(tokens)
    for token in tokens:
        _lead_links(token.children or [], address)
        _join_lines(token.children or [])
    return Chapter(
        file.stem,
        title,
        markdown.renderer.render(tokens, markdown.options, {}),
        tuple(_sections(tokens)),
    )


def _after(tokens: Sequence[Token], tag: str) -> Iterator[Token]:
    """The words of each heading of a rank."""
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == tag:
            yield words


def _name_headings(tokens: Sequence[Token]) -> None:
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag != "h1":
            heading.attrSet("id", words.content)


def _lead_links(tokens: Sequence[Token], address: str) -> None:
    """Links to chapters stay in the site; those to other files of the project lead nowhere."""
    for token in tokens:
        if token.type != "link_open":
            continue
        target = str(token.attrGet("href") or "")
        chapter = LINK.match(target)
        if chapter:
            token.attrSet("href", f"{address}/{chapter[1]}{chapter[2] or ''}")
        elif not target.startswith(("#", "http://", "https://")):
            del token.attrs["href"]


def _join_lines(tokens: Sequence[Token]) -> None:
    """A line that ends in Chinese goes on without the space that a browser puts at its end."""
    for before, end in pairwise(tokens):
        if end.type == "softbreak" and not before.content[-1:].isascii():
            end.type, end.content = "text", ""


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    title = ""
    words: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            if title:
                yield Section(title, " ".join(words))
            title, words = tokens[place + 1].content, []
        elif token.type == "inline" and title and tokens[place - 1].type != "heading_open":
            words.append("".join(each.content for each in token.children or []))
    if title:
        yield Section(title, " ".join(words))


def search_manual(chapters: Sequence[Chapter], words: str, most: int = 30) -> list[Found]:
    """The sections that hold all of these words, those that are headed by them first."""
    wanted = words.casefold().split()
    found = [
        Found(chapter, section, _around(section.text, wanted[0]))
        for chapter in chapters
        for section in chapter.sections
        if all(word in f"{section.title} {section.text}".casefold() for word in wanted)
    ]
    found.sort(key=lambda each: not any(word in each.section.title.casefold() for word in wanted))
    return found[:most]


def _around(text: str, word: str) -> str:
    at = max(text.casefold().find(word), 0)
    start = max(at - AROUND, 0)
    return f"{'…' if start else ''}{text[start : at + AROUND * 2]}…"
