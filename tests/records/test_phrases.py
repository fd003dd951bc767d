"""Agreed words are found by the topic of a case and the topics above it."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.records.models import PhraseText
from hotline.records.queries.phrases import phrases_for
from hotline.records.queries.reference import forget
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def phrase(title: str, topic: str = "", **facts: object) -> PhraseText:
    given = {"code": title, "kind": "call_script", "text": title, "valid_from": DAY, **facts}
    return PhraseText.objects.create(title=title, topic=topic, **given)


def test_the_text_of_the_topic_comes_before_those_of_the_topics_above_and_of_any() -> None:
    topic = factories.make_topics()["0102"]
    phrase("任何")
    phrase("上级", "01")
    phrase("本级", "0102")
    phrase("别的分类", "02")
    forget()
    assert [row.title for row in phrases_for("call_script", topic, DAY)] == ["本级", "上级", "任何"]
    assert [row.title for row in phrases_for("call_script", None, DAY)] == ["任何"]


def test_only_texts_of_the_kind_that_hold_on_the_day_are_offered() -> None:
    phrase("昨天为止", valid_from=date(2026, 1, 1), valid_to=date(2026, 11, 19))
    phrase("明天开始", valid_from=date(2026, 11, 21))
    phrase("回访用", kind="callback_script")
    forget()
    assert phrases_for("call_script", None, DAY) == []
