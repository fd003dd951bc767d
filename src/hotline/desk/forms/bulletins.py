"""Forms of the bulletin's screen. They check shape; the rules are in the steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, localtime

from hotline.desk.forms.fields import Words
from hotline.records.models import Bulletin, BulletinItem, Case, Staff
from hotline.records.queries.access import cases_for
from hotline.rules.forms import SectionForm
from hotline.rules.workdays import CHINA

TEXT_LIMIT = 5_000
_BETWEEN_NUMBERS = re.compile(r"[\s,，、;；]+")
_SELECT = {"class": "form-select"}


class RewriteForm(forms.Form):
    """The words of an item."""

    group = Words("小标题", limit=100, help_text="同一小标题下的条目排在一起；可以不填。")
    text = Words("条目内容", limit=TEXT_LIMIT, needed=True, rows=9)


class ItemForm(RewriteForm):
    """A new item: where it goes, its words, and the cases that it speaks of."""

    section = forms.ChoiceField(label="放入", widget=forms.Select(_SELECT), required=False)
    cases = Words("相关工单编号", limit=2_000, help_text="多个编号用空格或顿号分开；可以不填。")
    field_order = ("section", "group", "text", "cases")

    def __init__(
        self, *args: Any, sections: Sequence[SectionForm], staff: Staff | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.staff = staff
        self.fields["text"].widget.attrs["rows"] = 5
        choices = [(row.code, row.heading.replace("{month}月份", "")) for row in sections]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]

    def clean_cases(self) -> list[Case]:
        """The cases named by number, as far as this person may see them."""
        numbers = [n for n in _BETWEEN_NUMBERS.split(self.cleaned_data["cases"].strip()) if n]
        if not numbers or self.staff is None:
            return []
        found = {case.number: case for case in cases_for(self.staff).filter(number__in=numbers)}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise ValidationError(f"没有编号为“{missing[0]}”的工单，请核对。")
        return [found[number] for number in numbers]


class PublishForm(forms.Form):
    """When and as which issue a bulletin goes out; `shown_at` is the count that was looked at."""

    issued_on = forms.DateField(
        label="发布日期",
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写发布日期。",
            "invalid": "发布日期不对，请写成 2022-05-06。",
        },
    )
    issue = Words("期号", limit=60, help_text="例如：第4期（总第52期）；可以不填。")
    shown_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_shown_at(self) -> datetime | None:
        """The moment of the page's count; anything unreadable counts as now."""
        return _moment(self.cleaned_data["shown_at"])


class ReasonForm(forms.Form):
    """Why a draft is returned or a bulletin withdrawn."""

    reason = Words("原因", limit=1_000, needed=True, rows=2)


class CorrectForm(forms.Form):
    """Why a published bulletin is corrected."""

    correction = Words(
        "更正原因", limit=1_000, needed=True, rows=2, help_text="会刊在更正后的通报开头。"
    )


class MomentForm(forms.Form):
    """As of when a draft is counted: at publication, the evening of the last day, or any moment."""

    kind = forms.ChoiceField(
        label="统计截至",
        choices=(("now", "发布时"), ("end", "统计期结束当晚 24 时"), ("other", "另选时刻")),
        widget=forms.Select(_SELECT),
    )
    moment = forms.CharField(
        label="另选的时刻",
        required=False,
        widget=forms.DateTimeInput({"class": "form-control", "type": "datetime-local"}),
    )

    def __init__(self, row: Bulletin, data: Any = None) -> None:
        self.end = datetime.combine(row.ends_on + timedelta(days=1), time(), CHINA)
        chosen = row.as_of
        kind = "now" if chosen is None else "end" if chosen == self.end else "other"
        written = f"{localtime(chosen, CHINA):%Y-%m-%dT%H:%M}" if chosen is not None else ""
        super().__init__(data, initial={"kind": kind, "moment": written}, auto_id="moment_%s")

    def clean(self) -> dict[str, Any]:
        """The moment that was chosen, None for that of publication."""
        given = self.cleaned_data
        chosen: datetime | None = None
        if given.get("kind") == "end":
            chosen = self.end
        elif given.get("kind") == "other":
            chosen = _moment(given.get("moment", ""))
            if chosen is None:
                raise ValidationError({"moment": "请写成 2022-05-01 00:00 这样的时刻。"})
        return {**given, "chosen": chosen}


class ClearForm(forms.Form):
    """Why a finding may stand."""

    key = forms.CharField(widget=forms.HiddenInput)
    reason = Words("可以刊出的理由", limit=500, needed=True)


class CommentForm(forms.Form):
    """Something said about the bulletin or one of its items."""

    item = forms.ChoiceField(label="关于", required=False, widget=forms.Select(_SELECT))
    text = Words(
        "留言内容", limit=1_000, needed=True, rows=3, help_text="@姓名 提醒编写或审核的人。"
    )

    def __init__(self, *args: Any, items: Iterable[BulletinItem], **kw: Any) -> None:
        super().__init__(*args, auto_id="comment_%s", **kw)
        named = [(str(item.pk), f"{(item.group or item.text)[:18]}…") for item in items]
        self.fields["item"].choices = [("", "整份通报"), *named]  # type: ignore[attr-defined]

    def clean_item(self) -> UUID | None:
        """The identity of the item, None for the whole."""
        return UUID(self.cleaned_data["item"]) if self.cleaned_data["item"] else None


class BeginForm(forms.Form):
    """A bulletin that is not on the list: its family, its period, and its unit if it is of one."""

    family = forms.ChoiceField(label="种类", widget=forms.Select(_SELECT))
    period = Words(
        "统计期",
        limit=40,
        needed=True,
        help_text="2022-04（月）、2022-W14（周）、2022-04-05（日）、2022-Q2（季）、"
        "2022-04-01--2022-04-20（专题）。",
    )
    unit = Words("单位", limit=60, help_text="只通报一个单位时填写；其他时候不填。", list="units")

    def __init__(self, families: Iterable[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, auto_id="begin_%s")
        self.fields["family"].choices = list(families)  # type: ignore[attr-defined]


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=CHINA) if found is not None and is_naive(found) else found
