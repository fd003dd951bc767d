"""A new key pair for a road of the exchange: the private key is sealed at once and never shown."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from hotline.records.models import Road, RoadEntry, Staff
from hotline.records.queries.roads import secrets_of
from hotline.records.scope import everything
from hotline.records.sealing import seal
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

OWN, NEXT = "private_key", "next_private_key"


@everything()
def keep_key(road: Road, private: str, *, is_next: bool, by: Staff | None, at: datetime) -> None:
    """Seal a private key as the one in use, or as the one to be used next."""
    _keep(road, {(NEXT if is_next else OWN): private}, "new_key", by, at)


@everything()
def use_next_key(road: Road, *, by: Staff | None, at: datetime) -> None:
    """Sign with the key that was made to be next."""
    following = secrets_of(road).get(NEXT, "")
    if not following:
        raise Refused("next", "还没有预备的密钥，请先用 --next 生成。")
    _keep(road, {OWN: following, NEXT: ""}, "use_next_key", by, at)


def _keep(road: Road, keys: dict[str, str], verb: str, by: Staff | None, at: datetime) -> None:
    with transaction.atomic():
        held = Road.objects.select_for_update().get(pk=road.pk)
        secrets = {name: key for name, key in (secrets_of(held) | keys).items() if key}
        sealed = seal("road", "secrets", road.pk, json.dumps(secrets))
        entry = RoadEntry(road=road, at=at, by=by, verb=verb)
        facts = {"secrets_sealed": sealed, "version": held.version + 1}
        Road.objects.filter(pk=road.pk).update(**facts)
        book().write(Writing(rows=[entry]))
