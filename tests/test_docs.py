"""The documents say what the code does: the path, the words, the commands, the links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hotline.rules.life import MOVES, OPEN, STATUS_NAMES, Status
from hotline.site.program import COMMANDS
from hotline.site.written_docs import DOCUMENTS as WRITTEN
from hotline.site.written_docs import PARTS, rewritten
from tests.rules.test_permits import PATHS, TO_COME

ROOT = Path(__file__).resolve().parents[1]
PATH = (ROOT / "docs/path-of-a-case.md").read_text("utf-8")
WORDS = (ROOT / "docs/words.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
ARROW = re.compile(r"^  (\w+|\[\*\]) --> (\w+): (\w+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)\)")


def drawn() -> set[tuple[str, str, str]]:
    """The arrows of the diagram: source, target, verb."""
    return set(ARROW.findall(PATH))


def test_the_diagram_draws_every_change_of_status_but_withdrawing_and_no_other() -> None:
    moves = {
        (source.value, target.value, move.verb)
        for move in MOVES.values()
        for source in move.sources
        for target in move.targets
        if move.verb != "withdraw"
    }
    assert drawn() == moves | {("[*]", "registered", "register")}
    assert MOVES["withdraw"].sources == OPEN


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.name)
def test_what_is_written_from_the_code_is_up_to_date(document: Path) -> None:
    assert document.read_text("utf-8") == rewritten(document)


def test_every_part_is_in_a_document() -> None:
    texts = "".join(path.read_text("utf-8") for path in WRITTEN)
    assert [name for name in PARTS if f"<!-- end: {name} -->" not in texts] == []


@pytest.mark.parametrize("status", Status)
def test_every_status_is_in_the_words(status: Status) -> None:
    assert f"| {STATUS_NAMES[status]} | `{status.value}` |" in WORDS


@pytest.mark.parametrize("verb", MOVES)
def test_every_verb_is_in_the_words_and_has_its_file(verb: str) -> None:
    assert f"| {MOVES[verb].name} | `{verb}` |" in WORDS
    file = "call_back" if verb == "try_call_back" else verb
    found = [path for path in PATHS if path.stem == file]
    assert len(found) == (0 if verb in TO_COME else 1)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_in_the_readme_or_the_list(command: str) -> None:
    assert COMMANDS[command][1]
    told = {"migrate", "manage", "keys", "help", "docs"}
    assert (
        command in told
        or f"`{command}" in README
        or f"{command} add`" in README
        or f"`{command} " in README
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text("utf-8")) if "://" not in link]
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []
