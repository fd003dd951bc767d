"""Answers as JSON and as XML, from the same values; XML is only written here, never read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse, JsonResponse

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# What XML 1.0 cannot hold, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Value = str | int | float | bool | None | Mapping[str, "Value"] | Sequence["Value"]


class Wrong(Exception):
    """The caller asked for what cannot be; `code` is the status that it is answered with."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def answer(value: Value, form: str, names: tuple[str, ...], status: int = 200) -> HttpResponse:
    """A value as JSON or XML; `names` are the elements that XML puts around it and its items."""
    if form == "json":
        return JsonResponse(
            value,
            safe=False,
            status=status,
            content_type=FORMATS["json"],
            json_dumps_params={"ensure_ascii": False},
        )
    root = Element(names[0])
    _fill(root, value, names[1:])
    text = tostring(root, encoding="UTF-8", xml_declaration=True)
    return HttpResponse(text, status=status, content_type=FORMATS["xml"])


def refusal(wrong: Wrong, form: str) -> HttpResponse:
    """What went wrong, as the specification wants it told."""
    said: Value = [{"code": wrong.code, "description": wrong.description}]
    return answer(said, form, ("errors", "error"), status=wrong.code)


# The element around one item of a list that stands under this name.
ITEMS = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


def _fill(element: Element, value: Value, names: tuple[str, ...] = ()) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _fill(SubElement(element, name), inner, (ITEMS[name],) if name in ITEMS else ())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            _fill(SubElement(element, names[0] if names else "item"), inner)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NOT_XML.sub("", str(value))
