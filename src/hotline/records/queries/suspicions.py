"""Suspicious patterns as a supervisor may see them: only by cases that are open to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    JournalEntry,
    Outreach,
    Staff,
    Suspicion,
    SuspicionPiece,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import departments, with_words
from hotline.rules.suspicion import MOST_PIECES, RULES

ROWS = {
    "other_number": (Outreach, Callback),
    "rated_alike": (Callback,),
    "relabelled": (),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A suspicion in words: what it is called, what was found, at whom."""

    row: Suspicion
    name: str
    says: str
    otherwise: str
    whom: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece as it is looked at: its case, and what of it is meant."""

    case: Case
    share: Assignment | None = None
    talk: Outreach | None = None
    callback: Callback | None = None
    entry: JournalEntry | None = None


def suspicions_for(staff: Staff) -> QuerySet[Suspicion]:
    """Those with at least one piece in a case that `staff` may see."""
    seen = SuspicionPiece.objects.filter(suspicion=OuterRef("pk"), case__in=cases_for(staff))
    return Suspicion.objects.filter(Exists(seen)).select_related("person")


def counts_of(staff: Staff) -> dict[tuple[str, str], int]:
    """How many there are by rule and standing."""
    rows = suspicions_for(staff).order_by().values_list("rule", "standing").annotate(Count("pk"))
    return {(rule, standing): count for rule, standing, count in rows}


def shown(row: Suspicion) -> Shown:
    """A suspicion with its sentence filled."""
    rule = RULES[row.rule]
    unit = departments().get(row.department_id) if row.department_id else None
    whom = unit.name if unit else row.person.name if row.person else "—"
    return Shown(row, rule.name, rule.says.format(**row.numbers), rule.otherwise, whom)


def evidence_of(staff: Staff, row: Suspicion) -> tuple[Sequence[Evidence], int]:
    """The pieces that `staff` may see, the newest first, and how many they may not."""
    pieces = list(row.pieces.order_by("-found_at", "pk")[: MOST_PIECES * 2])
    seen = cases_for(staff).filter(pk__in={piece.case_id for piece in pieces})
    cases = {case.pk: with_words(case) for case in seen}
    open_pieces = [piece for piece in pieces if piece.case_id in cases][:MOST_PIECES]
    meant = _meant(row.rule, [piece.row for piece in open_pieces])
    found = [Evidence(cases[p.case_id], **meant.get(p.row, {})) for p in open_pieces]
    hidden = sum(piece.case_id not in cases for piece in pieces)
    return found, hidden


def _meant(rule: str, rows: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """The rows that the pieces name, each under the word by which the page knows it."""
    found: dict[UUID, dict[str, Any]] = {}
    if rule == "relabelled":
        entries = JournalEntry.objects.filter(case__in=rows, verb="classify").select_related("by")
        return {entry.case_id: {"entry": entry} for entry in entries.order_by("seq")}
    for model in ROWS.get(rule, (Assignment,)):
        people = ("replied_by",) if model is Assignment else ("by",)
        word = {Assignment: "share", Outreach: "talk", Callback: "callback"}[model]
        for each in model._default_manager.filter(pk__in=rows).select_related(*people):
            found[each.pk] = {word: each}
    return found
