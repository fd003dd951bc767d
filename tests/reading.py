"""Reading a page in tests the way a browser does: elements, labels, and what a form would send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass(eq=False)
class Node:
    """An element with what is inside."""

    tag: str
    attrs: dict[str, str]
    parent: Node | None = None
    inside: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all inside it, in the order of the page."""
        yield self
        for child in self.inside:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, tag: str = "", **attrs: str) -> list[Node]:
        """Elements inside of this tag with these attributes (`class_` asks for one class)."""
        return [node for node in self.walk() if node is not self and _fits(node, tag, attrs)]

    def one(self, tag: str = "", **attrs: str) -> Node:
        """The only such element."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, (tag, attrs, len(found))
        return found[0]

    def has(self, tag: str = "", **attrs: str) -> bool:
        """Whether there is such an element."""
        return bool(self.all(tag, **attrs))

    @property
    def text(self) -> str:
        """The words inside, as read aloud."""
        parts = [child if isinstance(child, str) else child.text for child in self.inside]
        return " ".join("".join(parts).split())

    @property
    def raw(self) -> str:
        """The characters inside, as typed."""
        return "".join(child if isinstance(child, str) else child.raw for child in self.inside)

    def sends(self) -> dict[str, str]:
        """What a browser would send of this form if its button were pressed now."""
        given: dict[str, str] = {}
        for node in self.walk():
            name, kind = node.attrs.get("name", ""), node.attrs.get("type", "text")
            if not name or node.tag in ("button", "details"):
                continue
            if node.tag == "textarea":
                given[name] = node.raw.removeprefix("\n")
            elif node.tag == "select":
                chosen = [o for o in node.all("option") if "selected" in o.attrs]
                given[name] = (chosen or node.all("option"))[0].attrs.get("value", "")
            elif kind not in ("radio", "checkbox") or "checked" in node.attrs:
                given[name] = node.attrs.get("value", "on" if kind == "checkbox" else "")
        return given


class _Builder(HTMLParser):
    """Builds the tree of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at: Node | None = self.at
        while at is not None and at.tag != tag:
            at = at.parent
        assert at is not None, f"</{tag}> closes nothing"
        assert at is self.at, f"</{tag}> closes <{self.at.tag}>"
        self.at = at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


def read(answer: HttpResponse | str) -> Node:
    """The page in an answer; elements that are not closed in order are a fault."""
    builder = _Builder()
    builder.feed(answer if isinstance(answer, str) else answer.content.decode())
    builder.close()
    assert builder.at is builder.root, f"<{builder.at.tag}> is never closed"
    return builder.root


def form_to(page: Node, address: str) -> Node:
    """The form that is sent to an address ending so."""
    found = [form for form in page.all("form") if form.attrs.get("action", "").endswith(address)]
    assert len(found) == 1, (address, [form.attrs.get("action") for form in page.all("form")])
    return found[0]


def press(client: Client, page: Node, address: str, **typed: Any) -> HttpResponse:
    """Fill in a form of the page and send it; everything else goes as it stands there."""
    form = form_to(page, address)
    filled = {**form.sends(), **typed}
    return client.post(form.attrs["action"], {k: v for k, v in filled.items() if v is not None})


def label_of(page: Node, control: Node) -> str:
    """The words that name a control to somebody who does not see it."""
    if "aria-label" in control.attrs:
        return control.attrs["aria-label"]
    named = page.all("label", **{"for": control.attrs.get("id", "-")})
    return " ".join(node.text for node in named)


def _fits(node: Node, tag: str, attrs: dict[str, str]) -> bool:
    if tag and node.tag != tag:
        return False
    for name, value in attrs.items():
        if name == "class_":
            if value not in node.attrs.get("class", "").split():
                return False
        elif node.attrs.get(name.replace("_", "-")) != value:
            return False
    return True
