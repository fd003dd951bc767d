"""Read arrivals for hot issues: each new case joins the issue that it is most like, or begins one.

What a person put in or took out stays so. One that was merged passes its cases on, and one that was
dismissed takes its cases in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from hotline.engines.issue_words import words_of
from hotline.records.identity import new_id
from hotline.records.models import Case, HotIssue, HotIssueCase
from hotline.records.queries.hot_material import ALL, likely, places_of, watch, weights_of
from hotline.records.queries.reference import topics
from hotline.rules.heat import Watch
from hotline.rules.hot_grouping import (
    Fit,
    Profile,
    Told,
    begun,
    core_words,
    fit,
    keys_of,
    told,
    with_case,
)
from hotline.rules.life import Status
from hotline.rules.masking import mask_text
from hotline.steps.issues.likening import MOST_LOOKED_AT, Likening
from hotline.steps.issues.warn import warn_of_bursts
from hotline.steps.issues.weigh import ALIVE, weigh

NAME_LENGTH, PLACE_LENGTH, KEY_LENGTH = 120, 200, 80
# Older cases are history: they are not grouped when they are read late, as from an import.
READ_BACK = timedelta(weeks=10)
TELLING = 0.25
APART = (Status.WITHDRAWN,)

_SEEN = """
INSERT INTO records_wordseen (word, cases) SELECT * FROM unnest(%s::varchar[], %s::int[])
ON CONFLICT (word) DO UPDATE SET cases = records_wordseen.cases + excluded.cases
"""


@dataclass
class _Reading:
    """What one batch has found so far: issues touched and begun, and the new members."""

    watch: Watch
    issues: dict[UUID, HotIssue] = field(default_factory=dict)
    begun: dict[UUID, HotIssue] = field(default_factory=dict)
    by_key: dict[str, list[HotIssue]] = field(default_factory=dict)
    members: list[HotIssueCase] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    likening: Likening = field(default_factory=Likening)


def read(cases: Sequence[Case], at: datetime) -> int:
    """Group the new cases; says how many joined an issue that was there."""
    known = set(
        HotIssueCase.objects.filter(case__in=[case.pk for case in cases]).values_list(
            "case", flat=True
        )
    )
    fresh = [case for case in cases if case.pk not in known and _is_to_be_read(case, at)]
    if not fresh:
        return 0
    places = places_of(fresh)
    said = {case.pk: words_of(case.title, case.text, "".join(places[case.pk])) for case in fresh}
    weights = weights_of({word for words in said.values() for word in words})
    reading = _Reading(watch(), weights=weights)
    for case in fresh:
        told_of = Told(told(said[case.pk], weights), places[case.pk], topics_of(case))
        _take(reading, case, told_of, at)
    joined = len(reading.members) - len(reading.begun)
    _keep(reading)
    _count_words(said.values())
    groups = [pk for pk, issue in reading.issues.items() if issue.size > 1]
    warn_of_bursts(weigh(groups, at=at), at=at)
    return joined


def _is_to_be_read(case: Case, at: datetime) -> bool:
    """Not what was told in confidence, was taken back, or is long past."""
    if case.confidential or case.status in APART:
        return False
    return case.registered_at >= at - READ_BACK


def topics_of(case: Case) -> tuple[str, ...]:
    """The case's topic from the widest to its own."""
    topic = topics().get(case.topic_id) if case.topic_id is not None else None
    return tuple(topic.path) if topic is not None else ()


def _take(reading: _Reading, case: Case, told_of: Told, at: datetime) -> None:
    """Put a case into the issue that it fits best, or begin one with it."""
    # What very many say leads to thousands of issues and tells none of them from the others.
    telling = [word for word in told_of.words if reading.weights.get(word, 1.0) >= TELLING]
    keys = [key[:KEY_LENGTH] for key in keys_of(telling, told_of.places, told_of.topics)]
    best, why = _best(reading, case, told_of, keys)
    if best is None:
        best, why = _begun(reading, case, told_of), Fit(0)
    else:
        _grown(best, case, told_of)
    reading.issues[best.pk] = best
    reading.likening.took(best, case)
    for key in best.keys:
        held = reading.by_key.setdefault(key, [])
        if best not in held:
            held.append(best)
    reading.members.append(
        HotIssueCase(
            id=new_id(),
            issue=best,
            case=case,
            at=case.registered_at,
            since=at,
            score=why.score,
            shared=[word[:KEY_LENGTH] for word in why.shared],
        )
    )


