"""The sample bulletins: each month's stories picked as items, and what the old print said.

The older month is published, so that the citizens' site has something to show; the newest stays
a draft for whoever tries the editor's screen. All of it goes through the steps of every bulletin.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from django.db import transaction

from hotline.records.models import Bulletin
from hotline.records.queries.approvals import approval_of
from hotline.records.queries.bulletins import DRAFT, bulletin_of
from hotline.rules.workdays import CHINA
from hotline.steps.draft import begin, pick
from hotline.steps.publish import publish
from hotline.steps.setup.sample.items import SampleItem, items
from hotline.steps.setup.sample.margins import Month, read_months
from hotline.steps.storing.book import Writing, book
from hotline.steps.studio.approve import approve
from hotline.steps.submit import submit

HOUR = time(18)  # when everything of the month has happened (`load.DONE_BY`)


def load_bulletins(folder: Path) -> tuple[str, ...]:
    """Write the bulletin of every sample month that has none yet; says which."""
    months = read_months(folder)
    missing = [month for month in months if bulletin_of(month.month) is None]
    for month in missing:
        with transaction.atomic():
            bulletin = _drafted(month, folder)
            if month is not months[-1]:
                _published(bulletin, month)
    return tuple(month.month for month in missing)


def _drafted(month: Month, folder: Path) -> Bulletin:
    at = datetime.combine(month.published_on, HOUR, CHINA)
    bulletin = begin(month.month, by=None, at=at)
    if bulletin.status == DRAFT:
        book().write(Writing(changes=[(bulletin, {"printed": dict(month.slips)})]))
    for item in items(month.month, folder):
        _pick(bulletin, item, at)
    return bulletin


def _pick(bulletin: Bulletin, item: SampleItem, at: datetime) -> None:
    case = item.case()
    pick(
        bulletin,
        section=item.section,
        group=item.group,
        text=item.text,
        cases=[case] if case is not None else [],
        by=None,
        at=at,
    )


def _published(bulletin: Bulletin, month: Month) -> None:
    at = datetime.combine(month.published_on, HOUR, CHINA)
    submit(bulletin, by=None, at=at)
    while not approval_of(bulletin).is_last:
        approve(bulletin, by=None, at=at)
    publish(bulletin, issued_on=month.published_on, by=None, at=at)
