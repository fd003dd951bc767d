"""Finding a topic or a unit by what a person types: a name, a code, an alias or a part of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from hotline.records.models import Campaign, Department, Topic
from hotline.records.queries.reference import campaigns, departments, topics

SHOWN = 20
DAYS_KEPT = 100
PATH_JOINT = " › "


_sorted_out: dict[date, tuple[object, Sequence[Topic]]] = {}


def topics_on(day: date) -> Sequence[Topic]:
    """The topics of the tree that holds on `day`: of those that do, the one dated last.

    Sorted out once per day asked for and per reading of the topics, as every intake asks.
    """
    known = topics()
    read, found = _sorted_out.get(day, (None, ()))
    if read is not known:
        held = [topic for topic in known.values() if _holds(topic.tree, day)]
        newest = max((topic.tree.valid_from for topic in held), default=None)
        found = [topic for topic in held if topic.tree.valid_from == newest]
        if len(_sorted_out) >= DAYS_KEPT:
            _sorted_out.clear()
        _sorted_out[day] = (known, found)
    return found


def topic_label(topic: Topic) -> str:
    """A topic as it is shown and can be typed: 010214 城乡建设 › 城市建设 › 环境卫生."""
    names = [topic.name]
    parent_id = topic.parent_id
    while parent_id is not None:
        parent = topics()[parent_id]
        names.insert(0, parent.name)
        parent_id = parent.parent_id
    return f"{topic.code} {PATH_JOINT.join(names)}"


def search_topics(words: str, day: date) -> Sequence[Topic]:
    """Topics that fit `words`, the closest first: by code, by name, by a word that points at it."""
    ranked = [(rank, topic) for topic in topics_on(day) if (rank := _topic_rank(topic, words))]
    ranked.sort(key=lambda pair: (pair[0], pair[1].order, pair[1].code))
    return [topic for _, topic in ranked[:SHOWN]]


def topics_called(text: str, day: date) -> Sequence[Topic]:
    """The topics that `text` names exactly: a label, a code, or a name (which may be several)."""
    known = topics_on(day)
    code = text.split(" ", 1)[0]
    by_code = [topic for topic in known if topic.code == code]
    if by_code and text in (code, topic_label(by_code[0])):
        return by_code
    return [topic for topic in known if topic.name == text]


def units_on(day: date) -> Sequence[Department]:
    """The units that exist on `day`, in the register's order."""
    return [unit for unit in departments().values() if _holds(unit, day)]


def unit_label(unit: Department) -> str:
    """A unit as it is shown and can be typed: 地直街道（铁西区政府）."""
    parent = departments().get(unit.parent_id) if unit.parent_id else None
    return f"{unit.name}（{parent.name}）" if parent else unit.name


def units_called(text: str, day: date) -> Sequence[Department]:
    """The units that `text` names exactly: a label or code, else a name, else an alias."""
    known = units_on(day)
    tests = (
        [unit for unit in known if text in (unit.code, unit_label(unit))],
        [unit for unit in known if text == unit.name],
        [unit for unit in known if text in unit.aliases],
    )
    return next((found for found in tests if found), [])


def campaigns_on(day: date) -> Sequence[Campaign]:
    """The campaigns that are switched on on `day`."""
    return [
        row
        for row in campaigns().values()
        if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)
    ]


def _topic_rank(topic: Topic, words: str) -> int:
    """How close a topic is to `words`: 1 the closest, 0 not at all."""
    tests: Iterable[bool] = (
        words in (topic.name, topic.code),
        topic.name.startswith(words),
        words in topic.name,
        any(words in word for word in topic.words),
        topic.code.startswith(words),
        words in topic_label(topic),
    )
    return next((rank for rank, fits in enumerate(tests, start=1) if fits), 0)


def _holds(row: object, day: date) -> bool:
    """Whether a dated row holds on `day`; an open end never ends."""
    start, end = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    return (start is None or start <= day) and (end is None or day <= end)
