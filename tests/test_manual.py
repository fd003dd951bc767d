"""The office's manual: a chapter for every role, with every move that the role may make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hotline.rules.city import RoleRow
from hotline.rules.life import MOVES
from hotline.steps.setup.load_city import read_folder

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs/manual"
CONTENTS = (MANUAL / "README.md").read_text("utf-8")
ROLES = read_folder(ROOT / "cities/siping").roles
SECTION = re.compile(r"\]\(([\w-]*(?:\.md)?)#([^)]+)\)")


def chapter_of(role: RoleRow) -> Path:
    """The file of a role's chapter, named as the role is."""
    return MANUAL / f"{role.code.replace('_', '-')}.md"


def test_the_chapters_are_those_of_the_roles_and_the_language_of_forms() -> None:
    others = {MANUAL / f"{name}.md" for name in ("README", "bulletin-forms", "exchange")}
    assert set(MANUAL.glob("*.md")) == {*others, *map(chapter_of, ROLES)}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_chapter_is_headed_by_its_role_and_linked_from_the_contents(role: RoleRow) -> None:
    chapter = chapter_of(role)
    assert chapter.read_text("utf-8").splitlines()[0] == f"# {role.name}"
    assert f"[{role.name}]({chapter.name})" in CONTENTS


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_chapter_tells_every_move_that_its_role_may_make(role: RoleRow) -> None:
    text = chapter_of(role).read_text("utf-8")
    told = [move.name for move in MOVES.values() if move.permit in role.permits]
    assert [name for name in told if name not in text] == []


@pytest.mark.parametrize("document", ["README.md", "docs/map.md"])
def test_the_manual_is_linked_from_the_front(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    assert "manual/README.md)" in text


@pytest.mark.parametrize("chapter", sorted(MANUAL.glob("*.md")), ids=lambda path: path.stem)
def test_links_to_a_section_lead_to_a_heading(chapter: Path) -> None:
    links = SECTION.findall(chapter.read_text("utf-8"))
    missing = [
        (file, heading)
        for file, heading in links
        if f"\n## {heading}\n" not in (MANUAL / (file or chapter.name)).read_text("utf-8")
    ]
    assert missing == []
