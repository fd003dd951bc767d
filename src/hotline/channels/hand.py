"""A board without any interface: people read it and write into it, here they note that they did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.records.models import Delivery, Road
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming


class Hand:
    """Nothing comes or goes by itself."""

    name = "人工登记"
    settings: tuple[Setting, ...] = ()
    fetches = False
    sends = False

    def read(self, road: Road, raw: bytes) -> Incoming:
        """Its matters are typed at the desk."""
        raise Unreadable("by_hand", "", "这条线路由人工登记，没有可读的来件。")

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """Nothing to fetch."""
        return iter(())

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """A person brings it."""
        raise NothingToSend("由人工回传。")
