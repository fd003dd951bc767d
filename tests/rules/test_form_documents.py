"""Every example of the form language in the documents can be used as it stands there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hotline.rules.form_trial import try_form
from hotline.rules.forms import read_form
from hotline.rules.forms.parts import BROKEN_DOWN
from hotline.rules.forms.reading import BLOCKS, PARTS
from hotline.rules.forms.shapes import BY, TallyForm
from tests.rules.tingzhou import REGISTER

DOCS = Path(__file__).resolve().parents[2] / "docs"
MANUAL = (DOCS / "manual/bulletin-forms.md").read_text("utf-8")
TEXTS = {"manual": MANUAL, "forms": (DOCS / "forms.md").read_text("utf-8")}
EXAMPLE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(found, id=f"{name}-{number}")
    for name, text in TEXTS.items()
    for number, found in enumerate(EXAMPLE.findall(text), 1)
]
BASE: dict[str, Any] = {
    "code": "example",
    "name": "例子",
    "valid_from": "2024-04-01",
    "title": "例子",
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_form_that_can_be_used(example: str) -> None:
    given = tomllib.loads(example)
    tallies = {"total": {"label": "受理"}, **given.get("tally", {})}
    page = try_form(read_form({**BASE, **given, "tally": tallies}), REGISTER)
    assert page.blocks


@pytest.mark.parametrize("word", [*PARTS, *BLOCKS, *BY, *BROKEN_DOWN, *TallyForm.__slots__])
def test_the_manual_tells_every_word_of_the_language(word: str) -> None:
    assert re.search(rf"\b{word}\b", MANUAL)
