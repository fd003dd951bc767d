"""What everybody may read: answered cases, open questions, published figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as Xml

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Article, Bulletin, Case, Figures, Form, PublicAnswer
from hotline.records.scope import NOTHING, everything, showing
from hotline.rules.life import Status
from hotline.rules.permits import NotPermitted
from hotline.steps.following.publish_answer import Told, publish_answer
from hotline.steps.following.withdraw_answer import withdraw_answer
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.knowledge.open_to_all import close_article, open_article
from hotline.steps.moving import Refused
from tests.articles import published
from tests.factories import City, case_at, make_role, make_staff
from tests.reading import read

TOLD = Told("小区路灯修好了", "市民反映门前路灯不亮。", "已更换灯具，现已恢复照明。")
QUERIES = 10


def shown(city: City, told: Told = TOLD, case: Case | None = None) -> PublicAnswer:
    """An answer that everybody may read."""
    with everything():
        case = case or case_at(city, Status.CLOSED)
        return publish_answer(case, told, by=None, at=datetime.now(UTC))


def queries_of(address: str) -> int:
    """How many questions a page asks of the database, once what is kept is warm."""
    Client().get(address)
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).status_code == 200
    return len([q for q in asked if "set_config" not in q["sql"]])


def test_an_answer_is_found_by_words_and_topic_and_read_without_any_scope(city: City) -> None:
    row = shown(city)
    with showing(NOTHING):
        page = read(Client().get("/answered?q=路灯&topic=01"))
    assert page.one("h2").text == TOLD.title
    assert page.one("option", value="010214").text == "环境卫生"
    assert not read(Client().get("/answered?q=暖气")).has("h2")
    assert not read(Client().get("/answered?topic=02")).has("h2")
    one = read(Client().get(f"/answered/{row.pk}")).one("main").text
    assert (TOLD.question in one, TOLD.answer in one, row.case.number in one) == (True, True, False)


def test_answers_are_fed_to_readers(city: City) -> None:
    shown(city)
    feed = Xml.fromstring(Client().get("/answered.atom").content)  # noqa: S314 - our own
    titles = [node.text for node in feed.iterfind("{*}entry/{*}title")]
    assert titles == [TOLD.title]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("question", "反映人电话 15400001111。"),
        ("answer", "已到 3 号楼 2 单元 501 室更换。"),
        ("title", "甄某某先生家的灯，身份证 22030219900101123X"),
        ("answer", ""),
        ("title", "长" * 61),
    ],
)
def test_what_tells_of_a_person_or_nothing_is_not_shown(city: City, field: str, text: str) -> None:
    told = Told(**{"title": "标题", "question": "问题。", "answer": "答复。", field: text})
    with pytest.raises(Refused) as refused:
        shown(city, told)
    assert refused.value.field == field
    assert not PublicAnswer.objects.exists()


def test_open_and_confidential_cases_are_not_shown_nor_one_twice(city: City) -> None:
    secret, still_open = case_at(city, Status.CLOSED), case_at(city, Status.IN_HANDLING)
    with everything():
        by = city.person("dispatcher")
        mark_confidential(secret, reason="举报。", accused=[], by=by, at=datetime.now(UTC))
    for case in (secret, still_open, shown(city).case):
        with pytest.raises(Refused):
            shown(city, case=case)
    with pytest.raises(NotPermitted):
        publish_answer(secret, TOLD, by=city.person("callback_agent"), at=datetime.now(UTC))


def test_a_withdrawn_answer_says_when_and_why_and_nothing_else(city: City) -> None:
    row = shown(city)
    with everything():
        withdraw_answer(row, reason="内容过时。", by=None, at=datetime.now(UTC))
    answer = Client().get(f"/answered/{row.pk}")
    words = read(answer).one("main").text
    assert (answer.status_code, "内容过时。" in words, TOLD.title in words) == (410, True, False)
    assert not read(Client().get("/answered")).has("h2")
    with showing(NOTHING):
        assert not PublicAnswer.objects.exists()


def test_a_question_is_open_only_when_somebody_opened_it(city: City) -> None:
    article = published(city)
    assert Client().get(f"/questions/{article.number}").status_code == 404
    opened = opened_article(article)
    page = read(Client().get(f"/questions/{opened.number}"))
    assert page.one("h1").text == opened.title
    assert opened.title in read(Client().get("/questions")).one("main").text
    close_article(opened, reason="待修订。", by=None, at=datetime.now(UTC))
    assert Client().get(f"/questions/{article.number}").status_code == 404


def opened_article(article: Article) -> Article:
    """The article, opened to everybody."""
    return open_article(
        article, reason="文中电话、地址是办事机构的。", by=None, at=datetime.now(UTC)
    )


def test_a_text_with_a_person_in_it_is_not_opened_and_a_phone_only_with_words(city: City) -> None:
    article = published(city)
    text = article.current
    assert text is not None
    for words, reason in (
        ("身份证 22030219900101123X。", "是机构的。"),
        ("请拨打 15400001111。", ""),
    ):
        text.answer = words
        with pytest.raises(Refused):
            open_article(article, reason=reason, by=None, at=datetime.now(UTC))
    assert not Article.objects.filter(is_public=True).exists()


def test_readers_say_once_a_day_whether_it_helped(city: City) -> None:
    article = opened_article(published(city))
    client = Client(enforce_csrf_checks=True)
    for said in ("yes", "no", "nonsense"):
        answer = client.post(f"/questions/{article.number}/helped", {"helped": said})
        assert answer.headers["Location"] == f"/questions/{article.number}?thanks=1"
    article.refresh_from_db()
    assert (article.helped, article.not_helped) == (1, 0)


def month(city: City, day: date, count: int, *, edition: int = 1) -> None:
    """A published month in which `count` requests came and two stayed open."""
    form, _ = Form.objects.get_or_create(
        code="monthly", defaults={"name": "月报", "valid_from": date(2017, 1, 1), "body": {}}
    )
    last = (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rate = f"{100 * (count - 2) / count:.1f}%"
    values = [
        _value("total.count", "受理", str(count), count),
        _value("total.closed", "办结", str(count - 2), count - 2),
        _value("total.closing_rate", "办结率", rate, count - 2, count),
        _value("topics.traffic.count", "交通", "7", 7),
        _value("topics.traffic.share", "占比", "7%", 7, count),
    ]
    meaning = {"closing_rate": {"name": "办结率", "meaning": "办结除以受理。"}}
    figures = Figures.objects.create(
        form=form,
        starts_on=day,
        ends_on=last,
        as_of=datetime.now(UTC),
        values=values,
        counted_at=datetime.now(UTC),
        definitions={"measure": meaning},
        digest="0" * 64,
    )
    Bulletin.objects.create(
        form=form,
        starts_on=day,
        ends_on=last,
        edition=edition,
        status="published",
        figures=figures,
        published_at=datetime.now(UTC),
        digest="0" * 64,
    )


def _value(
    name: str, label: str, value: str, above: int, below: int | None = None
) -> dict[str, object]:
    return {"name": name, "label": label, "value": value, "numerator": above, "denominator": below}


def test_figures_are_those_of_the_newest_editions_with_what_they_are_made_of(city: City) -> None:
    month(city, date(2022, 3, 1), 100)
    month(city, date(2022, 4, 1), 50)
    month(city, date(2022, 4, 1), 80, edition=2)
    page = read(Client().get("/figures"))
    table = page.all("table")[0]
    rows = [[cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")]
    assert rows == [["80", "78", "97.5% 78/80"], ["100", "98", "98.0% 98/100"]]
    assert "办结除以受理。" in page.one("main").text
    assert len(page.all("svg")) == 3
    assert "2022年4月 （更正）" in table.text


@pytest.mark.parametrize("address", ["/figures", "/answered", "/questions"])
def test_an_empty_page_says_so(city: City, address: str) -> None:
    assert "还没有" in read(Client().get(address)).one("main").text


def test_open_pages_are_small_kept_and_ask_little(city: City) -> None:
    month(city, date(2022, 4, 1), 80)
    row, article = shown(city), opened_article(published(city))
    for address in (
        "/figures",
        "/answered",
        f"/answered/{row.pk}",
        "/answered.atom",
        "/questions?q=停水",
        f"/questions/{article.number}",
    ):
        answer = Client().get(address)
        assert len(answer.content) < 30_000
        assert "public" in answer.headers["Cache-Control"]
        assert "csrftoken" not in answer.cookies
        again = Client().get(address, headers={"if-none-match": answer.headers["ETag"]})
        assert again.status_code == 304, address
        assert queries_of(address) <= QUERIES, address


def test_a_question_that_does_not_exist_or_cannot_be_read_is_unknown(city: City) -> None:
    assert Client().get("/questions/ZS%00").status_code == 404
    assert Client().get("/answered/00000000-0000-0000-0000-000000000000").status_code == 404


def test_the_desk_writes_answers_without_what_is_personal(city: City) -> None:
    case = case_at(
        city, Status.CLOSED, text="我家住 3 号楼 2 单元 501 室，电话 15400001111，路灯不亮。"
    )
    role = make_role("editor", "编辑", ["publish_answers", "see_all_cases"])
    client = Client()
    client.force_login(make_staff("editor", roles=[role]))
    page = read(client.get(f"/desk/answers/new/{case.number}"))
    draft = page.one("textarea", name="question").raw
    assert "路灯不亮" in draft
    assert [word for word in ("15400001111", "501") if word in draft] == []
    answer = client.post(
        f"/desk/answers/new/{case.number}",
        {"title": "路灯", "question": "电话 15400001111", "answer": "好了。"},
    )
    assert (answer.status_code, "不能公开" in answer.content.decode()) == (422, True)
    assert client.get(f"/desk/cases/{case.number}").content.decode().count("选登答复") == 1
