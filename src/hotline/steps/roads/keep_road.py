"""Keep a road: begin one, change what its adapter needs to know, switch it on and off.

Every change is an entry of the road's journal; of a secret it says only that it was changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hotline.records.identity import new_id
from hotline.records.models import Channel, Road, RoadEntry, Staff
from hotline.records.queries.reference import forget
from hotline.records.queries.roads import SECRETS, secrets_of
from hotline.records.sealing import seal
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import LostRace, Writing, book, together

CODE = re.compile(r"[a-z][a-z0-9_]{1,58}")
NAME_LENGTH = 100
SETTING_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class RoadFacts:
    """What a person says of a road; of `secrets` only those that are set anew."""

    name: str
    channel: Channel | None = None
    answers: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


def begin_road(
    code: str, adapter: str, facts: RoadFacts, *, by: Staff | None, at: datetime
) -> Road:
    """A further connection; it begins switched off."""
    permit(by, "manage_roads")
    if not CODE.fullmatch(code):
        raise Refused("code", "代码以小写字母开头，只用小写字母、数字和下划线，2 到 59 个字。")
    if Road.objects.filter(code=code).exists():
        raise Refused("code", f"已有代码为“{code}”的线路，请换一个。")
    road = Road(id=new_id(), code=code, adapter=adapter)
    _set(road, _columns(road, facts))
    entry = _entry(road, "began", {}, _told(facts, adapter), by=by, at=at)
    _store([road, entry])
    return road


def change_road(
    road: Road, facts: RoadFacts, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Road:
    """Change what is known of a road; secrets that are not given stay."""
    permit(by, "manage_roads")
    columns = _columns(road, facts)
    before = {name: _plain(getattr(road, name)) for name in ("name", "channel", "answers")}
    before["settings"] = dict(road.settings)
    after = _told(facts)
    changed = {name for name in before if before[name] != after[name]}
    if not changed and not facts.secrets:
        return road
    told = {name: after[name] for name in changed} | (
        {"secrets": sorted(facts.secrets)} if facts.secrets else {}
    )
    entry = _entry(road, "changed", {name: before[name] for name in changed}, told, by=by, at=at)
    _change(road, columns, entry, seen)
    return road


def switch_road(
    road: Road, *, on: bool, by: Staff | None, at: datetime, seen: int | None = None
) -> Road:
    """Switch a road on or off; what is owed waits while it is off."""
    permit(by, "manage_roads")
    if road.is_on == on:
        return road
    entry = _entry(road, "switched", {"is_on": road.is_on}, {"is_on": on}, by=by, at=at)
    _change(road, {"is_on": on, "failing_since": None, "problem": ""}, entry, seen)
    return road


def _columns(road: Road, facts: RoadFacts) -> dict[str, Any]:
    name = facts.name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused("name", f"请填写线路名称，最多 {NAME_LENGTH} 个字。")
    for key, value in {**facts.settings, **facts.secrets}.items():
        if isinstance(value, str) and len(value) > SETTING_LENGTH:
            raise Refused(key, f"最多 {SETTING_LENGTH} 个字，请缩短。")
    columns: dict[str, Any] = {
        "name": name,
        "channel": facts.channel,
        "answers": facts.answers,
        "settings": dict(facts.settings),
    }
    if facts.secrets:
        kept = {**secrets_of(road), **facts.secrets}
        columns["secrets_sealed"] = seal(*SECRETS, road.pk, json.dumps(kept, ensure_ascii=False))
    return columns


def _told(facts: RoadFacts, adapter: str = "") -> dict[str, Any]:
    told = {
        "name": facts.name.strip(),
        "channel": _plain(facts.channel),
        "answers": facts.answers,
        "settings": dict(facts.settings),
    }
    return {**told, "adapter": adapter} if adapter else told


def _plain(value: object) -> object:
    return value.code if isinstance(value, Channel) else value


def _entry(
    road: Road,
    verb: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    by: Staff | None,
    at: datetime,
) -> RoadEntry:
    return RoadEntry(road=road, at=at, by=by, verb=verb, before=dict(before), after=dict(after))


def _set(road: Road, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(road, name, value)


def _store(rows: list[Any]) -> None:
    with together():
        book().write(Writing(rows=rows))
    forget()


def _change(road: Road, columns: dict[str, Any], entry: RoadEntry, seen: int | None) -> None:
    """The row and its entry together; who looked at an older version is refused."""
    with together():
        held = Road.objects.select_for_update().get(pk=road.pk)
        if seen is not None and held.version != seen:
            raise LostRace("线路")
        changes = {**columns, "version": held.version + 1}
        book().write(Writing(rows=[entry], changes=[(road, changes)]))
    forget()
