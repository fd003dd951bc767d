"""Write a bulletin form (写通报格式): a new version from a day on, or an unused one changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hotline.records.models import Form, Staff
from hotline.records.queries.bulletin_forms import form_in, published_since, used_by
from hotline.rules.forms import Form as FormRules
from hotline.rules.forms.source import TextBroken, with_last_day
from hotline.rules.reference.shapes import Facts
from hotline.rules.reference.tables import FORMS
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.reference.form_texts import text_of
from hotline.steps.reference.keeping import ONE_DAY, RowChange, changing

PERMIT = "manage_forms"


def write_form(
    text: str,
    *,
    reason: str,
    by: Staff | None,
    at: datetime,
    code: str = "",
    seen: str | None = None,
) -> Form:
    """Store the form that `text` writes; `code` names the one that is changed, "" makes one.

    A new version ends the one before it in its family; what bulletins were published by stays.
    """
    text = text.replace("\r\n", "\n").strip("\n") + "\n"
    body, form = _read(text)
    if code and form.code != code:
        raise Refused("text", f"代码“{code}”不能改；要另起一版，请用“另起新版本”。")
    today = at.astimezone(CHINA).date()
    begins = max(form.valid_from, today)
    with changing(
        FORMS, form.code, reason=reason, begins=begins, by=by, at=at, seen=seen, needs=PERMIT
    ) as change:
        stored = Form.objects.filter(code=form.code).first()
        if code:
            return _change(change, stored, form, body, text)
        if stored is not None:
            raise Refused("text", f"已有代码为“{form.code}”的格式，请换一个代码。")
        return _add(change, form, body, text)


def facts_of(row: Form) -> Facts:
    """What the history keeps of a form."""
    return {
        "code": row.code,
        "name": row.name,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
        "text": text_of(row),
    }


def columns_of(form: FormRules, body: Any, text: str) -> dict[str, Any]:
    """A form as the columns of its row."""
    return {
        "code": form.code,
        "family": form.family,
        "period": form.period,
        "name": form.name,
        "valid_from": form.valid_from,
        "valid_to": form.valid_to,
        "body": body,
        "text": text,
    }


def ended(row: Form, last: date | None) -> dict[str, Any]:
    """The columns of a form that ends on another day: row, values and text say the same."""
    body = {name: value for name, value in row.body.items() if name != "valid_to"}
    if last is not None:
        body["valid_to"] = last.isoformat()
    return {"valid_to": last, "body": body, "text": with_last_day(row.text, last)}


def _read(text: str) -> tuple[Any, FormRules]:
    try:
        return form_in(text)
    except TextBroken as problem:
        raise Refused("text", str(problem)) from problem


def _change(change: RowChange, stored: Form | None, form: FormRules, body: Any, text: str) -> Form:
    if stored is None:
        raise Refused("", "没有这个格式，可能刚被撤销；请返回列表。")
    if used_by(stored) is not None:
        raise Refused(
            "text", "已有通报按这一版发布，不能再改；请用“另起新版本”，从新的一天起生效。"
        )
    if form.family != stored.family:
        raise Refused("text", f"family（通报种类）“{stored.family}”不能改；请另起一种格式。")
    _need_free(form, besides=stored)
    change.before = facts_of(stored)
    columns = columns_of(form, body, text)
    if all(getattr(stored, name) == value for name, value in columns.items()):
        raise Refused("", "没有改动，不必保存。")
    change.set(stored, **columns)
    change.after = {**facts_of(Form(**columns))}
    return stored


def _add(change: RowChange, form: FormRules, body: Any, text: str) -> Form:
    former = _former(form)
    if former is not None:
        last = form.valid_from - ONE_DAY
        if used := published_since(former, form.valid_from):
            raise Refused(
                "text",
                f"{used.starts_on} 起的通报已按“{former.name}”编写；请把 valid_from 改到它以后。",
            )
        change.before = {"former": former.code, "former_to": _iso(former.valid_to)}
        change.set(former, **ended(former, last))
    _need_free(form, besides=former)
    row = Form(**columns_of(form, body, text))
    change.verb, change.after = "created", facts_of(row)
    change.add(row)
    return row


def _former(form: FormRules) -> Form | None:
    """The version of the family that holds when the new one begins."""
    earlier = Form.objects.filter(family=form.family, valid_from__lt=form.valid_from)
    row = earlier.order_by("valid_from").last()
    if row is None or (row.valid_to is not None and row.valid_to < form.valid_from):
        return None
    return row


def _need_free(form: FormRules, besides: Form | None) -> None:
    """Refuse days on which another version of the family holds."""
    for row in Form.objects.filter(family=form.family):
        if besides is not None and row.pk == besides.pk:
            continue
        if (row.valid_to or date.max) < max(row.valid_from, form.valid_from):
            continue
        if row.valid_from <= (form.valid_to or date.max):
            raise Refused(
                "text",
                f"“{row.name}”自 {row.valid_from} 起有效，与这一版重叠；"
                "请改 valid_from 或 valid_to。",
            )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
