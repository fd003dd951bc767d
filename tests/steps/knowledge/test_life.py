"""An article from draft to expiry: versions, four eyes, units, and what nobody may change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from hotline.records.models import Article, ArticleEntry, ArticleVersion
from hotline.rules.permits import NotPermitted
from hotline.steps.knowledge.drop import drop_revision
from hotline.steps.knowledge.expire import expire_article, expire_due
from hotline.steps.knowledge.publish import publish_article
from hotline.steps.knowledge.renew import renew_article
from hotline.steps.knowledge.review import review_article
from hotline.steps.knowledge.send_back import send_back_article
from hotline.steps.knowledge.submit import submit_article
from hotline.steps.knowledge.withdraw import withdraw_article
from hotline.steps.knowledge.write import edit_article, write_article
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace
from hotline.worker.jobs import expire_articles
from tests.articles import NEXT_YEAR, NOW, TODAY, drafted, keeper, published, put_out, revised, text
from tests.factories import City

LAST_DAY = date(2026, 3, 31)
BEGUN = datetime(2026, 1, 5, tzinfo=UTC)


def _place(article: Article) -> tuple[str, str]:
    article.refresh_from_db()
    return article.stage, article.standing


def _verbs(article: Article) -> list[tuple[int, str, int]]:
    entries = ArticleEntry.objects.filter(article=article).order_by("seq")
    return list(entries.values_list("seq", "verb", "text_number"))


def test_an_article_walks_from_draft_to_published(city: City) -> None:
    article = published(city)
    assert _place(article) == ("settled", "published")
    assert _verbs(article) == [
        (1, "write", 1),
        (2, "submit", 1),
        (3, "review", 1),
        (4, "publish", 1),
    ]
    assert (article.number[:2], article.version, article.current.number) == ("ZS", 4, 1)


def test_numbers_are_one_after_the_other(city: City) -> None:
    first, second = drafted(city), drafted(city)
    assert int(second.number[2:]) == int(first.number[2:]) + 1


def test_a_revision_leaves_what_is_published_in_force_until_it_is_out(city: City) -> None:
    article = revised(city, published(city), title="新标题", answer="新答复")
    assert _place(article) == ("draft", "published")
    assert (article.title, article.current.answer) == ("停水查询", "计划停水会提前一天公布。")
    assert "新答复" not in article.words
    put_out(city, article)
    article.refresh_from_db()
    assert (article.title, article.current.answer) == ("新标题", "新答复")
    assert article.words.startswith("新标题\n")


def test_every_save_is_a_version(city: City) -> None:
    article = drafted(city)
    for number in (2, 3):
        revised(city, article, answer=f"第 {number} 稿")
    answers = article.versions.order_by("number").values_list("number", "answer")
    assert list(answers) == [(1, "计划停水会提前一天公布。"), (2, "第 2 稿"), (3, "第 3 稿")]


def test_a_dropped_revision_leaves_its_texts_and_the_published_one(city: City) -> None:
    article = revised(city, published(city), answer="不要的")
    drop_revision(article, by=keeper(city, "writer"), at=NOW)
    assert _place(article) == ("settled", "published")
    assert (article.current.number, article.versions.count()) == (1, 2)


@pytest.mark.parametrize("table", ["articleversion", "articleentry", "articleuse"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_refuses_to_change_versions_journal_and_uses(
    city: City, table: str, statement: str
) -> None:
    from hotline.steps.knowledge.use import use_article  # noqa: PLC0415 - for this test's row

    article = published(city)
    use_article(article, case=None, by=keeper(city, "taker"), at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises((IntegrityError, ProgrammingError), match=r"append only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(f"records_{table}"))


@pytest.mark.parametrize(
    ("role", "act"),
    [
        ("taker", lambda a, by, c: write_article(text(), department=a.department, by=by, at=NOW)),
        ("reviewer", lambda a, by, c: revised_by(a, by)),
        ("reviewer", lambda a, by, c: submit_article(a, by=by, at=NOW)),
        ("writer", lambda a, by, c: review_article(a, by=by, at=NOW)),
        ("publisher", lambda a, by, c: send_back_article(a, reason="改", by=by, at=NOW)),
        ("reviewer", lambda a, by, c: publish_article(a, by=by, at=NOW)),
        ("writer", lambda a, by, c: renew_article(a, expires_on=NEXT_YEAR, by=by, at=NOW)),
        ("writer", lambda a, by, c: withdraw_article(a, reason="错", by=by, at=NOW)),
        ("writer", lambda a, by, c: expire_article(a, by=by, at=NOW)),
        ("publisher", lambda a, by, c: drop_revision(a, by=by, at=NOW)),
    ],
)
def test_nobody_does_what_their_permits_do_not_name(city: City, role: str, act: object) -> None:
    article = drafted(city)
    with pytest.raises(NotPermitted):
        act(article, keeper(city, role), city)
    assert _place(article) == ("draft", "unpublished")


def revised_by(article: Article, by: object) -> Article:
    """A next text by somebody."""
    return edit_article(article, text(), department=article.department, by=by, at=NOW)


def test_a_units_clerk_writes_for_the_unit_and_those_below_it_only(city: City) -> None:
    clerk = keeper(city, "writer", "east")
    for unit in ("east", "east_street"):
        write_article(text(), department=city.units[unit], by=clerk, at=NOW)
    for unit in ("west", "west_street"):
        with pytest.raises(Refused, match="由该单位维护"):
            write_article(text(), department=city.units[unit], by=clerk, at=NOW)
    with pytest.raises(Refused, match="由该单位维护"):
        revised_by(drafted(city, unit="west"), clerk)


def test_a_clerk_cannot_give_an_article_to_another_unit(city: City) -> None:
    clerk = keeper(city, "writer", "east")
    article = drafted(city)
    with pytest.raises(Refused) as refused:
        edit_article(article, text(), department=city.units["west"], by=clerk, at=NOW)
    assert (refused.value.field, article.versions.count()) == ("department", 1)


@pytest.mark.parametrize("act", [review_article, publish_article])
def test_nobody_passes_or_publishes_what_they_wrote(city: City, act: object) -> None:
    chief, other = keeper(city, "chief"), keeper(city, "chief", name="另一位")
    article = drafted(city)
    edit_article(article, text(answer="改过"), department=article.department, by=chief, at=NOW)
    submit_article(article, by=chief, at=NOW)
    if act is publish_article:
        review_article(article, by=other, at=NOW)
    with pytest.raises(Refused, match="请由其他人审核、发布"):
        act(article, by=chief, at=NOW)
    act(article, by=other, at=NOW)


def test_who_wrote_an_earlier_published_text_may_publish_the_next(city: City) -> None:
    chief = keeper(city, "chief")
    article = write_article(text(), department=city.units["east"], by=chief, at=NOW)
    put_out(city, article)
    revised(city, article, answer="别人写的")
    submit_article(article, by=keeper(city, "writer"), at=NOW)
    review_article(article, by=chief, at=NOW)
    publish_article(article, by=chief, at=NOW)
    assert article.current.answer == "别人写的"


@pytest.mark.parametrize("act", [send_back_article, withdraw_article])
def test_a_reason_is_asked_for(city: City, act: object) -> None:
    article = drafted(city)
    submit_article(article, by=None, at=NOW)
    if act is withdraw_article:
        review_article(article, by=None, at=NOW)
        publish_article(article, by=None, at=NOW)
    with pytest.raises(Refused) as refused:
        act(article, reason=" ", by=None, at=NOW)
    assert refused.value.field == "reason"
    act(article, reason=" 数字过时 ", by=None, at=NOW)
    assert ArticleEntry.objects.filter(article=article).latest("seq").note == "数字过时"


def test_a_move_that_is_not_open_says_how_the_article_stands(city: City) -> None:
    with pytest.raises(Refused, match="这篇知识现为“未发布、草稿”，不能“发布”"):
        publish_article(drafted(city), by=None, at=NOW)


def test_a_text_with_a_fault_or_an_unknown_topic_is_not_kept(city: City) -> None:
    for facts, field in (({"title": ""}, "title"), ({"topics": ("999",)}, "topics")):
        with pytest.raises(Refused) as refused:
            write_article(text(**facts), department=city.units["east"], by=None, at=NOW)
        assert refused.value.field == field
    assert Article.objects.count() == 0


def test_of_two_who_edit_the_same_text_the_second_is_told(city: City) -> None:
    article = drafted(city)
    mine, theirs = Article.objects.get(), Article.objects.get()
    revised(city, theirs, answer="她的")
    with pytest.raises(LostRace, match="这篇知识刚被他人更新"):
        revised(city, mine, answer="我的")
    with pytest.raises(LostRace):
        edit_article(
            theirs, text(), department=article.department, by=None, at=NOW, seen=article.version
        )
    assert list(ArticleVersion.objects.order_by("number").values_list("answer", flat=True)) == [
        "计划停水会提前一天公布。",
        "她的",
    ]


def test_a_text_whose_days_are_over_is_not_published(city: City) -> None:
    article = drafted(city, expires_on=TODAY - timedelta(days=1))
    submit_article(article, by=None, at=NOW)
    review_article(article, by=None, at=NOW)
    with pytest.raises(Refused) as refused:
        publish_article(article, by=None, at=NOW)
    assert refused.value.field == "expires_on"


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (datetime(2026, 3, 31, 15, 59, tzinfo=UTC), "published"),  # 23:59 in China
        (datetime(2026, 3, 31, 16, 0, tzinfo=UTC), "expired"),  # midnight in China
    ],
)
def test_an_article_expires_when_its_last_day_is_over_in_china(
    city: City, at: datetime, standing: str
) -> None:
    article = published(city, at=BEGUN, expires_on=LAST_DAY)
    assert expire_due(at=at) == (1 if standing == "expired" else 0)
    assert expire_due(at=at) == 0
    assert _place(article) == ("settled", standing)


def test_an_article_expires_while_it_is_being_revised(city: City) -> None:
    article = revised(city, published(city, at=BEGUN, expires_on=LAST_DAY))
    expire_due(at=NOW)
    assert _place(article) == ("draft", "expired")


def test_the_worker_marks_what_is_over(city: City) -> None:
    article = published(city, at=BEGUN, expires_on=LAST_DAY)
    expire_articles(0)
    assert _place(article) == ("settled", "expired")


def test_nothing_expires_before_its_day_by_hand(city: City) -> None:
    with pytest.raises(Refused, match="请撤回"):
        expire_article(published(city), by=keeper(city, "publisher"), at=NOW)


def test_renewing_brings_an_expired_article_back(city: City) -> None:
    article = published(city, at=BEGUN, expires_on=LAST_DAY)
    expire_due(at=NOW)
    article.refresh_from_db()
    renew_article(article, expires_on=NEXT_YEAR, by=keeper(city, "publisher"), at=NOW)
    assert (_place(article), article.expires_on) == (("settled", "published"), NEXT_YEAR)
    note = ArticleEntry.objects.filter(article=article).latest("seq").note
    assert note == f"有效期由 2026-03-31 延至 {NEXT_YEAR}"


def test_a_renewal_leads_to_a_later_day(city: City) -> None:
    article = published(city)
    for day in (TODAY, NEXT_YEAR):
        with pytest.raises(Refused) as refused:
            renew_article(article, expires_on=day, by=None, at=NOW)
        assert refused.value.field == "expires_on"


def test_a_withdrawn_article_can_be_rewritten_and_published_again(city: City) -> None:
    article = published(city)
    withdraw_article(article, reason="有误", by=keeper(city, "publisher"), at=NOW)
    put_out(city, revised(city, article, answer="更正后"))
    assert _place(article) == ("settled", "published")
    assert article.current.answer == "更正后"
