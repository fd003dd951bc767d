"""The one shape of an adapter: what each file of this folder can do for a road.

An adapter speaks a protocol and nothing else. It reads originals into `Incoming`, fetches originals
where the other side is asked for them, and sends what is owed. It decides nothing about cases and
writes nothing: `steps/roads/` does, and the tests of `tests/channels/contract.py` hold for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from hotline.records.models import Delivery, Road
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming


@dataclass(frozen=True, slots=True)
class Setting:
    """What an adapter needs to know of a road; `secret` ones are sealed and never shown.

    The value is text under `name` in `Road.settings`, or of a secret in `secrets_of(road)`. `rows`
    asks for several lines (a key, a certificate), `choices` (code, name) for one of a list.
    """

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    rows: int = 0
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """A message fetched and not yet read: its bytes, a name for it where it cannot even be read,
    and the mark with which fetching goes on once it is kept. `problem` is there when the adapter
    knows already that it is not to be read."""

    raw: bytes
    key: str
    mark: Mapping[str, object] = field(default_factory=dict)
    problem: Unreadable | None = None

    def read_by(self, read: Callable[[bytes], Incoming], raw: bytes) -> Incoming:
        """What `read` makes of it, unless there is a problem with it."""
        if self.problem is not None:
            raise self.problem
        return read(raw)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, byte for byte, and the number that the other side gave for it."""

    body: bytes
    peer_number: str = ""


class Adapter(Protocol):
    """What `channels/adapters.py` lists by the word in `Road.adapter`."""

    name: str
    settings: tuple[Setting, ...]
    fetches: bool
    sends: bool

    def read(self, road: Road, raw: bytes) -> Incoming:
        """The message in an original; raises Unreadable for whatever is not plainly right."""

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """The originals since `road.mark`, the earliest first; raises RoadDown."""

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Hand one thing over; the same row twice is the same message to the other side.

        Raises RoadDown when it may be tried again, NotTaken when not, NothingToSend when there is
        nothing to be said.
        """


@runtime_checkable
class Tries(Protocol):
    """An adapter that can be asked whether the other side answers."""

    def try_connection(self, road: Road, *, at: datetime) -> str:
        """What the other side said of itself, in Chinese; raises RoadDown with what is wrong.

        Nothing is fetched and nothing sent.
        """


@runtime_checkable
class SendsTogether(Protocol):
    """An adapter that can hand several things over at once."""

    most: int

    def send_together(
        self, road: Road, rows: Sequence[Delivery], *, at: datetime
    ) -> list[Sent | Exception]:
        """What came of each row, in their order: sent, or what `send` would have raised for it.

        Raises RoadDown when none of them went.
        """


@runtime_checkable
class Shows(Protocol):
    """An adapter whose originals tell a person nothing as bytes."""

    def in_words(self, road: Road, raw: bytes, *, is_whole: bool) -> str:
        """An original as a person reads it, masked unless `is_whole`; empty where it cannot."""


class NothingToSend(Exception):
    """What is owed turns out to be nothing, or there is nobody to send it to."""


class NotYetReady(Exception):
    """This one thing cannot go just now, and the road is not to blame: again a little later."""
