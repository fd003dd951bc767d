"""What a screen may show of a citizen without a reveal: masked values, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hotline.records.models import Case, Citizen, Staff
from hotline.records.queries.access import knows_caller
from hotline.records.sealing import SealBroken, unseal
from hotline.rules.masking import mask_name, mask_phone

UNREADABLE = "（无法读取）"
HIDDEN = "保密"


@dataclass(frozen=True, slots=True)
class MaskedCitizen:
    """A citizen as shown to those who need not know more; "" where nothing is known."""

    name: str
    phone: str
    form_of_address: str
    home: str


def masked(staff: Staff, case: Case) -> MaskedCitizen | None:
    """The citizen of `case` in the masks for `staff`; None for an anonymous one.

    Whom a confidential case is of, and whether of anybody, is no unit's to know.
    """
    if not knows_caller(staff, case):
        return MaskedCitizen(name=HIDDEN, phone=HIDDEN, form_of_address="", home=HIDDEN)
    citizen = case.citizen
    if citizen is None:
        return None
    return MaskedCitizen(
        name=shown_fact(citizen, "name", mask_name),
        phone=shown_fact(citizen, "phone", mask_phone),
        form_of_address=citizen.form_of_address,
        home="已登记" if citizen.home_sealed is not None else "",
    )


def shown_fact(citizen: Citizen, field: str, mask: Callable[[str], str]) -> str:
    """One sealed fact in its mask; a broken seal is said, and keeps nobody from the case."""
    try:
        return mask(unseal("citizen", field, citizen.pk, getattr(citizen, f"{field}_sealed")))
    except SealBroken:
        return UNREADABLE
