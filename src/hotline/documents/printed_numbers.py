"""Numbers as a bulletin prints them, read back as numbers that a spreadsheet can go on with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# A number with leading zeros is a code, one of more digits than Excel keeps would be changed.
_PRINTED = re.compile(r"(-?(?:0|[1-9]\d{0,13})(?:\.\d{1,4})?)(%|天|件|个百分点|)")


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A value with the format in which it looks as it was printed."""

    value: Decimal
    format: str


def cell_number(text: str) -> CellNumber | None:
    """31681 and 99.8% as numbers; None for whatever is no plain number."""
    match = _PRINTED.fullmatch(text)
    if match is None:
        return None
    number, unit = Decimal(match[1]), match[2]
    places = len(match[1].partition(".")[2])
    shape = f"0.{'0' * places}" if places else "0"
    if unit == "%":
        return CellNumber(number / 100, f"{shape}%")
    return CellNumber(number, f'{shape}"{unit}"' if unit else shape)
