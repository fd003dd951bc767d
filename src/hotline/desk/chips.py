"""The filters of a list that are on, each in words and with an address that is without it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.urls import reverse

from hotline.desk.forms.case_filter import FilterForm
from hotline.records.models import Staff
from hotline.records.queries.wanted import NAMES, Wanted
from hotline.records.sealed_words import open_words

UNSHOWN = ("page", "queue", "sort")
SEALED = "号码（已加密，只对查找的本人有效）"
NOT_OPEN = "号码（他人查找的，您看不到结果）"


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the list without it."""

    text: str
    url: str


def chips(staff: Staff, wanted: Wanted, form: FilterForm) -> list[Chip]:
    """What narrows the list, in the order of the form."""
    return [
        Chip(_told(staff, wanted, form, each.name), list_address(wanted.without(each.name)))
        for each in fields(wanted)
        if each.name not in UNSHOWN and getattr(wanted, each.name)
    ]


def list_address(wanted: Wanted) -> str:
    """The address of this list; one with nothing in it says that it is meant so."""
    return f"{reverse('desk:cases')}?{wanted.address() or 'all=1'}"


def _told(staff: Staff, wanted: Wanted, form: FilterForm, name: str) -> str:
    """A filter in words: its label, and what was chosen."""
    if name == "key":
        return SEALED if open_words(staff, wanted.key) else NOT_OPEN
    value = getattr(wanted, name)
    field = form.fields[NAMES.get(name, name)]
    if value is True:
        return str(field.label)
    said = dict(getattr(field, "choices", ())).get(value, value)
    return f"{field.label}：{said}"
