"""The list of citizens to be called back: whose turn it is, whose hour has not come, who was tried.

One line is one citizen, however many of their cases wait: one call, not several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import OuterRef, Subquery

from hotline.records.models import (
    Assignment,
    Callback,
    CallPlan,
    Case,
    Clock,
    JournalEntry,
    PhraseText,
    Staff,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.phrases import phrases_for
from hotline.records.queries.reference import office, with_words
from hotline.rules.calling_back import ASKED, Quiet, Turn, callable_at, turn
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA

# Beyond so many the list shows those due first; there are fewer agents than that.
LOOKED_AT = 400
PAUSES = (2, 24)
# The moves from which the tries are counted anew (see `steps/call_back.py`).
ANSWERED_BY = ("review", "share_answer")
LISTED = (
    *("number", "title", "status", "urgency", "version", "citizen_id", "confidential"),
    *("registered_at", "moved_at", "channel_id", "kind_id", "topic_id", "lead_id", "campaign_id"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that waits for its callback; `tried` are the vain tries since its answer."""

    case: Case
    due_at: datetime | None
    tried: Sequence[datetime]
    plan: CallPlan | None


@dataclass(frozen=True, slots=True)
class Call:
    """One citizen to be called, with every case of theirs that waits, the most urgent first.

    `number` is that of the first case, by which the call is addressed.
    """

    waiting: Sequence[Waiting]
    turn: Turn
    is_now: bool
    claimed_by: str

    @property
    def number(self) -> str:
        """The number by which the call is addressed."""
        return self.waiting[0].case.number

    @property
    def cases(self) -> list[Case]:
        """The cases that one call is about."""
        return [each.case for each in self.waiting]

    @property
    def due_at(self) -> datetime | None:
        """When the first of the callbacks is due."""
        return min((each.due_at for each in self.waiting if each.due_at), default=None)

    @property
    def tries(self) -> int:
        """How often the citizen was tried in vain."""
        return max(len(each.tried) for each in self.waiting)


