"""Send what people are to be told outside the screens: planned once, sent with pauses, given up."""

from __future__ import annotations

import smtplib
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction

from hotline.records.models import Notice, Outgoing, Reach
from hotline.records.queries.reaching import reached_by, sent_lately
from hotline.records.queries.reference import office
from hotline.records.sealing import SealBroken, unseal
from hotline.rules.reaching import Due, after_many, after_quiet, pause_after, told, told_code
from hotline.steps.reaching.gateways import Gateway, NotTaken, gateway

MOST_AT_ONCE = 50
NOTICES = "/desk/notices"

log = structlog.get_logger("hotline.steps")


def plan_outgoing(notice: Notice, *, at: datetime) -> int:
    """Note for every person and way that a notice is to go by; says how many. Again changes
    nothing."""
    rows = [
        Outgoing(
            staff=reach.staff,
            way=way,
            notice=notice,
            made_at=at,
            next_at=after_quiet(at, reach.quiet_from, reach.quiet_until),
        )
        for reach, way in reached_by(notice)
    ]
    Outgoing.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def send_outgoing(*, at: datetime) -> Counter[str]:
    """Send what is due by now, all of one person and way as one message; how each ended."""
    outcomes: Counter[str] = Counter()
    due: defaultdict[tuple[int, str, bool], list[Outgoing]] = defaultdict(list)
    for row in _claimed(at):
        due[row.staff_id, row.way, row.notice_id is None].append(row)
    for (_, way, is_code), rows in due.items():
        sender = gateway(way)
        reach = Reach.objects.filter(staff=rows[0].staff_id).select_related("staff").first()
        if sender is None or reach is None or not reach.staff.is_active:
            outcomes[_settle(rows, "moot", at)] += len(rows)
        elif is_code:
            outcomes[_send(sender, reach, rows, _code_text(reach), at)] += len(rows)
        else:
            outcomes.update(_send_notices(sender, reach, rows, at))
    return outcomes


def _claimed(at: datetime) -> list[Outgoing]:
    """What is due, its next attempt put off first: a worker that dies while sending loses none."""
    with transaction.atomic():
        due = Outgoing.objects.filter(next_at__lte=at).order_by("next_at")
        due = due.select_for_update(skip_locked=True, of=("self",))
        rows = list(due.select_related("staff")[:MOST_AT_ONCE])
        for row in rows:
            row.attempts += 1
            pause = pause_after(row.attempts)
            row.next_at = at + pause if pause is not None else None
        Outgoing.objects.bulk_update(rows, ["attempts", "next_at"])
    return rows


def _send_notices(
    sender: Gateway, reach: Reach, rows: list[Outgoing], at: datetime
) -> Counter[str]:
    """One message for all that still hold, unless the person wants quiet or has had enough."""
    way = rows[0].way
    later = after_many(at, sent_lately(reach.staff, way, at))
    later = after_quiet(later, reach.quiet_from, reach.quiet_until)
    if later > at:
        ids = [row.pk for row in rows]
        for row in rows:
            row.attempts -= 1
        Outgoing.objects.bulk_update(rows, ["attempts"])
        Outgoing.objects.filter(pk__in=ids).update(next_at=later)
        return Counter(later=len(rows))
    held = _that_hold(rows)
    moot = [row for row in rows if row.notice_id not in held]
    outcomes = Counter({_settle(moot, "moot", at): len(moot)}) if moot else Counter()
    left = [row for row in rows if row.notice_id in held]
    if left:
        address = f"{settings.HOTLINE_ADDRESS}{NOTICES}" if settings.HOTLINE_ADDRESS else ""
        text = told(office().hotline_name, [held[row.notice_id] for row in left], address)
        outcomes[_send(sender, reach, left, text, at)] += len(left)
    return outcomes


def _that_hold(rows: Sequence[Outgoing]) -> dict[object, Due]:
    """By notice, what it says; without those that were read meanwhile or whose clock stopped."""
    found = Notice.objects.filter(
        pk__in=[row.notice_id for row in rows], seen_at=None, clock__stopped_at=None
    )
    return {
        notice.pk: Due(notice.act, notice.clock.name, notice.case.number, notice.due_at)
        for notice in found.select_related("clock", "case")
        if notice.clock is not None
    }


def _send(sender: Gateway, reach: Reach, rows: list[Outgoing], text: str, at: datetime) -> str:
    """Hand one message over, and note for all its rows what came of it."""
    try:
        address = reach.address(rows[0].way)
        if not address or not text:
            return _settle(rows, "moot", at)
        sender.send(rows[0].pk, address, text)
    except (NotTaken, SealBroken) as error:
        return _settle(rows, "failed", at, str(error))
    except (OSError, smtplib.SMTPException) as error:
        return _put_off(rows, at, type(error).__name__)
    return _settle(rows, "sent", at)


def _put_off(rows: list[Outgoing], at: datetime, problem: str) -> str:
    """Leave them for the next attempt, or give them up after the last."""
    log.warning("outgoing_not_sent", way=rows[0].way, attempts=rows[0].attempts, reason=problem)
    if rows[0].next_at is None:
        return _settle(rows, "failed", at, problem)
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(problem=problem)
    return "again"


def _settle(rows: list[Outgoing], outcome: str, at: datetime, problem: str = "") -> str:
    facts = {"outcome": outcome, "settled_at": at, "problem": problem[:100], "next_at": None}
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(**facts)
    return outcome


def _code_text(reach: Reach) -> str:
    code = unseal("reach", "code", reach.pk, reach.code_sealed)
    return told_code(office().hotline_name, code) if code else ""
