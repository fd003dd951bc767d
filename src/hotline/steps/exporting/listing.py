"""What a list that can be exported is: who may have it, which rows, which columns.

A list gives its rows in two readings. The first, a cursor of the database over identities alone,
fixes which rows there are and in which order at one moment; the second reads some of them at once,
through the person's own door. So a million rows take no more memory than a thousand, a row stands
in the file once, and one that the person may not see any more is left out to the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from django.db.models import QuerySet

from hotline.records.models import Staff

AT_ONCE = 2000
Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what a cell says for this person, and which fields it reads.

    One that `is_personal` tells of a citizen, however masked: it is given for a purpose only.
    """

    code: str
    label: str
    show: Callable[[Any, Staff], str]
    reads: tuple[str, ...] = ()
    is_personal: bool = False


class Source(Protocol):
    """Where the rows of a list come from; `asked` is the query of the list's own address."""

    def count(self, staff: Staff, asked: Asked, at: datetime, most: int) -> int:
        """How many rows there are, counted up to `most`; nothing where that is not known."""

    def pages(
        self, staff: Staff, asked: Asked, at: datetime, columns: Sequence[Column]
    ) -> Iterator[Sequence[Any]]:
        """The rows in the list's order, some at once."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list by name. Any one of `permits` opens it, and one of `unless` keeps it shut."""

    code: str
    name: str
    permits: tuple[str, ...]
    columns: tuple[Column, ...]
    usual: tuple[str, ...]
    source: Source
    unless: tuple[str, ...] = ()

    def is_for(self, staff: Staff) -> bool:
        """Whether `staff` may have it now."""
        return any(map(staff.may, self.permits)) and not any(map(staff.may, self.unless))

    def chosen(self, codes: Sequence[str]) -> list[Column]:
        """The columns of these codes, in their order; a code that is none is left out."""
        known = {column.code: column for column in self.columns}
        return [known[code] for code in dict.fromkeys(codes) if code in known]


class Bare:
    """A row with the fields that were read and nothing else; models take twice the time."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.__dict__ = facts


@dataclass(frozen=True, slots=True)
class Rows:
    """A source of rows of the database: `found` are the list's rows in its order, as a query or as
    their identities; `door` those that the person may see at all; `whole` completes one. Rows are
    bare with the fields of `reads` and of the columns; without `reads` they are the models' own."""

    found: Callable[[Staff, Asked, datetime], QuerySet[Any] | Sequence[Any]]
    door: Callable[[Staff], QuerySet[Any]]
    whole: Callable[[Any], Any] = lambda row: row
    reads: tuple[str, ...] = ()

    def count(self, staff: Staff, asked: Asked, at: datetime, most: int) -> int:
        """Counted in the database, no further than `most`."""
        found = self.found(staff, asked, at)
        if not isinstance(found, QuerySet):
            return min(len(found), most)
        return found.order_by()[:most].count()

    def pages(
        self, staff: Staff, asked: Asked, at: datetime, columns: Sequence[Column]
    ) -> Iterator[Sequence[Any]]:
        """Identities first, then the rows of some of them."""
        found = self.found(staff, asked, at)
        if isinstance(found, QuerySet):
            keys = found.values_list("pk", flat=True).iterator(AT_ONCE)
        else:
            keys = iter(found)
        names = {*self.reads, *(name for column in columns for name in column.reads)}
        while page := list(islice(keys, AT_ONCE)):
            rows = self.door(staff).filter(pk__in=page)
            known = {row.pk: row for row in (_bare(rows, names) if self.reads else rows)}
            yield [self.whole(known[key]) for key in page if key in known]


def _bare(rows: QuerySet[Any], names: Iterable[str]) -> Iterator[Any]:
    """The rows with these fields; `case__title` becomes the title of the row's case."""
    holders = {""} | {name.rpartition("__")[0] for name in names}
    holders |= {holder.rpartition("__")[0] for holder in holders}
    paths = sorted({*names, *(f"{holder}__pk".removeprefix("__") for holder in holders)})
    places: dict[str, list[tuple[str, int]]] = {holder: [] for holder in sorted(holders)}
    for place, path in enumerate(paths):
        holder, _, name = path.rpartition("__")
        places[holder].append((name, place))
    for values in rows.values_list(*paths):
        made: dict[str, Bare | None] = {}
        for holder, fields in places.items():  # each after the one that holds it
            facts = {name: values[place] for name, place in fields}
            thing = made[holder] = Bare(facts) if facts["pk"] is not None else None
            above, _, name = holder.rpartition("__")
            if holder and (upper := made[above]) is not None:
                upper.__dict__[name] = thing
        row = made[""]
        assert row is not None  # noqa: S101 - a row that was read has a key
        yield row
