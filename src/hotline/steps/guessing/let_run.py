"""Let a model run: it takes over, or the office goes back to an earlier one (启用模型版本).

Going back is the same click on the other version. Every exchange is an entry of the engine's
journal.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import EngineEntry, EngineModel, Staff
from hotline.rules.guessed_fields import ENGINE
from hotline.steps.guessing import running
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

PERMIT = "manage_engines"
KEPT = 5


def let_run(model: EngineModel, *, by: Staff | None, at: datetime) -> EngineModel:
    """Have this version guess from now on."""
    permit(by, PERMIT)
    if model.content is None:
        raise Refused("model", "这个版本的内容已经清理，不能再启用；请选择较新的版本。")
    with together():
        put_in_place(model, by=by, at=at)
    return model


def let_words_run(field: str, *, by: Staff | None, at: datetime) -> None:
    """Go back to the first day: names and words guess, and what was learned rests."""
    permit(by, PERMIT)
    with together():
        _replace(field, None, by=by, at=at)


def put_in_place(model: EngineModel, *, by: Staff | None, at: datetime) -> None:
    """Exchange the running version of the model's field for this one."""
    _replace(model.field, model, by=by, at=at)


def _replace(field: str, model: EngineModel | None, *, by: Staff | None, at: datetime) -> None:
    rows = EngineModel.objects.filter(engine=ENGINE, field=field)
    before = rows.filter(state="running").select_for_update(no_key=True).first()
    if before == model:
        return
    if before is not None:
        rows.filter(pk=before.pk).update(state="former")
    if model is not None:
        rows.filter(pk=model.pk).update(state="running")
        model.state = "running"
    entry = EngineEntry(
        engine=ENGINE,
        verb="let_run",
        before={"field": field, "version": before.version if before else ""},
        after={"field": field, "version": model.version if model else ""},
        by=by,
        at=at,
    )
    book().write(Writing(rows=[entry]))
    running.forget()


def drop_old(field: str) -> int:
    """Drop what is stored of versions long past; their figures stay. Says how many."""
    rows = EngineModel.objects.filter(engine=ENGINE, field=field, content__isnull=False)
    newest = list(rows.order_by("-made_at").values_list("pk", flat=True)[:KEPT])
    old = rows.exclude(state="running").exclude(pk__in=newest)
    return old.update(content=None, known_words=None)
