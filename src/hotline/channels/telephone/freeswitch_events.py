"""What FreeSWITCH's event socket says, as neutral events.

Source: developer.signalwire.com/freeswitch, mod_callcenter ("Events", callcenter::info) and the
event list (CHANNEL_HOLD, CHANNEL_UNHOLD, CHANNEL_EXECUTE, CHANNEL_HANGUP, CHANNEL_HANGUP_COMPLETE,
RECORD_STOP), conference::maintenance of mod_conference; `variable_transfer_history` as
switch_ivr.c writes it. A call is named by the UUID of its caller's channel
(CC-Member-Session-UUID).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from hotline.channels.telephone.stories import Stories, Story
from hotline.rules.telephony import AgentEvent, CallEvent

Told = list[CallEvent | AgentEvent]
Fields = Mapping[str, str]
STATUSES = {
    "Available": "free",
    "Available (On Demand)": "free",
    "On Break": "break",
    "Logged Out": "signed_off",
}
# 1690000000:uuid:bl_xfer:110/default/XML, 1690000000:uuid:att_xfer:1001@host/1002@host
TRANSFER = re.compile(r":(?P<how>bl_xfer|att_xfer|uuid_br):(?P<whom>[^:|]{1,300})")
DEAR = re.compile(r"[0-9+*#]{2,30}")


class FreeswitchEvents:
    """Turns events into the neutral story."""

    def __init__(self, exchange: str) -> None:
        self.stories = Stories(exchange)

    def read(self, fields: Fields, at: datetime) -> Told:
        """What one event tells; nothing for one that we do not know."""
        name, moment = fields.get("Event-Name", ""), _at(fields, at)
        if name == "CUSTOM" and fields.get("Event-Subclass") == "callcenter::info":
            heard = OF_QUEUE.get(fields.get("CC-Action", ""))
        else:
            heard = OF_CHANNEL.get(name)
        return heard(self, fields, moment) if heard is not None else []

    def start(self, fields: Fields, at: datetime) -> Told:
        """A caller entered a queue."""
        return [
            *self.stories.queued(
                member(fields),
                at,
                caller=fields.get("CC-Member-CID-Number", ""),
                line=fields.get("Caller-Destination-Number", ""),
                queue=_queue(fields.get("CC-Queue", "")),
            )
        ]

    def offering(self, fields: Fields, at: datetime) -> Told:
        """It rings at an agent's."""
        return [*self.stories.offered(member(fields), seat(fields), at)]

    def fail(self, fields: Fields, at: datetime) -> Told:
        """The agent did not answer; that the caller gave up meanwhile is told by the queue."""
        if fields.get("CC-Hangup-Cause") == "ORIGINATOR_CANCEL":
            return []
        return [*self.stories.passed_over(member(fields), seat(fields), at)]

    def bridged(self, fields: Fields, at: datetime) -> Told:
        """The agent answered."""
        leg = fields.get("CC-Agent-UUID", "")
        return [*self.stories.answered(member(fields), seat(fields), at, leg=leg)]

    def unbridged(self, fields: Fields, at: datetime) -> Told:
        """The talk ended: handed on, or over."""
        key = member(fields)
        third = transferred_to(fields)
        if third is not None:
            return [*self.stories.transferred(key, third, at)]
        return [*self.stories.over(key, at)]

    def left(self, fields: Fields, at: datetime) -> Told:
        """The caller left the queue: answered and done, or without having talked."""
        if fields.get("CC-Cause") != "Cancel":
            return []
        if fields.get("CC-Cancel-Reason") in ("TIMEOUT", "NO_AGENT_TIMEOUT", "EXIT_WITH_KEY"):
            return []  # the dialplan goes on with them; when they hang up it is over
        return [*self.stories.over(member(fields), at, "caller")]

    def status(self, fields: Fields, at: datetime) -> Told:
        """An agent is available, on a break, or logged out."""
        state = STATUSES.get(fields.get("CC-Agent-Status", ""))
        agent = seat(fields)
        return [AgentEvent(self.stories.exchange, agent, state, at)] if state and agent else []

    def hold(self, fields: Fields, at: datetime) -> Told:
        """The agent put the caller on hold."""
        story = self._of_agent(fields)
        return [*self.stories.held(story.key, at)] if story is not None else []

    def unhold(self, fields: Fields, at: datetime) -> Told:
        """And took them back."""
        story = self._of_agent(fields)
        return [*self.stories.resumed(story.key, at)] if story is not None else []

    def execute(self, fields: Fields, at: datetime) -> Told:
        """The third whom somebody called in talks with them."""
        if fields.get("Application") != "three_way":
            return []
        story = self.stories.of(fields.get("Application-Data", ""))
        if story is None:
            return []
        leg, third = fields.get("Unique-ID", ""), _dear(fields)
        return [*self.stories.third_joined(story.key, third, at, leg=leg)]

    def hanging_up(self, fields: Fields, at: datetime) -> Told:
        """Whose receiver was put down first."""
        self.stories.hung_up(fields.get("Unique-ID", ""))
        return []

    def gone(self, fields: Fields, at: datetime) -> Told:
        """A channel ended: a third's, or the caller's own."""
        leg = fields.get("Unique-ID", "")
        story, role = self.stories.of(leg), self.stories.role(leg)
        if story is None or role == "agent":
            return []  # the queue tells of it, and whether it was a transfer
        if role == "third":
            return [*self.stories.third_left(story.key, at)]
        return [*self.stories.over(story.key, at, "caller")]

    def recorded(self, fields: Fields, at: datetime) -> Told:
        """A recording is finished."""
        story = self.stories.of(fields.get("Unique-ID", ""))
        path = fields.get("Record-File-Path", "")
        return [*self.stories.recorded(story.key, path, at)] if story is not None else []

    def resync(self, channels: Sequence[Fields], members: Sequence[Fields], at: datetime) -> Told:
        """After a gap: what began, was answered or ended meanwhile, as far as it can be seen."""
        told: Told = []
        there = {each.get("uuid", "") for each in channels}
        for key in self.stories.open_calls():
            if key not in there:
                told += self.stories.over(key, at)
        for each in sorted(members, key=lambda row: row.get("state") == "Answered"):
            if (key := each.get("session_uuid", "")) in there:
                told += self._standing(key, each, at)
        for each in channels:
            self.stories.add_leg(each.get("call_uuid", ""), each.get("uuid", ""), "agent")
        return told

    def _standing(self, key: str, row: Fields, at: datetime) -> Told:
        began = _epoch(row.get("joined_epoch", ""), at)
        caller, queue = row.get("cid_number", ""), _queue(row.get("queue", ""))
        told: Told = [*self.stories.queued(key, began, caller=caller, line="", queue=queue)]
        agent = row.get("serving_agent", "").partition("@")[0]
        if row.get("state") == "Answered" and agent:
            bridged = _epoch(row.get("bridge_epoch", ""), at)
            told += self.stories.answered(key, agent, bridged)
        return told

    def _of_agent(self, fields: Fields) -> Story | None:
        """The call of the leg that an agent's telephone put on hold."""
        leg = fields.get("Unique-ID", "")
        return self.stories.of(leg) if self.stories.role(leg) == "agent" else None


