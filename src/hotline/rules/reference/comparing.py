"""A file beside a table: which of its rows are new, which are changed, and which cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.rules.reference.shapes import Facts, Known, Shape, Unreadable, cell_of, value_of

MOST_ROWS = 5_000
# What a spreadsheet takes for the beginning of a formula, and an export guards by a quote.
COMPUTED = frozenset("=+-@\t\r\n＝＋－＠")


@dataclass
class Comparison:
    """What a file would do to a table; `unreadable` are the file's row numbers and the reasons."""

    new: list[Facts] = field(default_factory=list)
    changed: list[tuple[Facts, Facts]] = field(default_factory=list)
    ended: list[Facts] = field(default_factory=list)
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    same: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.new or self.changed or self.ended)


def compare(
    shape: Shape,
    cells: Sequence[tuple[int, Mapping[str, str] | None]],
    present: Mapping[str, Facts],
    names: Known,
    *,
    ends_missing: bool,
) -> Comparison:
    """The file's rows (number, cells by label; None for one that is no row) beside `present`."""
    found = Comparison()
    told = _with_own(shape, cells, names)
    seen: dict[str, int] = {}
    for number, row in cells:
        try:
            facts = facts_of(shape, row, told)
        except Unreadable as problem:
            found.unreadable.append((number, str(problem)))
            continue
        key = shape.key_of(facts)
        if key in seen:
            found.unreadable.append((number, f"与第 {seen[key]} 行是同一条，请删去一行。"))
            continue
        seen[key] = number
        _sort(found, facts, present.get(key))
    if ends_missing:
        found.ended = [facts for key, facts in present.items() if key not in seen]
    return found


def facts_of(shape: Shape, row: Mapping[str, str] | None, names: Known) -> Facts:
    """The facts of one row of a file; raises Unreadable with everything that is wrong with it."""
    if row is None:
        raise Unreadable("这一行的列数与表头不符，或有不能识别的字符；请核对。")
    facts: Facts = {}
    wrong: list[str] = []
    for column in shape.columns:
        try:
            facts[column.name] = value_of(column, unguarded(row.get(column.label, "")), names)
        except Unreadable as problem:
            wrong.append(str(problem))
    if not wrong:
        wrong = [sentence for _, sentence in shape.faults(facts, names)]
    if wrong:
        raise Unreadable("".join(wrong))
    return facts


def unguarded(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from computing it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in COMPUTED else cell


def cells_of(shape: Shape, facts: Facts, names: Known) -> list[str]:
    """A row's cells in the order of the columns, as a file holds them."""
    return [cell_of(column, facts[column.name], names) for column in shape.columns]


def differences(
    shape: Shape, before: Facts, after: Facts, names: Known
) -> list[tuple[str, str, str]]:
    """What is different: the label, the cell before, the cell after."""
    return [
        (column.label, cell_of(column, before.get(column.name), names) or "—",
         cell_of(column, after.get(column.name), names) or "—")
        for column in shape.columns
        if before.get(column.name) != after.get(column.name)
    ]  # fmt: skip


def _with_own(
    shape: Shape, cells: Sequence[tuple[int, Mapping[str, str] | None]], names: Known
) -> dict[str, Mapping[str, str]]:
    """The known codes and those that the file itself brings: a parent may come with its child."""
    own = {
        unguarded(row["代码"]).strip(): unguarded(row.get("名称", "")).strip()
        for _, row in cells
        if row is not None and row.get("代码")
    }
    known = dict(names)
    if shape.code in known:
        known[shape.code] = {**own, **names[shape.code]}
    return known


def _sort(found: Comparison, facts: Facts, present: Facts | None) -> None:
    if present is None:
        found.new.append(facts)
    elif present != facts:
        found.changed.append((present, facts))
    else:
        found.same += 1
