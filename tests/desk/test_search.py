"""The search over all cases: what is found, in which order, why, and what nobody may find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Case, CaseWords
from hotline.records.queries import searching
from hotline.records.queries.searching import CaseSearch
from hotline.records.queries.walking import PLACE, SPREAD, TEXT, TITLE
from hotline.records.queries.wanted import Wanted
from hotline.records.scope import scoped_for
from hotline.rules.life import Status
from hotline.steps.dispatch import dispatch
from hotline.steps.pass_down import pass_down
from hotline.steps.recall import recall
from hotline.steps.refill_words import not_searched, refill_words
from hotline.steps.sign import sign
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, taken_in
from tests.reading import Node, read

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
MOST_QUERIES = 15


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who sees all cases."""
    return sign_in(city.person("dispatcher"))


def found(
    city: City, words: str, role: str = "dispatcher", of: str = "", **facts: str
) -> list[str]:
    """The titles that a person finds, the best first."""
    staff = city.person(role, of)
    with scoped_for(staff):
        page = CaseSearch(staff, words, limit=20, wanted=Wanted.from_query(facts)).telling()
    return [row.title for row, _ in page.rows]


def shown(client: Client, **query: str) -> Node:
    """The page of results, without what is around it."""
    return read(client.get("/desk/search", query, follow=True)).one("main")


def section(page: Node, code: str) -> list[Node]:
    """The hits of one group."""
    return [hit for box in page.all("section", id=code) for hit in box.all("li")]


# --- what is found


@pytest.mark.parametrize("words", ["井", "井盖", "盖缺失", "门口 井", "ＡＢ", "ab井", "，", "修好"])
def test_a_word_of_any_length_finds_title_text_place_and_answer(city: City, words: str) -> None:
    case = case_at(city, Status.CLOSED, title="AB井盖缺失", text="学校门口，没人管", at=NOW)
    Case.objects.filter(pk=case.pk).update(answer="已修好")
    list(refill_words(repair=True))
    taken_in(city, title="路灯不亮", text="整夜不亮", place="桥北街")
    assert found(city, words) == ["AB井盖缺失"]


def test_an_old_case_is_found_by_one_character(city: City) -> None:
    taken_in(city, title="井盖缺失", at=NOW - timedelta(days=1600))
    taken_in(city, title="路灯不亮", at=NOW)
    assert found(city, "井") == ["井盖缺失"]


def test_the_title_comes_before_the_place_the_text_and_what_is_spread(city: City) -> None:
    told = {
        SPREAD: {"title": "甲停水", "place": "桥北街", "text": "一"},
        TEXT: {"title": "乙", "text": "桥北街一直停水"},
        PLACE: {"title": "丙", "place": "桥北街停水处", "text": "二"},
        TITLE: {"title": "丁桥北街停水", "text": "三"},
    }
    for hours, facts in enumerate(reversed(told.values())):
        taken_in(city, at=NOW + timedelta(hours=hours), **facts)
    staff = city.person("dispatcher")
    page = CaseSearch(staff, "桥北街 停水", limit=20).telling()
    assert [tier for _, tier in page.rows] == [TITLE, PLACE, TEXT, SPREAD]
    newest = CaseSearch(staff, "桥北街 停水", limit=20).telling(by_date=True)
    assert [tier for _, tier in newest.rows] == [SPREAD, TEXT, PLACE, TITLE]


@pytest.mark.parametrize("by_date", [False, True])
@pytest.mark.parametrize("most", [1000, 3])
def test_pages_hold_every_case_once_in_their_order(
    city: City, monkeypatch: pytest.MonkeyPatch, most: int, by_date: bool
) -> None:
    monkeypatch.setattr(searching, "RANKED", most)
    for number in range(7):
        title, text = ("停水", "停") if number % 3 == 0 else ("无", "停水多日")
        taken_in(city, title=f"{title}{number}", text=text, at=NOW - timedelta(days=20 * number))
    staff, after, titles = city.person("dispatcher"), "", []
    for _ in range(4):
        page = CaseSearch(staff, "停水", limit=2).telling(by_date=by_date, after=after)
        titles += [row.title for row, _ in page.rows]
        after = page.after
    best = ["停水0", "停水3", "停水6", "无1", "无2", "无4", "无5"]
    newest = ["停水0", "无1", "无2", "停水3", "无4", "无5", "停水6"]
    assert (titles, after) == (newest if by_date else best, "")