def quiet_hours() -> tuple[Quiet, ...]:
    """The city's quiet hours."""
    pairs = office().rules.get("quiet_hours", ())
    return tuple(Quiet(time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)


def pauses() -> tuple[int, ...]:
    """How many hours wait after each vain try."""
    return tuple(office().rules.get("callback_pause_hours", PAUSES))


def calls_for(staff: Staff, now: datetime) -> list[Call]:
    """Whom to call, in the order in which to do it: whose turn it is by what is due first, then
    those whose hour has not come, by their hour."""
    waiting = _waiting(staff)
    quiet, rests = quiet_hours(), pauses()
    calls = [_call(group, staff, now, quiet, rests) for group in _by_citizen(waiting)]
    return sorted(calls, key=_order)


def _order(call: Call) -> tuple[bool, float, str]:
    moment = call.due_at if call.is_now else call.turn.at
    return not call.is_now, moment.timestamp() if moment else float("inf"), call.number


def _waiting(staff: Staff) -> list[Waiting]:
    """The cases that wait, those due first, with their vain tries; three queries for all."""
    due = Clock.objects.filter(case=OuterRef("pk"), name="callback", stopped_at=None)
    answered = JournalEntry.objects.filter(case=OuterRef("pk"), verb__in=ANSWERED_BY)
    found = (
        cases_for(staff)
        .filter(status=Status.AWAITING_CALLBACK)
        .only(*LISTED)
        .annotate(
            callback_due=Subquery(due.values("due_at")[:1]),
            answered_at=Subquery(answered.order_by("-seq").values("at")[:1]),
        )
        .order_by("callback_due", "pk")[:LOOKED_AT]
    )
    cases = [with_words(case) for case in found]
    tried = _tries(cases)
    plans = {plan.case_id: plan for plan in _plans(cases)}
    return [
        Waiting(
            case,
            case.callback_due,  # type: ignore[attr-defined]
            [at for at in tried.get(case.pk, ()) if at >= _answered(case)],
            plans.get(case.pk),
        )
        for case in cases
    ]


def _answered(case: Case) -> datetime:
    """Since when there is something to tell."""
    answered: datetime | None = case.answered_at  # type: ignore[attr-defined]
    return answered or case.moved_at


def _tries(cases: Iterable[Case]) -> dict[UUID, list[datetime]]:
    rows = Callback.objects.filter(case__in=[case.pk for case in cases], reached=False)
    found: dict[UUID, list[datetime]] = {}
    for case, at in rows.order_by("tried_at").values_list("case_id", "tried_at"):
        found.setdefault(case, []).append(at)
    return found


def _plans(cases: Iterable[Case]) -> Iterable[CallPlan]:
    return CallPlan.objects.select_related("claimed_by").filter(case__in=[c.pk for c in cases])


def _by_citizen(waiting: Iterable[Waiting]) -> list[list[Waiting]]:
    """Those of one citizen together; an anonymous case stands alone, and so does a confidential
    one: what is secret is not asked about in passing."""
    groups: dict[object, list[Waiting]] = {}
    for each in waiting:
        alone = each.case.citizen_id is None or each.case.confidential
        groups.setdefault(each.case.pk if alone else each.case.citizen_id, []).append(each)
    return list(groups.values())


def _call(
    group: Sequence[Waiting],
    staff: Staff,
    now: datetime,
    quiet: Sequence[Quiet],
    rests: tuple[int, ...],
) -> Call:
    """One citizen's turn: the latest of what is agreed or tried, as a call is for all cases."""
    turns = [_turn(each, quiet, rests) for each in group]
    asked = [each for each in turns if each.why == ASKED]
    held = callable_at(max(asked or turns, key=lambda each: each.at), now, quiet)
    claims = (each.plan for each in group if each.plan is not None)
    return Call(
        waiting=group,
        turn=held,
        is_now=held.at <= now,
        claimed_by=next((name for plan in claims if (name := _holder(plan, staff, now))), ""),
    )


def _turn(each: Waiting, quiet: Sequence[Quiet], rests: tuple[int, ...]) -> Turn:
    asked = each.plan.asked_for if each.plan is not None else None
    return turn(_answered(each.case), each.tried, rests, quiet, asked)


def _holder(plan: CallPlan, staff: Staff, now: datetime) -> str:
    """The colleague whose claim holds; empty where there is none or it is one's own."""
    holds = plan.claimed_until is not None and plan.claimed_until > now
    other = plan.claimed_by if plan.claimed_by_id != staff.pk else None
    return other.name if holds and other is not None else ""


def done_today(staff: Staff, now: datetime) -> tuple[int, int]:
    """How many calls `staff` made today, and how many of them reached somebody."""
    start = datetime.combine(now.astimezone(CHINA).date(), time(), CHINA)
    mine = JournalEntry.objects.filter(
        by=staff, at__gte=start, verb__in=("call_back", "try_call_back")
    )
    reached = [details.get("reached") for details in mine.values_list("details", flat=True)]
    return len(reached), sum(1 for each in reached if each)


def answers_of(cases: Sequence[Case]) -> dict[UUID, list[Assignment]]:
    """What the units answered to each of these cases: the last lead reply first."""
    found: dict[UUID, list[Assignment]] = {}
    rows = Assignment.objects.filter(case__in=[case.pk for case in cases], part="lead")
    for row in rows.exclude(answer="").select_related("department").order_by("-given_at"):
        found.setdefault(row.case_id, []).append(row)
    return found


def tries_of(cases: Sequence[Case]) -> list[Callback]:
    """Every try to reach the citizen about these cases, the latest first."""
    rows = Callback.objects.filter(case__in=[case.pk for case in cases])
    return list(rows.select_related("by", "case").order_by("-tried_at")[:10])


def script_for(case: Case, day: date) -> list[PhraseText]:
    """What to say when calling about this case: the texts of its topic first."""
    return phrases_for("callback_script", case.topic, day)
