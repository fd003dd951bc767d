"""Deadlines in words: every tone has its own text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.desk.clocks import Clock, clock, length

NOW = datetime(2022, 4, 1, 9, 0, tzinfo=UTC)


def _in(**span: int) -> datetime:
    return NOW + timedelta(**span)


@pytest.mark.parametrize(
    ("due", "done", "tone", "text"),
    [
        (None, None, "none", "—"),
        (None, NOW, "none", "—"),
        (_in(days=3), None, "fine", "剩余 3 天"),
        (_in(days=3, hours=4, minutes=59), None, "fine", "剩余 3 天 4 小时"),
        (_in(hours=24), None, "fine", "剩余 1 天"),
        (_in(hours=23, minutes=59), None, "soon", "剩余 23 小时"),
        (_in(minutes=30), None, "soon", "剩余 30 分钟"),
        (NOW, None, "soon", "剩余 0 分钟"),
        (_in(seconds=-1), None, "late", "已逾期 0 分钟"),
        (_in(hours=-5), None, "late", "已逾期 5 小时"),
        (_in(days=-40), None, "late", "已逾期 40 天"),
        (NOW, NOW, "kept", "按期"),
        (NOW, _in(hours=-1), "kept", "按期"),
        (NOW, _in(seconds=1), "missed", "逾期完成"),
    ],
)
def test_a_clock_says_how_a_deadline_stands(
    due: datetime | None, done: datetime | None, tone: str, text: str
) -> None:
    assert clock(due, done, NOW) == Clock(tone, text, due)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(0), "0 分钟"),
        (timedelta(seconds=59), "0 分钟"),
        (timedelta(minutes=59), "59 分钟"),
        (timedelta(hours=1), "1 小时"),
        (timedelta(hours=23, minutes=59), "23 小时"),
        (timedelta(days=1), "1 天"),
        (timedelta(days=1, hours=1), "1 天 1 小时"),
        (timedelta(days=400), "400 天"),
    ],
)
def test_a_span_is_told_in_its_largest_units(span: timedelta, text: str) -> None:
    assert length(span) == text
