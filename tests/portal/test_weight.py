"""How heavy the citizens' pages are: bytes of a first visit, before anything is compressed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import City, make_channel
from tests.reading import Node, read

MOST = 100 * 1024
STATIC = "/static/"


def _loaded(page: Node) -> set[str]:
    """The files that a page names."""
    named = {link.attrs["href"] for link in page.all("link")}
    named |= {each.attrs["src"] for tag in ("script", "img") for each in page.all(tag)}
    named |= {form.attrs["data-worker"] for form in page.all("form") if "data-worker" in form.attrs}
    return {name for name in named if name.startswith(STATIC)}


def _size(name: str) -> int:
    found = finders.find(name.removeprefix(STATIC))
    assert isinstance(found, str), name
    return Path(found).stat().st_size


@pytest.mark.parametrize("address", ["/", "/file", "/progress", "/bulletins", "/mine"])
def test_a_first_visit_is_light(city: City, address: str) -> None:
    make_channel("web", "市民网站", "web", order=9)
    answer = Client().get(address)
    loaded = _loaded(read(answer))
    assert {name for name in loaded if "vendor" in name} == set()
    assert len(answer.content) + sum(map(_size, loaded)) <= MOST
