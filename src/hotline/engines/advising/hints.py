"""Units that a citizen asks for by name: 请市公安局核实, 希望住建局, 让城管来管."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ASKS = re.compile(
    r"(?:请求|请|希望|望|恳请|建议|要求|转交|转给|转|由|让|盼|找)(?:贵市|我市|有关|相关|当地)?"
)
LONGEST, SHORTEST = 20, 3
MOST = 2


def hints_in(text: str, names: Mapping[str, str]) -> list[str]:
    """The codes of the units that are asked for, in the text's order; `names` lead to codes."""
    found: dict[str, None] = {}
    for asked in _ASKS.finditer(text):
        for length in range(LONGEST, SHORTEST - 1, -1):
            said = text[asked.end() : asked.end() + length]
            if len(said) == length and said in names:
                found[names[said]] = None
                break
        if len(found) == MOST:
            break
    return list(found)


def names_of(units: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The names by which units are asked for; 市公安局 is 公安局 too if only one is so."""
    said: dict[str, set[str]] = {}
    for code, names in units.items():
        for name in names:
            for way in {name, name.removeprefix("市"), re.sub(r"^[一-鿿]{2,4}市", "", name)}:
                if len(way) >= SHORTEST:
                    said.setdefault(way, set()).add(code)
    return {way: next(iter(codes)) for way, codes in said.items() if len(codes) == 1}
