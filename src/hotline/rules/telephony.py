"""What a telephone exchange can tell, whatever its make: of a call, and of a call-taker.

Events may come twice, late and in any order. Each names the call by the exchange's own identity
and itself by `id`; what came is kept once, and where a call stands follows from all that is known
of it (`rules/call_story.py`), so that the order of arrival decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# What can be told of a call. `offered`: it came to the line; with an agent it rings there, and
# once more when it is offered to another. `queued`: it waits in a queue, or its place changed.
# `missed`: the agent at whom it rang did not answer, it goes back to the queue. `abandoned`: the
# caller gave up before anybody answered; `ended` before `answered` is the same. `transferred`: the
# agent handed the caller on to `third`. `recorded`: where the recording lies. `wrapped_up`: the
# after-call work was finished at the exchange's own telephone, `outcome` says with what.
CALL_KINDS: dict[str, str] = {
    "offered": "来电",
    "queued": "排队",
    "answered": "接听",
    "missed": "坐席未接",
    "held": "保持",
    "resumed": "恢复通话",
    "third_joined": "三方加入",
    "third_left": "三方退出",
    "transferred": "转接",
    "ended": "挂机",
    "abandoned": "放弃",
    "recorded": "录音",
    "wrapped_up": "话后整理完成",
}
# What an exchange can tell of a call-taker by itself; ringing, talking and after-call follow from
# their calls.
AGENT_STATES: tuple[str, ...] = ("free", "break", "signed_off")
# Who put the receiver down.
ENDED_BY: dict[str, str] = {"caller": "来电人", "agent": "坐席", "exchange": "交换机"}


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One thing that happened in a call.

    `exchange` is the code of the Road that tells it ("" for the REST interface), `call` the
    exchange's own name of the call (1 to 100 printable ASCII characters), `id` its name of this
    event, unique within the call (1 to 100 as well); the same id again is the same event. `at` is
    aware. `caller` is the number as digits, "" where withheld. `line` is the number that was
    dialled. `queue` is the code of a queue or the exchange's name for it, `position` the place in
    it from 1, 0 where unknown. `agent` is a user name or an extension. `third` is who was called in
    or whom the call went to. `came_from` is the `call` out of which this one was transferred to
    another agent of ours: it is not counted as a new call.
    """

    exchange: str
    call: str
    id: str
    kind: str
    at: datetime
    caller: str = ""
    line: str = ""
    queue: str = ""
    position: int = 0
    agent: str = ""
    third: str = ""
    ended_by: str = ""
    came_from: str = ""
    recording: str = ""
    recorded_seconds: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class AgentEvent:
    """A call-taker became `state` (one of AGENT_STATES) at their telephone; `agent` is a user name
    or an extension. Told again, or late, it changes nothing."""

    exchange: str
    agent: str
    state: str
    at: datetime


# What tell() answers. taken: it was news. known: it came before. kept: it came for the first time
# and changes nothing (late, or another event or a button said the same).
TAKEN, KNOWN, KEPT = "taken", "known", "kept"
