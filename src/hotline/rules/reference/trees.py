"""Two versions of the tree of topics beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PATH_JOINT = " › "


@dataclass(frozen=True, slots=True)
class Node:
    """One topic of a version: its code, name, and its parent's code."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class TreeDifference:
    """What a version adds, takes out, renames and moves, in words."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[str, ...]
    moved: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the versions say the same."""
        return not (self.added or self.removed or self.renamed or self.moved)


def difference_of(old: Iterable[Node], new: Iterable[Node]) -> TreeDifference:
    """What the new version says otherwise than the old one; topics are told apart by code."""
    was, now = {node.code: node for node in old}, {node.code: node for node in new}
    both = [(was[code], now[code]) for code in now if code in was]
    return TreeDifference(
        added=tuple(_called(node) for code, node in now.items() if code not in was),
        removed=tuple(_called(node) for code, node in was.items() if code not in now),
        renamed=tuple(f"{b.code} {a.name} → {b.name}" for a, b in both if a.name != b.name),
        moved=tuple(
            f"{_called(b)}：{_above(a, was)} → {_above(b, now)}"
            for a, b in both
            if a.parent != b.parent
        ),
    )


def _called(node: Node) -> str:
    return f"{node.code} {node.name}"


def _above(node: Node, nodes: dict[str, Node]) -> str:
    return nodes[node.parent].name if node.parent in nodes else "最上级"
