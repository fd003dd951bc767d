"""One case of a world being made, and what a world is known by once it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hotline.records.models import Case, Citizen
from hotline.records.sealing import seal
from hotline.rules.arrivals import Arrival
from hotline.rules.workdays import CHINA
from hotline.steps.intake import Facts, take_in
from hotline.steps.storing.book import book
from hotline.steps.verbs import STEPS
from tests.factories import City
from tests.steps.acts import ACTS
from tests.steps.cases import BEGIN
from tests.worlds.sameness import Clockwork
from tests.worlds.secrets_kept import Caller, World

MINUTE = timedelta(minutes=1)
TURN = timedelta(hours=3)
ORDINARY = "小区门口的垃圾堆了三天没有人清运。"


@dataclass
class Built:
    """A world as it was built: what scripts name, and who acts in it."""

    world: World
    city: City
    secret: list[str] = field(default_factory=list)
    ordinary: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    article: str = ""

    def named(self) -> dict[str, Any]:
        """What scripts may name; the same in every world of a pair that differs in facts."""
        names = ("secret", "ordinary", "keys", "receipts", "files", "notices", "article")
        return {name: getattr(self, name) for name in names}


class Life:
    """One case being made: the same moments and identities whatever other cases there are."""

    case: Case

    def __init__(self, city: City, place: int, clockwork: Clockwork) -> None:
        self.city = city
        self.place = place
        self.moment = BEGIN + place * TURN
        clockwork.at_place(place)

    def later(self) -> datetime:
        """The moment of the next act."""
        self.moment += MINUTE
        return self.moment

    def arrive(self, caller: Caller, *, key: str, **matter: Any) -> Life:
        """Somebody calls, and the call becomes a case."""
        at = self.later()
        city, kind = self.city, matter.get("kind", "complaint")
        arrival = Arrival(
            channel="telephone",
            key=key,
            arrived_at=at,
            title=matter.get("title", "垃圾三天未清运"),
            text=matter.get("text", ORDINARY),
            place=matter.get("place", "临河街道"),
            sender_name=caller.name,
            sender_phone=caller.phone,
            sender_account=caller.account,
            external_number=caller.external_number,
        )
        facts = Facts(
            kind=city.kinds[kind],
            topic=city.topics["010214"],
            form_of_address=caller.form_of_address,
            accept=False,
        )
        channel, by = city.channels["telephone"], city.person("call_taker")
        self.case = take_in(arrival, facts, channel=channel, by=by, at=at).case
        assert self.case.number == number_of(self.place)
        _at_home(self.case.citizen, caller)
        return self

    def act(self, verb: str, unit: str = "", **facts: Any) -> Life:
        """Do a verb, by a person of the role that it belongs to."""
        role = ACTS[verb].role
        of_unit = role in ("unit_clerk", "unit_leader")
        by = self.city.person(role, unit if of_unit else "")
        STEPS[verb](self.case, by=by, at=self.later(), **facts)
        return self

    def given_to(self, unit: str) -> Life:
        """Accepted, dispatched and signed."""
        self.act("accept").act("dispatch", to=self.city.units[unit], note="请依法办理。")
        return self.act("sign", unit)

    def answered_by(self, unit: str) -> Life:
        """The unit's reply, found good."""
        self.act("reply", unit, handling="已核查。", answer="已处理。", solved=True)
        return self.act("review")


def _at_home(citizen: Citizen | None, caller: Caller) -> None:
    """Keep the caller's home, which no form of today asks for."""
    if citizen is not None and caller.home:
        citizen.home_sealed = seal("citizen", "home", citizen.pk, caller.home)
        citizen.save(update_fields=["home_sealed"])


def pass_number() -> None:
    """Draw the number of a case that is not made in this world."""
    book().next_number()


def number_of(place: int) -> str:
    """The number that the case of a turn has, or would have had."""
    day = (BEGIN + place * TURN + MINUTE).astimezone(CHINA)
    return f"YT{day:%Y%m%d}-{place:06d}"
