"""Whether the key ring of this installation is the one that its records were sealed with."""

from __future__ import annotations

from hotline.records.models import Citizen
from hotline.records.sealing import SealBroken, unseal

LOOKED_AT = 5


def seals_open() -> bool:
    """Whether the newest citizens' names open; true where there is nobody yet."""
    named = Citizen.objects.exclude(name_sealed=None).only("pk", "name_sealed")
    try:
        for citizen in named.order_by("-pk")[:LOOKED_AT]:
            unseal("citizen", "name", citizen.pk, citizen.name_sealed)
    except SealBroken:
        return False
    return True
