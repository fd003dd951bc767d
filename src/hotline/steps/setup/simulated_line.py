"""A line to try with: an exchange of the simulator's, and sample call-takers at its extensions."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from django.db import transaction

from hotline.records.identity import new_id
from hotline.records.models import Call, Road, RoadEntry, Role, Seat, Staff
from hotline.records.queries.reference import office
from hotline.records.queries.roads import SECRETS, secrets_of
from hotline.records.sealing import seal
from hotline.steps.calling.call_moving import TAKES_CALLS
from hotline.steps.moving import Refused

CODE = "simulator"
ADAPTER = "cti"
FIRST_EXTENSION = 7000


def simulated_line(agents: int, *, at: datetime) -> tuple[str, list[str]]:
    """The exchange's secret and the extensions; only where the office is a sample."""
    if not office().is_sample:
        raise Refused("office", "来电模拟只用于示例城市，不能写入正式数据。")
    with transaction.atomic():
        road = Road.objects.filter(code=CODE).first() or _road(at)
        return secrets_of(road)["secret"], [_agent(number) for number in range(1, agents + 1)]


def _road(at: datetime) -> Road:
    pk, secret = new_id(), secrets.token_urlsafe(32)
    sealed = seal(*SECRETS, pk, json.dumps({"secret": secret}))
    road = Road(id=pk, code=CODE, name="来电模拟器", adapter=ADAPTER, is_on=True, answers=False)
    road.secrets_sealed = sealed
    road.save(force_insert=True)
    RoadEntry(road=road, at=at, by=None, verb="began").save(force_insert=True)
    return road


def _agent(number: int) -> str:
    """One sample call-taker who cannot sign in, and their extension."""
    username, extension = f"sim-{number:03}", str(FIRST_EXTENSION + number)
    person, _ = Staff.objects.update_or_create(
        username=username,
        defaults={"name": f"模拟坐席{number:03}", "is_sample": True, "is_active": True},
        create_defaults={
            "name": f"模拟坐席{number:03}", "is_sample": True, "password": "!",
        },
    )  # fmt: skip
    person.roles.set([_role()])
    Seat.objects.update_or_create(staff=person, defaults={"extension": extension})
    return extension


def _role() -> Role:
    role = Role.objects.filter(permits__contains=[TAKES_CALLS]).order_by("code").first()
    if role is None:
        raise Refused("role", "没有可以接听来电的岗位，请先载入城市资料。")
    return role


def calls_of_simulation(prefix: str) -> list[Call]:
    """The calls that the site has of one simulation."""
    return list(Call.objects.filter(road__code=CODE, exchange_key__startswith=prefix))
