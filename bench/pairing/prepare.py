"""Prepare what both sides begin with, tables and city; then each side's road to the other."""

# ruff: noqa: PLC0415 - everything else needs Django set up
from __future__ import annotations

import json
import sys
from typing import Any

from hotline.site.environment import ROOT
from hotline.site.opening import site_open

DOWN, UP = "down", "up"
BASE = "base"


def main() -> None:
    """`python -m bench.pairing.prepare base`, then `… province|city ROAD` on a copy of it."""
    name = sys.argv[1]
    with site_open(migrated=False):
        from hotline.records.scope import everything

        if name == BASE:
            from hotline.site import migrations

            migrations.bring_up_to_date()
        with everything():
            if name == BASE:
                _load_city()
            else:
                _lay(name, json.loads(sys.argv[2]))


def _load_city() -> None:
    from django.conf import settings
    from django.utils import timezone

    from hotline.steps.setup.load_city import load_city, read_folder

    load_city(read_folder(ROOT / "cities" / settings.HOTLINE_CITY), at=timezone.now())


def _lay(name: str, given: dict[str, Any]) -> None:
    """The road: down to a unit of the province, or up from the city."""
    from hotline.records.models import Channel, Department, Road
    from hotline.records.sealing import seal

    channel = Channel.objects.filter(valid_to=None).order_by("pk").last()
    road = Road.objects.create(
        code=DOWN if name == "province" else UP,
        name="另一侧",
        adapter="exchange",
        is_on=True,
        channel=channel if name == "city" else None,
        settings={"address": given["address"], "peer_key": given["peer_key"]},
    )
    secrets = seal("road", "secrets", road.pk, json.dumps({"private_key": given["private_key"]}))
    Road.objects.filter(pk=road.pk).update(secrets_sealed=secrets)
    if name == "province":
        unit = Department.objects.exclude(kind="office").filter(valid_to=None).order_by("pk")[0]
        Department.objects.filter(pk=unit.pk).update(road=road)


if __name__ == "__main__":
    main()
