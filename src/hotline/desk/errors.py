"""A step's refusal, put where the person can act on it: on the form, beside the field it names."""

from __future__ import annotations

from django.forms import Form

from hotline.rules.life import NotOpen
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace

INVALID = 422
STATUS: dict[type[Exception], int] = {
    Refused: INVALID,
    NotOpen: 409,
    LostRace: 409,
    NotPermitted: 403,
}
REFUSALS = tuple(STATUS)


def put_on(form: Form, error: Exception) -> int:
    """Show the refusal on `form`; gives the HTTP status that says the same."""
    field = getattr(error, "field", None)
    form.add_error(field if field in form.fields else None, str(error))
    return STATUS[type(error)]
