"""The guide for authors of clients says what the API does: its verbs, fields, examples, errors."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from hotline.api.calls import NewEvent
from hotline.api.cases import Search
from hotline.api.move_bodies import BODIES, MOST_CASES, many, single
from hotline.api.new_case import NewCase
from hotline.api.problems import TITLES
from hotline.rules.life import MOVES
from hotline.site.environment import ROOT
from hotline.steps.in_bulk import BULK_VERBS

GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| (.*?) ?\|$", re.MULTILINE)
SENT = re.compile(r"\$HOTLINE/(\S+) \\\n\s+-d '(.+?)'|\$HOTLINE/(\S+) -d '(.+?)'")
STATUS = re.compile(r"^\| (\d{3}) \|", re.MULTILINE)


def fields(verb: str) -> str:
    """The fields of a verb as the guide writes them, a star at those that must be given."""
    listed = BODIES[verb].model_fields.items()
    return ", ".join(f"`{name}`{'*' if row.is_required() else ''}" for name, row in listed)


def examples() -> list[tuple[str, Any]]:
    """The bodies that the guide sends, with where they go."""
    return [(a or c, json.loads(b or d)) for a, b, c, d in SENT.findall(GUIDE)]


def test_the_guide_lists_every_verb_with_its_fields() -> None:
    written = [(verb, name, told.strip()) for verb, name, told in ROW.findall(GUIDE)]
    assert written == [(verb, MOVES[verb].name, fields(verb)) for verb in BODIES]


def test_the_guide_names_the_bulk_verbs_and_their_limit() -> None:
    named = ", ".join(f"`{verb}`" for verb in BULK_VERBS)
    assert f"for {named}: the same facts for up to {MOST_CASES} cases" in GUIDE


@pytest.mark.parametrize(("path", "body"), examples(), ids=lambda value: str(value)[:40])
def test_an_example_can_be_sent_as_it_stands(path: str, body: Any) -> None:
    *above, verb = path.split("/")
    shapes = {"cases": NewCase, "calls/events": NewEvent, "cases/search": Search}
    shape: Any = shapes.get(path)
    if shape is None:
        shape = many(BODIES[verb]) if above[-1] == "bulk" else single(BODIES[verb])
    sent = shape.model_validate(body).model_dump(mode="json", exclude_unset=True)
    assert sent.keys() == body.keys()


def test_the_guide_has_an_example_of_every_kind() -> None:
    assert [path.split("/")[-1] for path, _ in examples()] == [
        "cases",
        "search",
        "dispatch",
        "sign",
        "close",
        "events",
    ]


def test_the_guide_tells_every_status_of_a_problem() -> None:
    assert {int(status) for status in STATUS.findall(GUIDE)} == TITLES.keys() - {405, 500}
