"""The dispatcher's desk: what waits for a decision, what the catalogue says to it, what was decided
in such matters before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.postgres.lookups import TrigramSimilar
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case as If
from django.db.models import CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from hotline.records.models import Case, JournalEntry, Return, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.advice import AGREED, NO_RULE, matters_of
from hotline.records.queries.guesses import with_guesses
from hotline.records.queries.reference import catalogue_on, with_words
from hotline.rules.dispatching import Advice, Matter, Trouble
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA

TABS: dict[str, Status] = {
    "dispatch": Status.AWAITING_DISPATCH,
    "person": Status.AWAITING_DISPATCH,
    "accept": Status.REGISTERED,
    "returns": Status.RETURN_REQUESTED,
    "rulings": Status.AWAITING_RULING,
    "citizen": Status.AWAITING_CITIZEN,
}
PAGE_SIZE = 25
# So many of those that wait longest are looked at for what needs a person.
LOOKED_AT = 200
# The moves by which a case comes to wait for dispatch.
TO_DISPATCH = ("accept", "agree_return", "recall", "handle_again", "reopen", "take_up", "part")
SHOWN = 5
ALIKE_WITHIN = timedelta(days=60)

CharField.register_lookup(TrigramSimilar)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the catalogue says to one case; `problem` is why a person must look, else empty;
    `matter` what it looked at."""

    said: Advice | Trouble | None
    problem: str
    matter: Matter = field(default_factory=Matter)

    @property
    def unit(self) -> str:
        """The code of the unit that is suggested; empty where a person must look."""
        return self.said.unit if isinstance(self.said, Advice) else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list; `since` is when it came to wait."""

    case: Case
    since: datetime
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a tab; `has_more` says whether another follows."""

    rows: Sequence[Listed]
    number: int
    has_more: bool


def desk_page(staff: Staff, tab: str, number: int, now: datetime) -> Page:
    """One page of what waits in a tab: the urgent first, then who waits longest."""
    found = _ordered(cases_for(staff).filter(status=TABS[tab]))
    if tab == "person":
        rows = [row for row in _listed(found[:LOOKED_AT], now, told=True) if _is_for_person(row)]
        start = (number - 1) * PAGE_SIZE
        return Page(rows[start : start + PAGE_SIZE], number, len(rows) > start + PAGE_SIZE)
    start = (number - 1) * PAGE_SIZE
    rows = _listed(found[start : start + PAGE_SIZE + 1], now, told=tab == "dispatch")
    return Page(rows[:PAGE_SIZE], number, len(rows) > PAGE_SIZE)


def _is_for_person(row: Listed) -> bool:
    return row.suggestion is not None and bool(row.suggestion.problem)


def _ordered(found: QuerySet[Case]) -> QuerySet[Case]:
    rank = If(
        When(urgency="critical", then=Value(0)),
        When(urgency="urgent", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    came = JournalEntry.objects.filter(case=OuterRef("pk"), verb__in=TO_DISPATCH)
    ordered = found.order_by(rank, F("accepted_at").asc(nulls_last=True), "registered_at", "pk")
    waiting = ordered.annotate(waits_since=Subquery(came.order_by("-seq").values("at")[:1]))
    return with_guesses(waiting)


def _listed(found: QuerySet[Case], now: datetime, *, told: bool) -> list[Listed]:
    cases = [with_words(case) for case in found.select_related("citizen").defer("answer")]
    said = suggestions(cases, now) if told else [None] * len(cases)
    return [
        Listed(case, case.waits_since or case.registered_at, one)  # type: ignore[attr-defined]
        for case, one in zip(cases, said, strict=True)
    ]


def suggestions(cases: Sequence[Case], now: datetime) -> list[Suggestion]:
    """What the catalogue of today says to each of these cases."""
    return [_suggestion(matter, now) for matter in matters_of(cases)]


def _suggestion(matter: Matter, now: datetime) -> Suggestion:
    catalogue = catalogue_on(now.astimezone(CHINA).date())
    said = catalogue.advise(matter)
    if isinstance(said, Advice):
        return Suggestion(said, "", matter)
    if isinstance(said, Trouble):
        return Suggestion(said, said.problem, matter)
    return Suggestion(None, "；".join(catalogue.passed_over(matter)) or NO_RULE, matter)


def earlier_returns(case: Case, staff: Staff) -> list[Return]:
    """Returns of the same topic that were found right, the latest first: whose it was not, and,
    by the case's lead, whose it was then. None of a confidential case."""
    if case.topic_id is None:
        return []
    found = Return.objects.filter(
        outcome=AGREED,
        case__in=cases_for(staff).filter(topic=case.topic_id, confidential=False),
    ).exclude(case=case)
    along = found.select_related("assignment__department", "case__lead")
    return list(along.order_by("-asked_at")[:SHOWN])


def alike(case: Case, staff: Staff, now: datetime) -> list[Case]:
    """Other cases of the last weeks whose titles are much like this one's, the likest first.

    Ordered by likeness, which no index serves, so that the database looks by the titles' index.
    """
    if len(case.title) < SHOWN:
        return []
    found = cases_for(staff).filter(
        title__trigram_similar=case.title, registered_at__gte=now - ALIKE_WITHIN
    )
    ranked = found.exclude(pk=case.pk).annotate(likeness=TrigramSimilarity("title", case.title))
    rows = ranked.order_by("-likeness", "-registered_at").defer("text", "answer")
    return [with_words(row) for row in rows[:SHOWN]]
