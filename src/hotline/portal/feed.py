"""What is published as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from django.urls import reverse

from hotline.records.models import Bulletin

ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was published: its lasting name, title, address, moment and summary."""

    name: str
    title: str
    address: str
    at: datetime | None
    summary: str


def atom(title: str, absolute: Callable[[str], str], rows: Iterable[Bulletin]) -> bytes:
    """The newest bulletins, each with the day it was published and the digest of its page."""
    entries = [
        Entry(
            f"urn:uuid:{row.pk}",
            f"{row.name}通报{'（更正）' if row.edition > 1 else ''}",
            absolute(reverse("portal:bulletin", args=(row.at,))),
            row.published_at,
            f"SM3 {row.digest}",
        )
        for row in list(rows)[:LONGEST]
    ]
    whole = absolute(reverse("portal:bulletins"))
    return feed_of(title, whole, absolute(reverse("portal:bulletins_atom")), entries)


def feed_of(title: str, whole: str, own: str, entries: Iterable[Entry]) -> bytes:
    """A feed: `whole` is the page that lists everything, `own` the feed's address."""
    listed = list(entries)
    root = Xml.Element("feed", xmlns=ATOM)
    _line(root, "title", title)
    _line(root, "id", whole)
    _link(root, own, "self")
    times = [entry.at for entry in listed if entry.at is not None]
    _line(root, "updated", _stamp(max(times, default=datetime(2000, 1, 1, tzinfo=UTC))))
    author = Xml.SubElement(root, "author")
    _line(author, "name", title)
    for entry in listed:
        _entry(root, entry)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: Xml.Element, row: Entry) -> None:
    entry = Xml.SubElement(root, "entry")
    _line(entry, "title", row.title)
    _line(entry, "id", row.name)
    _link(entry, row.address, "alternate")
    if row.at is not None:
        _line(entry, "updated", _stamp(row.at))
    _line(entry, "summary", row.summary)


def _line(parent: Xml.Element, tag: str, text: str) -> None:
    Xml.SubElement(parent, tag).text = text


def _link(parent: Xml.Element, address: str, kind: str) -> None:
    Xml.SubElement(parent, "link", href=address, rel=kind)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
