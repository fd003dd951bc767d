"""Keep the short-lived key that another system gave for a road, sealed, for all our processes."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from django.db import transaction

from hotline.records.models import Road
from hotline.records.sealing import SealBroken, seal_bytes, unseal_bytes

PLACE = ("road", "access_key")


def keep_key(road: Road, key: str, *, until: datetime) -> None:
    """Keep a key until shortly before it ends."""
    closed = base64.b64encode(seal_bytes(*PLACE, road.pk, key.encode())).decode()
    with transaction.atomic():
        held = Road.objects.select_for_update().get(pk=road.pk)
        held.mark = {**held.mark, "key": closed, "key_until": until.isoformat()}
        held.save(update_fields=["mark"])
    road.mark = held.mark


def key_of(road: Road, *, at: datetime) -> str:
    """The key that is good at this moment; empty where there is none."""
    mark = Road.objects.filter(pk=road.pk).values_list("mark", flat=True).first() or {}
    try:
        if datetime.fromisoformat(mark["key_until"]) <= at:
            return ""
        return unseal_bytes(*PLACE, road.pk, base64.b64decode(mark["key"])).decode()
    except (KeyError, ValueError, TypeError, binascii.Error, SealBroken):
        return ""
