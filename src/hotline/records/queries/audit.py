"""The journals of the whole office as one list: who did what and when, the newest first.

Each journal gives its own newest rows that fit, and the database puts them in one order: one query
however many journals there are, and as many rows read as are shown. It runs in a scope of its own,
in which the database shows no text of any case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from axes.models import AccessFailureLog
from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Left

from hotline.records.models import BulletinEntry, JournalEntry, Reveal, Staff, StaffEntry
from hotline.records.scope import only_journals
from hotline.rules.workdays import CHINA

PAGE_SIZE = 50
MOVES, REVEALS, STAFF, FAILURES, BULLETINS = "moves", "reveals", "staff", "failures", "bulletins"
ONE_DAY = timedelta(days=1)
NEWEST = ("-moment", "-journal", "-key")


class Place(NamedTuple):
    """Where a row stands in the order of the list."""

    moment: datetime
    journal: str
    key: int


class Entry(NamedTuple):
    """One row of any journal; `who` and `account` are account names, a person's name beside each.

    `done` is a verb, or the field that was looked at; `about` a case's number or a bulletin's
    month; `outcome` the status after it; `was` and `became` what changed of the account.
    """

    moment: datetime
    journal: str
    key: int
    who: str
    who_name: str
    account: str
    account_name: str
    done: str
    about: str
    outcome: str
    why: str
    was: dict[str, Any]
    became: dict[str, Any]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.moment, self.journal, self.key)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; empty narrows nothing. The days are the office's, inclusive."""

    journal: str = ""
    verb: str = ""
    person: str = ""
    number: str = ""
    first: date | None = None
    last: date | None = None


def entries(asked: Asked, *, before: Place | None = None, limit: int) -> Sequence[Entry]:
    """The newest `limit` rows that fit, of those older than `before`."""
    people = _people(asked.person) if asked.person else None
    with only_journals():
        parts = [
            _older(_dated(rows(asked, people), asked), journal, before)
            for journal, rows in JOURNALS.items()
            if asked.journal in ("", journal) and (journal in OF_CASES or not asked.number)
        ]
        if not parts:
            return []
        newest, *others = (part.order_by("-moment", "-key")[:limit] for part in parts)
        if others:
            newest = newest.union(*others, all=True).order_by(*NEWEST)[:limit]
        return [Entry(*row) for row in newest]


def _people(text: str) -> Sequence[tuple[int, str]]:
    """The people with this account or name, those who have left too; an account before a name."""
    known = Staff.objects.values_list("pk", "username")
    return list(known.filter(username=text)) or list(known.filter(name=text))


People = Sequence[tuple[int, str]] | None


def _moves(asked: Asked, people: People) -> QuerySet[Any, Any]:
    rows = _by(JournalEntry.objects.all(), people)
    if asked.number:
        rows = rows.filter(case__number=asked.number)
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    return _made(rows, MOVES, done=F("verb"), about=F("case__number"), outcome=F("status"))


def _reveals(asked: Asked, people: People) -> QuerySet[Any, Any]:
    rows = _by(Reveal.objects.all(), people)
    if asked.number:
        rows = rows.filter(case__number=asked.number)
    if asked.verb:
        rows = rows.filter(field=asked.verb)
    about = Coalesce(F("case__number"), Value(""))
    return _made(rows, REVEALS, done=F("field"), about=about, why=F("reason"))


def _staff(asked: Asked, people: People) -> QuerySet[Any, Any]:
    rows = StaffEntry.objects.all()
    if people is not None:
        pks = [pk for pk, _ in people]
        rows = rows.filter(Q(by__in=pks) | Q(whom__in=pks))
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    facts = {"done": F("verb"), "was": F("before"), "became": F("after")}
    whom = {"account": _text("whom__username"), "account_name": _text("whom__name")}
    return _made(rows, STAFF, **facts, **whom)


def _failures(asked: Asked, people: People) -> QuerySet[Any, Any]:
    """A name that is no account's is not told: people type passwords into the wrong box."""
    rows = AccessFailureLog.objects.all()
    if people is not None:
        rows = rows.filter(username__in=[username for _, username in people])
    if asked.verb:
        rows = rows.filter(locked_out=asked.verb == LOCKED)
    return _columns(
        rows,
        FAILURES,
        moment=F("attempt_time"),
        account=Coalesce(_account("username"), Value("")),
        account_name=Coalesce(_account("name"), Value("")),
        done=Cast(F("locked_out"), CharField()),
    )


def _bulletins(asked: Asked, people: People) -> QuerySet[Any, Any]:
    rows = _by(BulletinEntry.objects.all(), people)
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    about = Left(Cast(F("bulletin__starts_on"), CharField()), len("2022-04"))
    return _made(rows, BULLETINS, done=F("verb"), about=about, outcome=F("status"))


LOCKED = "true"
JOURNALS: dict[str, Callable[[Asked, People], QuerySet[Any, Any]]] = {
    MOVES: _moves,
    REVEALS: _reveals,
    STAFF: _staff,
    FAILURES: _failures,
    BULLETINS: _bulletins,
}
OF_CASES = (MOVES, REVEALS)


def _account(column: str) -> Subquery:
    """A fact of the account that somebody tried to sign in as."""
    return Subquery(Staff.objects.filter(username=OuterRef("username")).values(column))


def _by(rows: QuerySet[Any, Any], people: People) -> QuerySet[Any, Any]:
    """Those that one of these people made."""
    return rows if people is None else rows.filter(by__in=[pk for pk, _ in people])


def _text(path: str) -> Coalesce:
    return Coalesce(F(path), Value(""))


def _made(rows: QuerySet[Any, Any], journal: str, **given: Any) -> QuerySet[Any, Any]:
    """The rows of a journal whose entries say who made them."""
    who = {"who": _text("by__username"), "who_name": _text("by__name")}
    return _columns(rows, journal, moment=F("at"), **who, **given)


def _columns(rows: QuerySet[Any, Any], journal: str, **given: Any) -> QuerySet[Any, Any]:
    """The rows of one journal with the columns that all have, in the order of `Entry`."""
    columns = {
        "journal": Value(journal),
        "key": Cast(F("pk"), BigIntegerField()),
        **dict.fromkeys(
            ("who", "who_name", "account", "account_name", "done", "about", "outcome", "why"),
            Value(""),
        ),
        **dict.fromkeys(("was", "became"), Value({}, JSONField())),
        **given,
    }
    named = {name: columns[name] for name in Entry._fields}
    return rows.annotate(**named).values_list(*Entry._fields)


def _dated(rows: QuerySet[Any, Any], asked: Asked) -> QuerySet[Any, Any]:
    """Those of the days that were asked for."""
    if asked.first:
        rows = rows.filter(moment__gte=datetime.combine(asked.first, time(), CHINA))
    if asked.last:
        rows = rows.filter(moment__lt=datetime.combine(asked.last + ONE_DAY, time(), CHINA))
    return rows


def _older(rows: QuerySet[Any, Any], journal: str, before: Place | None) -> QuerySet[Any, Any]:
    """Those that stand after `before` in the order of the list."""
    if before is None:
        return rows
    if journal > before.journal:
        return rows.filter(moment__lt=before.moment)
    rows = rows.filter(moment__lte=before.moment)  # said alone, for the index knows only this
    if journal < before.journal:
        return rows
    return rows.filter(Q(moment__lt=before.moment) | Q(key__lt=before.key))
