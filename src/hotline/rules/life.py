"""The life of a case: its statuses, and the one table of moves between them.

Source: 国办发〔2020〕53号 names the path 受理 → 派单 → 办理 → 答复 → 督办 → 办结 → 回访 → 评价.
Buttons, API verbs, journal entries and the files of `steps/` are all derived from `MOVES`.
A move that is not in the table does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a case stands. The stored code is the English word."""

    REGISTERED = "registered"
    AWAITING_DISPATCH = "awaiting_dispatch"
    AWAITING_SIGNATURE = "awaiting_signature"
    IN_HANDLING = "in_handling"
    AWAITING_REVIEW = "awaiting_review"
    AWAITING_CALLBACK = "awaiting_callback"
    CALLED_BACK = "called_back"
    CLOSED = "closed"


STATUS_NAMES: dict[Status, str] = {
    Status.REGISTERED: "已登记",
    Status.AWAITING_DISPATCH: "待派单",
    Status.AWAITING_SIGNATURE: "待签收",
    Status.IN_HANDLING: "办理中",
    Status.AWAITING_REVIEW: "待审核",
    Status.AWAITING_CALLBACK: "待回访",
    Status.CALLED_BACK: "已回访",
    Status.CLOSED: "已办结",
}

OPEN = frozenset(Status) - {Status.CLOSED}


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: `verb` leads from any of `sources` to `target`.

    A `target` of None leaves the status as it is (the move changes other facts). `verb` is the
    file in `steps/`, the button and the word in the journal; `name` is the button's Chinese;
    `by_unit` marks a move of the handling unit and not of the office; `permit` is the permit it
    needs where that is another word than the verb.
    """

    verb: str
    name: str
    sources: frozenset[Status]
    target: Status | None
    by_unit: bool = False
    permit: str = ""

    def lands_on(self, status: Status) -> Status:
        """The status after this move from `status`."""
        return self.target or status


def _row(
    verb: str,
    name: str,
    sources: Iterable[Status],
    target: Status | None,
    *,
    by_unit: bool = False,
    permit: str = "",
) -> Move:
    return Move(verb, name, frozenset(sources), target, by_unit, permit or verb)


S = Status
MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        _row("register", "登记", [], S.REGISTERED),
        _row("classify", "分类", OPEN, None),
        _row("answer", "直接解答", [S.REGISTERED, S.AWAITING_DISPATCH], S.CLOSED),
        _row("accept", "受理", [S.REGISTERED], S.AWAITING_DISPATCH),
        _row("dispatch", "派单", [S.AWAITING_DISPATCH], S.AWAITING_SIGNATURE),
        _row("sign", "签收", [S.AWAITING_SIGNATURE], S.IN_HANDLING, by_unit=True),
        _row("reply", "反馈", [S.IN_HANDLING], S.AWAITING_REVIEW, by_unit=True),
        _row("review", "审核通过", [S.AWAITING_REVIEW], S.AWAITING_CALLBACK),
        _row("send_back", "退回补正", [S.AWAITING_REVIEW], S.IN_HANDLING),
        _row("call_back", "回访", [S.AWAITING_CALLBACK], S.CALLED_BACK),
        _row("try_call_back", "回访未接通", [S.AWAITING_CALLBACK], None, permit="call_back"),
        _row("handle_again", "重办", [S.CALLED_BACK], S.AWAITING_DISPATCH),
        _row("close", "办结", [S.CALLED_BACK], S.CLOSED),
    )
}


class NotOpen(Exception):
    """A move was asked for that the case's status does not allow.

    Attributes: `verb` that was asked, `status` the case has, `open` the verbs that are possible.
    """

    def __init__(self, verb: str, status: Status) -> None:
        self.verb = verb
        self.status = status
        self.open = open_verbs(status)
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The refusal for a person, in Chinese: what was wanted, how it stands, what is open."""
        wanted = MOVES[self.verb].name if self.verb in MOVES else self.verb
        names = "、".join(MOVES[verb].name for verb in self.open) or "无"
        return (
            f"工单现为“{STATUS_NAMES[self.status]}”，不能{wanted}；"
            f"可能已由他人办理，请刷新后再看。目前可以：{names}。"
        )


def open_verbs(status: Status) -> tuple[str, ...]:
    """The verbs open from `status`, in the table's order."""
    return tuple(verb for verb, move in MOVES.items() if status in move.sources)


def find_move(verb: str, status: Status) -> Move:
    """The row for `verb` from `status`; raises NotOpen where the table has none."""
    move = MOVES.get(verb)
    if move is None or status not in move.sources:
        raise NotOpen(verb, status)
    return move
