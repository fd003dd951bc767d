"""The desks of supervisor and leader: numbers that open their cases, and acting from there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.records.models import Case, Instruction, Supervision, Suspicion, SuspicionRun
from hotline.rules.life import Status
from hotline.steps.find_suspicions import run_search, search_nightly
from hotline.steps.reply import reply
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import Node, read
from tests.steps.acts import act

DESK = "/desk/oversight"
WORDS = "您好，您反映的问题我单位高度重视，已安排工作人员到现场核实，后续将加强巡查。"
LONG_AGO = timedelta(days=30)


@pytest.fixture
def supervisor(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


@pytest.fixture
def leader(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("office_leader"))


def late_cases(city: City, *units: str) -> list[Case]:
    """Cases in hand that were due long ago."""
    begin = timezone.now() - LONG_AGO
    return [case_at(city, Status.IN_HANDLING, unit=unit, at=begin) for unit in units]


def replied_alike(city: City, count: int) -> list[Case]:
    cases = [case_at(city, Status.IN_HANDLING) for _ in range(count)]
    for case in cases:
        clerk = city.person("unit_clerk", "east")
        reply(case, handling="已转办。", answer=WORDS, solved=True, by=clerk, at=timezone.now())
    return cases


def links(page: Node, table: str) -> dict[str, str]:
    """The addresses in a table with the numbers that lead there."""
    return {link.attrs["href"]: link.text for link in page.one("table", id=table).all("a")}


def numbers_on(answer: HttpResponse) -> list[str]:
    return [cell.text for cell in read(answer).all("td", class_="c-number")]


def queries_of(client: Client, addresses: Iterable[str]) -> dict[str, int]:
    """How many queries each page needs, when what is kept of the city is known."""
    counted = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counted[address] = len(asked)
    return counted


def test_every_number_of_the_supervisors_desk_opens_its_cases(
    city: City, supervisor: Client
) -> None:
    late_cases(city, "east", "east", "west")
    page = read(supervisor.get(DESK))
    found = links(page, "late-units") | links(page, "late-causes")
    assert found[f"{DESK}/cases?what=late_reply&unit=east"] == "2"
    assert found[f"{DESK}/cases?what=idle"] == "3"
    shown = {address: str(len(numbers_on(supervisor.get(address)))) for address in found}
    assert shown == found


def test_a_number_that_there_is_not_is_not_found(city: City, supervisor: Client) -> None:
    wrong = ("what=x", "what=late_reply&unit=x", "")
    assert [supervisor.get(f"{DESK}/cases?{query}").status_code for query in wrong] == [404] * 3
    assert supervisor.get(f"{DESK}/cases?what=soon&page=x").status_code == 200


def test_chosen_cases_are_summoned_after_a_look_at_them(city: City, supervisor: Client) -> None:
    cases = late_cases(city, "east", "west")
    page = read(supervisor.get(f"{DESK}/cases?what=late_reply"))
    button = next(one for one in page.one("form", id="bulk").all("button") if one.text == "约谈")
    sent = {
        "chosen": [box.attrs["value"] for box in page.all("input", name="chosen")],
        "origin": page.one("input", name="origin").attrs["value"],
        button.attrs["name"]: button.attrs["value"],
    }
    asked = read(supervisor.post(button.attrs["formaction"], sent))
    levels = asked.all("input", name="level")
    assert [one.attrs["value"] for one in levels if "checked" in one.attrs] == ["summons"]
    assert Supervision.objects.count() == 0
    done = supervisor.post(
        button.attrs["formaction"], {**sent, "sure": "1", "demand": "请主要负责人来谈。"}
    )
    assert set(Supervision.objects.values_list("case", "level")) == {
        (case.pk, "summons") for case in cases
    }
    assert [link.text for link in read(done).all("a", href=DESK)] == ["督办台", "返回督办台"]


def test_a_case_that_travels_is_drawn_with_its_units(city: City, supervisor: Client) -> None:
    begin = timezone.now() - timedelta(days=4)
    case = case_at(city, Status.IN_HANDLING, at=begin)
    for number, unit in enumerate(("east", "west"), start=1):
        at = begin + timedelta(hours=number)
        clerk = city.person("unit_clerk", unit)
        act(city, "request_return", case, by=clerk, at=at, evidence="见三定方案。")
        act(city, "agree_return", case, by=city.person("dispatcher"), at=at)
        to = city.units["west" if unit == "east" else "careful"]
        act(city, "dispatch", case, by=city.person("dispatcher"), at=at, to=to)
    way = read(supervisor.get(f"{DESK}/stuck")).one("ol", class_="way")
    assert [stop.one("b").text for stop in way.all("li")] == ["汀东区政府", "汀西区政府", "审慎局"]


def test_suspicions_are_searched_read_side_by_side_and_ruled_on(
    city: City, supervisor: Client
) -> None:
    replied_alike(city, 3)
    supervisor.post(f"{DESK}/suspicions/find")
    run = SuspicionRun.objects.get()
    part = supervisor.get(f"{DESK}/suspicions", headers={"HX-Request": "true"})
    assert "正在查找：第 0 / 7 条规则" in read(part).text
    run_search(run, at=timezone.now())
    done = supervisor.get(f"{DESK}/suspicions", headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    row = Suspicion.objects.get(rule="clones")
    address = f"{DESK}/suspicions/{row.pk}"
    page = read(supervisor.get(f"{DESK}/suspicions?rule=clones"))
    assert [one.attrs["href"] for one in page.one("ul", class_="suspicions").all("a")] == [address]
    shown = read(supervisor.get(address))
    assert [mark.text for mark in shown.all("mark")] == [WORDS] * 3
    assert "这是线索，不是结论" in shown.text
    refused = supervisor.post(address, {"verdict": "confirmed", "note": ""})
    assert (refused.status_code, "请写明核实的情况和理由" in read(refused).text) == (422, True)
    supervisor.post(address, {"verdict": "confirmed", "note": "三件照抄。"})
    row.refresh_from_db()
    assert row.standing == "confirmed"
    assert "三件照抄。" in read(supervisor.get(address)).text


def test_every_number_of_the_leaders_desk_opens_its_cases(city: City, leader: Client) -> None:
    late_cases(city, "east", "west")
    case_at(city, Status.CLOSED)
    page = read(leader.get("/desk/leader"))
    tiles = {
        tile.attrs["href"]: tile.one("span", class_="tile-number").text.split()[0]
        for tile in page.all("a", class_="tile")
        if "discontent" not in tile.attrs["href"]
    }
    tables = links(page, "hot-topics")
    shown = {address: str(len(numbers_on(leader.get(address)))) for address in {**tiles, **tables}}
    assert shown == {**tiles, **tables}
    assert shown["/desk/leader/cases?what=late"] == "2"
    assert [leader.get(f"/desk/leader/cases?what={what}").status_code for what in ("x", "")] == [
        404
    ] * 2


def test_a_leader_writes_a_word_in_place_and_sees_what_came_of_it(
    city: City, leader: Client
) -> None:
    case = case_at(city, Status.AWAITING_RULING)
    act(city, "escalate", case, by=city.person("supervisor"), at=timezone.now())
    address = f"/desk/leader/cases/{case.number}/instruct"
    page = read(leader.get("/desk/leader"))
    form = next(one for one in page.all("form") if one.attrs.get("action") == address)
    assert "争议待市政府裁定" in page.text
    refused = leader.post(address, {**form.sends(), "text": ""})
    box = next(one for one in read(refused).all("details") if "open" in one.attrs)
    assert (refused.status_code, "请填写批示内容" in box.text) == (422, True)
    answer = leader.post(address, {**form.sends(), "text": "请本周裁定。"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/leader")
    assert Instruction.objects.get().text == "请本周裁定。"
    assert "此后还没有人办理" in read(leader.get("/desk/leader")).text
    late = leader.post(address, {**form.sends(), "text": "再看。"})
    assert (late.status_code, "再看。" in read(late).text) == (409, True)


def test_the_desks_ask_a_fixed_number_of_questions(
    city: City, supervisor: Client, leader: Client
) -> None:
    pages = (DESK, f"{DESK}/cases?what=late_reply", f"{DESK}/stuck", f"{DESK}/suspicions")
    late_cases(city, "east")
    act(city, "escalate", case_at(city, Status.AWAITING_RULING), at=timezone.now())
    replied_alike(city, 3)
    search_nightly(at=timezone.now())
    pages = (*pages, f"{DESK}/suspicions/{Suspicion.objects.get(rule='clones').pk}")
    few = queries_of(supervisor, pages) | queries_of(leader, ["/desk/leader"])
    late_cases(city, "east", "west", "careful")
    replied_alike(city, 2)
    act(city, "escalate", case_at(city, Status.AWAITING_RULING), at=timezone.now())
    search_nightly(at=timezone.now())
    many = queries_of(supervisor, pages) | queries_of(leader, ["/desk/leader"])
    assert many == few
    assert max(many.values()) <= 15, many
