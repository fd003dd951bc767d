"""Publish open data: the facts of a day's or month's cases as a file that never changes.

Nothing personal, and nothing told more exactly than five cases share it. A file of a day tells
neither how long a case took nor how its citizen was content: those come with the month, so that
laying the two side by side tells no more than the month does.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from hotline.documents.case_facts import CaseFact, as_csv, as_lines
from hotline.records.identity import new_id
from hotline.records.models import OpenDataFile
from hotline.records.queries.case_facts import facts_between
from hotline.records.sealing import digest
from hotline.rules.anonymity import told_safely
from hotline.rules.open_facts import LEVELS, Fact, look
from hotline.rules.workdays import CHINA
from hotline.steps.call_back import RATINGS
from hotline.steps.storing.book import Writing, book

MONTH_AFTER_DAYS = 5


def publish_due(*, at: datetime) -> list[OpenDataFile]:
    """Publish what is due on this day: the day before, and some days into a month the last one."""
    today = at.astimezone(CHINA).date()
    periods = [(today - timedelta(days=1)).isoformat()]
    if today.day == MONTH_AFTER_DAYS:
        periods.append((today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m"))
    made = [publish_open_data(period, at=at) for period in periods]
    return [row for row in made if row is not None]


def publish_open_data(period: str, *, at: datetime) -> OpenDataFile | None:
    """Store the file of a day or month as it stands now; None where today's is there already."""
    today = at.astimezone(CHINA).date()
    if OpenDataFile.objects.filter(period=period, made_on=today).exists():
        return None
    first, last = days_of(period)
    is_month = first != last
    facts = facts_between(first, last)
    if not is_month:
        facts = [replace(fact, days=None, rating="") for fact in facts]
    told, left_out = told_safely(facts, LEVELS, look)
    rows = sorted((_row(fact, first) for fact in told), key=lambda row: row.model_dump_json())
    lines = as_lines(rows)
    file = OpenDataFile(
        id=new_id(),
        period=period,
        made_on=today,
        made_at=at,
        rows=len(rows),
        left_out=left_out,
        lines=lines,
        table=as_csv(rows),
        digest=digest(lines).hex(),
    )
    try:
        with transaction.atomic():
            book().write(Writing(rows=[file]))
    except IntegrityError:  # another worker was quicker
        return None
    return file


def days_of(period: str) -> tuple[date, date]:
    """The first and last day of a period such as 2022-04 or 2022-04-06."""
    if len(period) == len("2022-04"):
        first = date.fromisoformat(f"{period}-01")
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    day = date.fromisoformat(period)
    return day, day


def _row(fact: Fact, first: date) -> CaseFact:
    return CaseFact(
        month=first.strftime("%Y-%m"),
        day=fact.day,
        channel=fact.channel,
        kind=fact.kind,
        topic=fact.topic,
        area=fact.area or None,
        status="closed" if fact.is_closed else "open",
        days=fact.days,
        rating=RATINGS.get(fact.rating),
    )
