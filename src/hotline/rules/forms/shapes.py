"""What a form is once it is read: tallies, breakdowns, and the blocks of the page in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hotline.rules.forms.terms import Term
from hotline.rules.measures import Measure
from hotline.rules.pages import ChartKind

MONTHLY = "monthly"
WHOLE_CITY, ONE_UNIT = "city", "unit"
PHRASE_CASES = ("one", "all", "some")
NO_CASES = "none"
COUNTED = ("cases", "contacts", "calls")
UNIT_VALUES = ("count", "closed", "on_time")
# What a tally can be broken down by, and the item that names its members (empty: none is asked).
BY = {
    "line": "lines",
    "kind": "kinds",
    "channel": "channels",
    "topic": "topics",
    "campaign": "campaigns",
    "unit": "units",
    "district": "units",
    "department": "units",
    "street": "units",
    "tally": "tallies",
    "period": "periods",
}
LEVELS = ("{chinese}、", "{arabic}.", "")
BRACES = re.compile(r"\{([^{}]*)\}")


class FormBroken(ValueError):
    """A form that cannot be understood; the sentence names the place and what is wanted."""


@dataclass(frozen=True, slots=True)
class TallyForm:
    """A selection of cases, contacts or calls by name; `where` adds conditions.

    `share_of` names the tally of which it is a part, so that its share can be printed.
    """

    label: str
    of: str = "cases"
    channels: tuple[str, ...] = ()
    kind: str = ""
    campaign: str = ""
    without_campaigns: tuple[str, ...] = ()
    span: str = ""
    topics: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    unit: str = ""
    where: tuple[str, ...] = ()
    share_of: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A tally split into members, with what is measured of each, and which of them are kept.

    `place` is where it stands in the form, `code` begins the names of its figures. Without
    `members` all are taken in the city's order. `sort` ranks by a term (by number where only
    `keep` is said), `keep` keeps the first, with `ties` also those equal to the last kept;
    `at_least` asks for so many cases, `besides` names breakdowns whose members are left out.
    """

    place: str
    code: str
    of: str
    by: str
    members: tuple[str, ...] = ()
    level: int = 1
    under: str = ""
    terms: tuple[Term, ...] = ()
    sort: Term | None = None
    ascending: bool = False
    keep: int = 0
    ties: bool = False
    rest: str = ""
    at_least: int = 0
    besides: tuple[str, ...] = ()
    inner: Breakdown | None = None


@dataclass(frozen=True, slots=True)
class ListForm:
    """A breakdown written out in a sentence; `inner` words the members of a member."""

    breakdown: Breakdown
    item: str
    separator: str = "；"
    empty: str = ""
    inner: ListForm | None = None


@dataclass(frozen=True, slots=True)
class TableForm:
    """A breakdown as a table: a column of names, then one column for each term.

    `pairs` column groups stand side by side, the left filled first; `total` names the bold last
    row, `rank` the first column of ranks; `empty` is said where there is no row.
    """

    breakdown: Breakdown
    caption: str
    header: tuple[str, ...]
    pairs: int = 1
    total: str = ""
    rank: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ChartForm:
    """A breakdown drawn; `names` are those of the series, one for each term."""

    breakdown: Breakdown
    kind: ChartKind
    title: str
    names: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SectionForm:
    """A section that the editor fills; `after_group` closes each group of items."""

    code: str
    heading: str
    after_group: str


@dataclass(frozen=True, slots=True)
class UnitsForm:
    """The table of units: which tally, which columns."""

    of: str
    caption: str
    header: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockForm:
    """One block of the page: what it `is` (paragraph, heading, section, table …) and its text.

    For sections, tables and charts the text is their code. It is left out unless the figure `when`
    is more than nothing, or where the figure `unless` is.
    """

    kind: str
    text: str
    when: str = ""
    unless: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `span_days` gives, by period, the days that a span means there."""

    code: str
    family: str
    period: str
    name: str
    valid_from: date
    valid_to: date | None
    title: str
    issuer: str
    masthead: str
    decimals: int
    trim: bool
    first_campaigns: tuple[str, ...]
    span: str
    span_days: Mapping[str, tuple[date, date]]
    tallies: Mapping[str, TallyForm]
    lists: Mapping[str, ListForm]
    phrases: Mapping[str, Mapping[str, str]]
    blocks: tuple[BlockForm, ...]
    sections: tuple[SectionForm, ...]
    numbering: tuple[str, ...]
    units: UnitsForm | None
    scope: str = WHOLE_CITY
    tables: Mapping[str, TableForm] = field(default_factory=dict)
    charts: Mapping[str, ChartForm] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of its paragraphs, in order."""
        return tuple(block.text for block in self.blocks if block.kind == "paragraph")

    def section(self, code: str) -> SectionForm:
        """The section called `code`; raises KeyError."""
        return next(row for row in self.sections if row.code == code)

    def breakdowns(self) -> list[Breakdown]:
        """Everything that is broken down, in the order in which it stands in the form."""
        return [
            *(row.breakdown for row in self.lists.values()),
            *(row.breakdown for row in self.tables.values()),
            *(row.breakdown for row in self.charts.values()),
        ]
