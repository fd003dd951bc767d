"""What a citizen sees of their own request once they have shown that it is theirs.

There is one way in. `unlock` of the steps checks a code (or what the office takes in its place)
and makes a `Key`; `key_again` makes the same one of what a browser kept of it. `seen_with` takes
nothing but a key, and is the only reading of a case for the citizens' site beside the few columns
of a receipt (`progress.py`). What it reads is named here, column by column: no staff, no unit's
handling, no note that was meant for somebody inside, and of a case that another is handled with
only its course.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.db.models import Q

from hotline.records.models import (
    Attachment,
    Callback,
    Case,
    CitizenAccount,
    CitizenWish,
    Contact,
    Extension,
    JournalEntry,
)
from hotline.records.queries.reference import departments, office
from hotline.records.scope import everything
from hotline.rules.following import (
    ALL,
    BY_ACCOUNT,
    BY_CODE,
    BY_PHONE,
    HAS_ANSWER,
    USUAL_BY_PHONE,
    open_to,
    rights_by_phone,
)
from hotline.rules.life import WITH_UNIT, Status

MARK = 16
# What somebody who shares a case with its first caller may do: that one's words are not theirs.
OF_ANOTHER = frozenset({"see", "add"})
# By whom a move was made is told of nobody but the citizen; these moves are told at all.
TOLD = frozenset(
    (
        *("register", "accept", "dispatch", "sign", "contact", "ask_more", "resume", "reply"),
        *("grant_extension", "send_back", "review", "share_answer", "call_back"),
        *("try_call_back", "handle_again", "close", "explain", "answer", "transfer", "direct"),
        *("tell_progress", "decline", "reopen", "shelve", "take_up", "join", "part", "split"),
        *("withdraw", "recall", "agree_return", "rule", "take_message"),
    )
)
TO_UNIT = frozenset({"dispatch", "rule"})
SHOWN_WITH_KEY = (
    *("id", "receipt", "status", "title", "text", "place", "registered_at", "accepted_at"),
    *("closed_at", "closed_as", "due_at", "answer", "confidential", "lead_id", "citizen_id"),
    *("joined_to_id", "split_from_id", "shelved_until", "version"),
)
# Of the case that this one is handled with, and of the parts of one matter that was split.
SHOWN_BESIDE = ("id", "status", "due_at", "lead_id", "confidential")


@dataclass(frozen=True, slots=True)
class Key:
    """Proof that somebody may see a case: how they showed it, and what it opens."""

    case: UUID
    by: str
    rights: frozenset[str]
    mark: str = ""
    contact: UUID | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when, which verb, the unit where it is told, the citizen's words."""

    at: datetime
    verb: str
    unit: str = ""
    by_citizen: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """What the citizen said of the handling."""

    at: datetime
    solved: str
    handling: str
    service: str
    own_hand: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One of several matters that were filed as one."""

    id: UUID
    title: str
    status: Status


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as its citizen sees it; what the key does not open is empty."""

    key: Key
    receipt: str
    status: Status
    version: int
    registered_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    closed_as: str
    confidential: bool
    unit: str
    due_at: datetime | None
    steps: Sequence[Step]
    may: tuple[str, ...]
    is_joined: bool = False
    main_status: Status | None = None
    shelved_until: date | None = None
    extended: Sequence[str] = ()
    title: str = ""
    text: str = ""
    place: str = ""
    asked: str = ""
    answer: str = ""
    rating: Rating | None = None
    wish: CitizenWish | None = None
    files: int = 0
    parts: Sequence[Part] = field(default_factory=tuple)


def mark_of(digest: bytes | memoryview | None) -> str:
    """What a browser keeps so that a key holds only while the code does."""
    return bytes(digest or b"").hex()[:MARK]


