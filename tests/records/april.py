"""An April played move by move: cases answered, handled, late, sent back, handled again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hotline.records.models import Case
from hotline.steps.intake import Facts, take_in
from hotline.steps.receive import receive
from tests.factories import City
from tests.steps.acts import ACTS, act
from tests.steps.cases import arrival, china

Move = tuple[datetime, Callable[[], Any]]


@dataclass
class April:
    """The month's moves in order; `cases` fills while they are played."""

    city: City
    cases: dict[str, Case] = field(default_factory=dict)

    def play(self) -> Iterator[datetime]:
        """Make each move, and give a moment shortly after it."""
        for at, move in sorted(self._moves(), key=lambda pair: pair[0]):
            move()
            yield at + timedelta(seconds=30)

    def _moves(self) -> Iterator[Move]:
        yield from self._answered()
        yield from self._handled()
        yield from self._again()
        yield from self._edges()

    def _take(self, name: str, at: str, **facts: Any) -> Move:
        moment = china(at)
        known = {"kind": "complaint", "topic": "010214", "channel": "telephone", **facts}
        channel = self.city.channels[known["channel"]]
        campaign = self.city.campaigns.get(known.get("campaign", ""))

        def take() -> None:
            matter = Facts(
                kind=self.city.kinds[known["kind"]],
                topic=self.city.topics[known["topic"]],
                campaign=campaign,
                accept=known.get("accept", True),
                answer=known.get("answer", ""),
            )
            given = arrival(name, arrived_at=moment)
            taken = take_in(given, matter, channel=channel, by=None, at=moment)
            self.cases[name] = taken.case

        return moment, take

    def _act(self, name: str, verb: str, at: str, **facts: Any) -> Move:
        assert verb in ACTS
        moment = china(at)
        return moment, lambda: act(self.city, verb, self.cases[name], at=moment, by=None, **facts)

    def _walk(self, name: str, *steps: tuple[str, str], unit: str = "east") -> Iterator[Move]:
        for verb, at in steps:
            facts = {"to": self.city.units[unit]} if verb == "dispatch" else {}
            yield self._act(name, verb, at, **facts)

    def _answered(self) -> Iterator[Move]:
        """Answered at once, one of them only registered at first, one in the epidemic."""
        yield self._take("asked", "2022-04-01T09:00", kind="consultation", answer="请办理。")
        yield self._take(
            "mask", "2022-04-02T09:00", kind="consultation", campaign="epidemic", answer="请办理。"
        )
        yield self._take("later", "2022-04-03T09:00", kind="help", topic="0201", accept=False)
        yield self._act("later", "answer", "2022-04-03T11:00")
        yield self._take("call", "2022-04-07T08:00", accept=False)

    def _handled(self) -> Iterator[Move]:
        """In time, too late, sent back, still open; one is reclassified on its way."""
        yield self._take("good", "2022-04-06T09:00")
        yield from self._walk(
            "good",
            ("dispatch", "2022-04-06T10:00"),
            ("sign", "2022-04-06T14:00"),
            ("reply", "2022-04-08T10:00"),
            ("review", "2022-04-08T15:00"),
            ("call_back", "2022-04-11T09:00"),
            ("close", "2022-04-11T10:00"),
            ("archive", "2022-04-20T09:00"),
        )
        yield self._take("late", "2022-04-07T09:00", topic="010216", channel="province")
        yield from self._walk(
            "late",
            ("dispatch", "2022-04-07T10:00"),
            ("sign", "2022-04-07T11:00"),
            ("reply", "2022-04-20T10:00"),
            ("review", "2022-04-20T11:00"),
            ("try_call_back", "2022-04-20T12:00"),
            ("call_back", "2022-04-21T12:00"),
            ("close", "2022-04-21T13:00"),
            unit="west_street",
        )
        yield self._take("sent", "2022-04-08T09:00", campaign="flood", kind="help")
        yield from self._walk(
            "sent",
            ("dispatch", "2022-04-08T10:00"),
            ("sign", "2022-04-08T11:00"),
            ("reply", "2022-04-11T10:00"),
            ("send_back", "2022-04-11T11:00"),
            ("reply", "2022-04-12T11:00"),
            ("review", "2022-04-12T12:00"),
            unit="east_street",
        )
        classified = {"topic": self.city.topics["0201"], "kind": self.city.kinds["help"]}
        yield self._act("sent", "classify", "2022-04-12T09:00", **classified)

    def _again(self) -> Iterator[Move]:
        """Handled twice: first by the east in time, then by the west, still open."""
        yield self._take("again", "2022-04-11T09:30", campaign="epidemic", kind="help")
        yield from self._walk(
            "again",
            ("dispatch", "2022-04-11T10:30"),
            ("sign", "2022-04-11T11:30"),
            ("reply", "2022-04-12T10:30"),
            ("review", "2022-04-12T11:30"),
            ("call_back", "2022-04-13T10:30"),
            ("handle_again", "2022-04-13T11:30"),
        )
        to_west = (("dispatch", "2022-04-14T10:00"), ("sign", "2022-04-14T11:00"))
        yield from self._walk("again", *to_west, unit="west")
        yield self._act(
            "again",
            "classify",
            "2022-04-15T09:00",
            campaign=None,
            topic=self.city.topics["010216"],
        )

    def _edges(self) -> Iterator[Move]:
        """The month's first and last minute, the months beside it, and a call without a case."""
        yield self._take("first", "2022-04-01T00:00", answer="请办理。")
        yield self._take("last", "2022-04-30T23:59", answer="请办理。")
        yield self._take("march", "2022-03-31T23:59", answer="请办理。")
        yield self._take("may", "2022-05-01T00:00", answer="请办理。")
        yield self._take("gone", "2022-04-16T09:00", kind="help", topic="0201", channel="province")
        yield self._act("gone", "withdraw", "2022-04-17T09:00")
        moment = china("2022-04-09T09:00")
        channel = self.city.channels["telephone"]
        epidemic = self.city.campaigns["epidemic"]
        yield (
            moment,
            lambda: receive(
                arrival("hang-up", arrived_at=moment),
                channel=channel,
                by=None,
                at=moment,
                campaign=epidemic,
            ),
        )
