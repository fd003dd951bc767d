"""The rows of the tables of reference data as they stand, stood or will stand on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q

from hotline.records.models import (
    CalendarDay,
    Channel,
    Department,
    DispatchRule,
    Kind,
    MeasureDefinition,
    PhraseText,
    Place,
    PlannedChange,
    ReferenceEntry,
    TimeLimit,
)
from hotline.records.queries.choosing import topics_on
from hotline.records.queries.reference import departments
from hotline.rules.dispatching import CATALOGUE
from hotline.rules.reference.shapes import Facts, Known, Shape

IN_FORCE, TO_COME, ENDED = "in_force", "to_come", "ended"
STATE_NAMES = {IN_FORCE: "有效", TO_COME: "待生效", ENDED: "已停用"}


@dataclass(slots=True)
class Row:
    """One row of a table: its facts on the day asked for, and how long it holds.

    `planned` is a change that waits for its day.
    """

    key: str
    facts: Facts
    stored: Model
    valid_from: date | None = None
    valid_to: date | None = None
    state: str = IN_FORCE
    planned: ReferenceEntry | None = None

    @property
    def state_name(self) -> str:
        """How it stands, in Chinese."""
        return STATE_NAMES[self.state]


def _unit(row: Department, codes: dict[int, str]) -> Facts:
    return {
        **_plain(row, "code", "name", "kind", "order", "needs_approval"),
        "aliases": list(row.aliases),
        "parent": codes.get(row.parent_id or 0, ""),
    }


def _channel(row: Channel, codes: dict[int, str]) -> Facts:
    return {
        **_plain(row, "code", "name", "medium", "passed_on_by", "order"),
        "aliases": list(row.aliases),
        "parent": codes.get(row.parent_id or 0, ""),
    }


def _place(row: Place, codes: dict[int, str]) -> Facts:
    return {
        **_plain(row, "code", "name", "level", "source"),
        "aliases": list(row.aliases),
        "parent": codes.get(row.parent_id or 0, ""),
    }


def _kind(row: Kind, _: dict[int, str]) -> Facts:
    return _plain(row, "code", "name", "order")


def _limit(row: TimeLimit, _: dict[int, str]) -> Facts:
    return {
        **_plain(row, "clock", "urgency", "amount", "unit", "basis"),
        "kind": row.kind.code if row.kind else "",
        "channel": row.channel.code if row.channel else "",
    }


def _phrase(row: PhraseText, _: dict[int, str]) -> Facts:
    return _plain(row, "code", "kind", "topic", "title", "text", "order")


def _measure(row: MeasureDefinition, _: dict[int, str]) -> Facts:
    return {
        **_plain(row, "code", "name", "shown", "meaning", "source", "order"),
        "numerator": list(row.numerator),
        "denominator": list(row.denominator),
    }


def _day(row: CalendarDay, _: dict[int, str]) -> Facts:
    works = "work" if row.is_workday else "rest"
    return {"day": row.day.isoformat(), "works": works, "reason": row.reason}


def _rule(row: DispatchRule, codes: dict[int, str]) -> Facts:
    return {
        "number": row.code,
        **{name: list(getattr(row, name)) for name in ("topics", "kinds", "places", "words")},
        "unit": codes.get(row.unit_id, ""),
        "assisting": [codes.get(pk, str(pk)) for pk in row.assisting],
        **_plain(row, "order", "basis"),
    }


def _plain(row: Model, *names: str) -> Facts:
    return {name: getattr(row, name) for name in names}


TREES = ("units", "channels", "places")
MODELS: dict[str, type[Model]] = {
    "units": Department,
    "channels": Channel,
    "kinds": Kind,
    "limits": TimeLimit,
    "phrases": PhraseText,
    "measures": MeasureDefinition,
    "days": CalendarDay,
    "rules": DispatchRule,
    "places": Place,
}
READERS: dict[str, Callable[[Any, dict[int, str]], Facts]] = {
    "units": _unit,
    "channels": _channel,
    "kinds": _kind,
    "limits": _limit,
    "phrases": _phrase,
    "measures": _measure,
    "days": _day,
    "rules": _rule,
    "places": _place,
}


def rows_on(shape: Shape, day: date, today: date) -> list[Row]:
    """The rows as of `day`: those that hold, then those to come; the ended are told apart."""
    rows = _read(shape)
    for row in rows:
        row.state = _state(row, day)
    if not shape.is_dated and shape.code != "days":
        _as_of(shape, rows, day, today)
        planned = planned_of(shape)
        for row in rows:
            row.planned = planned.get(row.key)
    return rows


def row_now(shape: Shape, key: str, today: date) -> Row | None:
    """The row called `key` as it stands: of several versions the one in force, else the last."""
    found = [row for row in rows_on(shape, today, today) if row.key == key]
    held = [row for row in found if row.state == IN_FORCE]
    return (held or found[-1:] or [None])[0]


def versions_of(shape: Shape, key: str, today: date) -> list[Row]:
    """Every version of a row that ever held or will, the latest first."""
    found = [row for row in rows_on(shape, today, today) if row.key == key]
    return [row for row in reversed(found) if not _never_held(row)]


def history_of(shape: Shape, key: str) -> list[ReferenceEntry]:
    """What was done to a row, the latest first."""
    entries = ReferenceEntry.objects.filter(table=shape.code, key=key)
    return list(entries.select_related("by").order_by("-pk")[:100])


def last_entry(shape: Shape, key: str) -> str:
    """The identity of the last change of a row, empty before any: what an edit has seen."""
    entries = ReferenceEntry.objects.filter(table=shape.code, key=key)
    return str(entries.order_by("-pk").values_list("pk", flat=True).first() or "")


def planned_of(shape: Shape) -> dict[str, ReferenceEntry]:
    """By key, the changes that wait for their day."""
    waiting = PlannedChange.objects.filter(state="waiting", entry__table=shape.code)
    return {each.entry.key: each.entry for each in waiting.select_related("entry__by")}


def known(day: date) -> dict[str, dict[str, str]]:
    """For each table that columns refer to, its codes and names, as they are on `day`."""
    return {
        "units": _called(Department, day),
        "channels": _called(Channel, day),
        "kinds": dict(Kind.objects.values_list("code", "name")),
        "places": _called(Place, day),
        "topics": {topic.code: topic.name for topic in topics_on(day)},
    }


def offered(names: Known) -> dict[str, list[str]]:
    """What a field that refers to a table offers while somebody types."""
    return {
        table: [f"{code} {name}" for code, name in names[table].items()]
        for table in ("units", "topics")
    }


def _called(model: type[Any], day: date) -> dict[str, str]:
    lasting = Q(valid_to=None) | Q(valid_to__gte=day)
    return dict(model.objects.filter(lasting).values_list("code", "name"))


def _read(shape: Shape) -> list[Row]:
    """Every stored row as facts: of a dated table the versions in order, each table in its own."""
    stored = list(_stored(shape.code))
    codes = {row.pk: row.code for row in stored} if shape.code in TREES else {}
    if shape.code == "rules":
        codes = {unit.pk: unit.code for unit in departments().values()}
    made = []
    for row in stored:
        facts = READERS[shape.code](row, codes)
        first, last = (getattr(row, name, None) for name in ("valid_from", "valid_to"))
        made.append(Row(shape.key_of(facts), facts, row, first, last))
    if shape.is_dated:
        made.sort(key=lambda row: row.valid_from or date.min)
        made.sort(key=lambda row: row.facts.get("order", 0))
    return made


def _stored(table: str) -> Iterable[Any]:
    """The rows with what is read along with them."""
    found: Any = MODELS[table]._default_manager.all()
    if table == "limits":
        return found.select_related("kind", "channel").order_by("clock", "pk")
    if table == "places":
        return found.order_by("level", "code")
    if table == "units":
        return found.select_related("successor")
    if table == "rules":
        return found.filter(source=CATALOGUE, ended_at=None)
    return found


def _as_of(shape: Shape, rows: list[Row], day: date, today: date) -> None:
    """Bring rows without versions to `day`: undo what came later, or do what is planned."""
    by_key = {row.key: row for row in rows}
    if day < today:
        later = ReferenceEntry.objects.filter(
            Q(planned=None) | Q(planned__state="done"),
            table=shape.code,
            begins__gt=day,
            begins__lte=today,
        )
        for entry in later.exclude(verb="undone").order_by("-begins", "-pk"):
            row = by_key.get(entry.key)
            if row is not None and entry.verb == "changed":
                row.facts = dict(entry.before)
            elif row is not None and entry.verb == "created":
                row.state = TO_COME
    else:
        for key, entry in planned_of(shape).items():
            if key in by_key and entry.begins <= day:
                by_key[key].facts = dict(entry.after)


def _state(row: Row, day: date) -> str:
    if _never_held(row) or (row.valid_to is not None and row.valid_to < day):
        return ENDED
    return TO_COME if row.valid_from is not None and day < row.valid_from else IN_FORCE


def _never_held(row: Row) -> bool:
    return bool(row.valid_from and row.valid_to and row.valid_to < row.valid_from)
