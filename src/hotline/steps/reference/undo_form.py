"""Undo the last change of a bulletin form (撤销格式的改动): its text, or its whole version."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Form, ReferenceEntry, Staff
from hotline.records.queries.bulletin_forms import used_by
from hotline.records.queries.reference_rows import history_of
from hotline.rules.reference.tables import FORMS
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.reference.keeping import ONE_DAY, RowChange, changing
from hotline.steps.reference.write_form import PERMIT, ended, write_form


def undo_form(
    code: str, *, reason: str, by: Staff | None, at: datetime, seen: str | None = None
) -> None:
    """Bring back what the form said before its last change; a new version never holds."""
    entries = history_of(FORMS, code)
    if not entries or entries[0].verb == "undone":
        raise Refused("", "这个格式没有可以撤销的改动。")
    last = entries[0]
    if last.verb == "changed":
        write_form(last.before["text"], reason=reason, by=by, at=at, code=code, seen=seen)
        return
    today = at.astimezone(CHINA).date()
    with changing(
        FORMS, code, reason=reason, begins=today, by=by, at=at, seen=seen, needs=PERMIT
    ) as change:
        _take_back(change, Form.objects.get(code=code), last)


def _take_back(change: RowChange, row: Form, last: ReferenceEntry) -> None:
    """End a version before its first day, and let the one before it hold on."""
    if used_by(row) is not None:
        raise Refused("", "已有通报按这一版发布，不能撤销；请另起新版本。")
    change.verb, change.before = "undone", dict(last.after)
    change.set(row, **ended(row, row.valid_from - ONE_DAY))
    former = Form.objects.filter(code=last.before.get("former", "")).first()
    if former is not None:
        until = last.before["former_to"]
        change.set(former, **ended(former, date.fromisoformat(until) if until else None))
