"""The value that is proofread: paragraphs and tables in their order, free of any file format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table as rows of cells; a row may be shorter than others."""

    rows: tuple[tuple[str, ...], ...]


Block = str | TextTable


@dataclass(frozen=True, slots=True)
class Leftover:
    """What writing left behind in the file, such as a Word bookmark; `block` is where."""

    kind: str
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A text as it was read; `name` is its file's name where it has one."""

    blocks: tuple[Block, ...]
    leftovers: tuple[Leftover, ...] = ()
    name: str = ""

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Every paragraph with the number of its block."""
        for number, block in enumerate(self.blocks):
            if isinstance(block, str):
                yield number, block

    def tables(self) -> Iterator[tuple[int, TextTable]]:
        """Every table with the number of its block."""
        for number, block in enumerate(self.blocks):
            if isinstance(block, TextTable):
                yield number, block
