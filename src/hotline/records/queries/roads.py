"""Roads as the adapters and the desk read them: secrets, what is held, what is due back."""

from __future__ import annotations

import json

from hotline.records.models import Road
from hotline.records.sealing import unseal

SECRETS = ("road", "secrets")


def secrets_of(road: Road) -> dict[str, str]:
    """The passwords and keys of a road by the names of its adapter's settings.

    For adapters at the moment of connecting only: never kept, never shown, never logged.
    """
    body = unseal(*SECRETS, road.pk, road.secrets_sealed)
    found: dict[str, str] = json.loads(body) if body else {}
    return found
