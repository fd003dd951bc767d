"""Asterisk: its manager interface (AMI), as a client that listens and one that asks.

Source: docs.asterisk.org, "The Asterisk Manager TCP/IP API", "AMI v2 Specification", and the AMI
actions of the API documentation. Lines end with CRLF, an empty line ends a message, `ActionID`
leads from an answer to its question; the line "Asterisk Call Manager/x" greets. A list's events
carry the ActionID and end with an event whose EventList is Complete.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import TypeGuard

from hotline.channels.telephone.asterisk_events import (
    THIRD_MARK,
    AsteriskEvents,
    Told,
    extension,
)
from hotline.channels.telephone.blocks import Block, Blocks, Damage
from hotline.channels.telephone.line import (
    Line,
    LineDown,
    LoginRefused,
    Place,
    is_near,
    left,
    until,
)
from hotline.channels.telephone.switch import SwitchDown

GREETING = b"Asterisk Call Manager/"
LISTENED_TO = "call,agent,dialplan,user"
QUIET_SECONDS = 20.0
MOST_WAITING = 10_000


class Manager:
    """One session: logs in, asks, and keeps the events that come between."""

    def __init__(self, place: Place, *, events: str = "off") -> None:
        self._line = Line(place, Blocks(greeting=GREETING))
        self._numbers = iter(range(1, 1 << 62))
        self.waiting: deque[Block | Damage] = deque(maxlen=MOST_WAITING)
        try:
            self._log_in(place, events)
        except LineDown:
            self.close()
            raise

    def ask(self, action: str, *lines: tuple[str, str]) -> Block:
        """The answer to an action; raises LineDown when none comes."""
        end, number, found = until(), self._send(action, lines), None
        while found is None:
            for piece in self._line.receive(left(end)):
                if found is None and _answers(piece, number) and piece.get("Response"):
                    found = piece
                else:
                    self.waiting.append(piece)
        return found

    def ask_list(self, action: str) -> list[Block]:
        """The events of a list, without its end."""
        end, number, found, is_whole = until(), self._send(action, ()), [], False
        while not is_whole:
            for piece in self._line.receive(left(end)):
                if not _answers(piece, number):
                    self.waiting.append(piece)
                elif piece.get("EventList").lower() == "complete":
                    is_whole = True
                elif piece.get("Response") == "Error":
                    return []
                elif piece.get("Event"):
                    found.append(piece)
        return found

    def receive(self, seconds: float) -> list[Block | Damage]:
        """What came, that which was kept while asking first."""
        kept = list(self.waiting)
        self.waiting.clear()
        return kept or self._line.receive(seconds)

    def ping(self) -> None:
        """Say that we are there, and hear that Asterisk is."""
        if self.ask("Ping").get("Response") == "Error":
            raise LineDown("交换机不再应答，将重新连接。")

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _log_in(self, place: Place, events: str) -> None:
        challenge = self.ask("Challenge", ("AuthType", "MD5"))
        if challenge.get("Response") == "Success":
            key = hashlib.md5(  # the protocol asks for MD5
                (challenge.get("Challenge") + place.secret).encode(), usedforsecurity=False
            ).hexdigest()
            proof = (("AuthType", "MD5"), ("Key", key))
        elif place.tls or is_near(place.host):
            proof = (("Secret", place.secret),)
        else:
            raise LoginRefused("交换机不支持 MD5 校验，且线路没有加密：请启用 TLS。")
        answer = self.ask("Login", ("Username", place.user), *proof, ("Events", events))
        if answer.get("Response") != "Success":
            raise LoginRefused("交换机拒绝登录，请核对用户名和密码。")

    def _send(self, action: str, lines: tuple[tuple[str, str], ...]) -> str:
        number = f"hotline-{next(self._numbers)}"
        said = (("Action", action), ("ActionID", number), *lines)
        if any("\r" in value or "\n" in value for _, value in said):
            raise LineDown("指令含有换行，没有发送。")
        self._line.send("".join(f"{name}: {value}\r\n" for name, value in said).encode() + b"\r\n")
        return number


class AsteriskListener:
    """What the switchboard holds for one Asterisk: a session, and the stories of its calls."""

    def __init__(self, exchange: str) -> None:
        self.events = AsteriskEvents(exchange)
        self._manager: Manager | None = None
        self._heard_at = 0.0

    def connect(self, place: Place, at: datetime) -> Told:
        """Log in and see what happened meanwhile."""
        self.close()
        self._manager = Manager(place, events=LISTENED_TO)
        self._heard_at = monotonic()
        channels = self._manager.ask_list("CoreShowChannels")
        entries = [
            block
            for block in self._manager.ask_list("QueueStatus")
            if block.get("Event") == "QueueEntry"
        ]
        return self.events.resync(channels, entries, at)

    def listen(self, seconds: float) -> Iterator[Block | Damage]:
        """What comes; asks for a sign of life when it stayed quiet. Raises LineDown."""
        if self._manager is None:
            raise LineDown("与交换机的连接中断。")
        heard = self._manager.receive(seconds)
        if heard:
            self._heard_at = monotonic()
        elif monotonic() - self._heard_at > QUIET_SECONDS:
            self._manager.ping()
            self._heard_at = monotonic()
        yield from heard

    def read(self, block: Block, at: datetime) -> Told:
        """What a block tells."""
        return self.events.read(block, at)

    def close(self) -> None:
        """Hang up."""
        if self._manager is not None:
            self._manager.close()
            self._manager = None


class AsteriskSwitch:
    """The buttons' wishes, each on a short session of its own: nothing to be shared or to break."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def answer(self, extension: str, call: str) -> None:
        """Telephones that understand Event: talk take the call."""
        self._notify(extension, "talk")

    def hold(self, extension: str, call: str) -> None:
        """Telephones that understand Event: hold put the caller on hold."""
        self._notify(extension, "hold")

    def resume(self, extension: str, call: str) -> None:
        """The same telephones come back."""
        self._notify(extension, "talk")

    def transfer(self, extension: str, call: str, third: str) -> None:
        """A blind transfer of the agent's bridge partner."""
        third = dialled(third)
        with _Session(self._place) as manager:
            channel = _channel_of(manager, extension, call)
            context = ("Context", self._place.option("context", "hotline-out"))
            _done(manager.ask("BlindTransfer", ("Channel", channel), context, ("Exten", third)))

    def join_third(self, extension: str, call: str, third: str) -> None:
        """Ring the third, who then talks with both (ChanSpy's option B)."""
        third, context = dialled(third), self._place.option("context", "hotline-out")
        with _Session(self._place) as manager:
            channel = _channel_of(manager, extension, call)
            lines = (
                ("Channel", f"Local/{third}@{context}/n"),
                ("Application", "ChanSpy"),
                ("Data", f"{channel},qBE"),
                ("Account", THIRD_MARK),
                ("CallerID", f"<{third}>"),
                ("Async", "true"),
            )
            _done(manager.ask("Originate", *lines))

    def leave_third(self, extension: str, call: str) -> None:
        """Hang up the channels that were called in to this agent's."""
        with _Session(self._place) as manager:
            channel = _channel_of(manager, extension, call)
            for block in manager.ask_list("CoreShowChannels"):
                spies = block.get("Application") == "ChanSpy"
                if spies and block.get("ApplicationData").startswith(f"{channel},"):
                    _done(manager.ask("Hangup", ("Channel", block.get("Channel"))))

    def hang_up(self, extension: str, call: str) -> None:
        """End the agent's channel, and with it the talk."""
        with _Session(self._place) as manager:
            _done(manager.ask("Hangup", ("Channel", _channel_of(manager, extension, call))))

    def dial(self, extension: str, number: str) -> None:
        """Ring the agent; who answers is connected with the number."""
        number, seat = dialled(number), dialled(extension)
        technology = self._place.option("technology", "PJSIP")
        lines = (
            ("Channel", f"{technology}/{seat}"),
            ("Context", self._place.option("context", "hotline-out")),
            ("Exten", number),
            ("Priority", "1"),
            ("Async", "true"),
        )
        with _Session(self._place) as manager:
            _done(manager.ask("Originate", *lines))

    def set_state(self, extension: str, state: str) -> None:
        """Pause or unpause the member in all queues."""
        technology = self._place.option("technology", "PJSIP")
        paused = "false" if state == "free" else "true"
        lines = (("Interface", f"{technology}/{dialled(extension)}"), ("Paused", paused))
        with _Session(self._place) as manager:
            _done(manager.ask("QueuePause", *lines, ("Reason", state)))

    def _notify(self, extension: str, event: str) -> None:
        lines = (("Endpoint", dialled(extension)), ("Variable", f"Event={event}"))
        with _Session(self._place) as manager:
            _done(manager.ask("PJSIPNotify", *lines))


