"""What every exchange tells goes through here: vendor-neutral values and the one function `tell`.

An adapter turns what its protocol says into `CallEvent` and `AgentEvent` and hands each to `tell`
as it comes. It need not sort, remember or repeat anything: the same event again is known, one out
of turn finds its place by its time.
"""

from __future__ import annotations

from datetime import datetime

from hotline.rules.telephony import KEPT, KNOWN, TAKEN, AgentEvent, CallEvent
from hotline.steps.calling.hear_event import hear_agent, hear_call
from hotline.steps.moving import Refused

__all__ = ["KEPT", "KNOWN", "TAKEN", "AgentEvent", "CallEvent", "Refused", "tell"]


def tell(event: CallEvent | AgentEvent, *, at: datetime) -> str:
    """Take in one event, `at` being now; gives TAKEN, KNOWN or KEPT.

    Raises Refused, with a sentence, for what cannot be: a word that is not known, an agent whom
    nobody has set up, a time in the future. An adapter notes that and goes on. The open pages of
    the agent concerned hear of it at once.
    """
    if isinstance(event, AgentEvent):
        return hear_agent(event, at=at)
    return hear_call(event, at=at)
