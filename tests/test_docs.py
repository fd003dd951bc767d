"""The documents say what the code does: the path, the words, the commands, the links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hotline.rules.life import MOVES, STATUS_NAMES, Status
from hotline.site.program import COMMANDS

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


def test_the_diagram_draws_every_move_and_no_other() -> None:
    moves = {
        (source.value, move.lands_on(source).value, move.verb)
        for move in MOVES.values()
        for source in move.sources
        if move.verb != "classify"
    }
    assert drawn() == moves | {("[*]", "registered", "register")}


def test_classify_is_open_in_every_open_status_as_the_page_says() -> None:
    assert MOVES["classify"].sources == frozenset(Status) - {Status.CLOSED}


@pytest.mark.parametrize("status", Status)
def test_every_status_is_in_the_words(status: Status) -> None:
    assert f"| {STATUS_NAMES[status]} | `{status.value}` |" in WORDS


@pytest.mark.parametrize("verb", MOVES)
def test_every_verb_is_in_the_words_and_has_its_file(verb: str) -> None:
    assert f"| {MOVES[verb].name} | `{verb}` |" in WORDS
    file = "call_back" if verb == "try_call_back" else verb
    assert (ROOT / f"src/hotline/steps/{file}.py").is_file()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_in_the_readme_or_the_list(command: str) -> None:
    assert COMMANDS[command][1]
    told = {"migrate", "manage", "keys", "help"}
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
