"""One operation per verb of the table: POST /cases/{number}/{verb}, all made alike from the table.

The verb is the address and the operation's id, its Chinese name the summary, its body that of
`move_bodies.py`. A verb whose step is missing has no operation.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from ninja import Header, Router, Schema

from hotline.api.case_shown import CaseNow, case_now
from hotline.api.cases import KEY
from hotline.api.described import problem_responses
from hotline.api.making import Wish, move_one, wish
from hotline.api.move_bodies import BODIES, Seen, single
from hotline.api.problems import Problem
from hotline.api.tokens import Caller
from hotline.api.verbs import has_operation
from hotline.records.models import Case
from hotline.rules.life import MOVES, STATUS_NAMES, Move

VERSION = r'^"[0-9]{1,9}"$'

router = Router(tags=["moves"])


class Moved(Schema):
    """The case as it stands after the move, and the number of the move's journal entry."""

    verb: str
    seq: int
    case: CaseNow


def _operation(verb: str) -> Callable[..., Moved]:
    """The view of one verb; its body's type is what makes the description of the operation."""

    def make_move(
        request: Caller,
        response: HttpResponse,
        number: str,
        body: Seen,
        *,
        if_match: str | None = Header(None, alias="If-Match", pattern=VERSION),
        idempotency_key: str | None = Header(None, alias="Idempotency-Key", pattern=KEY),
    ) -> Moved:
        wanted = wish(request, verb, body, idempotency_key)
        case, seq = _made(wanted, number, body, if_match)
        response.headers["ETag"] = f'"{case.version}"'
        return Moved(verb=verb, seq=seq, case=case_now(request.auth, case))

    make_move.__name__ = verb
    make_move.__annotations__["body"] = single(BODIES[verb])
    return make_move


def _made(wanted: Wish, number: str, body: Seen, if_match: str | None) -> tuple[Case, int]:
    """The move, made from the version of the body or of the header; a stale header is 412."""
    seen = body.seen
    if if_match is not None:
        seen = int(if_match.strip('"'))
        if body.seen not in (None, seen):
            raise Problem(422, "“seen”与 If-Match 头不同，请只写一处或写成相同。", "seen")
    try:
        return move_one(wanted, number, body, seen)
    except Problem as problem:
        if if_match is not None and problem.kind == "lost-race":
            raise Problem(412, problem.detail, kind=problem.kind, **problem.more) from problem
        raise


def _description(move: Move) -> str:
    """Where the move is open, where it leads, and who makes it."""
    sources = "、".join(name for status, name in STATUS_NAMES.items() if status in move.sources)
    targets = "、".join(STATUS_NAMES[status] for status in move.targets) or "状态不变"
    who = "承办单位" if move.by_unit else "热线办公室"
    return (
        f"{who}办理。可在：{sources}。之后：{targets}。不能办理时答复 409，并列出可以办理的动作。"
    )


for _move in MOVES.values():
    if has_operation(_move.verb):
        router.add_api_operation(
            f"/cases/{{number}}/{_move.verb}",
            ["POST"],
            _operation(_move.verb),
            response=Moved,
            operation_id=_move.verb,
            summary=_move.name,
            description=_description(_move),
            openapi_extra=problem_responses(403, 404, 409, 412, 422),
            url_name=_move.verb,
        )
