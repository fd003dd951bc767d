"""A small model of a case's life: what each move needs, and what it does, in a few facts.

It knows nothing of the program. Where the two disagree, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

WITH_UNIT = (
    *("awaiting_signature", "in_handling", "awaiting_citizen", "return_requested"),
    *("awaiting_ruling", "awaiting_approval"),
)
CLOSED = ("closed", "archived")
MOST_TRIES, MOST_REWORKS, MOST_RETURNS, MOST_EXTENSIONS, MOST_WAITS = 2, 2, 2, 1, 1
TOP_LEVEL = 2


@dataclass
class Modelled:
    """One case as the model sees it."""

    number: str
    kind: str
    topic: str
    status: str = "registered"
    moves: int = 1
    accepted: bool = False
    unit: str = ""
    below: bool = False
    bound: bool = False
    waits: int = 0
    pending: bool = False
    extensions: int = 0
    returns: int = 0
    return_refused: bool = False
    returned_by: set[str] = field(default_factory=set)
    level: int = 0
    rounds: int = 0
    tries: int = 0
    content: bool = True
    answered: bool = False
    main: Modelled | None = None
    supervised: int | None = None
    confidential: bool = False
    accused: str = ""
    told_of: Modelled | None = None

    def lose_unit(self) -> None:
        """Nobody has a share any more."""
        self.unit, self.below, self.bound, self.pending = "", False, False, False
        self.return_refused, self.waits = False, 0

    def get_unit(self, unit: str, *, bound: bool = False) -> None:
        """A unit has it from now on."""
        self.lose_unit()
        self.unit, self.bound = unit, bound


@dataclass
class Asked:
    """A move that is asked for: with which unit, which other case, and what the citizen says."""

    unit: str = "east"
    other: Modelled | None = None
    reached: bool = True
    content: bool = True

    @property
    def assisting(self) -> list[str]:
        """Who helps: another unit, if the citizen was not content."""
        return [] if self.content else ["careful" if self.unit == "west" else "west"]


Guard = Callable[[Modelled, Asked], bool]
Effect = Callable[[Modelled, Asked], str]

GUARDS: dict[str, Guard] = {
    "tell_progress": lambda case, asked: _is_known(case, asked.other),
    "dispatch": lambda case, asked: (
        asked.unit not in case.returned_by and case.accused not in (asked.unit, *asked.assisting)
    ),
    "ask_more": lambda case, asked: case.waits < MOST_WAITS,
    "pass_down": lambda case, asked: case.unit == "east" and not case.below,
    "request_extension": lambda case, asked: not case.pending and case.extensions < MOST_EXTENSIONS,
    "grant_extension": lambda case, asked: case.pending,
    "refuse_extension": lambda case, asked: case.pending,
    "request_return": lambda case, asked: not case.bound and case.returns < MOST_RETURNS,
    "dispute": lambda case, asked: not case.bound and case.return_refused,
    "rule": lambda case, asked: asked.unit != case.accused,
    "escalate": lambda case, asked: case.level < TOP_LEVEL,
    "handle_again": lambda case, asked: case.rounds <= MOST_REWORKS,
    "close": lambda case, asked: case.content,
    "join": lambda case, asked: _fits(case, asked.other),
    "share_answer": lambda case, asked: case.main is not None and case.main.answered,
    "supervise": lambda case, asked: case.supervised is None,
    "raise_supervision": lambda case, asked: case.supervised in (0, 1, 2),
    "end_supervision": lambda case, asked: case.supervised is not None,
    "lift_confidential": lambda case, asked: case.confidential,
}


def _is_known(case: Modelled, earlier: Modelled | None) -> bool:
    """Whether an earlier case can be told of: none that leads back to this one."""
    if earlier is None or earlier.confidential or earlier.status == "withdrawn":
        return False
    seen = earlier
    while seen is not case and seen.told_of is not None:
        seen = seen.told_of
    return seen is not case


def _fits(case: Modelled, main: Modelled | None) -> bool:
    ended = (*CLOSED, "withdrawn", "registered", "joined", "awaiting_callback", "called_back")
    return (
        main is not None
        and main is not case
        and main.status not in ended
        and not case.confidential
        and not main.confidential
        and case.accused == main.accused
    )


def _ended(case: Modelled, asked: Asked) -> str:
    return "closed"


def _same(case: Modelled, asked: Asked) -> str:
    return case.status


def _accept(case: Modelled, asked: Asked) -> str:
    case.accepted = True
    return "awaiting_dispatch"


def _answer(case: Modelled, asked: Asked) -> str:
    case.accepted = case.answered = True
    return "closed"


def _tell(case: Modelled, asked: Asked) -> str:
    case.answered = True
    return "closed"


def _dispatch(case: Modelled, asked: Asked) -> str:
    case.get_unit(asked.unit)
    return "awaiting_signature"


def _take_back(case: Modelled, asked: Asked) -> str:
    case.lose_unit()
    return "awaiting_dispatch"


def _ask_more(case: Modelled, asked: Asked) -> str:
    case.waits += 1
    return "awaiting_citizen"


def _pass_down(case: Modelled, asked: Asked) -> str:
    case.below = True
    return case.status


def _report_back(case: Modelled, asked: Asked) -> str:
    case.below = False
    return case.status


def _extend(case: Modelled, asked: Asked) -> str:
    case.pending = True
    return case.status


def _decide_extension(case: Modelled, asked: Asked) -> str:
    case.pending = False
    case.extensions += 1
    return case.status


def _reply(case: Modelled, asked: Asked) -> str:
    if case.unit == "careful":
        return "awaiting_approval"
    case.pending = False
    return "awaiting_review"


def _approve(case: Modelled, asked: Asked) -> str:
    case.pending = False
    return "awaiting_review"


def _request_return(case: Modelled, asked: Asked) -> str:
    case.returns += 1
    case.pending = False
    return "return_requested"


def _agree_return(case: Modelled, asked: Asked) -> str:
    case.returned_by.add(case.unit)
    return _take_back(case, asked)


def _refuse_return(case: Modelled, asked: Asked) -> str:
    case.return_refused = True
    return "in_handling"


def _to_ruling(case: Modelled, asked: Asked) -> str:
    case.level, case.pending = 0, False
    return "awaiting_ruling"


def _escalate(case: Modelled, asked: Asked) -> str:
    case.level += 1
    return case.status


def _rule(case: Modelled, asked: Asked) -> str:
    if asked.unit == case.unit:
        case.bound = True
        return "in_handling"
    case.get_unit(asked.unit, bound=True)
    return "awaiting_signature"


def _review(case: Modelled, asked: Asked) -> str:
    case.rounds += 1
    case.tries, case.answered = 0, True
    case.lose_unit()
    return "awaiting_callback"


def _call_back(case: Modelled, asked: Asked) -> str:
    if asked.reached:
        case.content = asked.content
        return "called_back"
    case.tries += 1
    return "called_back" if case.tries >= MOST_TRIES else case.status


def _handle_again(case: Modelled, asked: Asked) -> str:
    case.main = None
    return "awaiting_dispatch"


def _tell_progress(case: Modelled, asked: Asked) -> str:
    case.told_of = asked.other
    return _tell(case, asked)


def _mark(case: Modelled, asked: Asked) -> str:
    case.confidential = True
    case.accused = asked.unit if asked.reached else case.accused
    return case.status


def _lift(case: Modelled, asked: Asked) -> str:
    case.confidential = False
    return case.status


def _reopen(case: Modelled, asked: Asked) -> str:
    case.told_of = None
    return "awaiting_dispatch" if case.accepted else "registered"


def _shelve(case: Modelled, asked: Asked) -> str:
    case.pending = False
    return "shelved"


def _take_up(case: Modelled, asked: Asked) -> str:
    return "in_handling" if case.unit else "awaiting_dispatch"


def _join(case: Modelled, asked: Asked) -> str:
    case.lose_unit()
    case.accepted, case.main = True, asked.other
    return "joined"


def _part(case: Modelled, asked: Asked) -> str:
    case.main = None
    return "awaiting_dispatch"


def _share(case: Modelled, asked: Asked) -> str:
    case.answered, case.tries = True, 0
    return "awaiting_callback"


def _withdraw(case: Modelled, asked: Asked) -> str:
    case.lose_unit()
    return "withdrawn"


def _supervise(case: Modelled, asked: Asked) -> str:
    case.supervised = 0
    return case.status


def _raise(case: Modelled, asked: Asked) -> str:
    case.supervised = (case.supervised or 0) + 1
    return case.status


def _end_supervision(case: Modelled, asked: Asked) -> str:
    case.supervised = None
    return case.status


EFFECTS: dict[str, Effect] = {
    "classify": _same,
    "answer": _answer,
    "transfer": _tell,
    "direct": _tell,
    "tell_progress": _tell_progress,
    "decline": _tell,
    "accept": _accept,
    "dispatch": _dispatch,
    "recall": _take_back,
    "sign": lambda case, asked: "in_handling",
    "contact": _same,
    "ask_more": _ask_more,
    "resume": lambda case, asked: "in_handling",
    "pass_down": _pass_down,
    "report_back": _report_back,
    "request_extension": _extend,
    "grant_extension": _decide_extension,
    "refuse_extension": _decide_extension,
    "reply": _reply,
    "approve": _approve,
    "hold_back": lambda case, asked: "in_handling",
    "request_return": _request_return,
    "agree_return": _agree_return,
    "refuse_return": _refuse_return,
    "refer": _to_ruling,
    "dispute": _to_ruling,
    "escalate": _escalate,
    "rule": _rule,
    "review": _review,
    "send_back": lambda case, asked: "in_handling",
    "call_back": _call_back,
    "handle_again": _handle_again,
    "explain": _ended,
    "close": _ended,
    "reopen": _reopen,
    "archive": lambda case, asked: "archived",
    "shelve": _shelve,
    "take_up": _take_up,
    "join": _join,
    "part": _part,
    "share_answer": _share,
    "withdraw": _withdraw,
    "urge": _same,
    "supervise": _supervise,
    "raise_supervision": _raise,
    "end_supervision": _end_supervision,
    "confer": _same,
    "instruct": _same,
    "mark_confidential": _mark,
    "lift_confidential": _lift,
    "step_aside": _same,
}


# After these the main case brings no answer to those joined to it.
WITHOUT_ANSWER = ("mark_confidential", "withdraw", "transfer", "direct", "tell_progress", "decline")


def follow(verb: str, case: Modelled, asked: Asked, everyone: list[Modelled]) -> None:
    """Do in the model what an accepted move did, also to the cases that are joined to this one."""
    joined = [other for other in everyone if other.main is case and other.status == "joined"]
    if verb == "mark_confidential" and case.status == "joined":
        joined.append(case)
    case.status = EFFECTS[verb](case, asked)
    case.moves += 1
    if verb in ("review", "answer"):
        for other in joined:
            other.status, other.moves = _share(other, asked), other.moves + 1
    if verb in WITHOUT_ANSWER:
        for other in joined:
            other.status, other.moves = _part(other, asked), other.moves + 1
