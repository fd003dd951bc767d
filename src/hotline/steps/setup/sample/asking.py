"""What the office does with a unit's reply in a sample month: review, call back, end or repeat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hotline.records.models import Case
from hotline.steps.call_back import call_back, max_tries
from hotline.steps.close import close
from hotline.steps.explain import explain
from hotline.steps.handle_again import handle_again
from hotline.steps.review import review
from hotline.steps.setup.sample.scene import Scene

# How often a citizen is tried in vain before being reached, or given up.
TRIED_IN_VAIN = {0: 80, 1: 13, 2: 4, 3: 3}
SOLVED = {"yes": 90, "partly": 7, "no": 3}
RATINGS = {
    "yes": {
        "very_satisfied": 36,
        "satisfied": 36,
        "basically": 11,
        "no_rating": 15,
        "dissatisfied": 2,
    },
    "partly": {"satisfied": 20, "basically": 45, "no_rating": 15, "dissatisfied": 20},
    "no": {"basically": 20, "no_rating": 20, "dissatisfied": 60},
}
SERVICE = {"very_satisfied": 50, "satisfied": 30, "basically": 4, "no_rating": 16}
FROM_ANOTHER_NUMBER = 0.02
ANOTHER_NUMBER = "15400009999"  # of no range that can be dialled
GROUNDS = {"policy": 40, "condition": 45, "unreasonable": 15}
LEFT_CALLED_BACK = 0.3


class Asking:
    """Plays what follows a reply."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def closed(self, case: Case, replied: datetime) -> None:
        """To the end: the citizen is reached, or was tried often enough; the case is closed."""
        in_vain = min(self._scene.drawn(TRIED_IN_VAIN), max_tries())
        is_reached = in_vain < max_tries()
        moments = self._moments(replied, in_vain + is_reached + 2)
        self._reviewed(case, moments)
        self._tried(case, in_vain, moments)
        if is_reached and not self._reached(case, moments, self._scene.drawn(SOLVED)):
            by, ground = self._scene.office("explain"), self._scene.drawn(GROUNDS)
            text = self._scene.says("explained")
            explain(case, ground=ground, text=text, by=by, at=next(moments))
            return
        note = "" if is_reached else self._scene.says("unreached")
        close(case, by=self._scene.office("close"), at=next(moments), note=note)

    def handed_back(self, case: Case, replied: datetime) -> datetime:
        """The citizen is not content, and the case goes round once more; the moment of that."""
        moments = self._moments(replied, 3)
        self._reviewed(case, moments)
        self._reached(case, moments, "no")
        at = next(moments)
        by = self._scene.office("handle_again")
        handle_again(case, reason=self._scene.says("again"), by=by, at=at)
        return at

    def waiting(self, case: Case, replied: datetime) -> None:
        """Left open: the citizen was not reached yet, or is not content and nothing is decided."""
        in_vain = self._scene.rng.randrange(max_tries())
        moments = self._moments(replied, in_vain + 2)
        self._reviewed(case, moments)
        self._tried(case, in_vain, moments)
        if self._scene.happens(LEFT_CALLED_BACK):
            self._reached(case, moments, "no")

    def _moments(self, start: datetime, number: int) -> Iterator[datetime]:
        efforts = [self._scene.rng.uniform(5, 110) for _ in range(number)]
        return iter(self._scene.clock.spread(start, self._scene.end, efforts))

    def _reviewed(self, case: Case, moments: Iterator[datetime]) -> None:
        review(case, by=self._scene.office("review"), at=next(moments))

    def _tried(self, case: Case, times: int, moments: Iterator[datetime]) -> None:
        for _ in range(times):
            by = self._scene.office("call_back")
            call_back(case, reached=False, by=by, at=next(moments))

    def _reached(self, case: Case, moments: Iterator[datetime], solved: str) -> bool:
        """Ask the citizen; says whether they are content."""
        rating = self._scene.drawn(RATINGS[solved])
        call_back(
            case,
            reached=True,
            solved=solved,
            handling_rating=rating,
            service_rating=self._scene.drawn(SERVICE),
            dialled=ANOTHER_NUMBER if self._scene.happens(FROM_ANOTHER_NUMBER) else "",
            by=self._scene.office("call_back"),
            at=next(moments),
        )
        return solved != "no" and rating != "dissatisfied"
