"""Finding articles: words of any length, what comes first, what is in force, what is whose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Article
from hotline.records.queries.articles import (
    PAGE_SIZE,
    Sought,
    answer_from,
    article_for,
    articles_for,
    corrections_for,
    expiring,
    find_articles,
    in_force,
    in_work,
)
from hotline.steps.knowledge.ask_correction import ask_correction
from hotline.steps.knowledge.use import use_article
from hotline.steps.knowledge.withdraw import withdraw_article
from tests.articles import NOW, TODAY, drafted, keeper, published, revised
from tests.factories import City


def _titles(query: str = "", day: date = TODAY, **sought: object) -> list[str]:
    return [row.title for row in find_articles(Sought(query=query, **sought), day).rows]


@pytest.fixture
def three(city: City) -> None:
    """Three articles with 停水 in the text, in the title, and as the title."""
    published(city, title="供水热线", answer="遇到停水请拨打。", question="", text="")
    published(city, title="计划停水通知", answer="提前公布。", question="", text="")
    published(city, title="停水", answer="见通知。", question="", text="ETC")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("停水", ["停水", "计划停水通知", "供水热线"]),
        ("水", ["供水热线", "计划停水通知", "停水"]),
        ("计划停水", ["计划停水通知"]),
        ("通知 停水", ["计划停水通知", "停水"]),
        ("ｅｔｃ", ["停水"]),
        ("热线", ["供水热线"]),
        ("供", ["供水热线"]),
        ("没有的", []),
        ("停\0水", ["停水", "计划停水通知", "供水热线"]),
    ],
)
def test_words_of_any_length_are_found(query: str, titles: list[str]) -> None:
    assert sorted(_titles(query)) == sorted(titles)


@pytest.mark.usefixtures("three")
def test_an_exact_title_comes_first_then_titles_then_texts() -> None:
    assert _titles("停水") == ["停水", "计划停水通知", "供水热线"]


@pytest.mark.parametrize(
    "query", ["%", "_", "\\", "%_\\", "水%", "'", "<b>", "停" * 300, "\0", "' OR 1=1 --"]
)
def test_marks_stand_for_themselves(city: City, query: str) -> None:
    published(city)
    words = query.replace("\0", "").strip()
    assert _titles(query) == ([] if words else ["停水查询"])


@pytest.mark.parametrize("mark", ["%", "_", "\\", "100%_\\<b>"])
def test_marks_are_found_where_they_stand(city: City, mark: str) -> None:
    published(city, title="别的")
    published(city, title="有记号", text=f"降低{mark}。")
    assert _titles(mark) == ["有记号"]


def test_the_more_used_comes_first_among_equals(city: City) -> None:
    published(city, title="停水甲")
    often = published(city, title="停水乙")
    use_article(often, case=None, by=None, at=NOW)
    assert (_titles("停水"), _titles()) == (["停水乙", "停水甲"], ["停水乙", "停水甲"])


def test_only_what_is_in_force_today_is_found(city: City) -> None:
    last = published(city, title="最后一天", expires_on=TODAY)
    published(city, title="以后", valid_from=TODAY + timedelta(days=1))
    drafted(city, title="草稿")
    withdraw_article(published(city, title="撤回"), reason="错", by=None, at=NOW)
    assert _titles() == ["最后一天"]
    assert _titles(day=TODAY + timedelta(days=1)) == ["以后"]
    assert list(in_force(TODAY)) == [last]


def test_a_revision_is_not_found_before_it_is_published(city: City) -> None:
    revised(city, published(city), title="新标题", answer="改后的话")
    assert (_titles("改后的话"), _titles("新标题"), _titles("停水查询")) == ([], [], ["停水查询"])


def test_a_topic_and_a_unit_hold_all_below_them(city: City) -> None:
    published(city, title="卫生", topics=("010214",), unit="east_street")
    published(city, title="公交", topics=("0201", "010216"), unit="west")
    assert _titles(topic="0102") == ["公交", "卫生"] or _titles(topic="0102") == ["卫生", "公交"]
    assert (_titles(topic="环境卫生"), _titles(topic="02")) == (["卫生"], ["公交"])
    assert (_titles(unit="汀东区"), _titles(unit="west")) == (["卫生"], ["公交"])
    assert (_titles(topic="没有"), _titles(unit="没有")) == ([], [])


def test_pages_hold_all_rows_once(city: City) -> None:
    base = published(city)
    rows = [
        Article(
            number=f"T{number}",
            stage="settled",
            standing="published",
            current=base.current,
            title=f"停水{number}",
            department=base.department,
            topics=base.topics,
            valid_from=base.valid_from,
            expires_on=base.expires_on,
            words=f"停水{number}\n",
        )
        for number in range(PAGE_SIZE + 4)
    ]
    Article.objects.bulk_create(rows)
    pages = [find_articles(Sought(query="停水", page=page), TODAY) for page in (1, 2, 3)]
    assert [(len(p.rows), p.total, p.pages) for p in pages] == [(20, 25, 2), (5, 25, 2), (0, 25, 2)]
    assert len({row.pk for page in pages for row in page.rows}) == 25


@pytest.mark.usefixtures("three")
def test_a_search_takes_two_queries() -> None:
    with CaptureQueriesContext(connection) as queries:
        page = find_articles(Sought(query="停水"), TODAY)
        assert [row.department.name for row in page.rows if row.current]
    assert len(queries) == 2


def test_call_takers_open_what_is_in_force_and_keepers_what_is_theirs(city: City) -> None:
    out, draft = published(city), drafted(city)
    taker, east = keeper(city, "taker"), keeper(city, "writer", "east")
    west = keeper(city, "writer", "west")
    seen = {who.username: set(articles_for(who, TODAY)) for who in (taker, east, west)}
    assert list(seen.values()) == [{out}, {out, draft}, {out}]
    for number in (draft.number, "ZS\0", "没有"):
        with pytest.raises(Article.DoesNotExist):
            article_for(taker, number, TODAY)


def test_lists_are_of_ones_own_articles(city: City) -> None:
    soon = published(city, title="快到期", expires_on=TODAY + timedelta(days=30))
    published(city, title="还早", expires_on=TODAY + timedelta(days=31))
    drafted(city, title="草稿")
    ask_correction(soon, wrong="错", by=None, at=NOW)
    for role, unit, number in (("writer", "east", 1), ("writer", "", 1), ("writer", "west", 0)):
        person = keeper(city, role, unit)
        found = (
            [row.title for row in expiring(person, TODAY)],
            [row.title for row in in_work(person)],
            corrections_for(person).count(),
        )
        assert found == (["快到期"] * number, ["草稿"] * number, number)
    taker = keeper(city, "taker")
    assert (list(expiring(taker, TODAY)), in_work(taker)) == ([], [])


def test_an_answer_comes_only_from_what_is_in_force(city: City) -> None:
    taker = keeper(city, "taker")
    out, draft = published(city, answer="请这样说。"), drafted(city)
    assert answer_from(out.number, taker, TODAY) == "请这样说。"
    given = [answer_from(number, taker, TODAY) for number in (draft.number, "", "x\0", "没有")]
    assert given == [""] * 4
    nobody = city.person("call_taker")
    assert answer_from(out.number, nobody, TODAY) == ""


def test_what_is_sought_is_read_from_any_address() -> None:
    given = {"q": " 停\0水 ", "page": "２", "topic": "长" * 300}
    assert Sought.from_query(given) == Sought("停水", "长" * 100, "", 1)
    assert Sought.from_query({"page": "9" * 50}).page == 1_000


def test_an_expired_article_leaves_the_search_even_if_no_job_ran(city: City) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    published(city, at=at, expires_on=date(2026, 3, 31))
    assert (_titles(day=date(2026, 3, 31)), _titles(day=date(2026, 4, 1))) == (["停水查询"], [])