OF_QUEUE: dict[str, Callable[[FreeswitchEvents, Fields, datetime], Told]] = {
    "member-queue-start": FreeswitchEvents.start,
    "agent-offering": FreeswitchEvents.offering,
    "bridge-agent-fail": FreeswitchEvents.fail,
    "bridge-agent-start": FreeswitchEvents.bridged,
    "bridge-agent-end": FreeswitchEvents.unbridged,
    "member-queue-end": FreeswitchEvents.left,
    "agent-status-change": FreeswitchEvents.status,
}
OF_CHANNEL: dict[str, Callable[[FreeswitchEvents, Fields, datetime], Told]] = {
    "CHANNEL_HOLD": FreeswitchEvents.hold,
    "CHANNEL_UNHOLD": FreeswitchEvents.unhold,
    "CHANNEL_EXECUTE": FreeswitchEvents.execute,
    "CHANNEL_HANGUP": FreeswitchEvents.hanging_up,
    "CHANNEL_HANGUP_COMPLETE": FreeswitchEvents.gone,
    "RECORD_STOP": FreeswitchEvents.recorded,
}


def member(fields: Fields) -> str:
    """The call that a word of the queue speaks of."""
    return fields.get("CC-Member-Session-UUID", "")


def seat(fields: Fields) -> str:
    """The agent's extension: 1001 of 1001@default."""
    return fields.get("CC-Agent", "").partition("@")[0][:100]


def transferred_to(fields: Fields) -> str | None:
    """Whom the caller was handed on to; None where they were not."""
    found = TRANSFER.search(fields.get("variable_transfer_history", ""))
    if found is None:
        return None
    whom = found["whom"]
    target = whom.rpartition("/")[2] if found["how"] == "att_xfer" else whom
    return target.partition("/")[0].partition("@")[0][:60]


def _dear(fields: Fields) -> str:
    """The number of somebody who was called."""
    for name in ("Caller-Callee-ID-Number", "Caller-Destination-Number", "Caller-Caller-ID-Number"):
        if DEAR.fullmatch(fields.get(name, "")):
            return fields[name]
    return ""


def _queue(name: str) -> str:
    return name.partition("@")[0]


def _epoch(text: str, at: datetime) -> datetime:
    seconds = min(int(at.timestamp()), whole_epoch(text) or int(at.timestamp()))
    return datetime.fromtimestamp(seconds, UTC)


def whole_epoch(text: str) -> int:
    """The seconds of a time that FreeSWITCH gives; 0 for none."""
    is_time = text.isascii() and text.isdigit() and len(text) == len("1700000000")
    return int(text) if is_time else 0


def _at(fields: Fields, at: datetime) -> datetime:
    """The event's own moment (microseconds) unless its clock is far from ours."""
    text = fields.get("Event-Date-Timestamp", "")
    if not (text.isascii() and text.isdigit() and len(text) == len("1700000000000000")):
        return at
    said = datetime.fromtimestamp(int(text) / 1_000_000, UTC)
    return said if abs(said - at) < timedelta(minutes=5) and said <= at else at
