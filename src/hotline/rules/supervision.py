"""The levels of supervision 督办, from the mildest to the sternest."""

from __future__ import annotations

LEVELS = {"ordinary": "普通督办", "listed": "挂牌督办", "summons": "约谈督办", "raised": "提级督办"}


def levels_above(level: str) -> tuple[str, ...]:
    """The levels to which a supervision of this level can be raised."""
    order = tuple(LEVELS)
    return order[order.index(level) + 1 :]
