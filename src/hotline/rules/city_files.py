"""From the rows of a city back to its files: the reverse of `city_reading.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from hotline.rules.city import CityProfile
from hotline.rules.gazetteer import FILE as GAZETTEER
from hotline.rules.gazetteer import gazetteer_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# A form whose words are known goes out as it was written, comments too.
Files = dict[str, Mapping[str, Any] | str]


def city_files(profile: CityProfile) -> Files:
    """The tables (or the text) of every file, keyed by path within the city's folder."""
    files: Files = {
        "city.toml": {
            "office": _told(profile.office),
            "day": _each(profile.days),
            "score": _each(profile.score_sheet),
            "approval": _each(profile.approval),
        },
        "channels.toml": {"channel": _each(profile.channels)},
        "kinds.toml": {"kind": _each(profile.kinds)},
        "topics.toml": {"tree": _told(profile.tree), "topic": _each(profile.topics)},
        "bulletin_lines.toml": {"line": _each(profile.lines)},
        "departments.toml": {"department": _each(profile.departments)},
        "campaigns.toml": {"campaign": _each(profile.campaigns)},
        "dispatch_rules.toml": {"rule": _each(profile.dispatch_rules)},
        "limits.toml": {
            "rules": _told(profile.rules),
            "limit": _each(profile.limits),
            "warning": _each(profile.warnings),
            "oversight": _told(profile.oversight),
        },
        "phrases.toml": {"phrase": _each(profile.phrases)},
        "measures.toml": {"measure": _each(profile.measures)},
        "roads.toml": {"road": _each(profile.roads)},
        "roles.toml": {"role": _each(profile.roles)},
        "staff.toml": {"staff": _each(profile.staff)},
    }
    files["queues.toml"] = {
        "telephone": _told(profile.telephone),
        "queue": _each(profile.queues),
        "seat": _each(profile.seats),
    }
    if profile.places:
        files[GAZETTEER] = gazetteer_text(profile.places)
    if profile.district_map:
        files["districts.toml"] = profile.district_map
    files |= {f"forms/{row.code}.toml": row.text or row.body for row in profile.forms}
    files |= {
        f"mappings/{row.code}.toml": {"name": row.name, **row.body} for row in profile.mappings
    }
    return files


def _each(rows: Iterable[DataclassInstance]) -> list[dict[str, Any]]:
    return [_told(row) for row in rows]


def _told(row: DataclassInstance) -> dict[str, Any]:
    """A row's fields that say something; the place in the file is always said."""
    told: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name != "order" and field.default is not MISSING and value == field.default:
            continue
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            value = _each(value)
        told[field.name] = value
    return told
