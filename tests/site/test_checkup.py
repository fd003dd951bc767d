"""What `doctor` finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connection

from hotline.site import checkup
from hotline.site.checkup import Finding, calendar, disk, examine, fonts, office
from hotline.site.environment import Environment

WELL = ("database", "tables", "locale", "jobs", "search", "clock")


class Usage(NamedTuple):
    """What shutil.disk_usage answers."""

    total: int
    used: int
    free: int


def _at(year: int, month: int) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: datetime(year, month, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_everything_is_looked_at(tmp_path: Path) -> None:
    names = [finding.name for finding in examine(Environment(var=tmp_path))]
    assert names == [
        "database", "tables", "access", "locale", "jobs", "search", "keys", "clock", "disk",
        "calendar", "libreoffice", "fonts",
    ]  # fmt: skip


@pytest.mark.django_db
def test_this_database_is_well(tmp_path: Path) -> None:
    found = {finding.name: finding for finding in examine(Environment(var=tmp_path))}
    assert [found[name].well for name in WELL] == [True] * len(WELL)


@pytest.mark.django_db
def test_a_job_that_waits_for_long_is_a_finding(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH job AS (INSERT INTO procrastinate_jobs (task_name, queue_name)"
            " VALUES ('slow', 'default') RETURNING id)"
            " UPDATE procrastinate_events SET at = now() WHERE false"
        )
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour'")
    finding = checkup.jobs(Environment(var=tmp_path))
    assert (finding.well, "./hotline run" in finding.remedy) == (False, True)


def test_a_full_disk_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**12, 10**12, 10**9))
    finding = disk(Environment(var=tmp_path))
    assert (finding.found, finding.well) == ("1.0 GB", False)


@pytest.mark.parametrize(("year", "month", "well"), [(2026, 11, True), (2026, 12, False)])
def test_december_wants_next_year_s_holidays(
    monkeypatch: pytest.MonkeyPatch, year: int, month: int, well: bool
) -> None:
    monkeypatch.setattr("hotline.site.checkup.newest_holiday_year", lambda: 2026)
    monkeypatch.setattr("django.utils.timezone.now", _at(year, month))
    assert calendar(Environment()).well is well


@pytest.mark.parametrize(("check", "package"), [(office, "libreoffice"), (fonts, "fonts-noto-cjk")])
def test_a_missing_program_names_its_package(
    monkeypatch: pytest.MonkeyPatch, check: Callable[[Environment], Finding], package: str
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert package in check(Environment()).remedy


def test_a_check_that_breaks_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(environment: Environment) -> Finding:
        raise RuntimeError

    monkeypatch.setattr(checkup, "CHECKS", (broken, lambda environment: Finding("next", "fine")))
    assert [(each.name, each.well) for each in examine(Environment())] == [
        ("broken", False),
        ("next", True),
    ]