@everything()
def key_of_contact(contact: Contact, case: Case, by: str = BY_CODE) -> Key:
    """The key of who is known by a contact of the case: by its code, or by their account."""
    own = contact.citizen_id == case.citizen_id
    mark = mark_of(contact.code_digest)
    if by == BY_ACCOUNT:
        mark = str(contact.account.epoch) if contact.account is not None else "-"
    return Key(case.pk, by, ALL if own else OF_ANOTHER, mark, contact.pk)


@everything()
def key_of_account(account: CitizenAccount, receipt: str) -> Key | None:
    """The key of who is signed in and filed this request from their account."""
    rows = Contact.objects.select_related("account", "case")
    contact = rows.filter(account=account, case__receipt=receipt).order_by("pk").first()
    if contact is None or contact.case is None:
        return None
    return key_of_contact(contact, contact.case, BY_ACCOUNT)


def key_of_phone(case: Case) -> Key | None:
    """The key of who knows the caller's number; a confidential case has none."""
    rights = rights_by_phone(office().rules.get("phone_tail_opens", USUAL_BY_PHONE))
    if not rights or case.confidential or case.citizen is None:
        return None
    return Key(case.pk, BY_PHONE, rights, mark_of(case.citizen.phone_tail_index))


@everything()
def key_again(kept: Mapping[str, Any]) -> Key | None:
    """The key that a browser kept, if what it was made of still holds."""
    case = Case.objects.select_related("citizen").filter(pk=kept.get("case")).first()
    if case is None:
        return None
    if kept.get("by") == BY_PHONE:
        key = key_of_phone(case)
    else:
        rows = Contact.objects.select_related("account").filter(pk=kept.get("contact"))
        contact = rows.first()
        if contact is None or not _is_of(contact, case):
            return None
        key = key_of_contact(contact, case, kept.get("by", BY_CODE))
    right = key is not None and compare_digest(key.mark, str(kept.get("mark", "")))
    return key if right else None


@everything()
def part_key(key: Key, part: str) -> Key | None:
    """The same person's key to a part of their matter, or to the case that it was split from."""
    try:
        wanted = UUID(part)
    except ValueError:
        return None
    if key.contact is None or "read" not in key.rights:
        return None
    contact = Contact.objects.select_related("account").get(pk=key.contact)
    case = Case.objects.filter(pk=wanted, citizen=contact.citizen_id).first()
    if case is None or not _is_of(contact, case):
        return None
    return key_of_contact(contact, case, key.by)


def _is_of(contact: Contact, case: Case) -> bool:
    """Whether the contact brought the case, or the one that it was split from."""
    return contact.case_id in (case.pk, case.split_from_id)


@everything()
def case_of(key: Key) -> Case:
    """The case itself, for the steps; what is shown of it is `seen_with`'s business."""
    along = ("channel", "kind", "citizen", "joined_to")
    return Case.objects.select_related(*along).get(pk=key.case)


@everything()
def seen_with(key: Key) -> Seen:
    """All that this key opens of its case."""
    row = Case.objects.filter(pk=key.case).values(*SHOWN_WITH_KEY).get()
    status = Status(row["status"])
    main = _beside(row["joined_to_id"]) if status == Status.JOINED else None
    handled = main or row
    reads = "read" in key.rights
    steps = _steps(row, key, reads)
    if main is not None:
        steps = sorted([*steps, *_course(main)], key=lambda step: step.at)
    return Seen(
        key=key,
        receipt=row["receipt"],
        status=status,
        version=row["version"],
        registered_at=row["registered_at"],
        accepted_at=row["accepted_at"],
        closed_at=row["closed_at"],
        closed_as=row["closed_as"],
        confidential=row["confidential"],
        unit=_unit(handled),
        due_at=handled["due_at"] if Status(handled["status"]) in WITH_UNIT else None,
        steps=steps,
        may=open_to(key.rights, status),
        is_joined=main is not None,
        main_status=Status(main["status"]) if main is not None else None,
        shelved_until=row["shelved_until"] if status == Status.SHELVED else None,
        extended=_extended(handled["id"]),
        **(_words(row, key, status) if reads else {}),
    )


