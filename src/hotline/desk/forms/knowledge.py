"""Forms of the knowledge base. They check shape; the rules are in the steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hotline.desk.forms.fields import YEARS, CodeChoice, Words, tell_missing
from hotline.desk.forms.naming import OFFERED, UnitField
from hotline.records.models import ArticleVersion
from hotline.records.queries.choosing import (
    search_topics,
    topic_label,
    topics_called,
    topics_on,
    unit_label,
)
from hotline.rules.articles import LABELS, LIMITS, ArticleText
from hotline.steps.knowledge.settle_correction import OUTCOMES

ASKED = {
    "title": "请填写标题。",
    "department": "请填写责任单位。",
    "topics": "请填写问题分类。",
    "answer": "请填写答复口径。",
    "valid_from": "请填写生效日期。",
    "expires_on": "请填写有效期截止日。",
}
TOPICS_LENGTH = 500
_BETWEEN_TOPICS = re.compile(r"[\n、,，;；]+")
PLAIN = ("title", "question", "answer", "text", "materials", "links")


class Day(forms.DateField):
    """A calendar day of a year that can be meant."""

    def __init__(self, label: str, *, needed: bool = False, help_text: str = "") -> None:
        self.needed = needed
        message = f"“{label}”不是有效的日期；请写成 2026-05-06。"
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            input_formats=("%Y-%m-%d", "%Y/%m/%d"),
            widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": message},
        )

    def clean(self, value: Any) -> date | None:
        """The day."""
        day: date | None = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"])
        return day


class TopicsField(Words):
    """Several topics, by name or code, with a mark between them; the clean value is codes."""

    day: date

    def clean(self, value: str) -> tuple[str, ...]:
        """The codes in the order typed, each once."""
        names = [name.strip() for name in _BETWEEN_TOPICS.split(super().clean(value))]
        return tuple(dict.fromkeys(self._code(name) for name in names if name))

    def _code(self, name: str) -> str:
        found = topics_called(name, self.day)
        if len(found) == 1:
            return found[0].code
        near = found or search_topics(name, self.day)
        offer = "、".join(topic_label(topic) for topic in near[:OFFERED])
        problem = f"有 {len(found)} 个分类叫“{name}”" if found else f"没有叫“{name}”的分类"
        raise ValidationError(f"{problem}；请写编码{f'，例如：{offer}' if offer else ''}。")


def _words(name: str, **options: Any) -> Words:
    return Words(LABELS[name], limit=LIMITS[name], **options)


class ArticleForm(forms.Form):
    """One text of an article; whatever was typed comes back when it cannot be kept."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = _words("title", needed=True)
    department = UnitField("责任单位", needed=True)
    topics = TopicsField(
        "问题分类",
        limit=TOPICS_LENGTH,
        needed=True,
        help_text="写名称或编码；有几个时用顿号分开。",
    )
    question = _words("question", rows=2, help_text="市民通常怎么问，便于查找。")
    answer = _words("answer", needed=True, rows=5, help_text="在电话里照着说的话，简短、明白。")
    text = _words("text", rows=10, help_text="依据、流程、时限等。")
    materials = _words("materials", rows=3)
    links = _words("links", rows=2, help_text="每行一个网址。")
    valid_from = Day("生效日期", needed=True)
    expires_on = Day("有效期至", needed=True, help_text="到期前 30 天提醒，过期后不再供答复使用。")

    def __init__(self, data: Any = None, *, day: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("department", "topics"):
            self.fields[name].day = day  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name everything that is missing at once."""
        cleaned: dict[str, Any] = self.cleaned_data
        tell_missing(self, ASKED)
        if cleaned.get("topics") == () and "topics" not in self.errors:
            self.add_error("topics", ASKED["topics"])
        return cleaned

    def article_text(self) -> ArticleText:
        """What was typed, as the steps take it."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in ("seen", "department")}
        return ArticleText(**given)


def initial_of(text: ArticleVersion, seen: int, day: date) -> Mapping[str, Any]:
    """A stored text as it stands in the form."""
    labels = {topic.code: topic_label(topic) for topic in topics_on(day)}
    return {
        **{name: getattr(text, name) for name in (*PLAIN, "valid_from", "expires_on")},
        "department": unit_label(text.department),
        "topics": "、".join(labels.get(code, code) for code in text.topics),
        "seen": seen,
    }


class SearchForm(forms.Form):
    """What is looked for, as the address says; never a reason to refuse the list."""

    q = forms.CharField(
        label="查找",
        required=False,
        widget=forms.SearchInput(
            {"class": "form-control", "placeholder": "几个字即可，多个词用空格分开"}
        ),
    )
    topic = Words("问题分类")
    unit = Words("责任单位")


class WhyForm(forms.Form):
    """Why a text goes back or an article is withdrawn."""

    reason = Words("原因", limit=1_000, needed=True, rows=2)


class RenewForm(forms.Form):
    """Until when the text holds."""

    expires_on = Day("新的截止日", needed=True)


class CorrectionForm(forms.Form):
    """What is wrong in an article."""

    wrong = Words("哪里不对，应该怎样", limit=1_000, needed=True, rows=3)


class SettleForm(forms.Form):
    """What comes of a correction."""

    outcome = CodeChoice("处理结果", OUTCOMES, needed=True)
    answer = Words("处理意见", limit=1_000, needed=True, rows=2)
