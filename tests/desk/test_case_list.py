"""The list of cases: what it finds, what it shows, how few questions it asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from hotline.records.models import Case
from hotline.records.queries.cases import PAGE_SIZE
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_role, make_staff, taken_in
from tests.reading import Node, read

MOST_QUERIES = 15
FURTHER = ("urgency", "due", "rating", "unit", "topic", "place", "since", "until")
LONG_AGO = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who sees all cases."""
    return sign_in(city.person("dispatcher"))


def _found(client: Client, **query: str) -> list[str]:
    """The numbers that the list shows."""
    page = read(client.get("/desk/cases", query, follow=True))
    return [cell.text for cell in page.all("td", class_="c-number")]


def _row(page: Node, case: Case) -> Node:
    return next(row for row in page.all("tr") if case.number in row.text)


def _questions(client: Client, **query: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/desk/cases", query).status_code == 200
    return len(asked)


def test_the_list_asks_as_little_for_fifty_rows_as_for_one(city: City, office: Client) -> None:
    case_at(city, Status.IN_HANDLING, campaign="flood")
    office.get("/desk/cases")
    one = _questions(office)
    for _ in range(2):
        case_at(city, Status.AWAITING_CALLBACK, phone="13900001111")
    three = _questions(office)
    for _ in range(PAGE_SIZE):
        taken_in(city)
    assert (one, three, _questions(office)) == (one, one, one)
    assert one <= MOST_QUERIES


def test_a_units_list_asks_as_little(city: City, sign_in: SignIn) -> None:
    clerk = sign_in(city.person("unit_clerk", "east"))
    case_at(city, Status.IN_HANDLING)
    clerk.get("/desk/cases")
    one = _questions(clerk, queue="reply")
    for _ in range(3):
        case_at(city, Status.IN_HANDLING)
    assert _questions(clerk, queue="reply") == one
    assert one <= MOST_QUERIES


def test_the_newest_case_comes_first(city: City, office: Client) -> None:
    older = taken_in(city, at=LONG_AGO)
    newer = taken_in(city)
    assert _found(office) == [newer.number, older.number]


def test_a_queue_shows_the_earliest_deadline_first(city: City, sign_in: SignIn) -> None:
    later = case_at(city, Status.IN_HANDLING)
    sooner = case_at(city, Status.IN_HANDLING, urgency="critical")
    case_at(city, Status.AWAITING_REVIEW)
    clerk = sign_in(city.person("unit_clerk", "east"))
    assert _found(clerk, queue="reply") == [sooner.number, later.number]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"status": "in_handling"}, True),
        ({"status": "closed"}, False),
        ({"channel": "province"}, True),
        ({"channel": "telephone"}, False),
        ({"kind": "help"}, True),
        ({"kind": "complaint"}, False),
        ({"campaign": "flood"}, True),
        ({"campaign": "epidemic"}, False),
        ({"overdue": "1"}, False),
        ({"q": "井盖"}, True),
        ({"q": "路口的"}, True),
        ({"q": "垃圾"}, False),
        ({"q": "SZ-77"}, True),
        ({"q": "13900002222"}, True),
        ({"q": " 139 0000 2222 "}, True),
        ({"q": "1390000222"}, False),
        ({"q": "%"}, False),
        ({"q": "_"}, False),
        ({"q": "张"}, False),
        ({"status": "in_handling", "kind": "help", "q": "井盖"}, True),
        ({"status": "in_handling", "kind": "report", "q": "井盖"}, False),
    ],
)
def test_filters_narrow_the_list(
    city: City, office: Client, query: dict[str, str], fits: bool
) -> None:
    case = case_at(
        city,
        Status.IN_HANDLING,
        title="井盖缺失",
        text="学校路口的盖子没了",
        kind="help",
        channel="province",
        campaign="flood",
        external_number="SZ-77",
        phone="13900002222",
        name="张某",
    )
    assert _found(office, **query) == ([case.number] if fits else [])


