"""The switchboard: what an exchange says on its line becomes calls in the database."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from hotline.channels.adapters import ADAPTERS
from hotline.channels.telephone.exchanges import MAKES, place_of
from hotline.channels.telephone.line import LineDown
from hotline.channels.telephone.switch import SWITCHES
from hotline.channels.telephone.switchboard import is_wanted, watch
from hotline.records.models import Call, Inbound, Road, Seat
from hotline.records.scope import everything
from hotline.records.sealing import seal
from hotline.steps.roads.hear import raw_of
from tests.channels.telephone.playing import Piece, Playing, transcript
from tests.channels.telephone.test_exchanges import MAKES as NAMES
from tests.channels.telephone.test_exchanges import SERVERS
from tests.factories import City


def road_to(server: Playing, make: str, city: City) -> Road:
    """A road to a server, its password sealed."""
    road = Road.objects.create(
        code="pbx",
        name="话务交换机",
        adapter=make,
        is_on=True,
        channel=city.channels["telephone"],
        settings={"host": "127.0.0.1", "port": str(server.port)},
    )
    if make == "asterisk":
        road.settings["user"] = "hotline"
    road.secrets_sealed = seal("road", "secrets", road.pk, '{"secret": "s3cret"}')
    road.save()
    return road


def heard(road: Road, server: Playing) -> None:
    """Watch in this very thread, until the transcript is through."""
    stopped = Event()

    def stop() -> None:
        server.finished.wait(10)
        stopped.wait(0.3)
        stopped.set()

    Thread(target=stop, daemon=True).start()
    watch(road, stopped)


@pytest.mark.parametrize("make", NAMES)
def test_a_call_of_an_exchange_is_kept_with_all_that_happened_in_it(make: str, city: City) -> None:
    taker = city.person("call_taker")
    with everything():
        Seat.objects.create(staff=taker, extension="1001")
        with SERVERS[make](transcript(f"{make}/hold.txt")) as server:
            heard(road := road_to(server, make, city), server)
        call = Call.objects.get()
        assert (call.agent, call.holds, call.ended_by) == (taker, 2, "caller")
        assert call.state == "after"
        road.refresh_from_db()
        assert (road.problem, road.failing_since) == ("", None)
        assert road.heard_at is not None


def test_a_call_that_ended_while_nobody_listened_is_ended_at_the_next_start(city: City) -> None:
    """As after a stop of the switchboard: what was open in the database is asked about."""
    taker = city.person("call_taker")
    pieces = transcript("asterisk/ended_in_gap.txt")
    cut = next(place for place, piece in enumerate(pieces) if piece.how == "cut")
    with everything():
        Seat.objects.create(staff=taker, extension="1001")
        with SERVERS["asterisk"](pieces[:cut]) as server:
            road = road_to(server, "asterisk", city)
            heard(road, server)
            assert Call.objects.get().state == "talking"
            server.finished.clear()
            heard(road, server)
        assert Call.objects.get().state == "after"


def test_what_cannot_be_read_is_held_byte_for_byte(city: City) -> None:
    rubbish = "Event: QueueCallerJoin\r\nrubbish\r\n\r\n"
    with everything():
        with SERVERS["asterisk"]([Piece(rubbish, "raw")]) as server:
            heard(road_to(server, "asterisk", city), server)
        kept = Inbound.objects.get()
        assert (kept.state, kept.reason) == ("held", "bad_frame")
        assert raw_of(kept) == rubbish.encode()
        assert kept.detail == "交换机发来的一段内容无法读取：有一行不是“名称: 值”。"


def test_an_exchange_without_an_address_is_said_on_its_road(city: City) -> None:
    road = Road.objects.create(code="pbx", name="话务交换机", adapter="freeswitch", is_on=True)
    with pytest.raises(LineDown, match="没有设好"):
        place_of(road)
    with everything():
        assert is_wanted()
        Road.objects.update(is_on=False)
        assert not is_wanted()


def test_both_makes_are_adapters_and_take_commands() -> None:
    assert set(MAKES) <= set(ADAPTERS)
    assert set(MAKES) <= set(SWITCHES)
