"""`hotline city load`: the files are the truth, and loading again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hotline.records.models import Kind, Staff
from hotline.site import sample_city
from hotline.site.environment import Environment
from tests.site.office import called, commands

__all__ = ["commands"]
pytestmark = pytest.mark.django_db
SIPING = Path(__file__).resolve().parents[2] / "cities" / "siping"


@pytest.fixture(autouse=True)
def loaded(commands: None) -> None:
    """Siping as the first start loads it, without accounts."""
    environment = Environment()
    sample_city.load(replace(environment, city="siping"), with_accounts=False)


def test_loading_again_changes_nothing() -> None:
    result = called("city", "load")
    assert (result.exit_code, result.output) == (
        0,
        "新增 / created 0, 更新 / updated 0, 停用 / ended 0\n",
    )


def test_what_the_files_say_is_put_back() -> None:
    Kind.objects.filter(code="help").update(name="改过的")
    assert "更新 / updated 1" in called("city", "load").output
    assert Kind.objects.get(code="help").name == "求助"


def test_no_accounts_are_made() -> None:
    called("city", "load")
    assert Staff.objects.count() == 0
