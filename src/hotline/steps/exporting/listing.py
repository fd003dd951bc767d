"""What a list that can be exported is: who may have it, which rows, which columns.

A list gives its rows in two readings. The first, a cursor of the database over identities alone,
fixes which rows there are and in which order at one moment; the second reads some of them at once,
through the person's own door. So a million rows take no more memory than a thousand, a row stands
in the file once, and one that the person may not see any more is left out to the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Rows:
    """A source of rows of the database: `found` are the list's rows in its order, as a query or as
    their identities; `door` those that the person may see at all; `whole` completes one."""

    found: Callable[[Staff, Asked, datetime], QuerySet[Any] | Sequence[Any]]
    door: Callable[[Staff], QuerySet[Any]]
    whole: Callable[[Any], Any] = lambda row: row
    reads: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()

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
        wanted = (*self.reads, *(name for column in columns for name in column.reads))
        joined = [name for name in self.joins if any(w.startswith(f"{name}__") for w in wanted)]
        found = self.found(staff, asked, at)
        if isinstance(found, QuerySet):
            keys = found.values_list("pk", flat=True).iterator(AT_ONCE)
        else:
            keys = iter(found)
        while page := list(islice(keys, AT_ONCE)):
            rows = self.door(staff).filter(pk__in=page)
            if joined:
                rows = rows.select_related(*joined)
            known = {row.pk: row for row in (rows.only(*wanted) if wanted else rows)}
            yield [self.whole(known[key]) for key in page if key in known]
