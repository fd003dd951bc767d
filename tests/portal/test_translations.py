"""Every string of the citizens' site is translated, and no translation is of a string long gone."""

from __future__ import annotations

import ast
import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest

from hotline.site.environment import ROOT
from hotline.site.translations import BadCatalogueError, catalogue_of, compiled, messages_of, packed

PORTAL = ROOT / "src" / "hotline" / "portal"
ENGLISH = PORTAL / "locale" / "en"
CALLS = {"_", "gettext", "gettext_lazy"}
IN_TAG = re.compile(r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
IN_FILTER = re.compile(r"""\b_\("([^"]*)"\)""")
IN_BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
FILLED = re.compile(r"%\((\w+)\)s")


def _in_templates() -> set[str]:
    found: set[str] = set()
    for path in (PORTAL / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        found |= {one or other for one, other in IN_TAG.findall(text)}
        found |= set(IN_FILTER.findall(text))
        found |= {VARIABLE.sub(r"%(\1)s", each) for each in IN_BLOCK.findall(text)}
    return found


def _in_code() -> set[str]:
    found: set[str] = set()
    for path in PORTAL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in CALLS and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def test_every_string_is_translated_and_none_is_stale() -> None:
    said, known = _in_templates() | _in_code(), set(catalogue_of(ENGLISH))
    assert (sorted(said - known), sorted(known - said)) == ([], [])


def test_a_translation_fills_in_what_its_original_does() -> None:
    differing = [
        message
        for message, words in catalogue_of(ENGLISH).items()
        if not words.strip() or set(FILLED.findall(message)) != set(FILLED.findall(words))
    ]
    assert differing == []


def test_what_is_packed_is_what_gettext_reads() -> None:
    read = gettext.GNUTranslations(BytesIO(packed({"甲": "one", "乙\n丙": "two — “2”"})))
    assert [read.gettext(each) for each in ("甲", "乙\n丙", "丁")] == ["one", "two — “2”", "丁"]


def test_a_catalogue_is_written_only_where_it_changed(tmp_path: Path) -> None:
    made = compiled(PORTAL / "locale", tmp_path) / "en" / "LC_MESSAGES" / "django.mo"
    first = made.stat().st_ino
    compiled(PORTAL / "locale", tmp_path)
    assert made.stat().st_ino == first


@pytest.mark.parametrize("text", ['msgid "甲\nmsgstr "x"', "fuzzy", 'msgid 甲\nmsgstr "x"\n'])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "piece.po"
    path.write_text(text, "utf-8")
    with pytest.raises(BadCatalogueError, match=r"piece\.po"):
        messages_of(path)
