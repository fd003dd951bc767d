"""Put the invented words together: what a caller says, what a unit did, what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from hotline.steps.setup.sample.people import Person
from hotline.steps.setup.sample.plans import Plan
from hotline.steps.setup.sample.themes import District, Theme, Words

ADDRESSED = 0.4
SMALL = (2, 15)


@dataclass(frozen=True, slots=True)
class Said:
    """A request in words: title, text, and the place it is about."""

    title: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Replied:
    """A unit's reply: what it did inside, and what the citizen is told."""

    handling: str
    answer: str


class Wording:
    """Draws words for the cases of one month."""

    def __init__(self, words: Words, telephone: str, rng: Random) -> None:
        self.kinds = words.kinds
        self._words = words
        self._telephone = telephone
        self._rng = rng
        self._districts = list(words.districts.values())
        self._weights = [district.weight for district in self._districts]

    def request(self, plan: Plan, person: Person) -> Said:
        """What the caller says; a story says its own."""
        story = plan.story
        district = self._words.districts.get(plan.unit) or self._district()
        area, place = self._place(district)
        if story is not None:
            place = story.place or area
            text = story.said or story.text
        else:
            where = {"area": area, "place": place}
            text = self._fitting(self.wrapped(plan.theme, plan.kind, person, where), plan)
        return Said(f"{area}{plan.theme.title}问题", text, place)

    def wrapped(self, theme: Theme, kind: str, person: Person, where: Mapping[str, str]) -> str:
        """One of the theme's sentences in one of the ways in which people say it."""
        rng, number = self._rng, self._rng.randint(*SMALL)
        body = rng.choice(theme.says[kind]).format(n=number, **where)
        return rng.choice(self._words.kinds[kind].wrap).format(
            who=self._who(person),
            body=body,
            detail=self.generic("details").format(n=rng.randint(*SMALL)),
        )

    def call(self, theme: Theme, person: Person) -> str:
        """What a caller asks who needs no case."""
        area, place = self._place(self._district())
        kind = next(iter(theme.says))
        return self.wrapped(theme, kind, person, {"area": area, "place": place})

    def answer(self, plan: Plan) -> str:
        """What is answered at once."""
        return self._fitting(self._rng.choice(plan.theme.answers) + self.generic("thanks"), plan)

    def reply(self, plan: Plan, unit: str) -> Replied:
        """What the unit reports, and what it tells the citizen."""
        done, thanks = self._done(plan), self.generic("thanks")
        found = "" if self._words.kinds[plan.kind].done else self.generic("found")
        handling = f"{unit}接件后，{self.generic('met')}。{found}{done}"
        answer = f"您好，您来电所说的{plan.theme.title}一事已办理。{done}{thanks}"
        return Replied(self._fitting(handling, plan), self._fitting(answer, plan))

    def generic(self, name: str) -> str:
        """One of the sentences that fit any theme."""
        return self._rng.choice(self._words.generic[name])

    def _done(self, plan: Plan) -> str:
        if plan.story is not None and plan.story.done:
            return plan.story.done
        return self._rng.choice(self._words.kinds[plan.kind].done or plan.theme.done)

    def _fitting(self, text: str, plan: Plan) -> str:
        """Who wrote a letter or a message did not call."""
        if plan.channel == self._telephone:
            return text
        return text.replace("来电", "留言").replace("致电", "留言")

    def _who(self, person: Person) -> str:
        if person.name and self._rng.random() < ADDRESSED:
            return person.name[0] + person.address
        return self.generic("who")

    def _district(self) -> District:
        return self._rng.choices(self._districts, self._weights)[0]

    def _place(self, district: District) -> tuple[str, str]:
        """The street alone, and the estate with its street; towns and townships have villages."""
        street = self._rng.choice(district.streets)
        estate = self._rng.choice(self._words.estates)
        area = f"{district.name}{street}"
        return area, f"{area}{estate}小区" if street.endswith("道") else f"{area}{estate[:2]}村"
