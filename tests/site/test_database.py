"""The database that the tests and the site stand on."""

from __future__ import annotations

import pytest
from django.db import connection

from hotline.site.database import from_url
from hotline.site.environment import BadSettingError


@pytest.mark.django_db
def test_trigrams_of_chinese_text_are_not_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('占道经营'))")
        assert cursor.fetchone()[0] > 0


def test_a_url_is_read_into_its_parts() -> None:
    read = from_url("postgresql://li%20si:p%40ss@db.example:5433/hotline?sslmode=require")
    assert {key: read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "hotline",
        "USER": "li si",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_url_may_name_a_socket_directory() -> None:
    read = from_url("postgresql:///hotline?host=/run/postgresql")
    assert (read["HOST"], read["NAME"], read["OPTIONS"]) == ("/run/postgresql", "hotline", {})


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "hotline", "postgresql:///"])
def test_a_url_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(BadSettingError):
        from_url(url)
