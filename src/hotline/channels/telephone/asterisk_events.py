"""What Asterisk's manager interface says, as neutral events.

Source: docs.asterisk.org, API documentation, AMI events (Asterisk 18 to 22): QueueCallerJoin,
QueueCallerAbandon, AgentCalled, AgentConnect, AgentRingNoAnswer, AgentComplete, Hold, Unhold,
BlindTransfer, AttendedTransfer, BridgeEnter, BridgeLeave, ChanSpyStart, ChanSpyStop, Hangup,
VarSet, UserEvent, QueueMemberPause, QueueMemberAdded, QueueMemberRemoved,
CoreShowChannel, QueueEntry.
A call is named by the Uniqueid of its caller's channel, which is the Linkedid of all its channels.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from hotline.channels.telephone.blocks import Block
from hotline.channels.telephone.stories import Stories
from hotline.rules.telephony import AgentEvent, CallEvent

Told = list[CallEvent | AgentEvent]
# Marks the channel of a third whom the hotline called in, among others who only listen.
THIRD_MARK = "hotline-third"
MOST_BRIDGES = 20_000


class AsteriskEvents:
    """Turns events into the neutral story; keeps which channels talk in which bridge."""

    def __init__(self, exchange: str) -> None:
        self.stories = Stories(exchange)
        self._bridges: OrderedDict[str, set[str]] = OrderedDict()

    def read(self, block: Block, at: datetime) -> Told:
        """What one event tells; nothing for one that we do not know."""
        heard = HEARD.get(block.get("Event"))
        return heard(self, block, _at(block, at)) if heard is not None else []

    def join(self, block: Block, at: datetime) -> Told:
        """A caller entered a queue."""
        return [
            *self.stories.queued(
                block.get("Uniqueid"),
                at,
                caller=block.get("CallerIDNum"),
                line=block.get("Exten"),
                queue=block.get("Queue"),
                position=whole(block.get("Position")),
            )
        ]

    def called(self, block: Block, at: datetime) -> Told:
        """It rings at a member's."""
        agent, leg = extension(block.get("Interface")), block.get("DestUniqueid")
        return [*self.stories.offered(block.get("Uniqueid"), agent, at, leg=leg)]

    def rang_out(self, block: Block, at: datetime) -> Told:
        """The member did not answer."""
        agent = extension(block.get("Interface"))
        return [*self.stories.passed_over(block.get("Uniqueid"), agent, at)]

    def connect(self, block: Block, at: datetime) -> Told:
        """The member answered."""
        agent, leg = extension(block.get("Interface")), block.get("DestUniqueid")
        return [*self.stories.answered(block.get("Uniqueid"), agent, at, leg=leg)]

    def complete(self, block: Block, at: datetime) -> Told:
        """Caller or member hung up; a transfer is told by itself."""
        reason = block.get("Reason").lower()
        if reason == "transfer":
            return []
        by = reason if reason in ("caller", "agent") else ""
        return [*self.stories.over(block.get("Uniqueid"), at, by)]

    def gone(self, block: Block, at: datetime) -> Told:
        """A caller gave up, or a channel ended: the call's when it is the caller's own."""
        leg = block.get("Uniqueid")
        if self.stories.role(leg) == "third":
            return self._third_gone(leg, at)
        return [*self.stories.over(leg, at, "caller")]

    def hold(self, block: Block, at: datetime) -> Told:
        """The member's telephone put the caller on hold."""
        return self._of_agent(block, self.stories.held, at)

    def unhold(self, block: Block, at: datetime) -> Told:
        """And took them back."""
        return self._of_agent(block, self.stories.resumed, at)

    def blind(self, block: Block, at: datetime) -> Told:
        """The caller was handed on to an extension."""
        if block.get("Result") != "Success":
            return []
        story = self.stories.of(block.get("TransfereeUniqueid")) or self.stories.of(
            block.get("TransfererUniqueid")
        )
        third = block.get("Extension")[:60]
        return [*self.stories.transferred(story.key, third, at)] if story is not None else []

    def attended(self, block: Block, at: datetime) -> Told:
        """The caller was handed on to somebody to whom the member had talked first."""
        if block.get("Result") != "Success":
            return []
        legs = ("TransfereeUniqueid", "OrigTransfererUniqueid", "SecondTransfererUniqueid")
        found = [story for leg in legs if (story := self.stories.of(block.get(leg)))]
        third = block.get("TransferTargetCallerIDNum") or block.get(
            "SecondTransfererConnectedLineNum"
        )
        return [*self.stories.transferred(found[0].key, third[:60], at)] if found else []

    def enter(self, block: Block, at: datetime) -> Told:
        """A channel joined a bridge: the third where caller and member talk already."""
        bridge, leg = block.get("BridgeUniqueid"), block.get("Uniqueid")
        members = self._bridges.setdefault(bridge, set())
        self._bridges.move_to_end(bridge)
        if len(self._bridges) > MOST_BRIDGES:
            self._bridges.popitem(last=False)
        present = {self.stories.role(each): each for each in members}
        members.add(leg)
        if self.stories.role(leg) or not {"caller", "agent"} <= present.keys():
            return []
        key = present["caller"]
        agent = self.stories.of(present["agent"])
        if agent is None or agent.key != key:
            return []
        third = block.get("CallerIDNum")[:60]
        return [*self.stories.third_joined(key, third, at, leg=leg)]

    def leave(self, block: Block, at: datetime) -> Told:
        """A channel left a bridge."""
        bridge, leg = block.get("BridgeUniqueid"), block.get("Uniqueid")
        members = self._bridges.get(bridge, set())
        members.discard(leg)
        if not members:
            self._bridges.pop(bridge, None)
        return self._third_gone(leg, at) if self.stories.role(leg) == "third" else []

    def spy(self, block: Block, at: datetime) -> Told:
        """The third whom the hotline called in talks with them; others only listen."""
        story = self.stories.of(block.get("SpyeeUniqueid"))
        if story is None or block.get("SpyerAccountCode") != THIRD_MARK:
            return []
        third, leg = block.get("SpyerCallerIDNum")[:60], block.get("SpyerUniqueid")
        return [*self.stories.third_joined(story.key, third, at, leg=leg)]

    def spy_gone(self, block: Block, at: datetime) -> Told:
        """And left."""
        leg = block.get("SpyerUniqueid")
        return self._third_gone(leg, at) if self.stories.role(leg) == "third" else []

    def variable(self, block: Block, at: datetime) -> Told:
        """MixMonitor says by a variable where it records."""
        if block.get("Variable") != "MIXMONITOR_FILENAME":
            return []
        return self._recorded(block.get("Uniqueid"), block.get("Value"), at)

    def user(self, block: Block, at: datetime) -> Told:
        """The dialplan's own word: UserEvent(HotlineRecording,Call: …,Recording: …)."""
        if block.get("UserEvent") != "HotlineRecording":
            return []
        return self._recorded(block.get("Call"), block.get("Recording"), at)

    def pause(self, block: Block, at: datetime) -> Told:
        """A member pressed pause at the telephone, or came back."""
        state = "break" if block.get("Paused") == "1" else "free"
        return self._agent(block, state, at)

    def added(self, block: Block, at: datetime) -> Told:
        """A member signed on."""
        return self.pause(block, at)

    def removed(self, block: Block, at: datetime) -> Told:
        """A member signed off."""
        return self._agent(block, "signed_off", at)

    def resync(self, channels: Sequence[Block], queued: Sequence[Block], at: datetime) -> Told:
        """After a gap: what began, was answered or ended meanwhile, as far as it can be seen."""
        told: Told = []
        there = {block.get("Uniqueid"): block for block in channels}
        for key in self.stories.open_calls():
            if key not in there:
                told += self.stories.over(key, at)
        for entry in queued:
            began = at - timedelta(seconds=min(whole(entry.get("Wait")), 86_400))
            told += self.join(entry, began)
        for leg, block in there.items():
            told += self._resumed(leg, block, there, at)
        return told

    def _resumed(self, leg: str, block: Block, there: dict[str, Block], at: datetime) -> Told:
        """A caller's channel that is bridged with a member's: they talk."""
        bridge = block.get("BridgeId")
        is_caller = block.get("Linkedid") == leg and block.get("Application") == "Queue"
        if not bridge or not is_caller:
            return []
        others = [
            (other, one)
            for other, one in there.items()
            if other != leg and one.get("BridgeId") == bridge
        ]
        if not others:
            return []
        queue = block.get("ApplicationData").partition(",")[0]
        began = at - timedelta(seconds=_lasting(block.get("Duration")))
        caller, line = block.get("CallerIDNum"), block.get("Exten")
        told: Told = [*self.stories.queued(leg, began, caller=caller, line=line, queue=queue)]
        other, one = others[0]
        self.stories.add_leg(leg, other, "agent")
        return told + self.stories.answered(leg, extension(one.get("Channel")), at, leg=other)

    def _of_agent(
        self, block: Block, change: Callable[[str, datetime], list[CallEvent]], at: datetime
    ) -> Told:
        leg = block.get("Uniqueid")
        story = self.stories.of(leg)
        if story is None or self.stories.role(leg) != "agent":
            return []
        return [*change(story.key, at)]

    def _third_gone(self, leg: str, at: datetime) -> Told:
        story = self.stories.of(leg)
        return [*self.stories.third_left(story.key, at)] if story is not None else []

    def _recorded(self, leg: str, recording: str, at: datetime) -> Told:
        story = self.stories.of(leg)
        return [*self.stories.recorded(story.key, recording, at)] if story is not None else []

    def _agent(self, block: Block, state: str, at: datetime) -> Told:
        agent = extension(block.get("Interface"))
        return [AgentEvent(self.stories.exchange, agent, state, at)] if agent else []


