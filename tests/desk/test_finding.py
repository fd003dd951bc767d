"""Finding: the search over everything, the list's further filters, saved filters and columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.desk.columns import COLUMNS, USUAL
from hotline.records.models import Case, SavedFilter
from hotline.rules.life import Status
from tests.articles import published
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_role, make_staff, taken_in
from tests.reading import Node, press, read

PHONE = "15400002222"
MOST_QUERIES = 15
LONG_AGO = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who sees all cases."""
    return sign_in(city.person("dispatcher"))


def _hits(page: Node) -> dict[str, list[str]]:
    """What was suggested, by group."""
    groups = page.all("div", class_="hit-group")
    return {
        group.one("p").attrs["id"].removeprefix("hits_"): [
            hit.one("span", class_="hit-name").text for hit in group.all("a")
        ]
        for group in groups
    }


def _typed(client: Client, words: str) -> dict[str, list[str]]:
    return _hits(read(client.post("/desk/search/suggest", {"find": words})))


def _numbers(client: Client, **query: str) -> list[str]:
    page = read(client.get("/desk/cases", query, follow=True))
    return [cell.text for cell in page.all("td", class_="c-number")]


# --- the search


def test_one_search_finds_cases_by_number_words_and_place(city: City, office: Client) -> None:
    case = taken_in(city, title="井盖缺失", text="学校门口的盖子没了", place="汀东区桥北街")
    taken_in(city, title="路灯不亮", text="整夜不亮")
    assert _typed(office, case.number[:12].lower())["number"] == ["路灯不亮", "井盖缺失"]
    assert _typed(office, case.number.removeprefix("YT"))["number"] == ["井盖缺失"]
    assert _typed(office, "学校门口 盖子")["words"] == ["井盖缺失"]
    assert _typed(office, "井盖")["words"] == ["井盖缺失"]
    assert _typed(office, "桥北街") == {"words": ["井盖缺失"]}


def test_units_screens_and_queues_are_found_by_name_and_pinyin(city: City, office: Client) -> None:
    assert _typed(office, "汀东区政府")["units"] == ["汀东区政府"]
    assert _typed(office, "tdqzf")["units"] == ["汀东区政府"]
    assert _typed(office, "daipaidan")["screens"] == ["待派单"]
    assert _typed(office, "改密码") == {"screens": ["修改密码"]}


def test_articles_are_found_by_who_may_read_them(city: City, sign_in: SignIn) -> None:
    published(city)
    reads = make_role("reads", "查阅", ["see_all_cases", "read_articles"])
    client = sign_in(make_staff("reader", roles=[reads]))
    assert _typed(client, "停水")["articles"] == ["停水查询"]
    assert "articles" not in _typed(sign_in(city.person("dispatcher")), "停水")


def test_a_phone_is_found_whole_by_all_and_by_its_tail_by_who_may_reveal(
    city: City, sign_in: SignIn
) -> None:
    taken_in(city, title="井盖缺失", phone=PHONE)
    agent, taker = sign_in(city.person("callback_agent")), sign_in(city.person("call_taker"))
    assert _typed(taker, PHONE)["phone"] == ["井盖缺失"]
    assert _typed(taker, "+86 154-0000-2222")["phone"] == ["井盖缺失"]
    assert (_typed(agent, "2222"), _typed(taker, "2222")) == ({"phone": ["井盖缺失"]}, {})


def test_nobody_finds_a_case_that_is_not_theirs_to_see(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING, title="举报井盖", phone=PHONE)
    clerks = {unit: sign_in(city.person("unit_clerk", unit)) for unit in ("east", "west")}
    found = {unit: list(_typed(client, "举报井盖")) for unit, client in clerks.items()}
    assert found == {"east": ["words"], "west": []}
    Case.objects.filter(pk=case.pk).update(confidential=True, external_number="SZ-7788")
    assert _typed(clerks["east"], PHONE) == {}
    assert _typed(clerks["east"], "SZ-7788") == {}
    assert _typed(sign_in(city.person("call_taker")), "举报井盖") == {}


def test_a_search_asks_few_questions(city: City, sign_in: SignIn) -> None:
    for _ in range(3):
        case_at(city, Status.IN_HANDLING, title="井盖缺失", phone=PHONE, place="井盖路")
    every = make_role("every", "全能", ["see_all_cases", "read_articles", "reveal"])
    client = sign_in(make_staff("every", roles=[every]))
    client.get("/desk/")
    asked = {}
    for words in ("井盖缺失", "井", "jinggai", "井改缺失", PHONE, "2222", "YT2026"):
        with CaptureQueriesContext(connection) as queries:
            client.post("/desk/search/suggest", {"find": words})
        asked[words] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/search", {"q": words}, follow=True)
        asked[f"{words}, page"] = len(queries)
    assert {words: count for words, count in asked.items() if count > MOST_QUERIES} == {}