def test_those_to_be_called_back_are_listed_by_when_that_is_due(
    city: City, sign_in: SignIn
) -> None:
    sooner, later = (case_at(city, Status.AWAITING_CALLBACK) for _ in range(2))
    late_in_hand = LONG_AGO  # what was due while the unit had it is over
    Case.objects.filter(pk=later.pk).update(due_at=late_in_hand)
    sooner.clocks.filter(name="callback").update(due_at=LONG_AGO)
    agent = sign_in(city.person("callback_agent"))
    assert _found(agent, queue="call_back") == [sooner.number, later.number]


def test_a_case_is_found_by_its_number_in_any_case_of_letters(city: City, office: Client) -> None:
    case = taken_in(city)
    taken_in(city)
    assert _found(office, q=case.number.lower()) == [case.number]


def test_a_late_case_says_so_in_words(city: City, office: Client) -> None:
    case = case_at(city, Status.IN_HANDLING, at=LONG_AGO)
    page = read(office.get("/desk/cases?overdue=1"))
    row = _row(page, case)
    assert row.one("td", class_="c-clock").text.startswith("已逾期 ")
    assert "row-late" in row.attrs["class"]
    assert row.one("td", class_="c-time").text == "2022-04-01 09:00"


def test_a_case_that_is_due_soon_and_one_that_is_not_differ_in_words(
    city: City, office: Client
) -> None:
    soon = case_at(city, Status.IN_HANDLING, urgency="critical")
    fine = case_at(city, Status.IN_HANDLING)
    page = read(office.get("/desk/cases"))
    assert _row(page, soon).has("span", class_="clock-soon")
    assert "特急" in _row(page, soon).text
    assert _row(page, fine).has("span", class_="clock-fine")
    assert "剩余" in _row(page, fine).text


def test_a_case_that_waits_for_a_callback_shows_until_when(city: City, office: Client) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK, at=LONG_AGO)
    clock = case.clocks.get(name="callback", stopped_at=None)
    text = _row(read(office.get("/desk/cases")), case).one("td", class_="c-clock").text
    assert text.startswith("已逾期 ")
    head = read(office.get(f"/desk/cases/{case.number}")).one("p", class_="case-clock").text
    assert f"回访时限 {localtime(clock.due_at):%Y-%m-%d %H:%M}" in head


def test_a_confidential_case_is_marked_in_the_list(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    plain = case_at(city, Status.IN_HANDLING)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    sees = make_role("sees", "知情", ["see_all_cases", "see_confidential"])
    page = read(sign_in(make_staff("knowing", roles=[sees])).get("/desk/cases"))
    assert ["保密" in _row(page, each).text for each in (case, plain)] == [True, False]


def test_a_closed_case_says_whether_it_was_in_time(city: City, office: Client) -> None:
    case = case_at(city, Status.CLOSED)
    assert _row(read(office.get("/desk/cases")), case).one("td", class_="c-clock").text == "按期"


def test_numbers_in_titles_are_masked(city: City, office: Client) -> None:
    taken_in(city, title="请回电 13912345678")
    page = office.get("/desk/cases").content.decode()
    assert ("139****5678" in page, "13912345678" in page) == (True, False)


def test_markup_in_a_title_is_only_text(city: City, office: Client) -> None:
    evil = "<script>alert(1)</script>"
    taken_in(city, title=evil)
    answer = office.get("/desk/cases", {"q": evil})
    page = read(answer)
    assert page.one("td", class_="c-title").text == evil
    assert page.one("input", id="filter_q").attrs["value"] == evil
    assert evil not in answer.content.decode()


def test_filters_show_what_was_asked_for(city: City, office: Client) -> None:
    query = {"q": "井盖", "status": "closed", "channel": "province", "kind": "help"}
    page = read(office.get("/desk/cases", {**query, "overdue": "1", "queue": "dispatch"}))
    sends = page.one("form", class_="filters").sends()
    del sends["csrfmiddlewaretoken"]
    empty = dict.fromkeys(FURTHER, "")
    assert sends == {**query, **empty, "campaign": "", "overdue": "1", "queue": "dispatch"}


def test_the_filter_works_with_and_without_scripts(city: City, office: Client) -> None:
    form = read(office.get("/desk/cases")).one("form", class_="filters")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", "/desk/cases")
    assert (form.attrs["hx-target"], form.attrs["hx-push-url"]) == ("#found", "true")
    assert form.has("button", type="submit")


def test_how_many_were_found_is_read_aloud(city: City, office: Client) -> None:
    taken_in(city)
    page = read(office.get("/desk/cases"))
    found = page.one("section", id="found").one("p", role="status")
    assert found.text == "共 1 件，显示第 1–1 件"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "这里还没有工单"),
        ({"queue": "dispatch"}, "这里还没有工单"),
        ({"q": "没有"}, "可减少筛选条件"),
        ({"overdue": "1"}, "可减少筛选条件"),
        ({"page": "7"}, "请返回第一页"),
    ],
)
def test_an_empty_list_says_why(
    city: City, office: Client, query: dict[str, str], said: str
) -> None:
    assert said in read(office.get("/desk/cases", query)).one("div", class_="empty-box").text


