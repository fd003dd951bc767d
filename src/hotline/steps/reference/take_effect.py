"""Let planned changes take effect (按日生效): those whose day has come are made."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hotline.records.models import PlannedChange
from hotline.records.queries.reference import forget
from hotline.records.queries.reference_rows import MODELS
from hotline.rules.reference.tables import SHAPES
from hotline.rules.workdays import CHINA
from hotline.steps.reference.keeping import columns_of
from hotline.steps.storing.book import Writing, book


def take_effect(*, at: datetime) -> int:
    """Make every change whose day has come, the earliest first; how many there were."""
    today = at.astimezone(CHINA).date()
    waiting = PlannedChange.objects.filter(state="waiting", begins__lte=today)
    with transaction.atomic():
        due = waiting.select_for_update(of=("self",)).select_related("entry")
        made = list(due.order_by("begins", "pk"))
        for plan in made:
            shape = SHAPES[plan.entry.table]
            row = MODELS[shape.code]._default_manager.get(code=plan.entry.key)
            columns = columns_of(shape, plan.entry.after)
            book().write(Writing(changes=[(row, columns), (plan, {"state": "done"})]))
    if made:
        forget()
    return len(made)
