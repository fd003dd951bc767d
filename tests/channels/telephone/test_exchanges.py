"""Asterisk and FreeSWITCH tell the same story of the same call, over real connections."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from django.db import OperationalError

from hotline.channels.telephone.asterisk import AsteriskListener, AsteriskSwitch
from hotline.channels.telephone.blocks import Damage
from hotline.channels.telephone.freeswitch import FreeswitchListener, FreeswitchSwitch
from hotline.channels.telephone.line import Place
from hotline.channels.telephone.switch import Switch, SwitchDown
from hotline.channels.telephone.watching import Telling, Watch, Word
from hotline.rules.telephony import AgentEvent, CallEvent
from hotline.steps.moving import Refused
from tests.channels.telephone.asterisk_server import AsteriskServer
from tests.channels.telephone.freeswitch_server import FreeswitchServer
from tests.channels.telephone.playing import Piece, Playing, transcript
from tests.channels.telephone.stories import CALLER, OTHER, STORIES

SERVERS: dict[str, Callable[..., Playing]] = {
    "asterisk": AsteriskServer,
    "freeswitch": FreeswitchServer,
}
LISTENERS = {"asterisk": AsteriskListener, "freeswitch": FreeswitchListener}
MAKES = tuple(SERVERS)
CALL = {"asterisk": "1790000000.1", "freeswitch": "1a7c9e10-0000-4000-8000-0000000000aa"}
LEG = "1b7c9e10-0000-4000-8000-000000001001"


@dataclass
class Heard:
    """Takes the words and the notes of a watch."""

    words: list[Word] = field(default_factory=list)
    downs: list[str] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    ups: int = 0

    def tell(self, event: Word, *, at: datetime) -> str:
        """Like `events.tell`."""
        self.words.append(event)
        return "taken"

    def up(self, at: datetime) -> None:
        """The exchange was heard."""
        self.ups += 1

    def down(self, problem: str, at: datetime) -> None:
        """It is down."""
        self.downs.append(problem)

    def damage(self, piece: Damage, at: datetime) -> None:
        """Something could not be read."""
        self.damages.append(piece)


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


def place(server: Playing, **options: str) -> Place:
    """Where a server listens."""
    user = "hotline" if isinstance(server, AsteriskServer) else ""
    return Place("127.0.0.1", server.port, "s3cret", user, options=options)


def heard_from(
    make: str, server: Playing, *, enough: Callable[[Heard], bool], **options: str
) -> Heard:
    """What a watch hears until it is enough."""
    heard, stopped = Heard(), Event()
    where = place(server, **options)
    listener = LISTENERS[make]("pbx")
    watch = Watch(
        listener,
        lambda: where,
        notes=heard,
        tell=heard.tell,
        now=now,
        pauses=(0.02,),
        listening=0.02,
    )
    thread = Thread(target=watch.run, args=(stopped,), daemon=True)
    thread.start()
    until = time.monotonic() + 8
    while not enough(heard) and time.monotonic() < until and thread.is_alive():
        time.sleep(0.01)
    time.sleep(0.1)
    stopped.set()
    thread.join(5)
    return heard


def in_words(words: list[Word]) -> tuple[str, ...]:
    """A story as `stories.py` writes it."""
    first = next((each.call for each in words if isinstance(each, CallEvent)), "")
    own = next((e.call for e in words if isinstance(e, CallEvent) and e.caller == CALLER), first)
    return tuple(_in_words(each, own) for each in words)


def _in_words(word: Word, own: str) -> str:
    if isinstance(word, AgentEvent):
        return f"{word.agent} {word.state}"
    parts = [word.kind, word.agent, word.third, word.ended_by]
    parts.append("" if word.call == own else "(other)")
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("name", STORIES)
def test_a_transcript_tells_its_story(make: str, name: str) -> None:
    with SERVERS[make](transcript(f"{make}/{name}.txt")) as server:
        heard = heard_from(make, server, enough=lambda one: server.finished.is_set())
    assert in_words(heard.words) == STORIES[name]
    ids = [(each.call, each.id) for each in heard.words if isinstance(each, CallEvent)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("make", MAKES)
def test_the_first_word_of_a_call_says_whence_it_came(make: str) -> None:
    with SERVERS[make](transcript(f"{make}/answered.txt")) as server:
        heard = heard_from(make, server, enough=lambda one: len(one.words) >= 5)
    first = heard.words[0]
    assert isinstance(first, CallEvent)
    assert (first.exchange, first.call) == ("pbx", CALL[make])
    assert (first.caller, first.line, first.queue) == (CALLER, "12345", "citizens")
    recorded = heard.words[3]
    assert isinstance(recorded, CallEvent)
    assert recorded.recording.endswith(".wav")


def test_plain_events_of_freeswitch_tell_the_same_as_json() -> None:
    with FreeswitchServer(transcript("freeswitch/two_at_once.txt")) as server:
        story = STORIES["two_at_once"]
        heard = heard_from(
            "freeswitch", server, enough=lambda one: len(one.words) >= len(story), format="plain"
        )
    assert in_words(heard.words) == story
    assert {each.caller for each in heard.words if isinstance(each, CallEvent)} >= {CALLER, OTHER}


@pytest.mark.parametrize("make", MAKES)
def test_a_wrong_password_is_said_and_nothing_is_heard(make: str) -> None:
    with SERVERS[make](transcript(f"{make}/answered.txt"), password="another") as server:
        heard = heard_from(make, server, enough=lambda one: len(one.downs) >= 2)
    assert heard.words == []
    assert heard.downs[0].startswith("交换机拒绝登录")


def test_a_machine_that_is_not_on_the_list_is_told_so() -> None:
    with FreeswitchServer([], rejects=True) as server:
        heard = heard_from("freeswitch", server, enough=lambda one: bool(one.downs))
    assert heard.downs[0].startswith("交换机不接受本机的连接")


@pytest.mark.parametrize("make", MAKES)
def test_what_cannot_be_read_is_kept_and_the_next_call_is_heard(make: str) -> None:
    rubbish = {
        "asterisk": "rubbish without a colon\r\n\xff\r\n\r\n",
        "freeswitch": "Content-Length: 9999999999\nContent-Type: text/event-json\n\nrubbish\n",
    }
    pieces = [Piece(rubbish[make], "raw"), *transcript(f"{make}/gives_up_in_queue.txt")]
    with SERVERS[make](pieces) as server:
        heard = heard_from(make, server, enough=lambda one: len(one.words) >= 2)
    assert in_words(heard.words) == STORIES["gives_up_in_queue"]
    assert len(heard.damages) == 1
    assert heard.damages[0].raw.strip() == rubbish[make].encode().strip()


class Away:
    """A database that is away for some calls."""

    def __init__(self, times: int) -> None:
        self.left, self.told = times, 0

    def tell(self, event: Word, *, at: datetime) -> str:
        """Raises until it is back."""
        if self.left:
            self.left -= 1
            raise OperationalError("away")
        self.told += 1
        return "taken"


def event(agent: str = "") -> CallEvent:
    """Some event."""
    return CallEvent("pbx", "1790000000.1", "1-answered", "answered", now(), agent=agent)


def test_events_wait_while_the_database_is_away() -> None:
    away = Away(2)
    telling = Telling(away.tell, now)
    telling.add([event(), event()])
    assert [telling.flush(), telling.flush(), telling.flush()] == [False, False, True]
    assert (away.told, len(telling)) == (2, 0)


def test_a_call_goes_on_without_an_agent_whom_nobody_has_set_up() -> None:
    told: list[str] = []

    def tell(word: Word, *, at: datetime) -> str:
        if word.agent:
            raise Refused("agent", "没有这个坐席。")
        told.append(word.agent)
        return "taken"

    telling = Telling(tell, now)
    telling.add([event("1001")])
    assert telling.flush()
    assert told == [""]


def switch_of(make: str, server: Playing) -> Switch:
    """What gives commands to a server."""
    made: dict[str, Callable[[Place], Switch]] = {
        "asterisk": AsteriskSwitch,
        "freeswitch": FreeswitchSwitch,
    }
    return made[make](place(server))


def ready(make: str) -> Playing:
    """A server with one talk of agent 1001."""
    server = SERVERS[make]([])
    state = [piece for piece in transcript(f"{make}/reconnect.txt") if piece.how == "state"]
    server.state = state[0].state
    if isinstance(server, FreeswitchServer):
        server.partner = LEG
    return server


COMMANDS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("hold", (), "PJSIPNotify\nEndpoint: 1001\nVariable: Event=hold", f"api uuid_hold {LEG}"),
    ("resume", (), "PJSIPNotify\nEndpoint: 1001\nVariable: Event=talk", f"api uuid_hold off {LEG}"),
    (
        "transfer",
        ("110",),
        "BlindTransfer\nChannel: PJSIP/1001-0000001a\nContext: hotline-out\nExten: 110",
        f"api uuid_transfer {CALL['freeswitch']} 110 XML hotline-out",
    ),
    (
        "join_third",
        ("110",),
        "Originate\nChannel: Local/110@hotline-out/n\nApplication: ChanSpy\n"
        "Data: PJSIP/1001-0000001a,qBE\nAccount: hotline-third\nCallerID: <110>\nAsync: true",
        f"bgapi originate loopback/110/hotline-out &three_way({LEG})",
    ),
    ("hang_up", (), "Hangup\nChannel: PJSIP/1001-0000001a", f"api uuid_kill {LEG}"),
)


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(("verb", "third", "of_asterisk", "of_freeswitch"), COMMANDS)
def test_a_button_becomes_the_exchanges_own_command(
    make: str, verb: str, third: tuple[str, ...], of_asterisk: str, of_freeswitch: str
) -> None:
    with ready(make) as server:
        getattr(switch_of(make, server), verb)("1001", CALL[make], *third)
    last = server.asked[-1].replace("\r\n", "\n")
    if make == "asterisk":
        head, _, rest = last.partition("\nActionID: hotline-")
        assert f"{head.removeprefix('Action: ')}\n{rest.partition(chr(10))[2]}" == of_asterisk
    else:
        assert last == of_freeswitch


@pytest.mark.parametrize("make", MAKES)
def test_a_break_and_a_call_back_are_asked_of_the_exchange(make: str) -> None:
    with ready(make) as server:
        switch = switch_of(make, server)
        switch.set_state("1001", "break")
        switch.dial("1001", CALLER)
    said = [each.replace("\r\n", "\n") for each in server.asked]
    wanted = {
        "asterisk": ("Interface: PJSIP/1001\nPaused: true\nReason: break", f"Exten: {CALLER}"),
        "freeswitch": (
            "api callcenter_config agent set status 1001@default 'On Break'",
            f"bgapi originate user/1001 {CALLER} XML hotline-out",
        ),
    }
    for part in wanted[make]:
        assert [part in each for each in said].count(True) == 1


@pytest.mark.parametrize("make", MAKES)
def test_a_number_that_could_say_more_is_not_sent(make: str) -> None:
    with ready(make) as server, pytest.raises(SwitchDown, match="号码"):
        switch_of(make, server).transfer("1001", CALL[make], "110\r\nAction: Originate")
    assert server.asked == []


@pytest.mark.parametrize("make", MAKES)
def test_a_call_that_is_gone_cannot_be_held(make: str) -> None:
    with SERVERS[make]([]) as server, pytest.raises(SwitchDown, match="已经没有这通电话"):
        switch_of(make, server).hang_up("1001", CALL[make])


def test_an_exchange_that_is_away_is_said_to_the_button() -> None:
    with AsteriskServer([]) as server:
        gone = place(server)
    with pytest.raises(SwitchDown, match="连接不上交换机"):
        AsteriskSwitch(gone).hang_up("1001", CALL["asterisk"])
