"""Today's work: invented cases of the last two weeks, each left where some desk finds it.

The sample months are years old and all but done. These cases are counted back from the moment of
loading, so that whoever starts the sample finds something to do on every desk. They are played
through the real steps by the city's sample people, all moves of all cases in the order of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from django.db import transaction

from hotline.records.models import Case, Contact, Staff
from hotline.records.queries.reference import calendar
from hotline.records.queries.roads import hand_road_of
from hotline.rules.arrivals import Arrival
from hotline.rules.life import MOVES
from hotline.rules.workdays import CHINA
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.setup.sample.city import city_on
from hotline.steps.setup.sample.load import one_at_a_time
from hotline.steps.setup.sample.people import People, Person
from hotline.steps.setup.sample.staff import Crew
from hotline.steps.setup.sample.times import MINUTE, OfficeClock
from hotline.steps.setup.sample.today_file import (
    Script,
    Today,
    Turn,
    has_today,
    minutes_of,
    read_today,
)
from hotline.steps.storing.book import writing_in
from hotline.steps.storing.bulk import BulkBook
from hotline.steps.verbs import STEPS

KEY = "sample-today-"
# The longest holidays leave ten working days within these; a superior's deadline lies ahead.
LOOKING_BACK, LOOKING_AHEAD = timedelta(days=45), timedelta(days=30)
TAKING_DOWN, REGISTERING = 1, 3  # minutes after the arrival
SHIFTED = 15.0  # each case is up to so many minutes older, or all would happen on the hour
BY_A_LEADER = ("approve", "hold_back")
MOMENTS = ("contacted_at", "held_at")


def load_today(folder: Path, *, at: datetime) -> int:
    """Load the cases that lead up to `at`, once and all together; says how many.

    A city without sample people has nobody to play them.
    """
    if not has_today(folder) or is_loaded() or not Staff.objects.filter(is_sample=True).exists():
        return 0
    today = read_today(folder)
    with transaction.atomic():
        one_at_a_time()
        if is_loaded():
            return 0
        bulk = BulkBook()
        with writing_in(bulk):
            _Stage(today, at).play()
        bulk.store()
    return len(today.scripts)


def is_loaded() -> bool:
    """Whether the records hold these cases already, from whichever day."""
    return Contact.objects.filter(key__startswith=KEY).exists()


class _Stage:
    """Where the scripts are played: the city, its people, and the clock that is counted back."""

    def __init__(self, today: Today, at: datetime) -> None:
        day = at.astimezone(CHINA).date()
        hours = calendar().hours
        self._at = at
        self._scripts = today.scripts
        self._clock = OfficeClock(calendar(), day - LOOKING_BACK, day + LOOKING_AHEAD)
        self._now = self._clock.minutes(at)
        self._day = sum(
            (datetime.combine(day, closes) - datetime.combine(day, opens)) / MINUTE
            for opens, closes in hours
        )
        self._city = city_on(day)
        self._crew = Crew()
        rng = Random(today.seed)  # noqa: S311 - the same cases everywhere, nothing secret
        self._people = People(rng)
        self._shift = {script.key: rng.uniform(0, SHIFTED) for script in today.scripts}
        self._cases: dict[str, Case] = {}
        self._callers: dict[str, Person] = {}
        self._read: dict[str, Callable[[Any], Any]] = self._readers()

    def play(self) -> None:
        """Every move of every case, the earliest first."""
        acts = [
            (moment, number, place, script, turn)
            for number, script in enumerate(self._scripts)
            for place, (moment, turn) in enumerate(self._acts(script))
        ]
        for moment, _, _, script, turn in sorted(acts, key=lambda act: act[:3]):
            if turn is None:
                self._cases[script.key] = self._opened(script, moment)
            else:
                self._moved(script, turn, moment)

    def _acts(self, script: Script) -> Iterator[tuple[datetime, Turn | None]]:
        """The arrival, and the turns after it, each with its moment."""
        yield self._before(script, script.ago), None
        for turn in script.turns:
            yield self._before(script, turn.ago), turn

    def _before(self, script: Script, ago: str, after: int = 0) -> datetime:
        """So long ago, and `after` minutes later; never after the loading."""
        back = minutes_of(ago, self._day) + self._shift[script.key] - after
        if script.by_the_wall:
            return min(self._at - timedelta(minutes=back), self._at)
        return min(self._clock.moment(self._now - back), self._at)

    def _ahead(self, stretch: str) -> datetime:
        return self._clock.moment(self._now + minutes_of(stretch, self._day))

    def _opened(self, script: Script, arrived_at: datetime) -> Case:
        """Received and registered, as every case is."""
        person = self._callers.get(script.caller) or self._people.somebody()
        if script.caller:
            self._callers[script.caller] = person
        channel = self._city.channels[script.channel]
        key = f"{KEY}{script.key}"
        arrival = Arrival(
            channel=channel.code,
            key=key,
            text=script.text,
            arrived_at=arrived_at,
            external_number=_their_number(key, arrived_at) if channel.passed_on_by else "",
            external_due_at=self._ahead(script.superior_in) if script.superior_in else None,
            title=script.title,
            sender_name=person.name,
            sender_phone=person.phone,
            place=script.place,
        )
        campaign = self._city.campaigns.get(script.campaign)
        contact = receive(
            arrival,
            channel=channel,
            by=self._crew.office("receive"),
            at=self._before(script, script.ago, TAKING_DOWN),
            campaign=campaign,
            form_of_address=person.address,
            road=hand_road_of(channel),
        ).contact
        return register(
            contact,
            by=self._crew.office("register"),
            at=self._before(script, script.ago, REGISTERING),
            place=script.place,
            kind=self._city.kinds[script.kind],
            topic=self._city.topics[script.topic],
            campaign=campaign,
            urgency=script.urgency,
        )

    def _moved(self, script: Script, turn: Turn, at: datetime) -> None:
        case = self._cases[script.key]
        facts = {name: self._meant(script, name, value) for name, value in turn.facts.items()}
        STEPS[turn.verb](case, by=self._who(case, turn), at=at, **facts)

    def _meant(self, script: Script, name: str, value: Any) -> Any:
        """What a fact of the file stands for."""
        if name in MOMENTS:
            return self._before(script, value)
        return self._read[name](value) if name in self._read else value

    def _who(self, case: Case, turn: Turn) -> Staff | None:
        """Whoever the script names, else whose work the verb is."""
        move = MOVES[turn.verb]
        if turn.by:
            return self._crew.named(turn.by)
        if not move.by_unit or case.lead is None:
            return self._crew.office(move.permit)
        if turn.verb in BY_A_LEADER:
            return self._crew.leader(case.lead)
        return self._crew.unit(case.lead)

    def _readers(self) -> dict[str, Callable[[Any], Any]]:
        """What the words of the file stand for, by the name of the fact."""
        city, day = self._city, self._at.astimezone(CHINA).date()

        def units(codes: list[str]) -> list[Any]:
            return [city.units[code] for code in codes]

        return {
            **dict.fromkeys(("to", "suggested", "unit"), city.units.__getitem__),
            **dict.fromkeys(("assisting", "accused", "departments"), units),
            **dict.fromkeys(("main", "earlier"), self._cases.__getitem__),
            # Also what a message is has a kind.
            "kind": lambda code: city.kinds.get(code, code),
            "topic": city.topics.__getitem__,
            "person": self._crew.named,
            "until": lambda days: day + timedelta(days=days),
        }


def _their_number(key: str, at: datetime) -> str:
    """What a superior calls the matter, the same at every loading."""
    return f"ZB{at.astimezone(CHINA):%m%d}{crc32(key.encode()) % 10_000:04d}"
