"""Terms: what is said of a tally or a member, as it stands in braces and heads a column.

`count` is a measure, `count@previous` the same measure of the period before, `count|环比` how
much it changed since then. Which period a word compares with is fixed here, once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PREVIOUS, YEAR_BEFORE = "previous", "year_before"
COMPARED = {"环比": PREVIOUS, "同比": YEAR_BEFORE}
MISSING = {PREVIOUS: "上期无数据", YEAR_BEFORE: "去年同期无数据"}
SHARE_OF_WHOLE = "share"
FURTHEST = 31
_TERM = re.compile(
    r"(?P<measure>[a-z][a-z0-9_]*)"
    r"(?:@(?P<when>previous|year_before|-[1-9]\d?)|\|(?P<word>环比|同比))?"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A measure by its code, of which period (`when`), or compared by which `word`."""

    measure: str
    when: str = ""
    word: str = ""

    def __str__(self) -> str:
        """As it stands in a form, and ends the name of its figure."""
        return (
            self.measure + (f"@{self.when}" if self.when else "") + (self.word and "|") + self.word
        )

    @property
    def needs(self) -> frozenset[str]:
        """The periods beside the present one that it speaks of."""
        return frozenset({self.when, COMPARED.get(self.word, "")}) - {""}


def term_of(text: str) -> Term | None:
    """The term that a text writes; None where it is none."""
    found = _TERM.fullmatch(text)
    if found is None:
        return None
    when = found["when"] or ""
    if when.startswith("-") and int(when) < -FURTHEST:
        return None
    return Term(found["measure"], PREVIOUS if when == "-1" else when, found["word"] or "")


def back(periods: int) -> str:
    """The `when` of a period so many before the present one."""
    return {0: "", 1: PREVIOUS}.get(periods, f"-{periods}")
