"""The parts of the documents that are written from the code: what is not typed cannot be wrong.

`hotline docs` rewrites them between their markers; a test says that they are up to date.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hotline.rules.life import MOVES, Move, Status
from hotline.rules.permits import PERMITS
from hotline.site.environment import ROOT

STEPS = ROOT / "src/hotline/steps"
ROLES = ROOT / "cities/siping/roles.toml"
EVERYWHERE = "withdraw"  # leads from every open status to one end: drawn, it would hide the path
FOLDERS = {
    "": "The path",
    "duty": "Whose duty it is",
    "waiting": "Waiting and more time",
    "joining": "One matter, several callers",
    "guarding": "Confidentiality and conflicts of interest",
    "oversight": "Beside the path",
}
SHARED_FILES = {"try_call_back": "call_back"}


def rewritten(path: Path) -> str:
    """The document with its generated parts written anew."""
    text = path.read_text("utf-8")
    for name, write in PARTS.items():
        begin, end = f"<!-- written: {name} -->\n", f"<!-- end: {name} -->"
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        part = f"{begin}\n{write()}\n{end}"
        text = pattern.sub(lambda _, part=part: part, text)
    return text


def diagram() -> str:
    """Every move that changes the status, as a state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", "  [*] --> registered: register"]
    for move in MOVES.values():
        if move.verb == EVERYWHERE:
            continue
        lines += [
            f"  {source} --> {target}: {move.verb}"
            for source in sorted(move.sources, key=[*Status].index)
            for target in move.targets
        ]
    return "\n".join([*lines, "```"])


def staying() -> str:
    """The moves that change no status, with where they are open."""
    rows = [
        f"| `{move.verb}` | {_sources(move)} |"
        for move in MOVES.values()
        if move.sources and not move.targets
    ]
    return "\n".join(["| move | open in |", "|---|---|", *rows])


def _sources(move: Move) -> str:
    if move.sources == frozenset(Status):
        return "every status"
    missing = [status for status in Status if status not in move.sources]
    if len(missing) < len(move.sources):
        return "every status but " + ", ".join(f"`{status}`" for status in missing)
    return ", ".join(f"`{status}`" for status in Status if status in move.sources)


def steps() -> str:
    """Who does each verb and what it does, in the words of its own file, by folder."""
    found = {path.stem: path for folder in FOLDERS for path in (STEPS / folder).glob("*.py")}
    written: dict[str, list[str]] = {folder: [] for folder in FOLDERS}
    for verb, move in MOVES.items():
        path = found.get(SHARED_FILES.get(verb, verb))
        if path is None:
            continue
        folder = path.parent.name if path.parent != STEPS else ""
        who = "unit: " + ", ".join(move.parts) if move.by_unit else "office"
        written[folder].append(f"| `{verb}` {move.name} | {who} | {_purpose(path)} |")
    head = ["| step | who | what it is for |", "|---|---|---|"]
    return "\n\n".join(
        "\n".join([f"### {FOLDERS[folder]}", "", *head, *rows]) for folder, rows in written.items()
    )


def _purpose(path: Path) -> str:
    """The first sentence of a file's docstring, without the verb before it."""
    said = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0]
    return " ".join(said.partition(": ")[2].split())


def permits() -> str:
    """Which role carries which permit, as a table of dots."""
    roles: list[dict[str, Any]] = tomllib.loads(ROLES.read_text("utf-8"))["role"]
    head = ["权限", "代码", *(role["name"] for role in roles)]
    rows = [_row(head), _row(["---"] * 2 + [":-:"] * len(roles))]
    rows += [_row(cells) for cells in _permit_cells(roles)]
    return "\n".join(rows)


def _permit_cells(roles: list[dict[str, Any]]) -> Iterator[list[str]]:
    for permit, name in PERMITS.items():
        if permit in MOVES and MOVES[permit].permit != permit:
            continue  # asked for under another word
        dots = ["●" if permit in role["permits"] else "" for role in roles]
        yield [name, f"`{permit}`", *dots]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


PARTS: dict[str, Callable[[], str]] = {
    "diagram": diagram,
    "staying": staying,
    "steps": steps,
    "permits": permits,
}
DOCUMENTS = (ROOT / "docs/path-of-a-case.md", ROOT / "docs/permits.md")
