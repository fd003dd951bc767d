"""The same move on many cases at once: each for itself, and every one's outcome is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ninja import Header, Router, Schema

from hotline.api.cases import KEY
from hotline.api.codes import Asked, rows_of
from hotline.api.described import problem_responses
from hotline.api.doors import NO_SUCH_CASE
from hotline.api.making import Wish, entries_made, stale, wish
from hotline.api.move_bodies import BODIES, BulkCase, Cases, many
from hotline.api.problems import Problem, problem_of
from hotline.api.tokens import Caller
from hotline.api.verbs import has_operation
from hotline.records.models import Case
from hotline.records.queries.case_pages import cases_called
from hotline.rules.life import MOVES
from hotline.steps.in_bulk import BULK_VERBS, in_bulk
from hotline.steps.storing.book import writing_in
from hotline.steps.verbs import STEPS

router = Router(tags=["bulk"])


class BulkOutcome(Schema):
    """What became of one case: `seq` of its journal entry, or the problem."""

    number: str
    done: bool
    seq: int | None = None
    problem: dict[str, Any] | None = None


class BulkDone(Schema):
    """Every case's outcome, in the order given."""

    verb: str
    done: int
    outcomes: list[BulkOutcome]


def _operation(verb: str) -> Callable[..., BulkDone]:
    def make_moves(
        request: Caller,
        body: Cases,
        *,
        idempotency_key: str | None = Header(None, alias="Idempotency-Key", pattern=KEY),
    ) -> BulkDone:
        wanted = wish(request, verb, body, idempotency_key)
        outcomes = _outcomes(wanted, body)
        done = sum(outcome.done for outcome in outcomes)
        return BulkDone(verb=verb, done=done, outcomes=outcomes)

    make_moves.__name__ = f"bulk_{verb}"
    make_moves.__annotations__["body"] = many(BODIES[verb])
    return make_moves


def _outcomes(wanted: Wish, body: Cases) -> list[BulkOutcome]:
    """Sort out the cases, move those that can be, and tell of each what became of it."""
    _need_distinct(body.cases)
    facts = rows_of(body, BODIES[wanted.verb], Asked(wanted.by, wanted.at))
    known = cases_called(wanted.by, [row.number for row in body.cases])
    told = {
        number: BulkOutcome(number=number, done=True, seq=entry.seq)
        for number, entry in entries_made(wanted, [*known.values()]).items()
    }
    for row in body.cases:
        if row.number not in told and (refusal := _refused(wanted, row, known)) is not None:
            told[row.number] = _problem(row.number, refusal)
    left = [known[row.number] for row in body.cases if row.number not in told]
    told |= _moved(wanted, left, facts)
    return [told[row.number] for row in body.cases]


def _refused(wanted: Wish, row: BulkCase, known: dict[str, Case]) -> Problem | None:
    """What is wrong with a case before the step is asked: unknown, or moved since it was seen."""
    case = known.get(row.number)
    if case is None:
        return Problem(404, NO_SUCH_CASE)
    if row.seen is not None and row.seen != case.version:
        return stale(case, wanted, row.seen)
    return None


def _moved(wanted: Wish, cases: list[Case], facts: dict[str, Any]) -> dict[str, BulkOutcome]:
    with writing_in(wanted.book):
        outcomes = in_bulk(STEPS[wanted.verb], cases, by=wanted.by, at=wanted.at, **facts)
    return {
        outcome.case.number: BulkOutcome(
            number=outcome.case.number, done=True, seq=outcome.case.version
        )
        if outcome.refusal is None
        else _problem(outcome.case.number, problem_of(outcome.refusal))
        for outcome in outcomes
    }


def _problem(number: str, problem: Problem) -> BulkOutcome:
    return BulkOutcome(number=number, done=False, problem=problem.data())


def _need_distinct(rows: list[BulkCase]) -> None:
    numbers = [row.number for row in rows]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        raise Problem(422, f"工单 {twice} 写了两次，请只写一次。", "cases")


for _verb in BULK_VERBS:
    if has_operation(_verb):
        router.add_api_operation(
            f"/cases/bulk/{_verb}",
            ["POST"],
            _operation(_verb),
            response=BulkDone,
            operation_id=f"bulk_{_verb}",
            summary=f"批量{MOVES[_verb].name}",
            description="逐件办理，互不影响；每件的结果或原因都在答复中。至多 200 件。",
            url_name=f"bulk_{_verb}",
            exclude_none=True,
            openapi_extra=problem_responses(403, 422),
        )
