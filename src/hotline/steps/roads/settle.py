"""Settle: what became of a thing that was owed to another system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from hotline.records.models import Delivery, Road, Staff
from hotline.records.queries.returns import told_together
from hotline.records.scope import everything
from hotline.records.sealing import seal_bytes
from hotline.rules.roads import next_try
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

OPEN = ("waiting", "failed", "by_hand")
# How long a worker may take to send one; after that another takes it up.
HELD_FOR = timedelta(minutes=2)
# Who waits for a case that is being moved, or for a scan, waits a quarter of a minute at the most.
SOON = 2


@everything()
def roads_due(at: datetime) -> list[Road]:
    """The roads on which something is due."""
    due = Delivery.objects.filter(next_at__lte=at, road=OuterRef("pk"))
    rows = Road.objects.filter(Exists(due), is_on=True)
    return list(rows.select_related("channel"))


@everything()
def claim(at: datetime, most: int = 20, road: Road | None = None) -> list[Delivery]:
    """What is due, its next attempt put off first: a worker that dies while sending loses none.

    Of one case and road only the earliest that is not settled: what was said first arrives first.
    """
    earlier = Delivery.objects.filter(
        case=OuterRef("case"), road=OuterRef("road"), state="waiting", pk__lt=OuterRef("pk")
    )
    due = Delivery.objects.filter(~Exists(earlier), next_at__lte=at, road__is_on=True)
    if road is not None:
        due = due.filter(road=road)
    with transaction.atomic():
        held = due.order_by("next_at").select_for_update(skip_locked=True, of=("self",))
        hanging = ("road__channel", "case__citizen", "contact", "assignment")
        rows = list(held.select_related(*hanging)[:most])
        for row in rows:
            row.attempts += 1
            row.next_at = at + HELD_FOR
        Delivery.objects.bulk_update(rows, ["attempts", "next_at"])
    return rows


@dataclass(frozen=True, slots=True)
class Arrived:
    """A row that the other side took, what it was sent byte for byte, and its number there."""

    row: Delivery
    body: bytes
    peer_number: str


def sent(row: Delivery, *, body: bytes, peer_number: str, at: datetime) -> None:
    """It arrived, and the other side said so."""
    all_sent([Arrived(row, body, peer_number)], at=at)


@everything()
def all_sent(arrived: Sequence[Arrived], *, at: datetime) -> None:
    """They arrived, and the other side said so; what waited for the road to recover goes now."""
    road = arrived[0].row.road_id
    with transaction.atomic():
        book().write(Writing(changes=[(each.row, _arrived(each, at)) for each in arrived]))
        was_down = Road.objects.filter(pk=road, failing_since__isnull=False)
        if was_down.update(failing_since=None, problem=""):
            waiting = Delivery.objects.filter(road=road, state="waiting", next_at__gt=at)
            waiting.update(next_at=at)
        Road.objects.filter(pk=road).update(sent_at=at)


def _arrived(each: Arrived, at: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "state": "sent",
        "sent_at": at,
        "next_at": None,
        "problem": "",
        "peer_number": each.peer_number[:200],
    }
    if each.row.body_sealed is None:
        facts["body_sealed"] = seal_bytes("delivery", "body", each.row.pk, each.body)
    return facts


@everything()
def later(row: Delivery, problem: str, *, at: datetime) -> None:
    """It cannot go just now, and the road is not to blame."""
    again = next_try(min(row.attempts, SOON), row.made_at, at)
    facts = {"next_at": again, "problem": problem[:300], "state": "waiting" if again else "failed"}
    book().write(Writing(changes=[(row, facts)]))


@everything()
def put_off(row: Delivery, problem: str, *, at: datetime) -> None:
    """The other side does not answer: again later, and after days a person has to look."""
    again = next_try(row.attempts, row.made_at, at)
    facts = {"next_at": again, "problem": problem[:300], "state": "waiting" if again else "failed"}
    with transaction.atomic():
        book().write(Writing(changes=[(row, facts)]))
        down = Road.objects.filter(pk=row.road_id, failing_since=None)
        down.update(failing_since=at)
        Road.objects.filter(pk=row.road_id).update(problem=problem[:300])


@everything()
def refused(row: Delivery, problem: str) -> None:
    """The other side does not take it: a person has to look."""
    facts = {"state": "failed", "next_at": None, "problem": problem[:300]}
    book().write(Writing(changes=[(row, facts)]))


@everything()
def moot(row: Delivery, problem: str) -> None:
    """There is nothing to send after all, or nobody to send it to."""
    facts = {"state": "moot", "next_at": None, "problem": problem[:300]}
    book().write(Writing(changes=[(row, facts)]))


@everything()
def bring_by_hand(
    row: Delivery,
    *,
    number: str,
    by: Staff,
    at: datetime,
    brought_at: datetime | None = None,
    seen: str | None = None,
) -> int:
    """A person brought it to the other side, with what was owed before it; says how many.

    `number` is what that side gave for it, `seen` the state that the person looked at.
    """
    permit(by, "write_back")
    when = brought_at or at
    if when > at:
        raise Refused("brought_at", "回传时间不能晚于现在，请核对。")
    with transaction.atomic():
        _need_open(row, seen)
        facts = {
            "state": "done",
            "sent_at": when,
            "next_at": None,
            "settled_by": by,
            "peer_number": number.strip()[:200],
        }
        rows = told_together(row)
        book().write(Writing(changes=[(each, facts) for each in rows]))
    return len(rows)


def _need_open(row: Delivery, seen: str | None = None) -> None:
    """Hold the row; refuse one that somebody else settled meanwhile."""
    held = Delivery.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.state not in OPEN or (seen is not None and held.state != seen):
        raise Refused("", "这件回传刚被他人办理或已自动送达，请刷新页面。")
    row.state = held.state


@everything()
def let_be(row: Delivery, *, reason: str, by: Staff, at: datetime) -> None:
    """A person holds that this need not be told, and says why."""
    permit(by, "write_back")
    if not reason.strip():
        raise Refused("reason", "请写明为什么无需回传。")
    with transaction.atomic():
        _need_open(row)
        facts = {
            "state": "moot",
            "next_at": None,
            "settled_by": by,
            "problem": reason.strip()[:300],
        }
        book().write(Writing(changes=[(row, facts)]))


@everything()
def send_again(row: Delivery, *, by: Staff, at: datetime) -> None:
    """Try one that failed once more."""
    permit(by, "write_back")
    if row.state != "failed":
        raise Refused("state", "只有发送失败的可以重发，请刷新页面。")
    facts = {"state": "waiting", "next_at": at, "made_at": at, "attempts": 0, "problem": ""}
    book().write(Writing(changes=[(row, facts)]))


@everything()
def went_in_file(
    due: Sequence[Delivery],
    sent_rows: Sequence[Delivery],
    file: str,
    *,
    by: Staff | None,
    at: datetime,
) -> None:
    """What was due went in one file; what its platform does not want is settled with it."""
    if by is not None:
        permit(by, "write_back")
    told = {row.pk for row in sent_rows}
    went = {"state": "sent", "sent_at": at, "settled_by": by, "file": file[:200], "problem": ""}
    unwanted = {"state": "moot", "problem": "这个平台只要办理结果。"}
    with transaction.atomic():
        held = Delivery.objects.filter(pk__in=[row.pk for row in due], state="waiting")
        still = set(held.select_for_update(of=("self",)).values_list("pk", flat=True))
        changes = [(row, went if row.pk in told else unwanted) for row in due if row.pk in still]
        book().write(Writing(changes=list(changes)))
        if sent_rows:
            facts = {"sent_at": at, "failing_since": None, "problem": ""}
            Road.objects.filter(pk=sent_rows[0].road_id).update(**facts)
