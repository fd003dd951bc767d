"""What one measurement tells: its figures with what they are counted of, tables and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` as printed, `aim` as printed (empty where none), whether it is reached
    (None where there is no aim), and what it is counted of."""

    name: str
    value: str
    aim: str = ""
    reached: bool | None = None
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a figure: confusion, calibration, examples of errors."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """The measurement of one engine; `notes` say how it was measured and what was tried."""

    title: str
    figures: Sequence[Figure]
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
