"""A road that is down, to try with how the rest bears it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hotline.channels.shape import Original, Sent, Setting
from hotline.records.models import Delivery, Road
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming, RoadDown

DOWN = "对方系统没有应答（演练）。"


class Failing:
    """Reads nothing, reaches nobody."""

    name = "故障演练线路"
    settings: tuple[Setting, ...] = ()
    fetches = True
    sends = True

    def read(self, road: Road, raw: bytes) -> Incoming:
        """Nothing can be read."""
        raise Unreadable("unreadable", "", "来件无法读取（演练）。")

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """Nobody answers."""
        raise RoadDown(DOWN)
        yield  # makes it an iterator

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Nobody answers."""
        raise RoadDown(DOWN)

    def try_connection(self, road: Road, *, at: datetime) -> str:
        """Nobody answers."""
        raise RoadDown(DOWN)