def test_a_search_that_ends_early_says_how_far_it_went(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "RANKED", 2)
    monkeypatch.setattr(searching, "BATCHES", (2,))
    for number in range(9):
        kind = "help" if number == 8 else "complaint"
        taken_in(city, title="停水", kind=kind, at=NOW - timedelta(days=number))
    staff, wanted = city.person("dispatcher"), Wanted(kind="help")
    page = CaseSearch(staff, "停水", limit=2, wanted=wanted).telling(by_date=True)
    assert (list(page.rows), page.is_all, str(page.went_back_to)) == ([], False, "2026-11-16")
    for _ in range(2):
        search = CaseSearch(staff, "停水", limit=2, wanted=wanted)
        page = search.telling(by_date=True, after=page.after)
    assert [row.kind_id for row, _ in page.rows] == [city.kinds["help"].pk]


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"kind": "complaint"}, True), ({"kind": "help"}, False),
        ({"status": "in_handling"}, True), ({"status": "closed"}, False),
        ({"unit": "east"}, True), ({"unit": "west"}, False),
        ({"place": "桥北"}, True), ({"channel": "mayor_mailbox"}, False),
        ({"since": "2026-11-20", "until": "2026-11-20"}, True), ({"until": "2026-11-19"}, False),
    ],
)  # fmt: skip
def test_filters_narrow_what_is_found(city: City, facts: dict[str, str], fits: bool) -> None:
    case_at(city, Status.IN_HANDLING, title="井盖缺失", place="桥北街", at=NOW)
    assert found(city, "井盖", **facts) == (["井盖缺失"] if fits else [])


# --- what is nearly it


@pytest.mark.parametrize(
    "typed", ["jinggai", "jing gai", "jggs", "景盖", "井改缺失", "井缺失", "井水盖缺失"]
)
def test_what_sounds_so_or_is_one_character_away_is_offered_and_marked(
    city: City, office: Client, typed: str
) -> None:
    taken_in(city, title="井盖缺失", text="没人管")
    taken_in(city, title="路灯不亮", text="整夜不亮")
    page = shown(office, q="jgqs" if typed == "jggs" else typed)
    assert section(page, "words") == []
    (hit,) = section(page, "near")
    assert hit.one("span", class_="hit-near").text == "近似"
    assert page.one("p", class_="meant").text.startswith("您是不是要找：井盖")


def test_nothing_is_offered_where_the_very_words_are_found(city: City, office: Client) -> None:
    for title in ("停水", "停水", "停水", "停睡"):
        taken_in(city, title=title)
    page = shown(office, q="停水")
    assert (len(section(page, "words")), section(page, "near")) == (3, [])
    assert page.all("p", class_="meant") == []


# --- what nobody finds who may not see it


def test_no_unit_finds_counts_or_is_offered_a_case_of_another(city: City) -> None:
    case_at(city, Status.IN_HANDLING, title="举报井盖", unit="east")
    assert [found(city, "举报", "unit_clerk", unit) for unit in ("east", "west")] == [
        ["举报井盖"],
        [],
    ]
    for unit, total in (("east", 1), ("west", 0)):
        staff = city.person("unit_clerk", unit)
        with scoped_for(staff):
            assert CaseSearch(staff, "举报", limit=5).telling().total == total
            assert CaseSearch(staff, "jubao", limit=5).nearly().total == total
            assert CaseSearch(staff, "举抱", limit=5).nearly().total == total


def test_a_unit_with_very_many_cases_is_held_to_its_own(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FEW", 0)
    case_at(city, Status.IN_HANDLING, title="举报井盖", unit="east")
    assert [found(city, "举报", "unit_clerk", unit) for unit in ("east", "west")] == [
        ["举报井盖"],
        [],
    ]


def test_a_unit_finds_a_case_as_soon_as_it_has_it_and_no_longer_than_that(city: City) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH, title="举报井盖")
    asked = []
    for unit in ("east", "", "west"):
        at = case.moved_at + timedelta(minutes=1)
        if unit:
            dispatch(case, to=city.units[unit], by=None, at=at)
        else:
            recall(case, reason="误派", by=None, at=at)
        asked.append([found(city, "井盖", "unit_clerk", each) for each in ("east", "west")])
    assert asked == [[["举报井盖"], []], [[], []], [[], ["举报井盖"]]]
    head = city.person("unit_clerk", "west")
    with scoped_for(head):
        below, at = city.units["west_street"], case.moved_at + timedelta(minutes=1)
        sign(case, by=head, at=at)
        pass_down(case, to=below, by=head, at=at + timedelta(minutes=1))
    assert found(city, "井盖", "unit_clerk", "west_street") == ["举报井盖"]
    assert (not_searched(), list(refill_words(repair=False))) == (False, [(1, 0)])


def test_a_mark_that_names_a_unit_shows_it_nothing(city: City) -> None:
    case = case_at(city, Status.IN_HANDLING, title="举报井盖", unit="east")
    CaseWords.objects.update(units=[unit.pk for unit in city.units.values()])
    staff = city.person("unit_clerk", "west")
    with scoped_for(staff):
        search = CaseSearch(staff, "井盖", limit=5)
        assert (search.telling().total, search.nearly().total) == (0, 0)
        assert CaseSearch(staff, case.number, limit=5).numbered().total == 0
    assert list(refill_words(repair=False)) == [(1, 1)]


def test_a_confidential_case_is_not_told_of_by_count_or_suggestion(
    city: City, sign_in: SignIn
) -> None:
    case = taken_in(city, title="举报井盖", text="保密的事")
    Case.objects.filter(pk=case.pk).update(confidential=True)
    client = sign_in(city.person("call_taker"))
    for words in ("举报井盖", "保密", "jubao", "举抱", "举报井该"):
        page = shown(client, q=words)
        assert ("没有找到" in page.text, "井盖" in page.one("section").text) == (True, False)


