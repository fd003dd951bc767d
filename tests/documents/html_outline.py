"""HTML read back as the elements it opens and the text they hold."""

from __future__ import annotations

from html.parser import HTMLParser


class Outline(HTMLParser):
    """Elements in the order they open, attributes, and the text they hold."""

    VOID = frozenset({"meta"})

    def __init__(self, html):
        super().__init__()
        self.opened, self.texts, self._path = [], [], []
        self.feed(html)
        self.close()
        assert self._path == []

    def handle_starttag(self, tag, attrs):
        self.opened.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._path.append(tag)

    def handle_endtag(self, tag):
        assert self._path.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self._path[-1], data))

    def tags(self):
        return [tag for tag, _ in self.opened]

    def attributes(self, wanted):
        return [attributes for tag, attributes in self.opened if tag == wanted]

    def text_of(self, wanted):
        return [text for tag, text in self.texts if tag == wanted]
