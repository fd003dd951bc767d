"""Uses are counted once per case; corrections are asked for and answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import ArticleUse, Correction
from hotline.rules.permits import NotPermitted
from hotline.steps.knowledge.ask_correction import ask_correction
from hotline.steps.knowledge.settle_correction import settle_correction
from hotline.steps.knowledge.use import use_article
from hotline.steps.knowledge.withdraw import withdraw_article
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace
from tests.articles import NOW, TODAY, drafted, keeper, published, put_out, revised
from tests.factories import City, taken_in


def test_a_use_is_counted_once_per_case(city: City) -> None:
    article, taker = published(city), keeper(city, "taker")
    first, second = taken_in(city), taken_in(city)
    counted = [use_article(article, case=c, by=taker, at=NOW) for c in (first, first, second)]
    article.refresh_from_db()
    assert (counted, article.used_count, ArticleUse.objects.count()) == ([True, False, True], 2, 2)


def test_uses_without_a_case_are_each_counted(city: City) -> None:
    article = published(city)
    for _ in range(2):
        use_article(article, case=None, by=keeper(city, "taker"), at=NOW)
    assert article.used_count == 2


def test_a_use_names_the_text_that_was_in_force(city: City) -> None:
    article = published(city)
    use_article(article, case=None, by=None, at=NOW)
    put_out(city, revised(city, article, answer="新"))
    use_article(article, case=None, by=None, at=NOW)
    numbers = ArticleUse.objects.order_by("pk").values_list("text__number", flat=True)
    assert list(numbers) == [1, 2]


def test_a_use_is_no_move_and_disturbs_no_editor(city: City) -> None:
    article = published(city)
    before = article.version
    use_article(article, case=None, by=None, at=NOW)
    article.refresh_from_db()
    assert article.version == before


def test_what_is_not_in_force_is_not_used(city: City) -> None:
    later = published(city, valid_from=TODAY + timedelta(days=1))
    gone = published(city)
    withdraw_article(gone, reason="错", by=None, at=NOW)
    for article in (drafted(city), later, gone):
        with pytest.raises(Refused, match="不在有效期内"):
            use_article(article, case=None, by=keeper(city, "taker"), at=NOW)
    assert ArticleUse.objects.count() == 0


def test_a_correction_is_asked_for_and_settled(city: City) -> None:
    article = published(city)
    made = ask_correction(article, wrong=" 电话变了 ", by=keeper(city, "taker"), at=NOW)
    assert (made.wrong, made.text.number, made.outcome) == ("电话变了", 1, "")
    writer = keeper(city, "writer", "east")
    settle_correction(made, outcome="accepted", answer="已修订", by=writer, at=NOW)
    made.refresh_from_db()
    assert (made.outcome, made.answer, made.settled_by) == ("accepted", "已修订", writer)


@pytest.mark.parametrize("wrong", ["", "  ", "长" * 1_001])
def test_a_correction_says_what_is_wrong(city: City, wrong: str) -> None:
    with pytest.raises(Refused) as refused:
        ask_correction(published(city), wrong=wrong, by=None, at=NOW)
    assert (refused.value.field, Correction.objects.count()) == ("wrong", 0)


def test_a_draft_is_not_corrected_but_edited(city: City) -> None:
    with pytest.raises(Refused, match="请直接修改"):
        ask_correction(drafted(city), wrong="错", by=None, at=NOW)


@pytest.mark.parametrize(
    ("outcome", "answer", "field"),
    [("maybe", "好", "outcome"), ("declined", " ", "answer"), ("declined", "长" * 1_001, "answer")],
)
def test_a_correction_is_settled_with_an_outcome_and_words(
    city: City, outcome: str, answer: str, field: str
) -> None:
    made = ask_correction(published(city), wrong="错", by=None, at=NOW)
    with pytest.raises(Refused) as refused:
        settle_correction(made, outcome=outcome, answer=answer, by=None, at=NOW)
    assert refused.value.field == field


def test_a_correction_is_settled_once(city: City) -> None:
    made = ask_correction(published(city), wrong="错", by=None, at=NOW)
    stale = Correction.objects.select_related("article__department").get()
    settle_correction(made, outcome="accepted", answer="是", by=None, at=NOW)
    with pytest.raises(LostRace, match="这条纠错刚被他人更新"):
        settle_correction(stale, outcome="declined", answer="否", by=None, at=NOW)
    assert Correction.objects.get().answer == "是"


def test_only_who_may_asks_and_only_who_keeps_the_article_settles(city: City) -> None:
    article = published(city)
    with pytest.raises(NotPermitted):
        ask_correction(article, wrong="错", by=keeper(city, "writer"), at=NOW)
    made = ask_correction(article, wrong="错", by=None, at=NOW)
    with pytest.raises(NotPermitted):
        settle_correction(made, outcome="accepted", answer="是", by=keeper(city, "taker"), at=NOW)
    with pytest.raises(Refused, match="由该单位维护"):
        west = keeper(city, "writer", "west")
        settle_correction(made, outcome="accepted", answer="是", by=west, at=NOW)
