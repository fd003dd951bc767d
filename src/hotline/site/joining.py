"""Joins a CommonJS package and what it needs into one browser script; standard library only.

JsSIP comes without a file that a browser can load. Its modules are wrapped unchanged, each in a
function, and found by the paths that they `require`: no code is made at run time, so the strict
policy of the pages holds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

REQUIRED = re.compile(r"\brequire\(\s*['\"]([^'\"]+)['\"]\s*\)")
HEAD = """(function () {
const known = {}, made = {};
function load(name) {
  if (!made[name]) {
    const module = (made[name] = { exports: {} });
    const [body, paths] = known[name];
    body.call(module.exports, module, module.exports, (asked) => load(paths[asked]));
  }
  return made[name].exports;
}
"""


def joined(modules: Path, package: str, name: str) -> str:
    """The script; it puts the package under `name` on the window."""
    modules = modules.resolve()
    first = _entry(modules / package)
    wanted, parts, seen = [first], [], {first}
    while wanted:
        file = wanted.pop()
        text = file.read_text(encoding="utf-8")
        needs = _needs(text, file, modules) if file.suffix == ".js" else {}
        parts.append(_wrapped(file, text, needs, modules))
        for need in sorted(set(needs.values()) - seen):
            seen.add(need)
            wanted.append(need)
    return f"{HEAD}{''.join(parts)}window.{name} = load({_key(first, modules)});\n}})();\n"


def _wrapped(file: Path, text: str, needs: dict[str, Path], modules: Path) -> str:
    body = text if file.suffix == ".js" else f"module.exports = {json.dumps(json.loads(text))};"
    paths = {asked: str(found.relative_to(modules)) for asked, found in sorted(needs.items())}
    head = f"known[{_key(file, modules)}] = [function (module, exports, require) {{\n"
    return f"{head}{body}\n}}, {json.dumps(paths)}];\n"


def _needs(text: str, file: Path, modules: Path) -> dict[str, Path]:
    """By what a module asks for, the file that is meant; what is not installed is left out."""
    found = {}
    for asked in set(REQUIRED.findall(text)):
        near = (file.parent / asked).resolve() if asked.startswith(".") else None
        place = _file(near) if near is not None else _entry(modules / asked)
        if place is not None and place.is_file():
            found[asked] = place
    return found


def _file(path: Path) -> Path | None:
    """The file of a relative path, which may leave its ending out."""
    for each in (path, path.with_name(f"{path.name}.js"), path / "index.js"):
        if each.is_file():
            return each
    return None


def _entry(package: Path) -> Path:
    """Where a package begins in a browser."""
    file = package / "package.json"
    said = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    browser = said.get("browser")
    main = browser if isinstance(browser, str) else said.get("main", "index.js")
    return _file((package / main).resolve()) or (package / main).resolve()


def _key(file: Path, modules: Path) -> str:
    return json.dumps(str(file.relative_to(modules)))
