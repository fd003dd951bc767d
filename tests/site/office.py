"""Calling the office's commands in a test, on the test's own database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hotline.records.queries.reference import forget
from hotline.site.environment import Environment
from hotline.site.program import main
from tests.factories import City, make_city


@contextmanager
def _already_open(**_: Any) -> Iterator[Environment]:
    """The test's database is running and migrated."""
    yield Environment()


@contextmanager
def _city() -> Iterator[City]:
    yield make_city()
    forget()


@pytest.fixture
def city(db: None, commands: None) -> Iterator[City]:
    """The invented city, in which commands work."""
    with _city() as made:
        yield made


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find the test's database open."""
    monkeypatch.setattr("hotline.site.office.site_open", _already_open)


def called(*arguments: str, typed: str = "") -> Result:
    """The program as called with these arguments, and what is typed into it."""
    return CliRunner().invoke(main, arguments, input=typed)


def refusal(result: Result) -> tuple[int, str]:
    """The exit code and the one line that was said; fails when there was more, or a trace."""
    lines = result.stderr.strip().splitlines()
    assert result.stdout == ""
    assert [line for line in lines if not line.startswith(("✗", "…"))] == []
    return result.exit_code, lines[-1]