class _Session:
    """A session for one command; what goes wrong of the line is told as SwitchDown."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._manager: Manager | None = None

    def __enter__(self) -> Manager:
        try:
            self._manager = Manager(self._place)
        except LineDown as error:
            raise SwitchDown(str(error)) from error
        return self._manager

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._manager is not None:
            self._manager.close()
        if isinstance(error, LineDown):
            raise SwitchDown(str(error)) from error


def dialled(number: str) -> str:
    """A number as it may go to an exchange: digits, + * #; nothing that could say more."""
    plain = number.replace(" ", "").replace("-", "")
    if not plain or len(plain) > len("+8613800000000000000") or set(plain) - set("0123456789+*#"):
        raise SwitchDown("请填写可以拨打的号码：只能有数字、+、* 和 #。")
    return plain


def _channel_of(manager: Manager, seat: str, call: str) -> str:
    """The agent's channel in this call."""
    for block in manager.ask_list("CoreShowChannels"):
        own = block.get("Linkedid") == call and block.get("Uniqueid") != call
        if own and extension(block.get("Channel")) == seat:
            return block.get("Channel")
    raise SwitchDown("交换机上已经没有这通电话，请刷新后再看。")


def _done(answer: Block) -> None:
    if answer.get("Response") != "Success":
        raise SwitchDown("交换机没有执行，请稍后重试或在话机上操作。")


def _answers(piece: Block | Damage, number: str) -> TypeGuard[Block]:
    return isinstance(piece, Block) and piece.get("ActionID") == number
