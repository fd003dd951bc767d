"""The front-end files: an explicit few, without source maps, and a sheet of icons."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders

from hotline.site.assets import (
    FILES,
    ICON_DIRECTORY,
    ICONS,
    AssetsMissingError,
    ensure_assets,
)
from hotline.site.environment import ROOT

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = (
    '<svg\n  xmlns="http://www.w3.org/2000/svg"\n  width="24">\n  <path d="M5 4h4" />\n</svg>\n'
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose node_modules holds what the real packages would."""
    modules = tmp_path / "node_modules"
    for source in FILES.values():
        _write(modules / source, f"content of {source}\n/*# sourceMappingURL=x.map */")
    for name in ICONS:
        _write(modules / ICON_DIRECTORY / f"{name}.svg", DRAWING)
    _write(modules / "jssip/package.json", '{"main": "index.js"}')
    _write(modules / "jssip/index.js", "module.exports = 1;")
    _write(tmp_path / "package-lock.json", "{}")
    return tmp_path


def _write(path: Path, text: str) -> None:
    """A file with the directories above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_exactly_the_listed_files_are_served(project: Path) -> None:
    target = project / "assets"
    assert ensure_assets(project, target) is True
    files = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert files == {*FILES, "jssip/jssip.js", "icons.svg", ".stamp"}


def test_source_maps_are_not_named(project: Path) -> None:
    ensure_assets(project, project / "assets")
    text = (project / "assets" / "tabler" / "tabler.min.css").read_text("utf-8")
    assert text == "content of @tabler/core/dist/css/tabler.min.css\n"


def test_every_icon_has_a_symbol_of_its_name(project: Path) -> None:
    ensure_assets(project, project / "assets")
    sheet = ElementTree.parse(project / "assets" / "icons.svg").getroot()  # noqa: S314 - our own
    symbols = sheet.findall(f"{SVG}symbol")
    assert [symbol.get("id") for symbol in symbols] == [f"i-{name}" for name in ICONS]
    assert all(symbol.find(f"{SVG}path") is not None for symbol in symbols)


def test_nothing_is_done_twice_until_the_lock_file_changes(project: Path) -> None:
    target = project / "assets"
    ensure_assets(project, target)
    assert ensure_assets(project, target) is False
    (project / "package-lock.json").write_text('{"changed": true}', "utf-8")
    assert ensure_assets(project, target) is True


def test_missing_packages_are_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text("{}", "utf-8")
    with pytest.raises(AssetsMissingError, match="npm ci"):
        ensure_assets(tmp_path, tmp_path / "assets")


STATIC = re.compile(r"\{% static '([^']+)' %\}")
MADE = {"jssip/jssip.js", "icons.svg"}


def test_every_file_that_a_page_names_is_served() -> None:
    named = {
        name
        for path in (ROOT / "src").rglob("*.html")
        for name in STATIC.findall(path.read_text("utf-8"))
    }
    vendor = {name.removeprefix("vendor/") for name in named if name.startswith("vendor/")}
    assert vendor - {*FILES, *MADE} == set()
    own = {name for name in named if not name.startswith("vendor/")}
    assert {name for name in own if finders.find(name) is None} == set()