def test_the_bar_looks_for_nothing_until_somebody_types(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("audit_admin"))
    with CaptureQueriesContext(connection) as queries:
        assert read(client.get("/desk/appearance")).has("form", class_="desk-search")
    told = ("records_case", "records_citizen", "records_article", "records_savedfilter")
    assert [row["sql"] for row in queries if any(name in row["sql"] for name in told)] == []


def test_the_page_of_results_has_the_same_groups_with_counts(city: City, office: Client) -> None:
    for _ in range(2):
        taken_in(city, title="井盖缺失", place="井盖缺失处")
    answer = office.post("/desk/search", {"find": "井盖缺失"})
    page = read(office.get(answer["Location"]))
    heads = [head.text for head in page.one("main").all("h2")]
    assert heads == ["工单2 项"]
    assert (
        "没有找到"
        in read(office.get("/desk/search?q=绝无此词")).one("div", class_="empty-box").text
    )


# --- numbers of people in addresses


@pytest.mark.parametrize("path", ["/desk/search", "/desk/cases"])
def test_a_phone_never_stands_in_an_address_and_its_key_opens_for_one_person(
    city: City, sign_in: SignIn, path: str
) -> None:
    case = taken_in(city, phone=PHONE)
    agent, taker = sign_in(city.person("callback_agent")), sign_in(city.person("call_taker"))
    sent = agent.post(path, {"q": f" {PHONE} "})["Location"]
    typed = agent.get(path, {"q": PHONE})["Location"]
    assert [PHONE[-4:] in address for address in (sent, typed)] == [False, False]
    mine, theirs = agent.get(sent).content.decode(), taker.get(sent).content.decode()
    assert (case.number in mine, case.number in theirs) == (True, False)
    assert (PHONE in mine, PHONE in theirs) == (False, False)
    broken = sent.replace("key=", "key=AAAA")
    assert case.number not in agent.get(broken).content.decode()


# --- the list


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"unit": "汀东区"}, True),
        ({"unit": "west"}, False),
        ({"topic": "0102"}, True),
        ({"topic": "交通运输"}, False),
        ({"place": "桥北"}, True),
        ({"urgency": "urgent"}, True),
        ({"urgency": "critical"}, False),
        ({"since": "2022-04-01", "until": "2022-04-01"}, True),
        ({"since": "2022-04-02"}, False),
        ({"until": "2022-03-31"}, False),
        ({"since": "昨天", "until": "9999-12-31"}, True),
        ({"due": "7"}, False),
        ({"mine": "1"}, True),
        ({"confidential": "1"}, False),
        ({"attached": "1"}, False),
        ({"returned": "1"}, False),
        ({"supervised": "1"}, False),
        ({"rating": "dissatisfied"}, False),
        ({"rating": "satisfied"}, True),
    ],
)
def test_further_filters_narrow_the_list(
    city: City, office: Client, query: dict[str, str], fits: bool
) -> None:
    case = case_at(city, Status.CALLED_BACK, urgency="urgent", place="汀东区桥北街", at=LONG_AGO)
    assert _numbers(office, **query) == ([case.number] if fits else [])


def test_what_is_due_within_days_is_found(city: City, office: Client) -> None:
    soon = case_at(city, Status.IN_HANDLING, urgency="critical")
    later = case_at(city, Status.IN_HANDLING)
    due = datetime.now(UTC) + timedelta(days=5)
    Case.objects.filter(pk=later.pk).update(due_at=due)
    assert _numbers(office, due="3") == [soon.number]
    assert set(_numbers(office, due="7")) == {soon.number, later.number}


def test_each_filter_that_is_on_can_be_taken_off(city: City, office: Client) -> None:
    page = read(office.get("/desk/cases?kind=help&mine=1&since=2022-04-01&queue=dispatch"))
    chips = page.one("ul", class_="chip-row").all("a")
    assert [chip.text.split("，")[0] for chip in chips] == [
        "类型：求助",
        "登记日期从：2022-04-01",
        "我经手的",
    ]
    left = parse_qs(urlsplit(chips[0].attrs["href"]).query)
    assert left == {"queue": ["dispatch"], "since": ["2022-04-01"], "mine": ["1"]}


