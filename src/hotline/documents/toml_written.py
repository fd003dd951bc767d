"""Plain tables as a TOML file that a person can go on editing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

WIDTH = 96
Table = Mapping[str, Any]


def toml_written(tables: Table, heading: str = "") -> str:
    """The tables as TOML: values first, then `[table]`s, then `[[table]]`s; None is left out."""
    lines = [f"# {line}" for line in heading.splitlines()]
    lines += _pairs({key: value for key, value in tables.items() if not _is_nested(value)})
    for key, value in tables.items():
        if _is_nested(value):
            lines += _nested(_key(key), value)
    return "\n".join(lines).strip() + "\n"


def _is_nested(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)
    )


def _nested(path: str, value: Any) -> list[str]:
    """A `[path]` or several `[[path]]` with what is inside of them."""
    lines: list[str] = []
    is_several = not isinstance(value, Mapping)
    for table in value if is_several else [value]:
        lines += ["", f"[[{path}]]" if is_several else f"[{path}]"]
        lines += _pairs({key: item for key, item in table.items() if not _is_nested(item)})
        for key, item in table.items():
            if _is_nested(item):
                lines += _nested(f"{path}.{_key(key)}", item)
    return lines


def _pairs(table: Table) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None]


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if plain else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return _list([_value(item) for item in value])
    return str(value)


def _list(items: list[str]) -> str:
    short = f"[{', '.join(items)}]"
    if len(short) <= WIDTH:
        return short
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _text(text: str) -> str:
    """A basic string; JSON's escapes are TOML's too, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
