"""Draw a sample: some of the cases closed in a period, by chance and so that it can be shown.

A case's place in the draw is the MD5 of the sample's seed and the case's number; the smallest are
taken. Whoever has the seed and the list of cases gets the same ones again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import md5

from django.db.models import Exists, OuterRef, QuerySet

from hotline.records.identity import new_id
from hotline.records.models import (
    Case,
    Department,
    JournalEntry,
    Kind,
    QualityCheck,
    QualitySample,
    Staff,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import below, office
from hotline.rules.life import CLOSED
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

LARGEST = 200
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Among:
    """Among which cases is drawn: closed in the period, both days included, and narrowed to a
    lead unit with those below it, to a person who moved the case, to a kind."""

    starts_on: date
    ends_on: date
    unit: Department | None = None
    agent: Staff | None = None
    kind: Kind | None = None


def draw_sample(
    among: Among, *, size: int, by: Staff, at: datetime, note: str = "", seed: str = ""
) -> QualitySample:
    """Draw `size` cases; fewer where fewer fit. Only what `by` may see is drawn.

    Without `seed` it is a new one that nobody could know.
    """
    permit(by, "sample_quality")
    _need_period(among, at)
    if not 1 <= size <= LARGEST:
        raise Refused("size", f"抽取件数应在 1 到 {LARGEST} 之间。")
    if not office().rules.get("score_sheet"):
        raise Refused("size", "本市还没有评分表，请管理员在 city.toml 中补充（[[score]]）。")
    numbers = dict(fitting(by, among).values_list("number", "pk"))
    if not numbers:
        raise Refused("starts_on", "这段时间没有符合条件的已办结工单，请改时间或条件。")
    seed = seed or secrets.token_hex(8)
    sample = QualitySample(
        id=new_id(),
        starts_on=among.starts_on,
        ends_on=among.ends_on,
        unit=among.unit,
        agent=among.agent,
        kind=among.kind,
        size=size,
        population=len(numbers),
        seed=seed,
        sheet=office().rules["score_sheet"],
        note=note.strip(),
        drawn_at=at,
        drawn_by=by,
    )
    checks = [
        QualityCheck(id=new_id(), sample=sample, case_id=numbers[number], place=place)
        for place, number in enumerate(drawn_by_lot(list(numbers), seed)[:size], start=1)
    ]
    book().write(Writing(rows=[sample, *checks]))
    return sample


def drawn_by_lot(numbers: list[str], seed: str) -> list[str]:
    """The numbers in the order of the draw."""
    return sorted(numbers, key=lambda n: md5(f"{seed}{n}".encode(), usedforsecurity=False).digest())


def fitting(staff: Staff, among: Among) -> QuerySet[Case]:
    """The closed cases among which is drawn."""
    start = datetime.combine(among.starts_on, time(), CHINA)
    end = datetime.combine(among.ends_on + timedelta(days=1), time(), CHINA)
    closed = cases_for(staff).filter(status__in=sorted(CLOSED))
    found = closed.filter(closed_at__gte=start, closed_at__lt=end)
    if among.unit is not None:
        found = found.filter(lead__in=below(among.unit))
    if among.kind is not None:
        found = found.filter(kind=among.kind)
    if among.agent is not None:
        moved = JournalEntry.objects.filter(case=OuterRef("pk"), by=among.agent)
        found = found.filter(Exists(moved))
    return found


def _need_period(among: Among, at: datetime) -> None:
    if among.ends_on < among.starts_on:
        raise Refused("ends_on", "结束日期早于开始日期，请改正。")
    if among.ends_on - among.starts_on > LONGEST:
        raise Refused("ends_on", "一次最多抽查一年的工单，请缩短时间。")
    if at.astimezone(CHINA).date() < among.starts_on:
        raise Refused("starts_on", "开始日期还没有到，请改正。")