def test_a_heading_sorts_and_sorts_the_other_way_round(city: City, office: Client) -> None:
    first, second = taken_in(city), taken_in(city)
    assert _numbers(office, sort="number") == [first.number, second.number]
    assert _numbers(office, sort="-number") == [second.number, first.number]
    page = read(office.get("/desk/cases?sort=number"))
    (head,) = page.all("th", aria_sort="ascending")
    assert (head.text, head.one("a").attrs["href"]) == ("工单号", "/desk/cases?sort=-number")


def test_columns_are_chosen_and_moved(city: City, office: Client) -> None:
    taken_in(city, place="桥北街")
    office.post("/desk/cases/columns", {"columns": ["status", "place"], "move": "place:up"})
    page = read(office.get("/desk/cases"))
    heads = [head.text for head in page.one("thead").all("th")][1:]
    assert heads == ["工单号", "标题", "事发地点", "状态"]
    assert "桥北街" in page.one("tbody").text
    office.post("/desk/cases/columns", {"usual": "1"})
    page = read(office.get("/desk/cases"))
    heads = [head.text for head in page.one("thead").all("th")][3:]
    assert heads == [COLUMNS[code].label for code in USUAL]


def test_a_filter_is_saved_found_renamed_deleted_and_put_back(city: City, office: Client) -> None:
    page = read(office.get("/desk/cases?kind=help&urgency=urgent"))
    press(office, page, "/desk/cases/filters/save", name="急的求助", first="1")
    row = SavedFilter.objects.get()
    assert (row.query, row.shared) == ("kind=help&urgency=urgent", "me")
    assert office.get("/desk/cases")["Location"] == "/desk/cases?kind=help&urgency=urgent"
    assert office.get("/desk/cases?all=1").status_code == 200
    path = f"/desk/cases/filters/{row.pk}"
    office.post(f"{path}/rename", {"name": "加急求助"})
    office.post(f"{path}/delete")
    assert "加急求助" not in read(office.get("/desk/cases?all=1")).one("main").text
    assert office.get("/desk/cases").status_code == 200
    office.post(f"{path}/restore")
    bar = read(office.get("/desk/cases?all=1")).one("nav", aria_label="常用筛选")
    assert bar.text == "加急求助"


def test_a_filter_is_shared_with_ones_role_or_unit_and_not_beyond(
    city: City, sign_in: SignIn
) -> None:
    clerk = sign_in(city.person("unit_clerk", "east"))
    for name, shared in (("本岗", "role"), ("本单位", "unit"), ("自己", "me")):
        clerk.post("/desk/cases/filters/save", {"kind": "help", "name": name, "shared": shared})
    seen = {}
    for role, unit in (("unit_clerk", "west"), ("unit_leader", "east"), ("dispatcher", "")):
        page = read(sign_in(city.person(role, unit)).get("/desk/cases"))
        bars = page.all("nav", aria_label="常用筛选")
        seen[role] = [link.text.split("（")[0] for bar in bars for link in bar.all("a")]
    assert seen == {"unit_clerk": ["本岗"], "unit_leader": ["本单位"], "dispatcher": []}
    row = SavedFilter.objects.get(name="本岗")
    west = sign_in(city.person("unit_clerk", "west"))
    west.post(f"/desk/cases/filters/{row.pk}/delete")
    row.refresh_from_db()
    assert row.deleted_at is None
    other = sign_in(city.person("dispatcher"))
    assert other.post(f"/desk/cases/filters/{row.pk}/delete").status_code == 404


def test_a_filter_by_number_is_kept_for_oneself_only(city: City, office: Client) -> None:
    address = office.post("/desk/cases", {"q": PHONE})["Location"]
    key = parse_qs(urlsplit(address).query)["key"][0]
    for shared in ("role", "me"):
        sent = {"key": key, "name": f"号码 {shared}", "shared": shared}
        office.post("/desk/cases/filters/save", sent)
    assert [row.name for row in SavedFilter.objects.all()] == ["号码 me"]


def test_the_pages_of_ones_lists_ask_few_questions(city: City, office: Client) -> None:
    office.post("/desk/cases/filters/save", {"kind": "help", "name": "求助"})
    asked = {}
    for path in ("/desk/cases?kind=help&unit=east&mine=1", "/desk/cases/filters"):
        office.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert office.get(path).status_code == 200
        asked[path] = len(queries)
    assert {path: count for path, count in asked.items() if count > MOST_QUERIES} == {}
