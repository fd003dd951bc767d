"""Play one planned case, or one call without a case, through the real steps."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records.models import Case, Contact, Kind
from hotline.rules.arrivals import Arrival
from hotline.steps.accept import accept
from hotline.steps.answer import answer
from hotline.steps.classify import classify
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.setup.sample.handling import Handling
from hotline.steps.setup.sample.people import People, Person
from hotline.steps.setup.sample.plans import Plan
from hotline.steps.setup.sample.scene import Scene
from hotline.steps.setup.sample.texts import Said
from hotline.steps.setup.sample.themes import Theme
from hotline.steps.storing.book import Writing, book

RECLASSIFIED = 0.04
CRITICAL = 0.1
SUPERIORS_TERM = timedelta(days=9)
OUTCOMES = {"question_answered": 62, "repeat": 20, "invalid": 7, "silent": 11}
ABOUT_A_CAMPAIGN = {"question_answered": 3, "repeat": 1}
WITHOUT_WORDS = ("invalid", "silent")


class Player:
    """Plays the cases and calls of one month, one after the other."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._city = scene.city
        self._people = People(scene.rng)
        self._handling = Handling(scene)

    def case(self, plan: Plan, key: str, arrived_at: datetime) -> None:
        """A whole case: received, registered, and answered at once or handled by a unit."""
        person = self._people.caller()
        said = self._scene.wording.request(plan, person)
        contact = self._received(plan, key, arrived_at, person, said)
        at = contact.received_at + self._minutes(1, 3)
        case = self._registered(plan, contact, said, at)
        at += self._minutes(1, 3)
        if plan.unit:
            accept(case, by=self._scene.office("accept"), at=at)
            self._handling.play(case, plan, contact.external_due_at, at)
        else:
            text = self._scene.wording.answer(plan)
            answer(case, text=text, by=self._scene.office("answer"), at=at)

    def call(self, theme: Theme, key: str, channel: str, arrived_at: datetime) -> None:
        """A call that needs no case; what became of it stands on the contact."""
        person = self._people.caller()
        outcome = self._scene.drawn(ABOUT_A_CAMPAIGN if theme.campaign else OUTCOMES)
        silent = outcome in WITHOUT_WORDS
        arrival = Arrival(
            channel=channel,
            key=key,
            text=self._scene.says("silent") if silent else self._scene.wording.call(theme, person),
            arrived_at=arrived_at,
            title="" if silent else f"{theme.title}问题",
            sender_name="" if silent else person.name,
            sender_phone=person.phone,
        )
        contact = receive(
            arrival,
            channel=self._city.channels[channel],
            by=self._scene.office("receive"),
            at=arrived_at + self._minutes(1, 5),
            campaign=self._city.campaigns.get(theme.campaign),
            form_of_address="" if silent else person.address,
        ).contact
        book().write(Writing(changes=[(contact, {"outcome": outcome})]))

    def _received(
        self, plan: Plan, key: str, arrived_at: datetime, person: Person, said: Said
    ) -> Contact:
        channel = self._city.channels[plan.channel]
        written = channel.medium != "telephone"
        arrival = Arrival(
            channel=channel.code,
            key=key,
            text=said.text,
            arrived_at=arrived_at,
            external_number=key if channel.passed_on_by or written else "",
            external_due_at=arrived_at + SUPERIORS_TERM if channel.passed_on_by else None,
            title=said.title,
            sender_name=person.name,
            sender_phone=person.phone,
            place=said.place,
        )
        return receive(
            arrival,
            channel=channel,
            by=self._scene.office("receive"),
            at=arrived_at + self._minutes(1, 4),
            campaign=self._city.campaigns.get(plan.theme.campaign),
            form_of_address=person.address,
        ).contact

    def _registered(self, plan: Plan, contact: Contact, said: Said, at: datetime) -> Case:
        """The case with its classification; now and then it is put right a moment later."""
        right = self._city.kinds[plan.kind]
        corrected = self._scene.happens(RECLASSIFIED)
        kind = self._any_kind() if corrected else right
        topic = self._city.topics[plan.theme.topic]
        campaign = contact.campaign
        urgency = self._urgency(plan)
        case = register(
            contact,
            by=self._scene.office("register"),
            at=at,
            place=said.place,
            kind=kind,
            topic=topic,
            campaign=campaign,
            urgency=urgency,
        )
        if corrected:
            classify(
                case,
                kind=right,
                topic=topic,
                campaign=campaign,
                urgency=urgency,
                by=self._scene.office("classify"),
                at=at + self._minutes(0.2, 0.9),
            )
        return case

    def _any_kind(self) -> Kind:
        """What somebody took the kind for at first."""
        return self._city.kinds[self._scene.rng.choice(list(self._scene.wording.kinds))]

    def _urgency(self, plan: Plan) -> str:
        if not plan.unit or not self._scene.happens(self._scene.wording.kinds[plan.kind].urgent):
            return "ordinary"
        return "critical" if self._scene.happens(CRITICAL) else "urgent"

    def _minutes(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=int(self._scene.rng.uniform(least, most) * 60))
