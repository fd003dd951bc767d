"""The services of Open311: the topics that citizens may choose, with what is asked of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hotline.channels.open311.written import Value, Wrong
from hotline.records.models import Road, Topic
from hotline.records.queries.reference import topics
from hotline.rules.dated import holds_on

DATATYPES = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
TYPE = "realtime"


def services(road: Road, today: date) -> list[Topic]:
    """The leaves of today's tree, or those branches of it that the road names."""
    of_today = [row for row in topics().values() if holds_on(row.tree, today)]
    above = {row.parent_id for row in of_today}
    chosen = set(_listed(road, "services"))
    leaves = [row for row in of_today if row.pk not in above]
    return [row for row in leaves if not chosen or chosen & {row.code, *row.path}]


def service(road: Road, code: str, today: date) -> Topic:
    """The service with this code; raises Wrong where there is none."""
    found = next((row for row in services(road, today) if row.code == code), None)
    if found is None:
        raise Wrong(404, "没有这个 service_code。")
    return found


def listed(road: Road, row: Topic) -> dict[str, Value]:
    """One service as the list shows it."""
    known = topics()
    group = next((each for each in known.values() if each.path == row.path[:1]), None)
    above = known.get(row.parent_id) if row.parent_id else None
    return {
        "service_code": row.code,
        "service_name": row.name,
        "description": f"{above.name}：{row.name}" if above is not None else row.name,
        "metadata": bool(attributes(road, row)),
        "type": TYPE,
        "keywords": ",".join(row.words),
        "group": group.name if group is not None else "",
    }


def definition(road: Road, row: Topic) -> dict[str, Value]:
    """What is asked besides, for one service."""
    return {"service_code": row.code, "attributes": attributes(road, row)}


def attributes(road: Road, row: Topic) -> list[Value]:
    """The attributes of a service, of which the road's settings tell by branch of topics."""
    kept = _read(road)
    asked = next((kept[code] for code in reversed(row.path) if code in kept), [])
    return [_attribute(order, each) for order, each in enumerate(asked, start=1)]


def _attribute(order: int, given: Mapping[str, Any]) -> dict[str, Value]:
    values = given.get("values", {})
    return {
        "variable": True,
        "code": str(given["code"]),
        "datatype": given["datatype"] if given.get("datatype") in DATATYPES else "string",
        "required": given.get("required") is True,
        "datatype_description": str(given.get("help", "")),
        "order": order,
        "description": str(given.get("description", given["code"])),
        "values": [{"key": str(key), "name": str(name)} for key, name in values.items()],
    }


def _read(road: Road) -> dict[str, list[dict[str, Any]]]:
    """The attributes as the settings hold them; what is not plainly right asks for nothing."""
    try:
        said = json.loads(road.settings.get("attributes") or "{}")
        rows = {code: [dict(each) for each in asked] for code, asked in said.items()}
        is_right = all(isinstance(each.get("code"), str) for row in rows.values() for each in row)
        return rows if is_right else {}
    except (ValueError, TypeError, AttributeError):
        return {}


def _listed(road: Road, name: str) -> list[str]:
    text = str(road.settings.get(name, "")).replace("、", ",").replace("，", ",")
    return [each.strip() for each in text.split(",") if each.strip()]
