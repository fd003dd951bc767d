"""Pairs that may be one matter, at the desk: seen with their reasons, joined, or kept apart."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import Case, EngineEntry, SameEvent, SameMatter
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import Node, press, read
from tests.steps.joining.test_find_same import find_same, phoned
from tests.steps.joining.test_gather_events import called


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("dispatcher"))


def value_of(page: Node, name: str) -> str:
    """What stands in a field."""
    return next(box.attrs["value"] for box in page.all("input") if box.attrs.get("name") == name)


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
    assert "同一来电人" in chips
    marks = [mark.text for mark in page.one("section", class_="box").all("mark")]
    assert "示例花园停水两天" in marks
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


def test_pairs_are_narrowed_to_one_kind(city: City, desk: Client) -> None:
    two(city)
    assert "示例花园停水两天" in read(desk.get("/desk/same?kind=caller")).text
    assert "没有疑似重复的工单" in read(desk.get("/desk/same?kind=others")).text


def test_a_pair_of_which_one_became_confidential_is_gone(city: City, desk: Client) -> None:
    first, _ = two(city)
    Case.objects.filter(pk=first.pk).update(confidential=True)
    assert "没有疑似重复的工单" in read(desk.get("/desk/same")).text


# --- events


@pytest.fixture
def event(city: City) -> SameEvent:
    """Five callers about one matter."""
    called(city, 0, 5)
    find_same()
    return SameEvent.objects.get()


def test_an_event_is_joined_in_bulk_after_a_look(
    city: City, desk: Client, event: SameEvent
) -> None:
    assert "5 人" in "".join(read(desk.get("/desk/same/events")).one("article").text.split("\n"))
    first = Case.objects.order_by("pk")[0]
    page = read(desk.get(f"/desk/same/events/{event.pk}"))
    chosen = [box.attrs["value"] for box in page.all("input", type="checkbox")]
    asked = read(desk.post("/desk/cases/bulk/join", {"chosen": chosen, "main": first.number}))
    assert value_of(asked, "main") == first.number
    sure = {"chosen": chosen, "main": first.number, "sure": "1"}
    desk.post("/desk/cases/bulk/join", sure)
    assert Case.objects.filter(joined_to=first).count() == 4


def test_a_case_is_parted_from_an_event_and_the_event_dismissed(
    city: City, desk: Client, event: SameEvent
) -> None:
    page = read(desk.get(f"/desk/same/events/{event.pk}"))
    last = Case.objects.order_by("-pk")[0]
    press(desk, page, f"/{last.number}/part")
    desk.get(f"/desk/same/events/{event.pk}")  # what was done is told once
    assert last.number not in read(desk.get(f"/desk/same/events/{event.pk}")).text
    press(desk, page, "/dismiss")
    assert desk.get(f"/desk/same/events/{event.pk}").status_code == 404
    assert "没有多人反映的同一事件" in read(desk.get("/desk/same/events")).text


def test_events_cost_the_same_however_many_cases_are_in_them(
    city: City,
    desk: Client,
    event: SameEvent,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for address in ("/desk/same/events", f"/desk/same/events/{event.pk}"):
        desk.get(address)
        with django_assert_max_num_queries(10):
            desk.get(address)


# --- what the office sets


def test_the_office_sets_how_many_callers_make_an_event(city: City, sign_in: SignIn) -> None:
    admin = sign_in(city.person("system_admin"))
    page = read(admin.get("/desk/same/settings"))
    press(admin, page, "/settings", event_callers="3")
    called(city, 0, 3)
    find_same()
    assert SameEvent.objects.get().callers == 3
    assert EngineEntry.objects.get().after["event_callers"] == 3


def test_a_number_that_cannot_be_is_refused_and_what_was_typed_stays(
    city: City, sign_in: SignIn
) -> None:
    admin = sign_in(city.person("system_admin"))
    page = read(admin.get("/desk/same/settings"))
    answer = press(admin, page, "/settings", others="5", window_days="90")
    assert "请填 30 到 100 的整数" in read(answer).text
    assert value_of(read(answer), "window_days") == "90"
