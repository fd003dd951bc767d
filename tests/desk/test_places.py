"""New place names at the desk: looked at with their cases, taken in, dismissed, taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import Case, Place, UnknownPlace
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read
from tests.steps.reading.test_find_places import found, said, street

__all__ = ["street"]
MOST_QUERIES = 10


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("dispatcher"))


@pytest.fixture
def name(city: City, street: Place) -> UnknownPlace:
    said(city)
    return found()


def test_nothing_to_review_says_so(desk: Client) -> None:
    assert "没有待审核的新地名" in read(desk.get("/desk/places")).text
    assert "还没有处理过新地名" in read(desk.get("/desk/places?tab=settled")).text


def test_a_name_is_shown_with_its_cases_and_where_it_lies(desk: Client, name: UnknownPlace) -> None:
    page = read(desk.get("/desk/places"))
    assert "多与 甲区示例街道" in page.text
    assert page.has("a", href=f"/desk/cases/{Case.objects.get().number}")
    assert page.one("input", id=f"take_{name.pk}_parent").attrs["value"] == "甲区示例街道"


def test_it_is_taken_in_where_it_is_most_told_and_taken_back(
    desk: Client, name: UnknownPlace
) -> None:
    assert press(desk, read(desk.get("/desk/places")), "/take").status_code == 302
    assert Place.objects.get(name="望岳花园").parent == Place.objects.get(code="shili")
    settled = read(desk.get("/desk/places?tab=settled"))
    assert "已收入" in settled.text
    press(desk, settled, "/undo")
    name.refresh_from_db()
    assert name.state == "open"


def test_a_refused_name_keeps_what_was_typed(desk: Client, name: UnknownPlace) -> None:
    answer = desk.post(f"/desk/places/{name.pk}/alias", {"place": "没有的地方"})
    page = read(answer)
    assert answer.status_code == 422
    assert "没有叫“没有的地方”的地名" in page.text
    assert page.one("input", id=f"alias_{name.pk}_place").attrs["value"] == "没有的地方"


def test_a_dismissed_name_is_gone(desk: Client, name: UnknownPlace) -> None:
    press(desk, read(desk.get("/desk/places")), "/dismiss")
    assert "没有待审核的新地名" in read(desk.get("/desk/places")).text


def test_the_list_asks_no_more_for_many_names(
    city: City,
    desk: Client,
    name: UnknownPlace,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number, estate in enumerate(("听泉佳苑", "荷风家园", "松涛雅苑")):
        said(city, f"示例街道{estate}停水。", f"more-{number}")
    found()
    with django_assert_max_num_queries(MOST_QUERIES):
        desk.get("/desk/places")


def test_the_place_field_suggests_from_the_gazetteer_by_pinyin(desk: Client, street: Place) -> None:
    assert "甲区示例街道" in read(desk.post("/desk/find/places", {"q": "sljd"})).text


def test_a_case_shows_its_places_as_a_guess(desk: Client, name: UnknownPlace) -> None:
    page = read(desk.get(f"/desk/cases/{Case.objects.get().number}"))
    assert "识别地点" in page.text
    assert "望岳花园 示例街道 甲区 系统推测" in page.text
