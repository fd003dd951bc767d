"""Loading sample months, tried with a small one of the invented city: Siping is not needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline.records.models import Assignment, Case, Contact
from hotline.records.queries.reference import forget
from hotline.site.environment import ROOT
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.setup.sample import load
from hotline.steps.setup.sample.items import items
from hotline.steps.setup.sample.load import load_samples, samples_folder
from hotline.steps.setup.sample.margins import MarginsDiffer

NOW = datetime(2025, 6, 1, tzinfo=UTC)
MONTH = """
month = "2025-04"
seed = 7
published_on = 2025-05-06

[calls]
channel = "hotline_call"
starts_on = 2025-04-01
ends_on = 2025-04-30
all = 60
campaign = { spring_tide = 12 }

[[block]]
starts_on = 2025-04-01
ends_on = 2025-04-30
waiting = 1
late = 1

[block.channels]
hotline_call = { cases = 34, closed = 32 }
province_platform = { cases = 6, closed = 5 }

[block.lines]
LINES

[block.units]
cloudridge_district = { cases = 9, on_time = 6 }
city_works_bureau = { cases = 5, on_time = 5 }

[[story]]
section = "well_handled"
theme = "lamps"
kind = "wish"
unit = "city_works_bureau"
place = "云岭区石门街道"
said = "路口的灯坏了。"
done = "已换灯。"
text = "市政局换灯。"
"""
TEXTS = """
[kinds.enquiry]
to_a_unit = 10
at_once = 100
wrap = ["{who}问{body}"]
[kinds.wish]
to_a_unit = 100
at_once = 20
urgent = 0.5
wrap = ["{who}说{body}，{detail}"]
[kinds.idea]
to_a_unit = 20
at_once = 10
wrap = ["{who}建议{body}"]
done = ["已研究。"]
[generic]
who = ["居民"]
details = ["已有{n}天"]
met = ["到场"]
found = ["属实。"]
unsolved = ["列入计划"]
thanks = ["谢谢。"]
explained = ["已解释。"]
again = ["没有解决"]
sent_back = ["请补充"]
unreached = ["没有接通"]
silent = ["无声"]

[[theme]]
code = "lamps"
topic = "A.1"
title = "路灯"
units = ["@districts", "city_works_bureau"]
enquiry = ["路灯几点亮"]
wish = ["{place}路灯不亮"]
idea = ["{area}加一盏灯"]
answers = ["天黑即亮。"]
done = ["已修好。"]

[[theme]]
code = "flooding"
topic = "B.2"
campaign = "spring_tide"
title = "春汛"
units = ["@districts"]
enquiry = ["{area}会不会淹"]
wish = ["{place}进水"]
answers = ["请看预警。"]
done = ["已排水。"]
"""
PLACES = """
[districts.cloudridge_district]
name = "云岭区"
streets = ["石门街道", "松坡镇"]
weight = 1
[estates]
first = ["青石"]
second = ["里"]
"""


@pytest.fixture(autouse=True)
def yunting(db: None) -> Iterator[None]:
    load_city(read_folder(ROOT / "cities" / "yunting"), at=NOW, sample_password="only-for-tests")
    yield
    forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path, "streets = 31\nspring_tide = 9")


def written(folder: Path, lines: str) -> Path:
    (folder / "2025-04.toml").write_text(MONTH.replace("LINES", lines), "utf-8")
    (folder / "texts.toml").write_text(TEXTS, "utf-8")
    (folder / "places.toml").write_text(PLACES, "utf-8")
    return folder


def untold(done: int, total: int, month: str) -> None:
    """For tests that do not care how far the load is."""


def test_the_margins_hold_in_any_city(folder: Path) -> None:
    assert load_samples(untold, folder) == ("2025-04",)
    cases = Case.objects.select_related("channel", "campaign", "lead")
    assert Counter(case.channel.code for case in cases) == {
        "hotline_call": 34,
        "province_platform": 6,
    }
    assert Counter(case.channel.code for case in cases if case.status != "closed") == {
        "hotline_call": 2,
        "province_platform": 1,
    }
    assert sum(case.campaign is not None for case in cases) == 9
    led = Counter(case.lead.code for case in cases if case.lead is not None)
    assert led["city_works_bureau"] == 5
    assert led.total() == 14


def test_calls_without_a_case_fill_up_the_number_of_calls(folder: Path) -> None:
    load_samples(untold, folder)
    calls = Contact.objects.filter(channel__code="hotline_call")
    assert (calls.count(), calls.exclude(campaign=None).count()) == (60, 12)


def test_late_and_unfinished_units_are_as_many_as_the_margins_say(folder: Path) -> None:
    load_samples(untold, folder)
    rows = Assignment.objects.filter(case__lead__isnull=False)
    late = [row for row in rows if row.replied_at and row.replied_at > row.due_at]
    assert sum(row.finished_at is None for row in rows) == 2
    assert sum(row.finished_at is not None for row in late) == 1


def test_progress_tells_how_many_of_how_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "ACTS_AT_ONCE", 20)
    told: list[tuple[int, int, str]] = []
    load_samples(lambda *progress: told.append(progress), folder)
    assert told == [(done, 66, "2025-04") for done in (20, 40, 60, 66)]


def test_a_second_load_does_nothing(folder: Path) -> None:
    load_samples(untold, folder)
    assert load_samples(untold, folder) == ()
    assert Case.objects.count() == 40


def test_a_load_that_is_broken_off_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "ACTS_AT_ONCE", 20)

    def break_off(done: int, total: int, month: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_samples(break_off, folder)
    assert (Contact.objects.count(), Case.objects.count()) == (0, 0)
    assert load_samples(untold, folder) == ("2025-04",)


def test_a_story_says_its_own_words(folder: Path) -> None:
    load_samples(untold, folder)
    (pick,) = items("2025-04", folder)
    case = pick.case()
    assert case is not None
    assert (case.text, case.place, case.status) == ("路口的灯坏了。", "云岭区石门街道", "closed")
    assert "已换灯。" in case.answer


def test_a_city_without_samples_loads_none() -> None:
    assert load_samples(untold) == ()
    assert samples_folder() == ROOT / "cities" / "yunting" / "samples"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("streets = 30\nspring_tide = 9", "channels 40, lines 39"),
        ("streets = 30\nbridges = 1\nspring_tide = 9", "no theme for 1 cases of"),
        ("streets = 0\nspring_tide = 40", "nothing is left of"),
    ],
)
def test_margins_that_cannot_hold_are_refused(tmp_path: Path, lines: str, said: str) -> None:
    with pytest.raises(MarginsDiffer, match=said):
        load_samples(untold, written(tmp_path, lines))
    assert Contact.objects.count() == 0