HEARD: dict[str, Callable[[AsteriskEvents, Block, datetime], Told]] = {
    "QueueCallerJoin": AsteriskEvents.join,
    "QueueCallerAbandon": AsteriskEvents.gone,
    "AgentCalled": AsteriskEvents.called,
    "AgentRingNoAnswer": AsteriskEvents.rang_out,
    "AgentConnect": AsteriskEvents.connect,
    "AgentComplete": AsteriskEvents.complete,
    "Hangup": AsteriskEvents.gone,
    "Hold": AsteriskEvents.hold,
    "Unhold": AsteriskEvents.unhold,
    "BlindTransfer": AsteriskEvents.blind,
    "AttendedTransfer": AsteriskEvents.attended,
    "BridgeEnter": AsteriskEvents.enter,
    "BridgeLeave": AsteriskEvents.leave,
    "ChanSpyStart": AsteriskEvents.spy,
    "ChanSpyStop": AsteriskEvents.spy_gone,
    "VarSet": AsteriskEvents.variable,
    "UserEvent": AsteriskEvents.user,
    "QueueMemberPause": AsteriskEvents.pause,
    "QueueMemberAdded": AsteriskEvents.added,
    "QueueMemberRemoved": AsteriskEvents.removed,
}


def extension(interface: str) -> str:
    """The extension of PJSIP/1001, PJSIP/1001-0000002a or Local/1001@seats/n."""
    name = interface.rpartition("PJSIP/")[2] if "PJSIP/" in interface else interface
    name = name.partition("/")[2] if "/" in name and "PJSIP/" not in interface else name
    name = name.partition("@")[0].partition("/")[0].partition(";")[0]
    return name.rpartition("-")[0] if "-" in name else name


def whole(text: str) -> int:
    """A count, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


def _lasting(text: str) -> int:
    """The seconds of 00:02:47; 0 for what is no duration."""
    parts = text.split(":")
    if len(parts) != len(("hours", "minutes", "seconds")) or not all(map(str.isdigit, parts)):
        return 0
    hours, minutes, seconds = (whole(part) for part in parts)
    return min(hours * 3600 + minutes * 60 + seconds, 86_400)


def _at(block: Block, at: datetime) -> datetime:
    """The event's own moment (timestampevents=yes) unless its clock is far from ours."""
    try:
        said = datetime.fromtimestamp(float(block.get("Timestamp")), UTC)
    except (ValueError, OverflowError, OSError):
        return at
    return said if abs(said - at) < timedelta(minutes=5) and said <= at else at
