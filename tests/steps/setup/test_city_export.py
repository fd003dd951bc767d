"""A city goes out as files and comes back the same, into another installation too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from hotline.documents.toml_written import toml_written
from hotline.records.queries.city_profile import stored_city
from hotline.rules.city import CityProfile
from hotline.rules.city_files import city_files
from hotline.rules.workdays import CHINA
from hotline.steps.setup.load_city import load_city, read_folder

pytestmark = pytest.mark.django_db
CITIES = Path(__file__).resolve().parents[3] / "cities"
NOON = datetime(2026, 11, 20, 12, tzinfo=CHINA)


def carried(folder: Path) -> CityProfile:
    """The stored city, written to a folder and read again."""
    for name, tables in city_files(stored_city(NOON.date())).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tables if isinstance(tables, str) else toml_written(tables), "utf-8")
    return read_folder(folder)


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_an_exported_city_read_again_is_the_stored_one_and_loading_it_changes_nothing(
    city: str, tmp_path: Path
) -> None:
    given = replace(read_folder(CITIES / city), staff=())
    load_city(given, at=NOON)
    read = carried(tmp_path)
    assert read == stored_city(NOON.date())
    assert set(read.departments) == set(given.departments)
    assert set(read.limits) == set(given.limits)
    assert set(read.phrases) == set(given.phrases)
    assert load_city(read, at=NOON).changed is False
