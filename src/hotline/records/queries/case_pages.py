"""Cases page by page for programs: newest first, and stable while new ones come in."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from hotline.records.models import Case, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.narrowing import narrowed
from hotline.records.queries.reference import with_words
from hotline.records.queries.wanted import Wanted


class BadCursor(ValueError):
    """A cursor that we did not give."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some cases, and the cursor after which more follow; empty at the end."""

    rows: Sequence[Case]
    next: str


def cases_after(staff: Staff, wanted: Wanted, now: datetime, cursor: str, limit: int) -> Slice:
    """The next `limit` cases that `staff` may see and that fit, after those up to `cursor`.

    The cursor names the last case by its place in the order, not by counting, so that cases which
    arrive or change meanwhile neither double nor hide another one.
    """
    found = narrowed(staff, wanted, now)
    if cursor:
        at, pk = _read(cursor)
        found = found.filter(Q(registered_at__lt=at) | Q(registered_at=at, pk__lt=pk))
    ordered = found.order_by("-registered_at", "-pk").defer("text", "answer")
    rows = list(map(with_words, ordered[: limit + 1]))
    return Slice(rows[:limit], _write(rows[limit - 1]) if len(rows) > limit else "")


def cases_called(staff: Staff, numbers: Iterable[str]) -> dict[str, Case]:
    """Those of these cases that `staff` may see, by number, each read whole.

    The numbers may be anything that a browser sent; the database takes no NUL.
    """
    called = [number for number in numbers if "\0" not in number]
    found = cases_for(staff).select_related("citizen").filter(number__in=called)
    return {case.number: with_words(case) for case in found}


def _write(case: Case) -> str:
    place = f"{case.registered_at.isoformat()} {case.pk}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, UUID]:
    try:
        place = base64.b64decode(cursor + "=" * (-len(cursor) % 4), "-_", validate=True).decode()
        moment, pk = place.split(" ")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise BadCursor
        return at, UUID(pk)
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
