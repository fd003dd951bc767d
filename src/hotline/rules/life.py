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
    AWAITING_CITIZEN = "awaiting_citizen"
    RETURN_REQUESTED = "return_requested"
    AWAITING_RULING = "awaiting_ruling"
    AWAITING_APPROVAL = "awaiting_approval"
    AWAITING_REVIEW = "awaiting_review"
    AWAITING_CALLBACK = "awaiting_callback"
    CALLED_BACK = "called_back"
    SHELVED = "shelved"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    ARCHIVED = "archived"


STATUS_NAMES: dict[Status, str] = {
    Status.REGISTERED: "已登记",
    Status.AWAITING_DISPATCH: "待派单",
    Status.AWAITING_SIGNATURE: "待签收",
    Status.IN_HANDLING: "办理中",
    Status.AWAITING_CITIZEN: "待诉求人补充",
    Status.RETURN_REQUESTED: "退单待审",
    Status.AWAITING_RULING: "待裁定",
    Status.AWAITING_APPROVAL: "待单位审批",
    Status.AWAITING_REVIEW: "待审核",
    Status.AWAITING_CALLBACK: "待回访",
    Status.CALLED_BACK: "已回访",
    Status.SHELVED: "已挂账",
    Status.JOINED: "已并单",
    Status.WITHDRAWN: "已撤销",
    Status.CLOSED: "已办结",
    Status.ARCHIVED: "已归档",
}


class Ending(StrEnum):
    """How a closed case ended: what `closed_as` can say."""

    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    DIRECTED = "directed"
    PROGRESS_TOLD = "progress_told"
    DECLINED = "declined"
    HANDLED = "handled"
    EXPLAINED = "explained"


ENDING_NAMES: dict[Ending, str] = {
    Ending.ANSWERED: "直接解答",
    Ending.TRANSFERRED: "转接紧急电话",
    Ending.DIRECTED: "法定途径告知",
    Ending.PROGRESS_TOLD: "告知进展",
    Ending.DECLINED: "不予受理",
    Ending.HANDLED: "办结",
    Ending.EXPLAINED: "解释办结",
}

