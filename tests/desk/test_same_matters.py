"""Pairs that may be one matter, at the desk: seen with their reasons, joined, or kept apart."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import Case, SameMatter
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read
from tests.steps.joining.test_find_same import find_same, phoned


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("dispatcher"))


def two(city: City) -> tuple[Case, Case]:
    """The same said twice under one number."""
    pair = phoned(city), phoned(city, key="call-2")
    find_same()
    return pair


def test_nothing_to_look_at_says_so(desk: Client) -> None:
    assert "没有疑似重复的工单" in read(desk.get("/desk/same")).text


def test_a_pair_is_shown_with_its_reasons_and_joined(city: City, desk: Client) -> None:
    first, second = two(city)
    page = read(desk.get("/desk/same"))
    chips = [chip.text for chip in page.all("span", class_="chip-plain")]
    assert "内容相近：示例花园停水两天" in chips
    assert press(desk, page, "/join").status_code == 302
    second.refresh_from_db()
    assert (second.status, second.joined_to) == (Status.JOINED, first)
    assert "没有疑似重复的工单" in read(desk.get("/desk/same")).text


def test_a_pair_kept_apart_is_gone(city: City, desk: Client) -> None:
    two(city)
    press(desk, read(desk.get("/desk/same")), "/apart")
    assert SameMatter.objects.get().state == "apart"
    assert "没有疑似重复的工单" in read(desk.get("/desk/same")).text


def test_the_dispatcher_sees_it_beside_the_case(city: City, desk: Client) -> None:
    _, second = two(city)
    page = read(desk.get(f"/desk/dispatching?case={second.number}"))
    assert "疑似重复" in page.text


def test_a_case_is_in_no_pair_for_who_may_not_see_it(city: City, desk: Client) -> None:
    first, _ = two(city)
    Case.objects.filter(pk=first.pk).update(stepped_aside=[city.person("dispatcher").pk])
    assert "没有疑似重复的工单" in read(desk.get("/desk/same")).text


def test_the_page_costs_the_same_for_one_pair_and_for_three(
    city: City, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    two(city)
    phoned(city, key="call-3")
    find_same()
    desk.get("/desk/same")
    with django_assert_max_num_queries(10):
        desk.get("/desk/same")
