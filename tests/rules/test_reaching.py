"""When a message goes out, and what it says."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from hotline.rules.reaching import Due, after_many, after_quiet, pause_after, told
from hotline.rules.workdays import CHINA

NIGHT = (time(22), time(7))


def here(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in the office's time."""
    return datetime(2026, 3, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("at", "quiet", "sent_at"),
    [
        (here(2, 21, 59), NIGHT, here(2, 21, 59)),
        (here(2, 22), NIGHT, here(3, 7)),
        (here(3, 6, 59), NIGHT, here(3, 7)),
        (here(3, 7), NIGHT, here(3, 7)),
        (here(3, 12, 30), (time(12), time(14)), here(3, 14)),
        (here(3, 14), (time(12), time(14)), here(3, 14)),
        (here(3, 3), (None, None), here(3, 3)),
        (here(3, 3), (time(5), time(5)), here(3, 3)),
    ],
)
def test_nothing_is_sent_in_the_quiet_hours(
    at: datetime, quiet: tuple[time | None, time | None], sent_at: datetime
) -> None:
    assert after_quiet(at, *quiet) == sent_at


def test_the_sixth_message_of_an_hour_waits_until_the_first_is_an_hour_old() -> None:
    sent = [here(2, 10, minute) for minute in (0, 5, 10, 15, 20)]
    assert after_many(here(2, 10, 30), sent[1:]) == here(2, 10, 30)
    assert after_many(here(2, 10, 30), sent) == here(2, 11)


def test_pauses_grow_and_come_to_an_end() -> None:
    pauses = [pause_after(attempts) for attempts in (1, 2, 3, 4, 5)]
    assert pauses == [*(timedelta(minutes=m) for m in (1, 5, 20, 60)), None]


def test_a_message_names_number_and_deadline_and_where_to_look() -> None:
    due = Due("red", "handle", "YT1", datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    assert told("云汀12345热线", [due], "https://x.example/desk/notices") == (
        "【云汀12345热线】工单 YT1 红色预警，办理时限 03-02 17:00。"
        "请登录查看：https://x.example/desk/notices"
    )


def test_several_go_as_one() -> None:
    dues = [Due("red", "handle", f"YT{n}", here(2, 9)) for n in (1, 2, 2, 3, 4)]
    assert told("热线", dues, "") == "【热线】有 5 条提醒待查看，工单 YT1、YT2、YT3等。请登录查看。"
