"""Buttons: have the exchange do what a call-taker pressed, where one takes commands.

The exchange is asked first and the event is noted after; it telling the same later changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from hotline.channels.telephone.switch import SWITCHES, Switch, SwitchDown
from hotline.records.models import AgentTurn, Call, Road, Staff
from hotline.records.queries.seats import seat_of, telephone_rules
from hotline.records.scope import everything
from hotline.rules.calls import CallNotOpen, CallState, after_event
from hotline.steps.calling.end_long_turns import end_long_turns
from hotline.steps.moving import Refused

log = structlog.get_logger("hotline.telephone")
# By the button: the event that it makes, and the command that brings it about.
KINDS = {
    "pick_up": "answered",
    "hold": "held",
    "resume_call": "resumed",
    "transfer": "transferred",
    "join_third": "third_joined",
    "leave_third": "third_left",
    "hang_up": "ended",
}
PLAIN: dict[str, Callable[[Switch, str, str], None]] = {
    "pick_up": lambda switch, extension, call: switch.answer(extension, call),
    "hold": lambda switch, extension, call: switch.hold(extension, call),
    "resume_call": lambda switch, extension, call: switch.resume(extension, call),
    "leave_third": lambda switch, extension, call: switch.leave_third(extension, call),
    "hang_up": lambda switch, extension, call: switch.hang_up(extension, call),
}
WITH_THIRD: dict[str, Callable[[Switch, str, str, str], None]] = {
    "transfer": lambda switch, extension, call, third: switch.transfer(extension, call, third),
    "join_third": lambda switch, extension, call, third: switch.join_third(extension, call, third),
}


def command(verb: str, call: Call, *, by: Staff, third: str = "") -> None:
    """Ask the call's exchange for what the button `verb` says; raises Refused.

    Nothing where it takes no commands, and nothing that the call does not allow: the step says so.
    """
    extension, switch = _extension(by), _switch_of(call.road)
    if switch is None or not extension or not _is_open(verb, call):
        return
    try:
        if verb in WITH_THIRD and third:
            WITH_THIRD[verb](switch, extension, call.exchange_key, third)
        elif verb in PLAIN:
            PLAIN[verb](switch, extension, call.exchange_key)
    except SwitchDown as down:
        raise Refused("call", str(down)) from down


def command_state(state: str, *, by: Staff) -> None:
    """Tell every exchange that takes commands what this call-taker does; raises Refused."""
    extension = _extension(by)
    try:
        for switch in _switches() if extension else ():
            switch.set_state(extension, state)
    except SwitchDown as down:
        raise Refused("state", str(down)) from down


def dial(number: str, *, by: Staff) -> bool:
    """Have the exchange call this number for the call-taker; False where they dial themselves."""
    extension = _extension(by)
    switch = next(iter(_switches()), None) if extension else None
    if switch is None:
        return False
    try:
        switch.dial(extension, number)
    except SwitchDown as down:
        raise Refused("number", str(down)) from down
    return True


@everything()
def free_who_is_over(*, at: datetime) -> int:
    """End what has lasted longer than the office allows, here and at the exchange; how many."""
    freed: list[AgentTurn] = end_long_turns(telephone_rules(), at=at)
    for turn in freed:
        try:
            command_state("free", by=turn.staff)
        except Refused as problem:
            log.warning("agent_not_freed_at_exchange", staff=turn.staff_id, reason=str(problem))
    return len(freed)


def _is_open(verb: str, call: Call) -> bool:
    try:
        after_event(KINDS.get(verb, ""), CallState(call.state))
    except CallNotOpen:
        return False
    return True


def _extension(staff: Staff) -> str:
    seat = seat_of(staff) if SWITCHES else None
    return seat.extension if seat is not None else ""


def _switch_of(road: Road | None) -> Switch | None:
    if road is None or not road.is_on or road.adapter not in SWITCHES:
        return None
    return SWITCHES[road.adapter](road)


def _switches() -> list[Switch]:
    roads = Road.objects.filter(is_on=True, adapter__in=list(SWITCHES))
    return [SWITCHES[road.adapter](road) for road in roads]
