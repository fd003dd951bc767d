"""What the worlds differ in: who called in confidence, what they said, and whether they did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """Who made a confidential case; nothing at all for one who gave no name."""

    name: str = ""
    phone: str = ""
    account: str = ""
    external_number: str = ""
    home: str = ""
    form_of_address: str = ""

    def facts(self) -> tuple[str, ...]:
        """Every fact of theirs that must not come out."""
        given = (self.name, self.phone, self.account, self.external_number, self.home)
        return tuple(fact for fact in given if fact)


@dataclass(frozen=True)
class Words:
    """What a confidential case is about, in its parts."""

    title: str
    text: str
    place: str
    note: str

    def facts(self) -> tuple[str, ...]:
        """Every text that must not come out."""
        return self.title, self.text, self.place, self.note


@dataclass(frozen=True)
class World:
    """One city: its confidential callers in their order, and what each of them said."""

    name: str
    callers: tuple[Caller, ...]
    words: tuple[Words, ...]
    # Whether there are confidential cases; their numbers are drawn anyhow.
    are_there: bool = True
    # Whether ordinary cases and a bulletin speak of cases that became confidential later.
    spoken_of: bool = True


SECRETS = 8
# The phone of a citizen with an ordinary case; in the first world they also called in confidence.
NEIGHBOUR, NEIGHBOURS_PHONE = "李四海", "15400007777"
# The phone under which somebody without a name hands in an ordinary case.
NAMELESS_PHONE = "15400001000"


def _caller(place: int, *, mark: str, family: str) -> Caller:
    return Caller(
        name=f"{family}某{mark}{place}",
        phone=f"154{mark}000{1000 + place:04d}",
        account=f"acc-{mark}-{place}",
        external_number=f"EXT-{mark}-{place}",
        home=f"{family}家巷{place}{mark}号",
        form_of_address="女士" if mark == "0" else "先生",
    )


def _words(place: int, mark: str) -> Words:
    return Words(
        title=f"反映{mark}窗口收取好处费之{place}",
        text=f"有人在{mark}号窗口办证时收取好处费，共{place}次，请查处。",
        place=f"{mark}政务大厅{place}号门",
        note=f"{mark}来信{place}所附情况属实",
    )


FIRST_CALLERS = (
    _caller(0, mark="0", family="赵"),
    Caller(NEIGHBOUR, NEIGHBOURS_PHONE, "acc-0-1", "EXT-0-1", "", "女士"),
    *(_caller(place, mark="0", family="赵") for place in range(2, SECRETS)),
)
OTHER_CALLERS = (
    _caller(0, mark="9", family="钱"),
    _caller(1, mark="9", family="钱"),
    Caller(),
    *(_caller(place, mark="9", family="钱") for place in range(3, SECRETS)),
)
FIRST_WORDS = tuple(_words(place, "甲") for place in range(SECRETS))
OTHER_WORDS = tuple(_words(place, "乙") for place in range(SECRETS))

FIRST = World("first", FIRST_CALLERS, FIRST_WORDS)
OTHERS_CALLED = World("others_called", OTHER_CALLERS, FIRST_WORDS)
OTHER_THINGS_SAID = World("other_things_said", FIRST_CALLERS, OTHER_WORDS)
UNSPOKEN = World("unspoken", FIRST_CALLERS, FIRST_WORDS, spoken_of=False)
NOBODY_CALLED = World("nobody_called", (), (), are_there=False, spoken_of=False)

# Each pair with what its worlds differ in.
PAIRS = {
    "who called": (FIRST, OTHERS_CALLED),
    "what was said": (FIRST, OTHER_THINGS_SAID),
    "whether anybody called": (UNSPOKEN, NOBODY_CALLED),
}
