"""Classify, accept, answer and dispatch in particular: topics, units and deadlines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.records.models import Case, TimeLimit
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.desk.ways import WAYS, case_for_way, page_of, send
from tests.factories import City, case_at
from tests.reading import form_to, press, read


def _moved(city: City, sign_in: SignIn, verb: str, **facts: object) -> Case:
    """The case after its verb was done by the right person with the right facts."""
    way = WAYS[verb]
    case = case_for_way(city, way)
    client = sign_in(city.person(way.role, way.unit))
    answer = press(client, page_of(client, case), f"/{verb}", **{**way.typed, **facts})
    assert answer.status_code == 302, read(answer).one("div", class_="form-errors").text
    case.refresh_from_db()
    return case


def test_classify_stores_what_was_chosen(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "classify", campaign="flood")
    assert (case.kind, case.topic, case.campaign, case.urgency) == (
        city.kinds["help"],
        city.topics["010216"],
        city.campaigns["flood"],
        "urgent",
    )


def test_classify_starts_from_the_classification_as_it_stands(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.REGISTERED, urgency="critical", campaign="flood")
    form = form_to(page_of(sign_in(city.person("call_taker")), case), "/classify").sends()
    assert {name: form[name] for name in ("kind", "topic", "campaign", "urgency")} == {
        "kind": "complaint",
        "topic": "010214 城乡建设 › 城市建设和市政管理 › 环境卫生",
        "campaign": "flood",
        "urgency": "critical",
    }


@pytest.mark.parametrize(
    "typed", ["010214", "环境卫生", "010214 城乡建设 › 城市建设和市政管理 › 环境卫生", " 环境卫生 "]
)
def test_a_topic_is_named_by_code_name_or_suggestion(
    city: City, sign_in: SignIn, typed: str
) -> None:
    assert _moved(city, sign_in, "classify", topic=typed).topic == city.topics["010214"]


def test_a_topics_name_that_two_branches_share_must_be_chosen(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.REGISTERED)
    answer = send(
        sign_in(city.person("call_taker")),
        case,
        "classify",
        kind="help",
        topic="其他",
        urgency="ordinary",
    )
    wrong = read(answer).one("div", id="classify_topic_error").text
    assert answer.status_code == 422
    assert "有 2 个问题分类叫“其他”" in wrong
    assert "0102x 城乡建设 › 城市建设和市政管理 › 其他、0201x 交通运输 › 其他" in wrong


def test_a_keyword_is_answered_with_what_it_may_mean(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.REGISTERED)
    client = sign_in(city.person("call_taker"))
    answer = send(client, case, "classify", kind="help", topic="垃圾", urgency="ordinary")
    assert "是不是：010214 城乡建设" in read(answer).one("div", id="classify_topic_error").text


def test_accept_without_a_classification_says_what_to_do_first(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.REGISTERED, kind="", topic="")
    client = sign_in(city.person("call_taker"))
    answer = press(client, page_of(client, case), "/accept")
    assert answer.status_code == 422
    assert "请先选择诉求类型，再办理下一步" in read(answer).one("div", class_="form-errors").text


def test_answer_closes_the_case_with_the_answer(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "answer")
    assert (case.answer, case.closed_at is not None) == ("清运时间为每天七点。", True)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("汀东区政府", "east"),
        ("汀东区", "east"),
        ("east", "east"),
        ("临河街道（汀西区政府）", "west_street"),
    ],
)
def test_a_unit_is_named_by_name_alias_code_or_suggestion(
    city: City, sign_in: SignIn, typed: str, unit: str
) -> None:
    assert _moved(city, sign_in, "dispatch", to=typed).lead == city.units[unit]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请选择承办单位"),
        ("临河街道", "有 2 个承办单位叫“临河街道”；是不是：临河街道（汀东区政府）"),
        ("撤销的局", "没有叫“撤销的局”的承办单位"),
        ("汀东的区政府", "是不是：汀东区政府"),
        ("汀", "是不是：汀东区政府、汀西区政府"),
        ("x" * 300, "最多 200 个字，现有 300 个字；请删减"),
        ("<script>alert(1)</script>", "没有叫“<script>alert(1)</script>”的承办单位"),
    ],
)
def test_dispatch_refuses_a_unit_that_is_not_plain(
    city: City, sign_in: SignIn, typed: str, said: str
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    answer = send(sign_in(city.person("dispatcher")), case, "dispatch", to=typed)
    page = read(answer)
    assert answer.status_code == 422
    assert said in page.one("div", id="dispatch_to_error").text
    assert page.one("input", id="dispatch_to").attrs.get("value", "") == typed


def test_dispatch_shows_the_deadline_and_its_reason_beforehand(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH, urgency="urgent")
    preview = page_of(sign_in(city.person("dispatcher")), case).one("p", class_="preview").text
    assert "24小时（紧急诉求办理时限）" in preview


def test_dispatch_keeps_a_superiors_earlier_deadline(city: City, sign_in: SignIn) -> None:
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)
    case = case_at(city, Status.AWAITING_DISPATCH, channel="province", external_due_at=due)
    client = sign_in(city.person("dispatcher"))
    page = page_of(client, case)
    assert "按上级来件限定的时间" in page.one("p", class_="preview").text
    press(client, page, "/dispatch", to="汀东区")
    case.refresh_from_db()
    assert case.due_at == due


def test_dispatch_without_a_time_limit_is_refused_in_words(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    TimeLimit.objects.all().delete()
    forget()
    client = sign_in(city.person("dispatcher"))
    page = page_of(client, case)
    assert "没有适用的时限" in page.text
    assert press(client, page, "/dispatch", to="汀东区").status_code == 422
