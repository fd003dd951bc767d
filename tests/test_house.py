"""The rules of the house, checked on every file: layers, names, sizes, types, who may write."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from hotline.site.environment import ROOT

SOURCE = ROOT / "src" / "hotline"
SCREENS = ("desk", "portal", "api", "channels", "worker")
PAGES = ("desk", "portal", "api")
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "base"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
WRITES = {
    "save", "asave", "create", "acreate", "update", "aupdate", "delete", "adelete",
    "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
WRITING_SQL = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|TRUNCATE\s|UPDATE\s+\S+\s+SET)\b", re.I)
# Put together here, so that this file does not contain what it looks for.
MACHINE_PATHS = tuple("/" + name + "/" for name in ("work", "root", "home"))
LOCK_HOSTS = {"https://pypi.org", "https://files.pythonhosted.org"}
ADDRESS = re.compile(r"https?://[^/\"\s]+")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _python_files(*directories: Path) -> list[Path]:
    """Every Python file of these directories that people write."""
    found = [path for directory in directories for path in directory.rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def _short(path: Path) -> str:
    """A path as people name it."""
    return str(path.relative_to(ROOT))


def _tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, Function):
            yield node


def _tracked_files() -> list[Path]:
    """Every file of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


OURS = _python_files(SOURCE, ROOT / "tests", ROOT / "bench")
HOUSE = [*_python_files(SOURCE), ROOT / "hotline"]


def test_imports_point_down_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    # The linter sets up a log of its own, and with that switches off all that there were.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_no_file_or_directory_takes_everything() -> None:
    names = {_short(path): {*path.relative_to(ROOT).parts[:-1], path.stem} for path in OURS}
    assert [name for name, parts in names.items() if parts & FORBIDDEN_NAMES] == []


def test_files_stay_short() -> None:
    lengths = {_short(path): len(path.read_text("utf-8").splitlines()) for path in [*OURS, *HOUSE]}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    lengths = {
        f"{_short(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in [*OURS, *HOUSE]
        for function in _functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_every_signature_is_typed() -> None:
    untyped = [
        f"{_short(path)}:{function.name}"
        for path in HOUSE
        for function in _functions(path)
        if not _is_typed(function)
    ]
    assert untyped == []


def _is_typed(function: Function) -> bool:
    """Says whether the answer and every argument but self and cls has a type."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    arguments += [extra for extra in (given.vararg, given.kwarg) if extra is not None]
    typed = all(each.annotation or each.arg in ("self", "cls") for each in arguments)
    return typed and function.returns is not None


def test_every_file_and_public_function_says_what_it_is_for() -> None:
    silent = [_short(path) for path in HOUSE if not ast.get_docstring(_tree(path))]
    silent += [
        f"{_short(path)}:{node.name}"
        for path in HOUSE
        for node in _tree(path).body
        if isinstance(node, Function | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_screen_writes() -> None:
    writing = [
        f"{_short(path)}:{line}"
        for path in _python_files(*(SOURCE / screen for screen in SCREENS))
        for line in _writes(_tree(path))
    ]
    assert writing == []


def _writes(tree: ast.Module) -> Iterator[int]:
    """The lines on which something is stored, through the ORM or in SQL."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in WRITES:
                yield node.lineno
        elif isinstance(node, ast.Constant) and WRITING_SQL.search(str(node.value)):
            yield node.lineno


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("case.save()", [1]),
        ("Case.objects.filter(pk=1).update(status='x')", [1]),
        ("cursor.execute('update cases set status = 1')", [1]),
        ("Case.objects.filter(pk=1).count()", []),
    ],
)
def test_a_write_is_recognised(code: str, lines: list[int]) -> None:
    assert list(_writes(ast.parse(code))) == lines


def test_views_are_functions() -> None:
    classes = [
        f"{_short(path)}:{node.lineno}"
        for path in _python_files(*(SOURCE / screen for screen in PAGES))
        for node in ast.walk(_tree(path))
        if (isinstance(node, ast.ClassDef) and node.name.endswith("View"))
        or (isinstance(node, ast.Attribute) and node.attr == "as_view")
    ]
    assert classes == []


def test_no_file_names_a_directory_of_one_machine() -> None:
    naming = [
        f"{_short(path)}: {word}"
        for path in _tracked_files()
        for word in MACHINE_PATHS
        if word.encode() in path.read_bytes()
    ]
    assert naming == []


def test_the_python_lock_names_no_mirror() -> None:
    assert set(ADDRESS.findall((ROOT / "uv.lock").read_text("utf-8"))) == LOCK_HOSTS


def test_the_front_end_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")
