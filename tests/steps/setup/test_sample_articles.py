"""The sample articles of both cities: loaded once, by the real steps, with nothing diallable."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from hotline.records.models import Article, Correction
from hotline.records.queries.reference import forget
from hotline.site.environment import ROOT
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.setup.sample.knowledge import load_articles

NOW = datetime(2026, 2, 2, 3, 0, tzinfo=UTC)
LONG_NUMBER = re.compile(r"\d{7,}")


@pytest.mark.parametrize(("city", "number"), [("siping", 15), ("yunting", 2)])
def test_a_citys_articles_are_loaded_once(db: None, city: str, number: int) -> None:
    folder = ROOT / "cities" / city
    load_city(read_folder(folder), at=NOW - timedelta(days=400))
    assert load_articles(folder / "samples", at=NOW) == number
    assert load_articles(folder / "samples", at=NOW) == 0
    assert Article.objects.filter(is_sample=True).count() == number
    texts = " ".join(Article.objects.values_list("words", flat=True))
    assert [n for n in LONG_NUMBER.findall(texts) if not n.startswith("154")] == []
    forget()


def test_siping_shows_every_stage_and_standing(db: None) -> None:
    folder = ROOT / "cities/siping"
    load_city(read_folder(folder), at=NOW - timedelta(days=400))
    load_articles(folder / "samples", at=NOW)
    places = set(Article.objects.values_list("stage", "standing"))
    assert places == {
        ("settled", "published"),
        ("settled", "expired"),
        ("submitted", "unpublished"),
        ("draft", "unpublished"),
    }
    today = NOW.date()
    soon = Article.objects.filter(expires_on__range=(today, today + timedelta(days=30)))
    assert (soon.filter(standing="published").count(), Correction.objects.count()) == (2, 1)
    forget()


def test_a_city_without_sample_articles_has_none(db: None) -> None:
    assert load_articles(ROOT / "cities/siping/forms", at=NOW) == 0
