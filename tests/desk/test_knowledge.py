"""The screens of the knowledge base: searching, writing together, reviewing, using, correcting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Article, ArticleUse, Correction
from hotline.steps.knowledge.ask_correction import ask_correction
from hotline.steps.knowledge.submit import submit_article
from hotline.steps.knowledge.withdraw import withdraw_article
from tests.articles import NEXT_YEAR, NOW, TODAY, drafted, keeper, published, revised
from tests.desk import test_pages_are_safe as safe
from tests.desk.conftest import SignIn
from tests.factories import City, taken_in
from tests.reading import Node, read

pytestmark = pytest.mark.usefixtures("contexts")

LIST = "/desk/knowledge"
SCRIPT = "<script>alert(1)</script>"
TYPED = {
    "title": "停水查询",
    "department": "汀东区政府",
    "topics": "010216、公共交通",
    "question": "为什么停水？",
    "answer": "计划停水会提前一天公布。",
    "text": "",
    "materials": "",
    "links": "https://example.invalid/",
    "valid_from": "2026-01-01",
    "expires_on": NEXT_YEAR.isoformat(),
}


def _at(article: Article, verb: str = "") -> str:
    return f"{LIST}/{article.number}{'/' if verb else ''}{verb}"


def _notices(answer: HttpResponse) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_a_search_marks_words_and_makes_no_markup(city: City, sign_in: SignIn) -> None:
    published(city, title=f"停水{SCRIPT}", answer="<b>停水</b>时请等待。")
    client = sign_in(keeper(city, "taker"))
    for query in ("停水", "<b>", SCRIPT):
        answer = client.get(LIST, {"q": query})
        page = read(answer)
        assert SCRIPT not in answer.content.decode()
        assert page.one("h2", class_="article-title").text == f"停水{SCRIPT}"
        assert {mark.text for mark in page.all("mark")} == {query}


@pytest.mark.parametrize("query", ["%", "停" * 300, "停\0水", "没有"])
def test_a_search_that_finds_nothing_says_what_to_do(
    city: City, sign_in: SignIn, query: str
) -> None:
    published(city, title="别的", question="", answer="别的", text="")
    page = read(sign_in(keeper(city, "taker")).get(LIST, {"q": query}))
    assert page.one("p", class_="empty-advice").text == "换一个更短的词，或去掉分类和单位再找。"


def test_a_call_taker_sees_no_draft_and_no_keepers_tools(city: City, sign_in: SignIn) -> None:
    article = revised(city, published(city), answer="还没有审核的话")
    client = sign_in(keeper(city, "taker"))
    for address in (_at(article), f"{_at(article)}?text=2&against=1"):
        answer = client.get(address)
        assert "还没有审核的话" not in answer.content.decode()
        assert not read(answer).has("select")
    assert client.get(_at(drafted(city))).status_code == 404


def test_an_article_is_written_reviewed_and_published_by_clicks(
    city: City, sign_in: SignIn
) -> None:
    writer = sign_in(keeper(city, "writer", "east"))
    made = writer.post(f"{LIST}/new", TYPED)
    article = Article.objects.get()
    assert made.headers["Location"] == _at(article)
    assert (article.title, article.topics, article.department.code) == (
        "停水查询",
        ["010216", "0201"],
        "east",
    )
    _press(writer, article, "submit")
    _press(sign_in(keeper(city, "reviewer", "east")), article, "review")
    _press(sign_in(keeper(city, "publisher", "east")), article, "publish")
    article.refresh_from_db()
    assert (article.stage, article.standing) == ("settled", "published")


def _press(client: Client, article: Article, verb: str) -> None:
    """Press a button as it stands on the page."""
    form = read(client.get(_at(article))).one("form", action=_at(article, verb))
    assert client.post(_at(article, verb), form.sends()).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title": ""}, "title", "请填写标题"),
        ({"topics": ""}, "topics", "请填写问题分类"),
        ({"topics": "停水"}, "topics", "010216"),
        ({"topics": "其他"}, "topics", "有 2 个分类叫"),
        ({"department": "汀西区政府"}, "department", "由该单位维护"),
        ({"department": "天上的局"}, "department", "没有叫“天上的局”的承办单位"),
        ({"expires_on": "2026-01-01"}, "expires_on", "截止日应晚于生效日"),
        ({"expires_on": "明天"}, "expires_on", "不是有效的日期"),
        ({"links": "javascript:alert(1)"}, "links", "以 https:// 或 http:// 开头"),
        ({"answer": "长" * 2_001}, "answer", "最多 2000 个字"),
        ({"text": "空\0字符"}, "text", "看不见的空字符"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_typed(
    city: City, sign_in: SignIn, wrong: dict[str, str], field: str, words: str
) -> None:
    typed = {**TYPED, "materials": "保留我", **wrong}
    answer = sign_in(keeper(city, "writer", "east")).post(f"{LIST}/new", typed)
    form = answer.context["form"]
    assert (answer.status_code, Article.objects.count()) == (422, 0)
    assert words in "".join(form.errors[field])
    assert {name: form[name].value() for name in typed} == typed


def test_of_two_editors_the_second_keeps_what_was_typed_and_sees_the_other(
    city: City, sign_in: SignIn
) -> None:
    article = drafted(city)
    client = sign_in(keeper(city, "writer", "east"))
    opened = read(client.get(_at(article, "edit"))).one("form", action=_at(article, "edit")).sends()
    revised(city, article, answer="她写的话。")
    answer = client.post(_at(article, "edit"), {**opened, "answer": "我写的话。"})
    page = read(answer)
    assert answer.status_code == 409
    assert "这篇知识刚被他人更新" in page.text
    assert page.one("textarea", name="answer").raw.strip() == "我写的话。"
    assert [(n.tag, n.text) for n in page.all("ins") + page.all("del")][:2] == [
        ("ins", "我"),
        ("del", "她"),
    ]
    form = page.one("form", action=_at(article, "edit"))
    again = client.post(_at(article, "edit"), form.sends())
    assert again.status_code == 302
    numbers = article.versions.order_by("number").values_list("answer", flat=True)
    assert list(numbers)[1:] == ["她写的话。", "我写的话。"]


def test_a_stale_button_does_nothing(city: City, sign_in: SignIn) -> None:
    article = drafted(city)
    client = sign_in(keeper(city, "writer"))
    answer = client.post(_at(article, "submit"), {"seen": "0"})
    article.refresh_from_db()
    assert (answer.status_code, article.stage) == (422, "draft")
    assert "刚被他人更新" in _notices(answer)[0]


def test_keepers_compare_two_versions(city: City, sign_in: SignIn) -> None:
    article = revised(city, published(city), answer=f"计划停水会提前两天公布。{SCRIPT}")
    answer = sign_in(keeper(city, "reviewer")).get(f"{_at(article)}?text=2&against=1")
    page = read(answer)
    assert SCRIPT not in answer.content.decode()
    assert [n.text for n in page.all("del")] == ["一"]
    assert [n.text for n in page.all("ins")] == ["两", SCRIPT]


def test_a_use_leads_back_to_the_case_with_the_articles_number(city: City, sign_in: SignIn) -> None:
    article, case = published(city), taken_in(city)
    client = sign_in(keeper(city, "taker"))
    page = read(client.get(_at(article), {"case": case.number}))
    form = page.one("form", action=_at(article, "use"))
    answer = client.post(_at(article, "use"), form.sends())
    back = f"/desk/cases/{case.number}?answer_from={article.number}"
    assert (answer.status_code, answer.headers["Location"]) == (302, back)
    assert ArticleUse.objects.get().case == case


def test_a_case_that_one_may_not_see_is_not_answered(city: City, sign_in: SignIn) -> None:
    article, case = published(city), taken_in(city)
    client = sign_in(keeper(city, "writer", "east"))
    assert case.number not in client.get(_at(article), {"case": case.number}).content.decode()
    answer = client.post(_at(article, "use"), {"case": case.number})
    assert (answer.status_code, ArticleUse.objects.count()) == (404, 0)


@pytest.mark.parametrize("case", ["YT1", "a/b", SCRIPT, "x\0", "长" * 99])
def test_what_is_no_case_is_not_carried_on(city: City, sign_in: SignIn, case: str) -> None:
    article = published(city)
    client = sign_in(keeper(city, "taker"))
    for address in (LIST, _at(article)):
        page = read(client.get(address, {"case": case}))
        assert not page.has("input", name="case")
    assert client.post(_at(article, "use"), {"case": case}).status_code == 404


def test_a_unit_counts_a_use_without_a_case_too(city: City, sign_in: SignIn) -> None:
    article = published(city)
    city.roles["unit_clerk"].permits.append("read_articles")
    city.roles["unit_clerk"].save()
    answer = sign_in(city.person("unit_clerk", "east")).post(_at(article, "use"))
    article.refresh_from_db()
    assert (answer.headers["Location"], article.used_count) == (_at(article), 1)


def test_a_use_without_a_case_is_counted_and_stays(city: City, sign_in: SignIn) -> None:
    article = published(city)
    answer = sign_in(keeper(city, "taker")).post(_at(article, "use"))
    article.refresh_from_db()
    assert (answer.headers["Location"], article.used_count) == (_at(article), 1)


def test_a_correction_travels_from_the_call_taker_to_the_keeper(
    city: City, sign_in: SignIn
) -> None:
    article = published(city)
    taker = sign_in(keeper(city, "taker"))
    assert taker.post(_at(article, "correct"), {"wrong": " "}).status_code == 422
    assert taker.post(_at(article, "correct"), {"wrong": f"电话变了{SCRIPT}"}).status_code == 302
    row = Correction.objects.get()
    east = sign_in(keeper(city, "writer", "east"))
    assert SCRIPT not in east.get(f"{LIST}/corrections").content.decode()
    address = f"{LIST}/corrections/{row.pk}/settle"
    refused = east.post(address, {"outcome": "accepted", "answer": ""})
    assert (refused.status_code, "请写明处理意见" in refused.content.decode()) == (422, True)
    assert east.post(address, {"outcome": "accepted", "answer": "已修订"}).status_code == 302
    late = east.post(address, {"outcome": "declined", "answer": "保留我"})
    assert (late.status_code, "保留我" in late.content.decode()) == (409, True)
    west = sign_in(keeper(city, "writer", "west"))
    assert west.post(address, {"outcome": "declined", "answer": "不"}).status_code == 404


def test_renewing_and_withdrawing_ask_for_a_day_and_a_reason(city: City, sign_in: SignIn) -> None:
    article = published(city, expires_on=TODAY + timedelta(days=3))
    client = sign_in(keeper(city, "publisher"))
    for verb, wrong in (("renew", {"expires_on": ""}), ("withdraw", {"reason": " "})):
        assert client.post(_at(article, verb), wrong).status_code == 422
    assert client.post(_at(article, "renew"), {"expires_on": NEXT_YEAR}).status_code == 302
    assert client.post(_at(article, "withdraw"), {"reason": "有误"}).status_code == 302
    article.refresh_from_db()
    assert (article.expires_on, article.standing) == (NEXT_YEAR, "withdrawn")


def test_the_first_page_reminds_who_keeps_articles(city: City, sign_in: SignIn) -> None:
    published(city, expires_on=TODAY + timedelta(days=3))
    for role, told in (("publisher", True), ("writer", True), ("taker", False)):
        page = sign_in(keeper(city, role)).get("/desk/").content.decode()
        assert ("知识即将到期或已到期 1 篇" in page) == told


def test_the_list_stays_within_its_queries(
    city: City, sign_in: SignIn, django_assert_max_num_queries: object
) -> None:
    client = sign_in(keeper(city, "chief"))
    for title in ("停水甲", "停水乙", "停水丙"):
        published(city, title=title)
    with django_assert_max_num_queries(8):
        client.get(LIST, {"q": "停水"})
    for address in ("work", "expiring", "corrections"):
        with django_assert_max_num_queries(8):
            client.get(f"{LIST}/{address}")


def _everything(city: City, sign_in: SignIn, address: str) -> HttpResponse:
    """A page with one of everything on it."""
    article = revised(
        city, published(city, title=f"停水{SCRIPT}"), answer=SCRIPT, links="https://a"
    )
    submit_article(article, by=None, at=NOW)
    ask_correction(article, wrong=SCRIPT, by=None, at=NOW)
    withdraw_article(published(city), reason=SCRIPT, by=None, at=NOW)
    role = city.roles.setdefault("kb_all", safe_role(city))
    person = keeper(city, "taker", name="全能")
    person.roles.set([role])
    return sign_in(person).get(address.format(article.number))


def safe_role(city: City) -> object:
    """A role with every permit of the knowledge base."""
    from tests.articles import ROLES  # noqa: PLC0415 - for this role only
    from tests.factories import make_role  # noqa: PLC0415

    return make_role("kb_all", "全", sorted({permit for held in ROLES.values() for permit in held}))


PAGES = (
    LIST,
    f"{LIST}?q=停",
    f"{LIST}/new",
    f"{LIST}/work",
    f"{LIST}/expiring",
    f"{LIST}/corrections",
    f"{LIST}/{{0}}",
    f"{LIST}/{{0}}?text=2&against=1",
    f"{LIST}/{{0}}/edit",
)
CHECKS = (
    safe.test_pages_carry_the_policy_and_nothing_it_would_stop,
    safe.test_everything_a_page_loads_is_our_own,
    safe.test_pages_speak_chinese_and_have_one_heading,
    safe.test_every_field_has_a_label,
    safe.test_every_button_and_link_says_what_it_does,
    safe.test_identities_are_unique_and_references_lead_to_one,
    safe.test_no_form_can_be_forged,
)


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_as_safe_and_readable_as_all_others(
    city: City, sign_in: SignIn, address: str
) -> None:
    answer = _everything(city, sign_in, address)
    assert answer.status_code == 200
    assert SCRIPT not in answer.content.decode()
    for check in CHECKS:
        check(answer)


def test_the_page_of_an_article_tells_its_state(city: City, sign_in: SignIn) -> None:
    article = published(city)
    withdraw_article(article, reason="错", by=None, at=NOW)
    page: Node = read(sign_in(keeper(city, "publisher")).get(_at(article)))
    assert "这篇知识现在不能用于答复（已撤回）。" in page.text
    assert not page.has("form", action=_at(article, "use"))
