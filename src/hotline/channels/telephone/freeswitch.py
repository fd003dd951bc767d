"""FreeSWITCH: its event socket (ESL, inbound), as a client that listens and one that asks.

Source: developer.signalwire.com/freeswitch, "The Event Socket" and "The Inbound Event Socket",
mod_event_socket, mod_commands and mod_callcenter. FreeSWITCH greets with `auth/request`; commands
end with an empty line and are answered in order, by `command/reply` or, for `api`, by
`api/response` with a body of Content-Length bytes; events come as `text/event-json` or
`text/event-plain`, whose own headers are in the body.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from uuid import UUID

from hotline.channels.telephone.asterisk import dialled
from hotline.channels.telephone.blocks import Block, Blocks, Damage
from hotline.channels.telephone.freeswitch_events import FreeswitchEvents, Told
from hotline.channels.telephone.freeswitch_frames import (
    Fields,
    event_of,
    rows,
    table,
    whole_event,
)
from hotline.channels.telephone.line import Line, LineDown, LoginRefused, Place, left, until
from hotline.channels.telephone.switch import SwitchDown

LISTENED_TO = (
    "CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_EXECUTE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE "
    "RECORD_STOP HEARTBEAT CUSTOM callcenter::info"
)
QUIET_SECONDS = 30.0
MOST_WAITING = 10_000
MOST_QUEUES = 200
REPLIES = ("command/reply", "api/response")


class Socket:
    """One session: authenticates, asks, and keeps the events that come between."""

    def __init__(self, place: Place) -> None:
        self._line = Line(place, Blocks(bodies=True))
        self.waiting: deque[Block | Damage] = deque(maxlen=MOST_WAITING)
        try:
            self._log_in(place)
        except LineDown:
            self.close()
            raise

    def ask(self, command: str) -> Block:
        """The answer to a command; raises LineDown when none comes."""
        if "\n" in command or "\r" in command:
            raise LineDown("指令含有换行，没有发送。")
        self._line.send(f"{command}\n\n".encode())
        return self._await(*REPLIES)

    def api(self, command: str) -> str:
        """What an API command says."""
        return self.ask(f"api {command}").body.decode("utf-8", "replace").strip()

    def receive(self, seconds: float) -> list[Block | Damage]:
        """What came, that which was kept while asking first."""
        kept = list(self.waiting)
        self.waiting.clear()
        return kept or self._line.receive(seconds)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _log_in(self, place: Place) -> None:
        self._await("auth/request")
        said = f"userauth {place.user}:{place.secret}" if place.user else f"auth {place.secret}"
        if not self.ask(said).get("Reply-Text").startswith("+OK"):
            raise LoginRefused("交换机拒绝登录，请核对密码。")

    def _await(self, *kinds: str) -> Block:
        end, found = until(), None
        while found is None:
            for piece in self._line.receive(left(end)):
                kind = piece.get("Content-Type") if isinstance(piece, Block) else ""
                if kind == "text/rude-rejection":
                    raise LoginRefused("交换机不接受本机的连接，请在它的访问名单里加入本机地址。")
                if kind == "text/disconnect-notice" and found is None:
                    raise LineDown("交换机断开了连接。")
                if found is None and isinstance(piece, Block) and kind in kinds:
                    found = piece
                else:
                    self.waiting.append(piece)
        return found


class FreeswitchListener:
    """What the switchboard holds for one FreeSWITCH: a session, and the stories of its calls."""

    def __init__(self, exchange: str) -> None:
        self.events = FreeswitchEvents(exchange)
        self._socket: Socket | None = None
        self._heard_at = 0.0

    def connect(self, place: Place, at: datetime) -> Told:
        """Log in and see what happened meanwhile."""
        self.close()
        self._socket = socket = Socket(place)
        self._heard_at = monotonic()
        form = place.option("format", "json")
        if not socket.ask(f"event {form} {LISTENED_TO}").get("Reply-Text").startswith("+OK"):
            raise LineDown("交换机不提供事件，请核对 event_socket 的配置。")
        channels = rows(socket.api("show channels as json"))
        return self.events.resync(channels, _members(socket), at)

    def listen(self, seconds: float) -> Iterator[Block | Damage]:
        """What comes; asks for a sign of life when it stayed quiet. Raises LineDown."""
        if self._socket is None:
            raise LineDown("与交换机的连接中断。")
        heard = self._socket.receive(seconds)
        if heard:
            self._heard_at = monotonic()
        elif monotonic() - self._heard_at > QUIET_SECONDS:
            self._socket.api("status")
            self._heard_at = monotonic()
        for piece in heard:
            yield whole_event(piece)

    def read(self, block: Block, at: datetime) -> Told:
        """What a block tells."""
        if block.get("Content-Type") == "text/disconnect-notice":
            raise LineDown("交换机断开了连接。")
        fields = event_of(block)
        return self.events.read(fields, at) if fields is not None else []

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class FreeswitchSwitch:
    """The buttons' wishes, each on a short session of its own."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def answer(self, extension: str, call: str) -> None:
        """Telephones that understand Event: talk take the call."""
        with _Session(self._place) as socket:
            there = rows(socket.api("show channels as json"))
            seat = dialled(extension)
            ringing = [
                row for row in there if row.get("dest") == seat or row.get("cid_num") == seat
            ]
            waiting = [row for row in ringing if row.get("callstate") in ("RINGING", "EARLY")]
            if not waiting:
                raise SwitchDown("交换机上没有正在振铃的来电，请刷新后再看。")
            _done(socket.api(f"uuid_phone_event {_uuid(waiting[0].get('uuid', ''))} talk"))

    def hold(self, extension: str, call: str) -> None:
        """The agent's side asks for hold."""
        self._on_agent(call, "uuid_hold {leg}")

    def resume(self, extension: str, call: str) -> None:
        """And takes the caller back."""
        self._on_agent(call, "uuid_hold off {leg}")

    def transfer(self, extension: str, call: str, third: str) -> None:
        """The caller goes to an extension of the dialplan; the agent is out."""
        context = _word(self._place.option("context", "hotline-out"))
        command = f"uuid_transfer {_uuid(call)} {dialled(third)} XML {context}"
        with _Session(self._place) as socket:
            _done(socket.api(command))

    def join_third(self, extension: str, call: str, third: str) -> None:
        """Ring the third, who then talks with both; the answer to that comes as an event."""
        route = self._place.option("route", "loopback/{number}/hotline-out")
        target = route.replace("{number}", dialled(third))
        with _Session(self._place) as socket:
            leg = _partner(socket, call)
            said = socket.ask(f"bgapi originate {target} &three_way({leg})")
            _done(said.get("Reply-Text"))

    def leave_third(self, extension: str, call: str) -> None:
        """Hang up the channels that listen in on the agent's."""
        with _Session(self._place) as socket:
            leg = _partner(socket, call)
            for row in rows(socket.api("show channels as json")):
                if row.get("application") == "three_way" and row.get("application_data") == leg:
                    _done(socket.api(f"uuid_kill {_uuid(row.get('uuid', ''))}"))

    def hang_up(self, extension: str, call: str) -> None:
        """End the agent's channel, and with it the talk."""
        self._on_agent(call, "uuid_kill {leg}")

    def dial(self, extension: str, number: str) -> None:
        """Ring the agent; who answers is connected with the number."""
        context = _word(self._place.option("context", "hotline-out"))
        seat = dialled(extension)
        said = f"bgapi originate user/{seat} {dialled(number)} XML {context}"
        with _Session(self._place) as socket:
            _done(socket.ask(said).get("Reply-Text"))

    def set_state(self, extension: str, state: str) -> None:
        """Set the agent's status in mod_callcenter."""
        status = {"free": "Available", "break": "On Break"}.get(state, "Logged Out")
        agent = dialled(extension)
        domain = _word(self._place.option("domain", "default"))
        with _Session(self._place) as socket:
            _done(socket.api(f"callcenter_config agent set status {agent}@{domain} '{status}'"))

    def _on_agent(self, call: str, command: str) -> None:
        with _Session(self._place) as socket:
            _done(socket.api(command.format(leg=_partner(socket, call))))


