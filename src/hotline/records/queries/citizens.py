"""What a screen may show of a citizen without a reveal: masked values, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hotline.records.models import Citizen
from hotline.records.sealing import SealBroken, unseal
from hotline.rules.masking import mask_name, mask_phone

UNREADABLE = "（无法读取）"


@dataclass(frozen=True, slots=True)
class MaskedCitizen:
    """A citizen as shown to those who need not know more; "" where nothing is known."""

    name: str
    phone: str
    form_of_address: str
    has_home: bool


def masked(citizen: Citizen | None) -> MaskedCitizen | None:
    """The citizen in masks; None for an anonymous one."""
    if citizen is None:
        return None
    return MaskedCitizen(
        name=_shown(citizen, "name", mask_name),
        phone=_shown(citizen, "phone", mask_phone),
        form_of_address=citizen.form_of_address,
        has_home=citizen.home_sealed is not None,
    )


def _shown(citizen: Citizen, field: str, mask: Callable[[str], str]) -> str:
    """One sealed fact in its mask; a broken seal is said, and keeps nobody from the case."""
    try:
        return mask(unseal("citizen", field, citizen.pk, getattr(citizen, f"{field}_sealed")))
    except SealBroken:
        return UNREADABLE