def _best(
    reading: _Reading, case: Case, told_of: Told, keys: Sequence[str]
) -> tuple[HotIssue | None, Fit]:
    """The issue that fits best, if one fits; the larger of two that fit alike."""
    since = case.registered_at - ALIVE
    rows = {issue.pk: issue for key in keys for issue in reading.by_key.get(key, ())}
    for issue in likely(keys, since):
        rows.setdefault(issue.pk, reading.issues.get(issue.pk, issue))
    fitted = [(fit(told_of, profile_of(issue)), issue) for issue in rows.values()]
    fitted.sort(key=lambda pair: (-pair[0].score, -pair[1].size, pair[1].pk))
    joins = (pair for pair in fitted if pair[0].joins(reading.watch.joins))
    why, best = next(joins, (Fit(0), None))
    if best is None:
        nearest = [issue for _, issue in fitted[:MOST_LOOKED_AT]]
        best, why = reading.likening.look(case, nearest)
    if best is not None and best.merged_into is not None:
        target = best.merged_into
        best = reading.issues.get(target.pk, target)
    return best, why


def profile_of(issue: HotIssue) -> Profile:
    """What of an issue a case is compared with."""
    topic = topics().get(issue.topic_id) if issue.topic_id is not None else None
    path = tuple(topic.path) if topic is not None else ()
    return Profile(issue.size, issue.words, issue.places, path)


def _begun(reading: _Reading, case: Case, told_of: Told) -> HotIssue:
    place = next(iter(told_of.places), "")[:PLACE_LENGTH]
    issue = HotIssue(
        id=new_id(), name=mask_text(case.title)[:NAME_LENGTH], first_at=case.registered_at,
        last_at=case.registered_at, topic_id=case.topic_id, place=place,
    )  # fmt: skip
    take_profile(issue, begun(told_of))
    reading.begun[issue.pk] = issue
    return issue


def _grown(issue: HotIssue, case: Case, told_of: Told) -> None:
    take_profile(issue, with_case(profile_of(issue), told_of))
    issue.first_at = min(issue.first_at, case.registered_at)
    issue.last_at = max(issue.last_at, case.registered_at)
    if issue.topic_id is None:
        issue.topic_id = case.topic_id


def take_profile(issue: HotIssue, profile: Profile) -> None:
    """Set what an issue is known by."""
    issue.size, issue.words, issue.places = profile.size, dict(profile.words), dict(profile.places)
    keys = keys_of(core_words(profile), profile.places, profile.topics)
    issue.keys = [key[:KEY_LENGTH] for key in keys]


def _keep(reading: _Reading) -> None:
    """Store the batch: what was begun, what has grown, and who is in it."""
    HotIssue.objects.bulk_create(reading.begun.values())
    grown = [issue for pk, issue in reading.issues.items() if pk not in reading.begun]
    held = HotIssue.objects.filter(pk__in=[issue.pk for issue in grown]).order_by("pk")
    merged = dict(held.select_for_update(no_key=True).values_list("pk", "merged_into"))
    for member in reading.members:
        # A person may have merged it since it was read.
        member.issue_id = merged.get(member.issue_id) or member.issue_id
    fields = ("first_at", "last_at", "topic", "words", "places", "keys", "size")
    HotIssue.objects.bulk_update(grown, fields, batch_size=200)
    HotIssueCase.objects.bulk_create(reading.members)


def _count_words(said: Iterable[Iterable[str]]) -> None:
    """Remember in how many cases each word stood; always in one order, so that nobody waits in a
    ring."""
    counts: dict[str, int] = {}
    for words in said:
        for word in (*words, ALL):
            counts[word] = counts.get(word, 0) + 1
    ordered = sorted(counts.items())
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [[word[:40] for word, _ in ordered], [n for _, n in ordered]])
