"""Where a step's writing goes: into the database at once, or into memory for a bulk load.

Steps never write by themselves. They hand rows and changes to the current book. The live book is
one transaction per step; the bulk book keeps the rows of very many steps and stores them by COPY
(`steps/storing/bulk.py`). Both see the same calls, so both give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from hotline.records.models import Case, Channel, Citizen, Contact
from hotline.rules.hearing import Word
from hotline.rules.life import Status
from hotline.steps.storing.live import tell_live
from hotline.steps.storing.posting import post
from hotline.steps.storing.searched import keep_words, tells_other_words


class LostRace(Exception):
    """Somebody else moved the case, or whatever `what` names, between our reading and writing."""

    def __init__(self, what: str = "工单") -> None:
        super().__init__(f"{what}刚被他人更新，您的操作没有生效；请刷新页面，核对后再办理。")


@dataclass
class Writing:
    """Everything one step wants written, in order, together or not at all."""

    case: Case | None = None
    is_new: bool = False
    seen: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    rows: list[models.Model] = field(default_factory=list)
    changes: list[tuple[models.Model, dict[str, Any]]] = field(default_factory=list)
    jobs: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # What open pages are told at once; a load of very many cases tells nobody.
    words: list[Word] = field(default_factory=list)


class Book(Protocol):
    """What a step can ask of the place where it writes."""

    def write(self, writing: Writing) -> None:
        """Store the writing; raises LostRace when the case moved meanwhile."""

    def next_number(self) -> int:
        """The next number of the office's sequence of cases."""

    def rows_of(self, case: Case, model: type[models.Model]) -> Iterable[Any]:
        """The rows of `model` that hang on the case, oldest first."""

    def joined_to(self, case: Case) -> Iterable[Case]:
        """The cases that are joined to this one, the earliest first."""

    def hold(self, *cases: Case) -> None:
        """Let nobody else move these cases until what is stored together is stored.

        Raises LostRace when one of them has moved since it was read.
        """

    def contact_of(self, channel: Channel, key: str) -> Contact | None:
        """The contact that this channel's key already made."""

    def citizens_of(self, phone_index: bytes) -> Iterable[Citizen]:
        """The citizens who share this phone, the earliest first."""


class LiveBook:
    """Writes each step in one transaction of the database."""

    def write(self, writing: Writing) -> None:
        """Guarded case, other changes, rows and jobs: all or none."""
        with transaction.atomic():
            self._write_case(writing)
            for row, facts in writing.changes:
                _change(row, facts)
            for row in writing.rows:
                row.save(force_insert=True)
            post(writing.rows)
            for job, arguments in writing.jobs:
                defer(job, arguments)
            for audience, kind, data in writing.words:
                tell_live(audience, kind, data)
        _tell_in_hand(writing)

    def _write_case(self, writing: Writing) -> None:
        case = writing.case
        if case is None:
            return
        if writing.is_new:
            assign(case, writing.facts)
            case.save(force_insert=True)
            keep_words(case, is_new=True)
            return
        moved = Case.objects.filter(pk=case.pk, version=writing.seen).update(**writing.facts)
        if not moved:
            raise LostRace
        if tells_other_words(case, writing.facts):
            now = copy(case)
            assign(now, writing.facts)
            keep_words(now, is_new=False)

    def next_number(self) -> int:
        """One value of the database's sequence."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('case_number_seq')")
            return int(cursor.fetchone()[0])

    def rows_of(self, case: Case, model: type[models.Model]) -> Iterable[Any]:
        """Read from the database, within a move once; identities made by us grow with time."""
        found = model._default_manager.filter(case=case).order_by("pk")
        read = _read.get()
        if read is None:
            return found
        if (case.pk, model) not in read:
            read[case.pk, model] = list(found)
        return read[case.pk, model]

    def joined_to(self, case: Case) -> Iterable[Case]:
        """Read by the foreign key."""
        joined = Case.objects.filter(joined_to=case, status=Status.JOINED)
        return joined.select_related("channel", "kind", "citizen").order_by("pk")

    def hold(self, *cases: Case) -> None:
        """Lock their rows, always in the same order, so that two who hold never wait in a ring."""
        rows = Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk")
        versions = dict(rows.select_for_update(no_key=True).values_list("pk", "version"))
        if any(versions.get(case.pk) != case.version for case in cases):
            raise LostRace

    def contact_of(self, channel: Channel, key: str) -> Contact | None:
        """Read by the unique pair of channel and key."""
        found = Contact.objects.select_related("citizen", "case").filter(channel=channel, key=key)
        return found.first()

    def citizens_of(self, phone_index: bytes) -> Iterable[Citizen]:
        """Read by the blind index.

        Not who is known only by what they told in confidence: the next case under that phone would
        show whoever takes it their name.
        """
        told = Case.objects.filter(citizen=OuterRef("pk"), confidential=True)
        open_too = Case.objects.filter(citizen=OuterRef("pk"), confidential=False)
        found = Citizen.objects.filter(Exists(open_too) | ~Exists(told), phone_index=phone_index)
        return found.order_by("pk")


def _change(row: models.Model, facts: dict[str, Any]) -> None:
    """Change a stored row, unless somebody else filled a fact that was empty when it was read."""
    empty = {f"{name}__isnull": True for name in facts if row.serializable_value(name) is None}
    if not type(row)._default_manager.filter(pk=row.pk, **empty).update(**facts):
        raise LostRace


def _tell_in_hand(writing: Writing) -> None:
    """Set what is now stored on the rows in hand; a refused writing leaves them as they were."""
    if writing.case is not None:
        assign(writing.case, writing.facts)
    for row, facts in writing.changes:
        assign(row, facts)


def assign(row: models.Model, facts: dict[str, Any]) -> None:
    """Set facts on a row in hand; storing it is the book's business."""
    for name, value in facts.items():
        setattr(row, name, value)


def defer(job: str, arguments: dict[str, Any]) -> None:
    """Enqueue a background job in this very transaction; a rolled-back one never runs."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django's apps ready

    app.configure_task(job, allow_unknown=True).defer(**arguments)


_read: ContextVar[dict[tuple[Any, type[models.Model]], list[Any]] | None]
_read = ContextVar("read", default=None)
_current: ContextVar[Book] = ContextVar("book", default=LiveBook())  # noqa: B039 - has no state


def book() -> Book:
    """The book that steps write in just now."""
    return _current.get()


@contextmanager
def together() -> Iterator[None]:
    """Have several writings stored together or not at all; another book does that by itself."""
    if isinstance(book(), LiveBook):
        with transaction.atomic():
            yield
    else:
        yield


@contextmanager
def reading_once() -> Iterator[None]:
    """Let one move read the rows of its case once, however often its parts ask for them."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


@contextmanager
def writing_in(other: Book) -> Iterator[None]:
    """Let the steps inside write in `other`."""
    token = _current.set(other)
    try:
        yield
    finally:
        _current.reset(token)