def test_pages_follow_each_other_and_keep_the_filter(city: City, office: Client) -> None:
    for _ in range(PAGE_SIZE + 1):
        taken_in(city)
    first = read(office.get("/desk/cases?kind=complaint"))
    assert len(first.all("td", class_="c-number")) == PAGE_SIZE
    onward = first.all("a", rel="next")[0].attrs["href"]
    last = read(office.get(f"/desk/cases{onward}"))
    assert len(last.all("td", class_="c-number")) == 1
    assert "第 2 / 2 页" in last.text
    assert "kind=complaint" in last.all("a", rel="prev")[0].attrs["href"]
    assert not last.has("a", rel="next")


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "abc"},
        {"page": "²"},
        {"page": "9" * 50},
        {"page": "9" * 5000},
        {"status": "nowhere"},
        {"queue": "fly"},
        {"queue": "\0"},
        {"q": "\0"},
        {"q": "长" * 5000},
        {"q": "'; DROP TABLE records_case; --"},
        {"channel": "\0<b>"},
        {"overdue": "maybe"},
        {"q": "\ud800"},
    ],
    ids=lambda query: repr(query)[:40],
)
def test_no_address_breaks_the_list(city: City, office: Client, query: dict[str, str]) -> None:
    if any("\ud800" in text for text in query.values()):
        answer = office.get("/desk/cases?q=%ED%A0%80")
    else:
        answer = office.get("/desk/cases", query)
    assert answer.status_code == 200


def test_the_heading_names_the_queue(city: City, office: Client) -> None:
    page = read(office.get("/desk/cases?queue=dispatch"))
    assert page.one("h1").text == "待派单"
    here = [tab.text for tab in page.all("a", aria_current="page")]
    assert here == ["待派单0件"]


def test_rows_link_to_their_cases(city: City, office: Client) -> None:
    case = taken_in(city, at=datetime.now(UTC) - timedelta(minutes=1))
    page = read(office.get("/desk/cases"))
    assert page.one("td", class_="c-number").one("a").attrs["href"] == f"/desk/cases/{case.number}"


def test_a_page_beyond_the_last_leads_back_and_counts_no_pages(city: City, office: Client) -> None:
    taken_in(city)
    page = read(office.get("/desk/cases?kind=complaint&page=99"))
    back = page.one("div", class_="empty-box").all("a")[0]
    assert (back.text, back.attrs["href"]) == ("返回第一页", "/desk/cases?kind=complaint")
    assert not page.has("nav", class_="pager")
