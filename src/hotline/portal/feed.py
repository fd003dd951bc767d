"""The published bulletins as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from django.urls import reverse

from hotline.records.models import Bulletin

ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 50


def atom(title: str, absolute: Callable[[str], str], rows: Iterable[Bulletin]) -> bytes:
    """The newest bulletins, each with the day it was published and the digest of its page."""
    listed = list(rows)[:LONGEST]
    root = Xml.Element("feed", xmlns=ATOM)
    _line(root, "title", title)
    _line(root, "id", absolute(reverse("portal:bulletins")))
    _link(root, absolute(reverse("portal:bulletins_atom")), "self")
    times = [row.published_at for row in listed if row.published_at is not None]
    _line(root, "updated", _stamp(max(times, default=datetime(2000, 1, 1, tzinfo=UTC))))
    author = Xml.SubElement(root, "author")
    _line(author, "name", title)
    for row in listed:
        _entry(root, row, absolute(reverse("portal:bulletin", args=(row.at,))))
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: Xml.Element, row: Bulletin, address: str) -> None:
    entry = Xml.SubElement(root, "entry")
    corrected = "（更正）" if row.edition > 1 else ""
    _line(entry, "title", f"{row.name}通报{corrected}")
    _line(entry, "id", f"urn:uuid:{row.pk}")
    _link(entry, address, "alternate")
    if row.published_at is not None:
        _line(entry, "updated", _stamp(row.published_at))
    _line(entry, "summary", f"SM3 {row.digest}")


def _line(parent: Xml.Element, tag: str, text: str) -> None:
    Xml.SubElement(parent, tag).text = text


def _link(parent: Xml.Element, address: str, kind: str) -> None:
    Xml.SubElement(parent, "link", href=address, rel=kind)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
