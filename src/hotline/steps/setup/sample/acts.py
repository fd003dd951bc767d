"""Everything that arrives in a sample month, in the order of arriving: its cases and its calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from hotline.steps.setup.sample.city import City
from hotline.steps.setup.sample.margins import Month
from hotline.steps.setup.sample.plans import Guide, Plan, plan_block
from hotline.steps.setup.sample.themes import Theme, Words
from hotline.steps.setup.sample.times import Arrivals


@dataclass(frozen=True, slots=True)
class Act:
    """One arrival to be played: a planned case, or a call about a theme without a case."""

    at: datetime
    key: str
    what: Plan | Theme


def acts_of(month: Month, words: Words, city: City, rng: Random) -> list[Act]:
    """The month's arrivals with their keys; a story's key is its own."""
    themes = words.themes_of(month.month)
    lines = {theme.code: city.line_of(theme) for theme in themes}
    guide = Guide(themes, lines, words.kinds)
    arriving: list[tuple[datetime, Plan | Theme]] = []
    for block in month.blocks:
        stories = month.stories if month.calls.channel in block.channels else ()
        plans = plan_block(block, guide, stories, rng)
        arrivals = Arrivals(block.starts_on, block.ends_on, rng)
        arriving += [(arrivals.draw(plan.fate), plan) for plan in plans]
    cases = [what for _, what in arriving if isinstance(what, Plan)]
    further = Arrivals(month.calls.starts_on, month.calls.ends_on, rng)
    arriving += [(further.draw(), theme) for theme in _calls(month, themes, cases, rng)]
    arriving.sort(key=lambda arrival: arrival[0])
    return [
        Act(at, _key(month, number, what), what) for number, (at, what) in enumerate(arriving, 1)
    ]


def _key(month: Month, number: int, what: Plan | Theme) -> str:
    if isinstance(what, Plan) and what.story is not None:
        return what.story.key
    return f"{month.key}-{number:06}"


def _calls(
    month: Month, themes: Sequence[Theme], cases: Sequence[Plan], rng: Random
) -> list[Theme]:
    """A theme for every call that became no case, so that all calls add up as published."""
    calls = month.calls
    by_call = [plan for plan in cases if plan.channel == calls.channel]
    drawn: list[Theme] = []
    for campaign, number in calls.campaign.items():
        with_case = sum(plan.theme.campaign == campaign for plan in by_call)
        of_campaign = [theme for theme in themes if theme.campaign == campaign]
        drawn += _drawn(of_campaign, number - with_case, rng)
    others = [theme for theme in themes if theme.campaign not in calls.campaign]
    return drawn + _drawn(others, calls.all - len(by_call) - len(drawn), rng)


def _drawn(themes: Sequence[Theme], number: int, rng: Random) -> list[Theme]:
    return rng.choices(themes, [theme.weight for theme in themes], k=number)
