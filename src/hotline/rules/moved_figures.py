"""How a figure stands to the same figure of another period, in words nobody can misread.

Numbers grow by per cent, shares and rates by percentage points; the two are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

TENTH = Decimal("0.1")
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure beside its earlier value; `words` says the difference, `way` is up, down, same or
    "" where there is nothing to compare."""

    name: str
    label: str
    value: str
    before: str
    words: str
    way: str


def moved(name: str, label: str, value: str, before: str) -> Moved:
    """Two printed values of one figure: both shares, or both numbers."""
    new, old = _number(value), _number(before)
    if new is None or old is None:
        return Moved(name, label, value, before or "—", "没有可比的数", "")
    way = "same" if new == old else "up" if new > old else "down"
    return Moved(name, label, value, before, _words(value, new, old), way)


def _words(value: str, new: Decimal, old: Decimal) -> str:
    step = abs(new - old)
    if not step:
        return "持平"
    if value.endswith("%"):
        return f"{'上升' if new > old else '下降'} {_plain(step)} 个百分点"
    said = f"{'增加' if new > old else '减少'} {_plain(step)}"
    if not old:
        return f"{said}（上期为 0）"
    share = (step * HUNDRED / old).quantize(TENTH, ROUND_HALF_UP)
    return f"{said}（{'增长' if new > old else '下降'} {share}%）"


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
