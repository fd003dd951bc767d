"""The moves that are open to the one who calls, as a program is told them."""

from __future__ import annotations

from ninja import Schema

from hotline.records.models import Case, Staff
from hotline.records.queries.hanging import Hanging, hanging_on
from hotline.rules.life import MOVES
from hotline.steps.open_now import verbs_open_to


class VerbOpen(Schema):
    """A verb that can be done now, with its Chinese name."""

    verb: str
    name: str


def open_to(by: Staff, case: Case, hanging: Hanging | None = None) -> list[VerbOpen]:
    """What `by` may do with `case` now; what hangs on it is read where it is not given."""
    verbs = verbs_open_to(by, case, hanging or hanging_on(case, by))
    return [VerbOpen(verb=verb, name=MOVES[verb].name) for verb in verbs]