# --- what is shown


def test_words_are_marked_around_where_they_stand_and_nothing_becomes_markup(
    city: City, office: Client
) -> None:
    text = f"{'很' * 200}<script>alert(1)</script>井盖不见了，电话15400001234。"
    taken_in(city, title="<b>盖子</b>", text=text)
    answer = office.get("/desk/search", {"q": "井盖"}).content.decode()
    assert ("<mark>井盖</mark>" in answer, "<script>alert" in answer) == (True, False)
    assert ("<b>盖子" in answer, "15400001234" in answer) == (False, False)
    (hit,) = section(shown(office, q="井盖"), "words")
    assert hit.one("span", class_="hit-where").text == "诉求内容"


def test_units_are_found_beside_cases_unless_a_filter_narrows_those(
    city: City, office: Client
) -> None:
    name = city.units["east"].name
    assert len(section(shown(office, q=name), "units")) == 1
    assert section(shown(office, q=name, kind="complaint"), "units") == []


def test_the_form_keeps_filters_and_order_and_seals_a_number(city: City, office: Client) -> None:
    sent = {"q": "井盖 15400001234", "kind": "help", "unit": "east", "by": "date"}
    address = office.post("/desk/search", sent)["Location"]
    said = parse_qs(urlsplit(address).query)
    assert (said["kind"], said["unit"], said["by"]) == (["help"], ["east"], ["date"])
    assert (sorted(said), "15400001234" in address) == (["by", "key", "kind", "unit"], False)
    page = read(office.get(address))
    assert page.one("input", id="search_q").attrs["value"] == ""
    assert page.one("input", id="filter_unit").attrs["value"] == "east"


@pytest.mark.parametrize(
    "words",
    ["%", "_", "\\", "'", '"', "' OR 1=1 --", "{a,b}", "$$", "%s", "(?:", "[a-", "*" * 100, "😀",
     "👨‍👩‍👧", "，。！", "\u202eabc", "مرحبا", "a\0b", "字" * 10_000, "a " * 5000,
     "x" * 8, "ü", "|"],
)  # fmt: skip
def test_whatever_is_typed_is_only_looked_for(city: City, office: Client, words: str) -> None:
    taken_in(city, title="井盖缺失", text="没人管")
    assert office.get("/desk/search", {"q": words}).status_code == 200
    assert office.post("/desk/search/suggest", {"find": words}).status_code == 200
    assert section(shown(office, q=words), "words") == []


@pytest.mark.parametrize("after", ["x", "1.2.3", "9.1.0", "3.99999999999.000000." + "f" * 32, "-1"])
def test_a_broken_key_of_a_page_is_no_fault(city: City, office: Client, after: str) -> None:
    taken_in(city, title="井盖缺失")
    assert office.get("/desk/search", {"q": "井盖", "after": after}).status_code == 200


def test_a_search_out_of_very_many_asks_few_questions(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "RANKED", 2)
    for _ in range(5):
        case_at(city, Status.IN_HANDLING, title="井盖缺失")
    asked = {}
    for role, unit in (("dispatcher", ""), ("unit_clerk", "east")):
        client = sign_in(city.person(role, unit))
        client.get("/desk/")
        for kind in ("complaint", ""):
            with CaptureQueriesContext(connection) as queries:
                client.get("/desk/search", {"q": "井盖", "kind": kind})
            asked[role, kind] = len(queries)
    assert {role: count for role, count in asked.items() if count > MOST_QUERIES} == {}


def test_words_and_numbers_cost_a_unit_no_more_questions_than_the_office(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "RANKED", 2)
    case, *_ = [case_at(city, Status.IN_HANDLING, title="井盖缺失") for _ in range(5)]
    asked = {}
    for role, unit in (("dispatcher", ""), ("unit_clerk", "east")):
        staff = city.person(role, unit)
        for words in ("井盖", case.number):
            with scoped_for(staff), CaptureQueriesContext(connection) as queries:
                search = CaseSearch(staff, words, limit=2)
                assert search.numbered().total + search.telling().total > 0
            asked[role, words] = len(queries)
    # The span of days, a walk and who sees it, the same for titles, and the page; of a number the
    # identities and the rows, and then the words that nothing holds.
    assert asked == {(who, words): count for who in ("dispatcher", "unit_clerk")
                     for words, count in (("井盖", 6), (case.number, 4))}  # fmt: skip


# --- how it is kept


def test_what_a_case_is_found_by_follows_it_and_a_gap_is_mended(city: City) -> None:
    case = case_at(city, Status.CLOSED, title="井盖缺失", at=NOW)
    kept = CaseWords.objects.get(pk=case.pk)
    assert (kept.title, kept.answer, str(kept.day)) == ("井盖缺失", case.answer, "2026-11-20")
    assert kept.sounds.startswith("jing gai que shi |")
    assert (not_searched(), list(refill_words(repair=False))) == (False, [(1, 0)])
    CaseWords.objects.all().delete()
    assert (not_searched(), list(refill_words(repair=True))) == (True, [(1, 1)])
    assert (not_searched(), list(refill_words(repair=False))) == (False, [(1, 0)])
