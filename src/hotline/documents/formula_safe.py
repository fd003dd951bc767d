"""What a spreadsheet would compute is kept from being computed, in whatever file it leaves."""

from __future__ import annotations

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def uncomputed(cell: str) -> str:
    """A cell of a CSV file that no spreadsheet computes."""
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(FORMULA) else cell
