"""What an editor may want to speak of: groups of a period's cases by topic, and well-handled cases.

The groups are one aggregate over the period, the one before and the same of the year before. Only
cases that anybody of the office may see are counted, and nothing confidential.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case as When
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value
from django.db.models import When as If

from hotline.records.models import Bulletin, Callback, Case, Return, Staff, Supervision
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import departments, kinds, topics
from hotline.rules.drafting import THANKS
from hotline.rules.periods import Period
from hotline.rules.standing_out import Group, foremost
from hotline.rules.workdays import CHINA

MOST_GROUPS, MOST_CASES = 8, 10
LOOKED_AT = 300
A_UNIT, A_TOPIC = 2, 1
LINKED = 20
SUGGESTION = "suggestion"
CONTENT = ("very_satisfied", "satisfied")
SLOW = timedelta(days=5)
# Of fewer closed cases no usual time is told; up to two days are told in hours.
FEW, TWO_DAYS = 5, 48

GROUPS = """
WITH asked AS (
  SELECT c.id, c.topic_id, c.lead_id,
    c.repeats_id IS NOT NULL OR c.joined_to_id IS NOT NULL AS again,
    c.due_at < coalesce(c.closed_at, %(now)s) AS late,
    c.kind_id IS NOT DISTINCT FROM %(suggestion)s AS suggests,
    c.accepted_at >= %(start)s AND c.accepted_at < %(end)s AS here,
    c.accepted_at >= %(before)s AND c.accepted_at < %(start)s AS before
  FROM records_case c
  WHERE NOT c.confidential AND c.topic_id IS NOT NULL
    AND c.stepped_aside = '{}' AND c.accused = '{}'
    AND (c.accepted_at >= %(before)s AND c.accepted_at < %(end)s
      OR c.accepted_at >= %(year_start)s AND c.accepted_at < %(year_end)s)
    AND (%(units)s::bigint[] IS NULL OR c.lead_id = ANY(%(units)s))
), unhappy AS (
  SELECT DISTINCT b.case_id FROM records_callback b
  WHERE b.handling_rating = 'dissatisfied' AND b.case_id IN (SELECT id FROM asked WHERE here)
), back AS (
  SELECT DISTINCT r.case_id FROM records_return r
  WHERE r.case_id IN (SELECT id FROM asked WHERE here)
)
SELECT a.topic_id, a.suggests,
  count(*) FILTER (WHERE a.here), count(*) FILTER (WHERE a.before),
  count(*) FILTER (WHERE NOT a.here AND NOT a.before),
  count(*) FILTER (WHERE a.here AND a.again), count(*) FILTER (WHERE a.here AND a.late),
  count(back.case_id) FILTER (WHERE a.here), count(unhappy.case_id) FILTER (WHERE a.here),
  array_agg(DISTINCT a.lead_id) FILTER (WHERE a.here AND a.lead_id IS NOT NULL)
FROM asked a
LEFT JOIN unhappy ON a.here AND unhappy.case_id = a.id
LEFT JOIN back ON a.here AND back.case_id = a.id
GROUP BY a.topic_id, a.suggests
HAVING count(*) FILTER (WHERE a.here) > 1
"""


@dataclass(frozen=True, slots=True)
class Groups:
    """What stands out of the period: problems and suggestions."""

    prominent: list[Group]
    suggestions: list[Group]


def groups(bulletin: Bulletin, now: datetime) -> Groups:
    """The foremost groups of the bulletin's period, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(GROUPS, _moments(bulletin, now))
        rows = cursor.fetchall()
    every = [(suggests, _group(topic, counts)) for topic, suggests, *counts in rows]
    return Groups(
        foremost((group for suggests, group in every if not suggests), MOST_GROUPS),
        foremost((group for suggests, group in every if suggests), MOST_GROUPS),
    )


def group_of(bulletin: Bulletin, topic: int, now: datetime, *, suggestions: bool) -> Group | None:
    """One of the groups, for who picks it; None when it is there no more."""
    found = groups(bulletin, now)
    rows = found.suggestions if suggestions else found.prominent
    return next((row for row in rows if row.key == topic), None)


def cases_of(staff: Staff, bulletin: Bulletin, topic: int, *, suggestions: bool) -> list[Case]:
    """The newest cases of a group that may be published, as many as an item is linked to."""
    found = cases_for(staff).filter(
        *_within(bulletin), topic=topic, confidential=False, accused=[], stepped_aside=[]
    )
    code = Q(kind__code=SUGGESTION)
    return list(found.filter(code if suggestions else ~code).order_by("-accepted_at")[:LINKED])


def well_handled(staff: Staff, bulletin: Bulletin) -> list[Case]:
    """Closed, led by a unit, reached, solved and satisfied; thanks, quick and hard ones first, and
    not always the same unit or topic. Each says why in `case.why`, with its points."""
    start, end = span(bulletin.period)
    content = Callback.objects.filter(
        case=OuterRef("pk"), reached=True, solved="yes", handling_rating__in=CONTENT
    )
    thanks = Q()
    for word in THANKS:
        thanks |= Q(note__contains=word)
    found = cases_for(staff).filter(
        Exists(content), closed_at__gte=start, closed_at__lt=end, lead__isnull=False,
        confidential=False, accused=[], stepped_aside=[], **_of_unit(bulletin),
    )  # fmt: skip
    urgent = When(If(~Q(urgency="ordinary"), then=Value(0)), default=Value(1),
                  output_field=IntegerField())  # fmt: skip
    newest = found.order_by(urgent, (F("closed_at") - F("accepted_at")).desc())[:LOOKED_AT]
    rows = newest.annotate(
        thanked=Exists(content.filter(thanks)),
        was_returned=Exists(Return.objects.filter(case=OuterRef("pk"))),
        was_supervised=Exists(Supervision.objects.filter(case=OuterRef("pk"))),
    ).select_related("lead", "topic", "kind")
    usual = _usual(rows, start, end)
    return _varied(sorted(rows, key=lambda case: _worth(case, usual)))


