"""The passwords of a road, unsealed for the adapter that needs them."""

from __future__ import annotations

import json

from hotline.records.models import Road
from hotline.records.sealing import unseal


def secrets_of(road: Road) -> dict[str, str]:
    """By name; empty where none are set."""
    body = unseal("road", "secrets", road.pk, road.secrets_sealed)
    return dict(json.loads(body)) if body else {}