class _Session:
    """A session for one command; what goes wrong of the line is told as SwitchDown."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._socket: Socket | None = None

    def __enter__(self) -> Socket:
        try:
            self._socket = Socket(self._place)
        except LineDown as error:
            raise SwitchDown(str(error)) from error
        return self._socket

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._socket is not None:
            self._socket.close()
        if isinstance(error, LineDown):
            raise SwitchDown(str(error)) from error


def _members(socket: Socket) -> list[Fields]:
    """Who waits or talks, queue by queue."""
    queues = [row.get("name", "") for row in table(socket.api("callcenter_config queue list"))]
    return [
        row
        for queue in queues[:MOST_QUEUES]
        if queue and _is_word(queue)
        for row in table(socket.api(f"callcenter_config queue list members {queue}"))
    ]


def _partner(socket: Socket, call: str) -> str:
    """The agent's channel that the caller's is bridged with."""
    leg = socket.api(f"uuid_getvar {_uuid(call)} bridge_uuid")
    try:
        return str(UUID(leg))
    except ValueError as error:
        raise SwitchDown("交换机上已经没有这通电话，请刷新后再看。") from error


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise SwitchDown("这通电话不是由交换机报来的，请在话机上操作。") from error


def _is_word(text: str) -> bool:
    return text.isascii() and all(each.isalnum() or each in "_.@-" for each in text)


def _word(text: str) -> str:
    if not _is_word(text):
        raise SwitchDown("线路设置里的名称只能有字母、数字和 _ . @ -，请核对。")
    return text


def _done(answer: str) -> None:
    if not answer.startswith("+OK"):
        raise SwitchDown("交换机没有执行，请稍后重试或在话机上操作。")
