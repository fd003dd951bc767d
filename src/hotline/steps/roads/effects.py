"""Which message does what: one table for roads from above, one for those of units."""

from __future__ import annotations

from hotline.records.models import Road
from hotline.records.queries.reference import departments
from hotline.rules.arrivals import Unreadable
from hotline.steps.roads.from_below import HEARD_FROM_BELOW
from hotline.steps.roads.from_citizens import FROM_CITIZENS
from hotline.steps.roads.heard import Effect, take_correction, take_said, take_words
from hotline.steps.roads.rounds import take_matter, take_round
from hotline.steps.roads.texts import take_rating, take_start, take_stop

HEARD: dict[str, Effect] = {
    **FROM_CITIZENS,
    "new": take_matter,
    "correct": take_correction,
    "send_back": take_round,
    "said": take_said,
    "rating": take_rating,
    "stop": take_stop,
    "start": take_start,
    **dict.fromkeys(("question", "answer", "urge", "recall"), take_words),
}


def effect_of(road: Road, kind: str) -> Effect:
    """What a message of this kind does; raises Unreadable for one that no such road has."""
    effect = (HEARD_FROM_BELOW if is_below(road) else HEARD).get(kind)
    if effect is None:
        raise Unreadable(
            "unheard_kind", "kind", "这条线路上不应有这种来文，请核对线路的方向和种类。"
        )
    return effect


def is_below(road: Road) -> bool:
    """Whether a unit of ours is at the other end."""
    return any(unit.road_id == road.pk for unit in departments().values())
