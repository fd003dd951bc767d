"""An HTML letter as plain text: what its reader would see, and nothing that is fetched or run.

Links are followed by where they lead, for they may lead elsewhere than they say. Pictures inside
the letter leave a mark where they stand; those elsewhere on the net are never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

LONGEST = 2_000_000
LONGEST_LINK = 300
_UNSEEN = frozenset(
    (*("script", "style", "head", "title", "template", "noscript", "object", "embed", "applet"),
     *("svg", "math", "select", "textarea"))
)  # fmt: skip
_BLOCKS = frozenset(
    (*("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl"),
     *("dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
     *("li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"))
)  # fmt: skip
_VOID = frozenset(
    (*("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
     *("track", "wbr"))
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)
# Where programs begin the letter that is answered, though they do not call it a quotation.
_QUOTING = re.compile(
    r"gmail_quote|divRplyFwdMsg|isReplyContent|qmQuote|yahoo_quoted|moz-cite", re.I
)
_BLANKS = re.compile(r"[ \t\u00a0\u3000\u200b\ufeff]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass
class _Seen:
    """Hears the parser, and keeps what a reader would see."""

    done: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    quotations: list[str] = field(default_factory=list)

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if tag in _VOID:
            self._void(tag, given)
            return
        if self.hidden or tag in _UNSEEN or _HIDDEN.search(given.get("style", "")):
            self.hidden.append(tag)
            return
        mark = f"{given.get('class', '')} {given.get('id', '')}"
        if tag == "blockquote" or _QUOTING.search(mark):
            self.quotations.append(tag)
            self.done.append("\n\x01\n")
        elif tag in _BLOCKS:
            self.done.append("\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self.done.append("\t")
        elif tag == "a":
            self.links.append((given.get("href", ""), len(self.done)))

    def _void(self, tag: str, given: Mapping[str, str]) -> None:
        if self.hidden:
            return
        if tag in ("br", "hr"):
            self.done.append("\n")
        elif tag == "img":
            source = given.get("src", "").strip()
            if source.lower().startswith("cid:"):
                self.pictures.append(source[4:].strip("<>"))
                self.done.append(f"〔图{len(self.pictures)}〕")

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _VOID:
            return
        if self.hidden:
            self.hidden.pop()
            return
        if tag == "a" and self.links:
            self._link(*self.links.pop())
        if self.quotations and self.quotations[-1] == tag and tag == "blockquote":
            self.quotations.pop()
            self.done.append("\n\x02\n")
        elif tag in _BLOCKS:
            self.done.append("\n")

    def _link(self, where: str, since: int) -> None:
        said = "".join(self.done[since:]).strip()
        if where.lower().startswith(("http://", "https://")) and where.rstrip("/") not in said:
            self.done.append(f"（{where[:LONGEST_LINK]}）")

    def data(self, text: str) -> None:
        """Words between elements."""
        if not self.hidden:
            self.done.append(text.replace("\x01", "").replace("\x02", "").replace("\n", " "))

    def comment(self, text: str) -> None:
        """Not seen."""

    def close(self) -> str:
        """All of it."""
        return "".join(self.done)


@dataclass(frozen=True, slots=True)
class Page:
    """The words of an HTML letter, what it quotes, and its pictures by their cid, in order."""

    text: str
    pictures: tuple[str, ...]


def page_of(html: str) -> Page:
    """What a reader would see; quoted lines begin with “> ”."""
    seen = _Seen()
    parser = etree.HTMLParser(target=seen, no_network=True, remove_comments=True, recover=True)
    try:
        parser.feed(html[:LONGEST].replace("\0", ""))
        whole = parser.close()
    except (etree.LxmlError, AssertionError):
        whole = seen.close()
    return Page(_lines(whole), tuple(seen.pictures))


def _lines(text: str) -> str:
    """Blanks made one, quoted lines marked."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        if line == "\x01":
            depth += 1
        elif line == "\x02":
            depth = max(depth - 1, 0)
        else:
            said = _BLANKS.sub(" ", line).strip()
            lines.append(f"> {said}" if depth and said else said)
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
