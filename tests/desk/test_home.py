"""The first page and the top bar: what waits for whom, and where one can go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.desk import navigation
from hotline.desk.navigation import QUEUE_NAMES, Entry
from hotline.records.models import Case
from hotline.records.queries.queues import QUEUES, WAITING
from hotline.rules.life import OPEN, Status
from hotline.steps.pass_down import pass_down
from hotline.steps.waiting.request_extension import request_extension
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_staff, taken_in
from tests.reading import Node, read

LONG_AGO = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)


def _home(client: Client) -> Node:
    return read(client.get("/desk/"))


def _tabs(page: Node) -> list[str]:
    bars = (*page.all("a", class_="topbar-tab"), *page.all("a", class_="queuebar-tab"))
    return [tab.text.replace(" ", "") for tab in bars]


def test_every_awaited_verb_has_a_queue_with_a_name() -> None:
    assert set(QUEUE_NAMES) == set(QUEUES)
    assert set(WAITING) == OPEN - {Status.JOINED}


@pytest.mark.parametrize(
    ("role", "unit", "tabs"),
    [
        (
            "call_taker",
            "",
            [
                "坐席工作台",
                "首页",
                "登记工单",
                "全部工单",
                "我的导出",
                "平台来件登记",
                "疑似重复",
                "待受理1件",
            ],
        ),
        (
            "dispatcher",
            "",
            [
                "首页",
                "派单台",
                "全部工单",
                "我的导出",
                "回传",
                "平台文件",
                "热点",
                "新地名",
                "疑似重复",
                "专题",
                "待受理1件",
                "待派单2件",
            ],
        ),
        (
            "unit_clerk",
            "east",
            ["首页", "承办台", "全部工单", "我的导出", "承诺跟踪", "待签收1件", "待反馈0件"],
        ),
        (
            "unit_clerk",
            "west",
            ["首页", "承办台", "全部工单", "我的导出", "承诺跟踪", "待签收0件", "待反馈0件"],
        ),
        (
            "callback_agent",
            "",
            ["首页", "回访台", "全部工单", "我的导出", "网上申请", "待回访0件", "待办结0件"],
        ),
    ],
)
def test_the_bar_shows_a_persons_screens_and_queues(
    city: City, sign_in: SignIn, role: str, unit: str, tabs: list[str]
) -> None:
    taken_in(city)
    for _ in range(2):
        case_at(city, Status.AWAITING_DISPATCH)
    case_at(city, Status.AWAITING_SIGNATURE, unit="east")
    assert _tabs(_home(sign_in(city.person(role, unit)))) == tabs


def test_the_bar_names_the_person_the_post_and_the_hotline(city: City, sign_in: SignIn) -> None:
    clerk = city.person("unit_clerk", "east", name="孟安然")
    bar = _home(sign_in(clerk)).one("header")
    assert bar.one("a", class_="person-name").text == "孟安然"
    assert bar.one("span", class_="person-post").text == "汀东区政府 承办单位经办人"
    assert bar.one("a", class_="brand").text == "12345云汀12345热线"
    assert [form.attrs["action"] for form in bar.all("form")] == ["/desk/search", "/logout"]


def test_where_one_stands_is_marked(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("call_taker"))
    for address, name in (("/desk/", "首页"), ("/desk/cases/new", "登记工单")):
        here = read(client.get(address)).all("a", aria_current="page")
        assert [tab.text for tab in here] == [name]


def test_a_screen_that_is_not_installed_yet_is_not_shown(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = Entry((), "desk:nowhere", "还没有的", "x")
    monkeypatch.setattr(navigation, "ENTRIES", (*navigation.ENTRIES, missing))
    assert "还没有的" not in _tabs(_home(sign_in(city.person("call_taker"))))


def test_queues_stand_on_the_first_page_with_their_counts(city: City, sign_in: SignIn) -> None:
    taken_in(city)
    page = _home(sign_in(city.person("dispatcher")))
    cards = {
        card.one("span", class_="queue-label").text: card
        for card in page.all("a", class_="queue-card")
    }
    assert cards["待受理"].one("span", class_="queue-count").text == "1"
    assert cards["待受理"].attrs["href"] == "/desk/cases?queue=accept"
    assert cards["待派单"].one("span", class_="queue-count").text == "0"


def test_overdue_cases_are_counted(city: City, sign_in: SignIn) -> None:
    case_at(city, Status.IN_HANDLING, at=LONG_AGO, unit="east")
    case_at(city, Status.CLOSED, at=LONG_AGO, unit="east")
    case_at(city, Status.IN_HANDLING, unit="east")
    for person, count in (
        (city.person("supervisor"), "1"),
        (city.person("unit_clerk", "east"), "1"),
        (city.person("unit_clerk", "west"), "0"),
    ):
        cards = _home(sign_in(person)).all("a", class_="queue-card")
        assert cards[-1].attrs["href"] == "/desk/cases?overdue=1"
        assert cards[-1].one("span", class_="queue-count").text == count


def test_what_waits_in_the_office_after_a_timely_reply_is_not_overdue(
    city: City, sign_in: SignIn
) -> None:
    client = sign_in(city.person("supervisor"))
    case_at(city, Status.AWAITING_REVIEW, at=LONG_AGO)
    cards = _home(client).all("a", class_="queue-card")
    assert cards[-1].one("span", class_="queue-count").text == "0"
    page = read(client.get("/desk/cases"))
    assert page.one("td", class_="c-clock").text == "按期"
    assert read(client.get("/desk/cases?overdue=1")).has("td", class_="c-clock") is False


def test_a_shelved_case_waits_only_from_its_day_on(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("dispatcher"))
    case = case_at(city, Status.SHELVED)
    assert "挂账到期1件" not in _tabs(_home(client))
    Case.objects.filter(pk=case.pk).update(shelved_until=datetime.now(UTC).date())
    assert "挂账到期1件" in _tabs(_home(client))


def test_a_wish_for_time_and_an_assisting_share_have_queues(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    clerk, now = city.person("unit_clerk", "east"), datetime.now(UTC)
    request_extension(case, amount=5, reason="采购。", by=clerk, at=now)
    pass_down(case, to=city.units["east_street"], by=clerk, at=now)
    assert "待批延期1件" in _tabs(_home(sign_in(city.person("dispatcher"))))
    below = _tabs(_home(sign_in(city.person("unit_clerk", "east_street"))))
    assert below == [
        *("首页", "承办台", "全部工单", "我的导出", "承诺跟踪"),
        *("待签收0件", "待反馈0件", "待报送1件"),
    ]


def test_pressing_cases_come_first_then_the_earliest_deadline(city: City, sign_in: SignIn) -> None:
    later = case_at(city, Status.IN_HANDLING)
    sooner = case_at(city, Status.IN_HANDLING, at=LONG_AGO)
    urgent = case_at(city, Status.IN_HANDLING, urgency="urgent")
    critical = case_at(city, Status.IN_HANDLING, urgency="critical")
    case_at(city, Status.AWAITING_REVIEW)
    page = _home(sign_in(city.person("unit_clerk", "east")))
    assert [cell.text for cell in page.all("td", class_="c-number")] == [
        critical.number,
        urgent.number,
        sooner.number,
        later.number,
    ]


def test_nothing_to_do_is_said_kindly(city: City, sign_in: SignIn) -> None:
    assert "没有等您办理的工单" in _home(sign_in(city.person("reviewer"))).text


def test_what_i_did_lately_is_listed_once_per_case(city: City, sign_in: SignIn) -> None:
    now = datetime.now(UTC)
    case_at(city, Status.AWAITING_DISPATCH, at=now - timedelta(days=9), title="太久以前")
    case_at(city, Status.AWAITING_DISPATCH, at=now - timedelta(hours=1), title="刚办的事")
    mine = _home(sign_in(city.person("call_taker"))).one("ul", class_="brief-list")
    assert mine.text.count("刚办的事") == 1
    assert "受理" in mine.text
    assert "太久以前" not in mine.text


def test_what_others_did_is_not_mine(city: City, sign_in: SignIn) -> None:
    case_at(city, Status.AWAITING_DISPATCH)
    person = make_staff("second", roles=[city.roles["call_taker"]])
    assert "三天内没有办理记录" in _home(sign_in(person)).text


def test_an_administrator_without_cases_sees_no_queues(city: City, sign_in: SignIn) -> None:
    page = _home(sign_in(city.person("security_admin")))
    assert page.all("a", class_="queue-card") == []


def test_the_first_page_asks_as_little_for_many_cases_as_for_one(
    city: City, sign_in: SignIn
) -> None:
    client = sign_in(city.person("dispatcher"))
    taken_in(city)
    client.get("/desk/")
    counts = []
    for extra in (1, 9):
        for _ in range(extra):
            case_at(city, Status.AWAITING_DISPATCH)
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_the_desk_opens_before_a_city_is_loaded(db: None, sign_in: SignIn) -> None:
    page = _home(sign_in(make_staff("first", roles=[])))
    assert page.one("a", class_="brand").text == "1234512345政务服务便民热线"
