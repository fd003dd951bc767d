"""Send editions: the daily, weekly and monthly editions to those who subscribed to them.

Each goes once to each person; what fails is tried again at the next hour, five times at most. It
holds counts alone, and the words that the office itself wrote.
"""

from __future__ import annotations

import smtplib
from collections import Counter
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction

from hotline.documents.web import write_html
from hotline.records.models import EditionMail, Subscription
from hotline.records.queries.figures import NoForm
from hotline.records.queries.reaching import reach_of
from hotline.records.queries.subscriptions import Family, edition_page, families, last_over
from hotline.records.scope import everything
from hotline.records.sealing import SealBroken
from hotline.rules.forms import FormBroken
from hotline.rules.pages import Page, told_plainly
from hotline.rules.periods import Period
from hotline.rules.workdays import CHINA
from hotline.steps.reaching.gateways import Mail, NotTaken, gateway

MOST_ATTEMPTS = 5
# Office hours: nobody wants the figures of yesterday at night.
FROM_HOUR, UNTIL_HOUR = 8, 20

log = structlog.get_logger("hotline.steps")


def send_editions(*, at: datetime) -> Counter[str]:
    """Send what is due; how each ended."""
    outcomes: Counter[str] = Counter()
    sender = gateway("mail")
    if not isinstance(sender, Mail) or not FROM_HOUR <= at.astimezone(CHINA).hour < UNTIL_HOUR:
        return outcomes
    for family in families(at):
        period = last_over(family.kind, at)
        rows = _due(family, period, at)
        if not rows:
            continue
        page = _page(family, period, at)
        if page is None:
            outcomes["no_figures"] += len(rows)
            continue
        for row in rows:
            outcomes[_send(sender, row, page)] += 1
    return outcomes


def _due(family: Family, period: Period, at: datetime) -> list[EditionMail]:
    """One row for each subscriber who has not had this edition; taken by one worker at a time."""
    over = datetime.combine(period.ends_on, datetime.max.time(), CHINA)
    wanting = (
        Subscription.objects.filter(family=family.code, since__lte=over, staff__is_active=True)
        .select_related("staff")
        .prefetch_related("staff__roles")
    )
    people = [row.staff for row in wanting if row.staff.may("see_figures")]
    EditionMail.objects.bulk_create(
        [
            EditionMail(staff=person, family=family.code, period=period.code, made_at=at)
            for person in people
        ],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        waiting = EditionMail.objects.filter(
            family=family.code,
            period=period.code,
            outcome="",
            attempts__lt=MOST_ATTEMPTS,
            staff__in=people,
        )
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        rows = list(waiting.select_related("staff"))
        for row in rows:
            row.attempts += 1
        EditionMail.objects.bulk_update(rows, ["attempts"])
    return rows


@everything()
def _page(family: Family, period: Period, at: datetime) -> Page | None:
    try:
        return edition_page(family.code, period, at)
    except (NoForm, FormBroken) as error:
        log.warning("edition_not_written", family=family.code, reason=str(error))
        return None


def _send(sender: Mail, row: EditionMail, page: Page) -> str:
    """Hand one mail over; only to an address that its owner has verified."""
    try:
        reach = reach_of(row.staff)
        address = reach.address("mail") if reach.is_verified("mail") else ""
        if not address:
            return _settle(row, "moot")
        more = f"\n\n{settings.HOTLINE_ADDRESS}/desk/board" if settings.HOTLINE_ADDRESS else ""
        text = told_plainly(page) + more
        sender.send_page(row.pk, address, page.title, text, write_html(page))
    except (NotTaken, SealBroken) as error:
        return _settle(row, "failed", str(error))
    except (OSError, smtplib.SMTPException) as error:
        if row.attempts >= MOST_ATTEMPTS:
            return _settle(row, "failed", type(error).__name__)
        log.warning("edition_not_sent", attempts=row.attempts, reason=type(error).__name__)
        return "again"
    return _settle(row, "sent")


def _settle(row: EditionMail, outcome: str, problem: str = "") -> str:
    EditionMail.objects.filter(pk=row.pk).update(outcome=outcome, problem=problem[:100])
    return outcome