CLOSED = frozenset({Status.CLOSED, Status.ARCHIVED})
OPEN = frozenset(Status) - CLOSED - {Status.WITHDRAWN}
# The unit has it, and has not handed its reply in.
WITH_UNIT = frozenset(
    {
        Status.AWAITING_SIGNATURE,
        Status.IN_HANDLING,
        Status.AWAITING_CITIZEN,
        Status.RETURN_REQUESTED,
        Status.AWAITING_RULING,
        Status.AWAITING_APPROVAL,
    }
)


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: `verb` leads from any of `sources` to one of `targets`.

    The first of `targets` is the usual one; which of several it is, the step says by its facts.
    Without `targets` the status stays (the move changes other facts). `verb` is the file in
    `steps/`, the button and the word in the journal; `name` is the button's Chinese. `parts` are
    the shares in a case (lead, assisting, below) of which a unit must hold one to make the move;
    without them it is the office's. `permit` is the permit it needs where that is another word
    than the verb.
    """

    verb: str
    name: str
    sources: frozenset[Status]
    targets: tuple[Status, ...] = ()
    parts: tuple[str, ...] = ()
    permit: str = ""

    @property
    def by_unit(self) -> bool:
        """Whether this is a move of a handling unit and not of the office."""
        return bool(self.parts)

    def lands_on(self, status: Status, chosen: Status | None = None) -> Status:
        """The status after this move from `status`; `chosen` is one of several targets.

        Raises ValueError for a target that the table does not name: a mistake of the step.
        """
        if chosen is None:
            return self.targets[0] if self.targets else status
        if chosen not in self.targets:
            raise ValueError(f"{self.verb} does not lead to {chosen}")
        return chosen


def _row(
    verb: str,
    name: str,
    sources: Iterable[Status],
    *targets: Status,
    parts: tuple[str, ...] = (),
    permit: str = "",
) -> Move:
    return Move(verb, name, frozenset(sources), targets, parts, permit or verb)


S = Status
LEAD = ("lead",)
SORTING = frozenset({S.REGISTERED, S.AWAITING_DISPATCH})
ACCEPTED = OPEN - {S.REGISTERED, S.JOINED}

MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        # Sorting: what becomes of a matter, 北京条例 art. 11.
        _row("register", "登记", [], S.REGISTERED),
        _row("classify", "分类", OPEN),
        _row("answer", "直接解答", SORTING, S.CLOSED),
        _row("transfer", "转接紧急电话", SORTING, S.CLOSED),
        _row("direct", "法定途径告知", SORTING, S.CLOSED),
        _row("tell_progress", "告知进展", SORTING, S.CLOSED),
        _row("decline", "不予受理", SORTING, S.CLOSED),
        _row("accept", "受理", [S.REGISTERED], S.AWAITING_DISPATCH),
        _row("dispatch", "派单", [S.AWAITING_DISPATCH], S.AWAITING_SIGNATURE),
        # The unit's work.
        _row("sign", "签收", [S.AWAITING_SIGNATURE], S.IN_HANDLING, parts=LEAD),
        _row("contact", "联系诉求人", [S.IN_HANDLING, S.AWAITING_CITIZEN], parts=LEAD),
        _row("ask_more", "请诉求人补充", [S.IN_HANDLING], S.AWAITING_CITIZEN, parts=LEAD),
        _row("resume", "恢复办理", [S.AWAITING_CITIZEN], S.IN_HANDLING, parts=LEAD),
        _row("pass_down", "转派下级", [S.IN_HANDLING], parts=("lead", "below")),
        _row(
            "report_back",
            "报送办理结果",
            [S.AWAITING_SIGNATURE, S.IN_HANDLING, S.AWAITING_CITIZEN],
            parts=("assisting", "below"),
        ),
        _row("request_extension", "申请延期", [S.IN_HANDLING], parts=LEAD),
        _row("grant_extension", "同意延期", [S.IN_HANDLING, S.AWAITING_CITIZEN]),
        _row("refuse_extension", "不同意延期", [S.IN_HANDLING, S.AWAITING_CITIZEN]),
        _row("reply", "反馈", [S.IN_HANDLING], S.AWAITING_REVIEW, S.AWAITING_APPROVAL, parts=LEAD),
        _row("approve", "单位审批通过", [S.AWAITING_APPROVAL], S.AWAITING_REVIEW, parts=LEAD),
        _row("hold_back", "单位退回修改", [S.AWAITING_APPROVAL], S.IN_HANDLING, parts=LEAD),
        # Whose duty it is.
        _row("recall", "收回改派", WITH_UNIT | {S.AWAITING_REVIEW}, S.AWAITING_DISPATCH),
        _row(
            "request_return",
            "申请退单",
            [S.AWAITING_SIGNATURE, S.IN_HANDLING],
            S.RETURN_REQUESTED,
            parts=LEAD,
        ),
        _row("agree_return", "同意退单", [S.RETURN_REQUESTED], S.AWAITING_DISPATCH),
        _row("refuse_return", "不同意退单", [S.RETURN_REQUESTED], S.IN_HANDLING),
        _row("refer", "提请裁定", [S.RETURN_REQUESTED], S.AWAITING_RULING),
        _row("dispute", "提出职责争议", [S.IN_HANDLING], S.AWAITING_RULING, parts=LEAD),
        _row("escalate", "提请上级裁定", [S.AWAITING_RULING]),
        _row("rule", "职责裁定", [S.AWAITING_RULING], S.AWAITING_SIGNATURE, S.IN_HANDLING),
        # The office looks at the reply, and the citizen has the last word.
        _row("review", "审核通过", [S.AWAITING_REVIEW], S.AWAITING_CALLBACK),
        _row("send_back", "退回补正", [S.AWAITING_REVIEW], S.IN_HANDLING),
        _row("call_back", "回访", [S.AWAITING_CALLBACK], S.CALLED_BACK),
        _row("try_call_back", "回访未接通", [S.AWAITING_CALLBACK], permit="call_back"),
        _row("handle_again", "重办", [S.CALLED_BACK], S.AWAITING_DISPATCH),
        _row("explain", "解释办结", [S.CALLED_BACK], S.CLOSED),
        _row("close", "办结", [S.CALLED_BACK], S.CLOSED),
        _row("reopen", "重新打开", [S.CLOSED], S.AWAITING_DISPATCH, S.REGISTERED),
        _row("archive", "归档", [S.CLOSED], S.ARCHIVED),
        # What the roads to other systems bring and take.
        _row("amend", "更正来件", S, permit="register"),
        _row("take_message", "收到来文", S, permit="register"),
        _row("write_back", "回传", frozenset(S) - {S.REGISTERED}),
        # Beside the path.
        _row("shelve", "挂账", [S.IN_HANDLING, S.AWAITING_REVIEW, S.CALLED_BACK], S.SHELVED),
        _row("take_up", "销账续办", [S.SHELVED], S.IN_HANDLING, S.AWAITING_DISPATCH),
        _row(
            "join",
            "并单",
            [S.REGISTERED, S.AWAITING_DISPATCH, S.AWAITING_SIGNATURE, S.IN_HANDLING],
            S.JOINED,
        ),
        _row("part", "拆单", [S.JOINED], S.AWAITING_DISPATCH, permit="join"),
        _row("split", "拆分", SORTING, permit="join"),
        _row("share_answer", "共享答复", [S.JOINED], S.AWAITING_CALLBACK, permit="review"),
        _row("withdraw", "撤销", OPEN, S.WITHDRAWN),
        _row("urge", "催办", WITH_UNIT),
        _row("supervise", "督办", ACCEPTED),
        _row("raise_supervision", "督办升级", ACCEPTED, permit="supervise"),
        _row(
            "end_supervision",
            "督办结束",
            frozenset(S) - {S.REGISTERED},
            permit="supervise",
        ),
        _row("confer", "会商", ACCEPTED),
        _row("instruct", "批示", OPEN),
        _row("mark_confidential", "设为保密", S),
        _row("lift_confidential", "解除保密", S, permit="mark_confidential"),
        _row("step_aside", "回避", OPEN),
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
