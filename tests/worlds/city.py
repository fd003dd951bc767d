"""The small city of the worlds: the invented one with the real roles, more units and their people.

The accused are the east district's street; above it the district, below it an office, beside it
another street. A street of the west handles what is confidential; a bureau gave one such case back.
"""

from __future__ import annotations

import tomllib

from hotline.records.models import Role
from hotline.records.queries.reference import forget
from hotline.site.environment import ROOT
from tests.factories import City, make_city, make_department, make_staff

ROLES = ROOT / "cities" / "siping" / "roles.toml"
HANDLER, ABOVE_HANDLER, FORMER = "west_street", "west", "careful"
ACCUSED, ABOVE, BELOW, BESIDE = "east_street", "east", "east_office", "east_lane"
UNITS = (ACCUSED, ABOVE, BELOW, BESIDE, FORMER, ABOVE_HANDLER, HANDLER)
OFFICE = (
    *("call_taker", "dispatcher", "reviewer", "callback_agent", "supervisor", "office_leader"),
    *("bulletin_editor", "system_admin", "security_admin", "audit_admin"),
)
# Who took the confidential calls knows them; this one took none.
OTHER_TAKER = "other-call-taker"


def make_worlds_city() -> City:
    """The city with everybody in it, the same every time."""
    city = make_city()
    _take_real_roles(city)
    street = city.units[ACCUSED]
    more = ((BELOW, "临河便民服务站", street), (BESIDE, "桃源街道", city.units[ABOVE]))
    for order, (code, name, parent) in enumerate(more, start=20):
        city.units[code] = make_department(code, name, "street", parent=parent, order=order)
    for role in OFFICE:
        city.person(role)
    for unit in UNITS:
        city.person("unit_clerk", unit)
        city.person("unit_leader", unit)
    taker = [city.roles["call_taker"]]
    city.staff[OTHER_TAKER] = make_staff(OTHER_TAKER, roles=taker, name="另一话务员")
    forget()
    return city


def _take_real_roles(city: City) -> None:
    """Give the roles the permits that they carry in Siping."""
    for row in tomllib.loads(ROLES.read_text("utf-8"))["role"]:
        facts = {"name": row["name"], "permits": row["permits"]}
        role, _ = Role.objects.update_or_create(code=row["code"], defaults=facts)
        city.roles[row["code"]] = role
