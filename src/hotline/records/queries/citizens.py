"""What a screen may show of a citizen without a reveal: masked values, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.records.models import Citizen
from hotline.records.sealing import SealBroken, unseal
from hotline.rules.masking import mask_name, mask_phone


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
        name=mask_name(_plain(citizen, "name")),
        phone=mask_phone(_plain(citizen, "phone")),
        form_of_address=citizen.form_of_address,
        has_home=citizen.home_sealed is not None,
    )


def _plain(citizen: Citizen, field: str) -> str:
    """One sealed fact; a broken seal must not keep anyone from reading the case."""
    try:
        return unseal("citizen", field, citizen.pk, getattr(citizen, f"{field}_sealed"))
    except SealBroken:
        return ""
