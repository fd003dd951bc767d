"""What citizens propose in a period, in their own words: read out of its cases and grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import Q

from hotline.records.models import Bulletin, Case, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.standing_out import SUGGESTION, span, units_of
from hotline.rules.redaction import find
from hotline.rules.suggesting import Alike, grouped, suggestions_in

MOST_READ, MOST_SHOWN, QUOTED = 2000, 8, 3
SAYS_SO = ("建议", "呼吁", "提议")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What several cases propose: `said` are their own words, without what tells of a person."""

    key: str
    name: str
    said: Sequence[str]
    cases: Sequence[Case]

    @property
    def count(self) -> int:
        """How many cases propose it."""
        return len(self.cases)


def proposals(staff: Staff, bulletin: Bulletin) -> list[Proposal]:
    """What the period's cases propose, the most frequent first: those of the kind suggestion, and
    others whose title says so. The newest MOST_READ are read."""
    start, end = span(bulletin.period)
    says_so = Q(kind__code=SUGGESTION)
    for word in SAYS_SO:
        says_so |= Q(title__contains=word)
    found = cases_for(staff).filter(
        says_so, accepted_at__gte=start, accepted_at__lt=end,
        confidential=False, accused=[], stepped_aside=[],
    )  # fmt: skip
    if (units := units_of(bulletin)) is not None:
        found = found.filter(lead__in=units)
    columns = ("number", "title", "text", "lead_id", "accepted_at")
    rows = {case.number: case for case in found.only(*columns).order_by("-accepted_at")[:MOST_READ]}
    said = [(number, each) for number, case in rows.items() for each in _said(case)]
    return [_proposal(group, rows) for group in grouped(said)[:MOST_SHOWN]]


def proposal_of(staff: Staff, bulletin: Bulletin, key: str) -> Proposal | None:
    """One of them, for who picks it; None when it is there no more."""
    return next((each for each in proposals(staff, bulletin) if each.key == key), None)


def _said(case: Case) -> list[str]:
    whole = case.text if case.title in case.text else f"{case.title}。{case.text}"
    return [each.text for each in suggestions_in(whole)]


def _proposal(group: Alike, rows: dict[str, Case]) -> Proposal:
    quotes = list(dict.fromkeys(_clean(text) for text in [group.name, *group.texts]))
    key = blake2b("|".join(sorted(group.of)).encode(), digest_size=8).hexdigest()
    return Proposal(key, quotes[0], quotes[1 : QUOTED + 1], [rows[number] for number in group.of])


def _clean(text: str) -> str:
    """The sentence with what may not be published said more widely."""
    for each in reversed(find(text)):
        text = f"{text[: each.start]}{each.suggestion or '某'}{text[each.end :]}"
    return text