USUAL = """
SELECT topic_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY closed_at - accepted_at), count(*)
FROM records_case
WHERE closed_at >= %s AND closed_at < %s AND accepted_at IS NOT NULL AND lead_id IS NOT NULL
  AND topic_id = ANY(%s)
GROUP BY topic_id HAVING count(*) >= %s
"""


def _usual(found: Sequence[Case], start: datetime, end: datetime) -> dict[int, timedelta]:
    """How long half of a topic's cases took that units closed in the period; of few it is no
    measure, and is not asked."""
    if len(found) < FEW:
        return {}
    with connection.cursor() as cursor:
        wanted = sorted({case.topic_id for case in found if case.topic_id is not None})
        cursor.execute(USUAL, (start, end, wanted, FEW))
        return {topic: usual for topic, usual, _ in cursor.fetchall()}


def _worth(case: Any, usual: Mapping[int, timedelta]) -> tuple[int, datetime]:
    """What makes a case worth telling, most first; and why, kept for the screen."""
    took, half = case.closed_at - case.accepted_at, usual.get(case.topic_id)
    faster = half is not None and took < half / 2
    known = (
        (case.thanked, 4, "诉求人表示感谢"),
        (faster, 2, f"用时 {_told(took)}，同类半数用 {_told(half or took)} 以上"),
        (case.was_supervised, 3, "经过督办"),
        (case.was_returned, 3, "曾退单，后办成"),
        (case.urgency != "ordinary", 2, "紧急件"),
        (case.closed_at - case.accepted_at > SLOW, 1, "办理时间较长"),
    )
    case.why = "；".join(words for holds, _, words in known if holds) or "已解决，诉求人满意"
    case.points = sum(points for holds, points, _ in known if holds)
    return -case.points, case.closed_at


def _told(took: timedelta) -> str:
    hours = took / timedelta(hours=1)
    return f"{hours:.0f} 小时" if hours < TWO_DAYS else f"{hours / 24:.1f} 天"


def _varied(rows: Sequence[Case]) -> list[Case]:
    """In their order, but few of one unit and one of one topic."""
    taken: list[Case] = []
    seen: dict[tuple[str, int | None], int] = {}
    for case in rows:
        unit, topic = ("unit", case.lead_id), ("topic", case.topic_id)
        if seen.get(unit, 0) < A_UNIT and seen.get(topic, 0) < A_TOPIC:
            seen[unit] = seen.get(unit, 0) + 1
            seen[topic] = seen.get(topic, 0) + 1
            taken.append(case)
    return taken[:MOST_CASES]


def _group(topic: int, counts: Sequence[Any]) -> Group:
    count, previous, year_before, repeats, overdue, returned, dissatisfied, units = counts
    known = departments()
    names = [known[pk].name for pk in sorted(units or (), key=lambda pk: known[pk].order)]
    return Group(
        topic, _topic_name(topic), count, previous, year_before,
        repeats, overdue, returned, dissatisfied, tuple(names), topics()[topic].code,
    )  # fmt: skip


def _topic_name(pk: int) -> str:
    """A topic's name; one that says only that it is none of the others, with what it is of."""
    known = topics()
    topic = known[pk]
    above = known.get(topic.parent_id) if topic.parent_id is not None else None
    return f"{above.name}{topic.name}" if above and topic.name in ("其他", "其它") else topic.name


def _moments(bulletin: Bulletin, now: datetime) -> dict[str, Any]:
    start, end = span(bulletin.period)
    before, _ = span(bulletin.period.previous())
    year_start, year_end = span(bulletin.period.year_before())
    suggestion = kinds().get(SUGGESTION)
    return {
        "now": now, "start": start, "end": end, "before": before,
        "year_start": year_start, "year_end": min(year_end, before),
        "suggestion": suggestion.pk if suggestion is not None else -1,
        "units": units_of(bulletin),
    }  # fmt: skip


def span(period: Period) -> tuple[datetime, datetime]:
    """The first moment of a period and the first after it."""
    return _begins(period.starts_on), _begins(period.ends_on + timedelta(days=1))


def units_of(bulletin: Bulletin) -> list[int] | None:
    """The bulletin's unit with those below it; None for all units."""
    if bulletin.unit_id is None:
        return None
    below = {bulletin.unit_id}
    parents = {pk: row.parent_id for pk, row in departments().items()}
    while more := {pk for pk, parent in parents.items() if parent in below} - below:
        below |= more
    return sorted(below)


def _of_unit(bulletin: Bulletin) -> dict[str, Any]:
    units = units_of(bulletin)
    return {} if units is None else {"lead__in": units}


def _within(bulletin: Bulletin) -> list[Q]:
    start, end = span(bulletin.period)
    return [Q(accepted_at__gte=start, accepted_at__lt=end, **_of_unit(bulletin))]


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
