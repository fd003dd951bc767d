"""The table of moves as data, for whoever writes a client: no list of verbs need be copied."""

from __future__ import annotations

from ninja import Router, Schema

from hotline.api.move_bodies import BODIES
from hotline.api.tokens import Caller
from hotline.rules.life import MOVES, STATUS_NAMES, Move, Status
from hotline.steps.verbs import STEPS

router = Router(tags=["verbs"])


class StatusShown(Schema):
    """A status of a case."""

    code: str
    name: str


class VerbShown(Schema):
    """A row of the table; `path` is empty for what a program does by another verb."""

    verb: str
    name: str
    sources: list[str]
    targets: list[str]
    by_unit: bool
    permit: str
    path: str


class VerbsShown(Schema):
    """Every status and every move between them."""

    statuses: list[StatusShown]
    verbs: list[VerbShown]


@router.get("/verbs", response=VerbsShown, summary="动作表")
def list_verbs(request: Caller) -> VerbsShown:
    """工单的全部状态和动作。targets 为空表示状态不变；有多个时由填写的内容决定。"""
    return VerbsShown(
        statuses=[StatusShown(code=code.value, name=name) for code, name in STATUS_NAMES.items()],
        verbs=[_shown(move) for move in MOVES.values()],
    )


def has_operation(verb: str) -> bool:
    """Whether a program can do this verb by an address of its own."""
    return verb in STEPS and verb in BODIES


def _shown(move: Move) -> VerbShown:
    return VerbShown(
        verb=move.verb,
        name=move.name,
        sources=[status.value for status in Status if status in move.sources],
        targets=[status.value for status in move.targets],
        by_unit=move.by_unit,
        permit=move.permit,
        path=_path(move.verb),
    )


def _path(verb: str) -> str:
    if verb == "register":
        return "/api/v1/cases"
    return f"/api/v1/cases/{{number}}/{verb}" if has_operation(verb) else ""