def _words(row: Mapping[str, Any], key: Key, status: Status) -> dict[str, Any]:
    """What only its own citizen reads."""
    case = row["id"]
    return {
        "title": row["title"],
        "text": row["text"],
        "place": row["place"],
        "asked": _asked(case) if status == Status.AWAITING_CITIZEN else "",
        "answer": row["answer"] if status in HAS_ANSWER else "",
        "rating": _rating(case),
        "wish": CitizenWish.objects.filter(case=case).order_by("-at").first(),
        "files": Attachment.objects.filter(
            case=case, belongs_to="arrival", removed_at=None
        ).count(),
        "parts": [Part(part["id"], part["title"], Status(part["status"])) for part in _parts(row)],
    }


def _parts(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The other matters that came with this one, the whole first."""
    whole = row["split_from_id"] or row["id"]
    family = Q(pk=whole) | Q(split_from=whole)
    found = Case.objects.filter(family, citizen=row["citizen_id"]).exclude(pk=row["id"])
    return list(found.order_by("pk").values("id", "title", "status"))


def _beside(case: UUID | None) -> dict[str, Any] | None:
    return Case.objects.filter(pk=case).values(*SHOWN_BESIDE).first() if case else None


def _unit(row: Mapping[str, Any]) -> str:
    """The unit that has it now, by its public name; who looks into a report is not told."""
    if row["confidential"] or Status(row["status"]) not in WITH_UNIT:
        return ""
    return _named(row["lead_id"])


def _named(unit: int | None) -> str:
    found = departments().get(unit) if unit is not None else None
    return found.name if found is not None else ""


def _entries(case: UUID) -> list[dict[str, Any]]:
    found = JournalEntry.objects.filter(case=case, verb__in=TOLD).order_by("seq")
    return list(found.values("at", "verb", "lead_id", "details", "note"))


def _steps(row: Mapping[str, Any], key: Key, reads: bool) -> list[Step]:
    """The course of the citizen's own case; their words only to themselves."""
    steps = []
    for entry in _entries(row["id"]):
        details, verb = entry["details"], entry["verb"]
        by_citizen = details.get("by") == "citizen"
        if not by_citizen and _is_inside(verb, details):
            continue
        unit = "" if row["confidential"] or verb not in TO_UNIT else _named(entry["lead_id"])
        words = entry["note"] if by_citizen and reads else ""
        steps.append(Step(entry["at"], verb, unit, by_citizen, words))
    return steps


def _is_inside(verb: str, details: Mapping[str, Any]) -> bool:
    """Whether an entry is between unit, office and other systems only."""
    return verb == "take_message" or (verb == "contact" and not details.get("reached"))


def _course(main: Mapping[str, Any]) -> list[Step]:
    """How the case that this one is handled with goes on: its units and days, nobody's words."""
    shown = ("dispatch", "rule", "sign", "grant_extension", "reply", "review", "recall")
    return [
        Step(
            entry["at"],
            entry["verb"],
            ""
            if main["confidential"] or entry["verb"] not in TO_UNIT
            else _named(entry["lead_id"]),
        )
        for entry in _entries(main["id"])
        if entry["verb"] in shown
    ]


def _extended(case: UUID) -> list[str]:
    """Of each extension that was granted, what the citizen is told of it; perhaps nothing."""
    rows = Extension.objects.filter(case=case, outcome="granted").order_by("pk")
    return list(rows.values_list("told", flat=True))


def _asked(case: UUID) -> str:
    found = JournalEntry.objects.filter(case=case, verb="ask_more").order_by("-seq")
    return found.values_list("note", flat=True).first() or ""


def _rating(case: UUID) -> Rating | None:
    row = Callback.objects.filter(case=case, reached=True).order_by("-tried_at").first()
    if row is None:
        return None
    return Rating(row.tried_at, row.solved, row.handling_rating, row.service_rating, row.own_hand)
