"""The form of every verb: the one table from which addresses, panels and bulk pages follow."""

from __future__ import annotations

from hotline.desk.forms import beside, duty, finishing, messages, sorting, working
from hotline.desk.forms.moving import MoveForm
from hotline.steps.verbs import STEPS

_WRITTEN: tuple[type[MoveForm], ...] = (
    *sorting.FORMS,
    *working.FORMS,
    *duty.FORMS,
    *finishing.FORMS,
    *messages.FORMS,
    *beside.FORMS,
)
# A verb that has no step yet has no form either.
FORMS: dict[str, type[MoveForm]] = {form.verb: form for form in _WRITTEN if form.verb in STEPS}
