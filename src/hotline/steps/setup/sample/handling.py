"""A unit's part of a sample case, from dispatching to the last callback, at likely moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hotline.records.models import Assignment, Case, Department
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA, ONE_DAY
from hotline.steps.approve import approve
from hotline.steps.dispatch import dispatch
from hotline.steps.reply import reply
from hotline.steps.send_back import send_back
from hotline.steps.setup.sample.asking import Asking
from hotline.steps.setup.sample.plans import Fate, Plan
from hotline.steps.setup.sample.scene import Scene
from hotline.steps.shares import lead_share
from hotline.steps.sign import sign

DISPATCHED_FROM, DISPATCHED_UNTIL = 7, 21
TO_A_LOWER_UNIT = 0.25
COMMAND = "command"
SIGNED_LATE = 0.03
SENT_BACK = 0.04
UNSOLVED = 0.06
HANDLED_AGAIN = 0.03
SETTLED = timedelta(hours=5)  # kept free between the last reply and the end for asking back
FIRST_ROUND = timedelta(days=5)
SECOND_ROUND = timedelta(days=16)
BARELY = timedelta(days=1)
TRUE = 0.9
UNFINISHED = {"unsigned": 10, "in_handling": 75, "unreviewed": 15}


@dataclass(frozen=True, slots=True)
class Matter:
    """A case on its way through a unit, with the superior's deadline if there is one."""

    case: Case
    plan: Plan
    unit: Department
    superior_due: datetime | None


class Handling:
    """Plays what follows acceptance."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._asking = Asking(scene)
        self._lower = _lower_units(scene.city.units)

    def play(self, case: Case, plan: Plan, superior_due: datetime | None, at: datetime) -> None:
        """From dispatching as far as the plan's fate leads."""
        matter = Matter(case, plan, self._receiver(case, plan), superior_due)
        begin = self._dispatching_hour(at)
        if self._goes_round_twice(matter, begin):
            replied = self._replied(matter, begin, begin + FIRST_ROUND)
            begin = self._asking.handed_back(case, replied)
        if plan.fate is Fate.UNFINISHED:
            self._left_unfinished(matter, begin)
            return
        replied = self._replied(matter, begin, self._scene.end - SETTLED)
        if plan.fate is Fate.WAITING:
            self._asking.waiting(case, replied)
        else:
            self._asking.closed(case, replied)

    def _receiver(self, case: Case, plan: Plan) -> Department:
        """The plan's unit, or at times the one below it that the matter is for."""
        lower = self._lower[plan.unit]
        fitting = [unit for unit in lower if plan.theme.campaign and unit.kind == COMMAND]
        fitting += [unit for unit in lower if unit.name in case.place]
        if plan.story is None and fitting and self._scene.happens(TO_A_LOWER_UNIT):
            return self._scene.rng.choice(fitting)
        return self._scene.city.units[plan.unit]

    def _goes_round_twice(self, matter: Matter, begin: datetime) -> bool:
        plan = matter.plan
        fits = plan.fate is Fate.CLOSED and plan.story is None and matter.superior_due is None
        has_room = self._scene.end - begin > SECOND_ROUND
        return fits and has_room and self._scene.happens(HANDLED_AGAIN)

    def _dispatched(self, matter: Matter, at: datetime) -> Assignment:
        dispatch(
            matter.case,
            to=matter.unit,
            by=self._scene.office("dispatch"),
            at=at,
            superior_due=matter.superior_due,
        )
        return lead_share(matter.case)

    def _signed(self, matter: Matter, begin: datetime) -> tuple[datetime, datetime]:
        """Dispatch and sign, mostly in time; when it was signed, and when a reply is due."""
        rng, clock = self._scene.rng, self._scene.clock
        sign_due, due = _clocks(self._dispatched(matter, begin))
        (at,) = clock.spread(begin, min(sign_due, due), [rng.uniform(3, 170)])
        if due - sign_due > BARELY and self._scene.happens(SIGNED_LATE):
            at = clock.later(sign_due, rng.uniform(4, 70))
        sign(matter.case, by=self._scene.crew.unit(matter.unit), at=at)
        return at, due

    def _replied(self, matter: Matter, begin: datetime, until: datetime) -> datetime:
        """Dispatch, sign and reply; the moment of the reply that stands."""
        rng, clock = self._scene.rng, self._scene.clock
        signed, due = self._signed(matter, begin)
        effort = rng.triangular(15, 1400, 150)
        if matter.plan.fate is Fate.LATE:
            at = clock.later(max(due, signed), rng.uniform(20, 500))
        elif self._scene.happens(SENT_BACK):
            efforts = [effort / 2, rng.uniform(10, 60), rng.uniform(20, 150)]
            first, returned, at = clock.spread(signed, min(due, until), efforts)
            self._report(matter, first)
            by, reason = self._scene.office("send_back"), self._scene.says("sent_back")
            send_back(matter.case, reason=reason, by=by, at=returned)
        else:
            (at,) = clock.spread(signed, min(due, until), [effort])
        self._report(matter, at)
        return at

    def _report(self, matter: Matter, at: datetime) -> None:
        scene = self._scene
        words = scene.wording.reply(matter.plan, matter.unit.name)
        solved = matter.plan.story is not None or not scene.happens(UNSOLVED)
        reply(
            matter.case,
            handling=words.handling,
            answer=words.answer,
            solved=solved,
            reason_unsolved="" if solved else scene.says("unsolved"),
            is_true=scene.happens(TRUE),
            contacted_at=at - timedelta(minutes=scene.rng.randint(2, 50)),
            by=scene.crew.unit(matter.unit),
            at=at,
        )
        if matter.case.status == Status.AWAITING_APPROVAL:
            approve(matter.case, by=scene.crew.leader(matter.unit), at=at)

    def _left_unfinished(self, matter: Matter, begin: datetime) -> None:
        """Open at the unit: not signed for, in handling, or replied and not yet reviewed."""
        stage = self._scene.drawn(UNFINISHED)
        if stage == "unsigned":
            self._dispatched(matter, begin)
            return
        signed, _ = self._signed(matter, begin)
        if stage == "unreviewed":
            efforts = [self._scene.rng.uniform(400, 1200)]
            (at,) = self._scene.clock.spread(signed, self._scene.end, efforts)
            self._report(matter, at)

    def _dispatching_hour(self, at: datetime) -> datetime:
        """Some minutes later in the day; what comes at night waits for the morning."""
        wait = timedelta(seconds=self._scene.rng.randint(4 * 60, 45 * 60))
        local = at.astimezone(CHINA)
        if DISPATCHED_FROM <= local.hour < DISPATCHED_UNTIL:
            return at + wait
        day = local.date() + (ONE_DAY if local.hour >= DISPATCHED_UNTIL else timedelta(0))
        return datetime.combine(day, time(DISPATCHED_FROM, 30), CHINA) + wait


def _clocks(row: Assignment) -> tuple[datetime, datetime]:
    """When an assignment must be signed for, and when replied to."""
    if row.sign_due_at is None or row.due_at is None:
        raise ValueError("an assignment made by dispatch has both deadlines")
    return row.sign_due_at, row.due_at


def _lower_units(units: Mapping[str, Department]) -> dict[str, list[Department]]:
    """The units directly below each unit, by its code."""
    return {
        code: [other for other in units.values() if other.parent_id == unit.pk]
        for code, unit in units.items()
    }
