"""Sign, reply, review, call back, close in particular: the way after dispatching."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.records.models import Callback, Case
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.desk.ways import WAYS, case_for_way, offered, page_of, send
from tests.factories import City, case_at
from tests.reading import press, read


def _moved(city: City, sign_in: SignIn, verb: str, **facts: object) -> Case:
    """The case after its verb was done by the right person with the right facts."""
    way = WAYS[verb]
    case = case_for_way(city, way)
    client = sign_in(city.person(way.role, way.unit))
    answer = press(client, page_of(client, case), f"/{verb}", **{**way.typed, **facts})
    assert answer.status_code == 302, read(answer).one("div", class_="form-errors").text
    case.refresh_from_db()
    return case


def test_sign_keeps_who_signed(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "sign")
    assert case.assignments.get().signed_by == city.person("unit_clerk", "east")


def test_reply_stores_both_texts_and_the_facts(city: City, sign_in: SignIn) -> None:
    moment = timezone.localtime(timezone.now() - timedelta(minutes=2)).replace(second=0)
    case = _moved(
        city,
        sign_in,
        "reply",
        solved="no",
        reason_unsolved="需下周施工",
        is_true="yes",
        contacted_at=f"{moment:%Y-%m-%dT%H:%M}",
        beyond_remit="on",
    )
    row = case.assignments.get()
    assert (row.handling, row.answer, row.solved, row.is_true, row.beyond_remit) == (
        "已派车清运。",
        "垃圾已清运。",
        False,
        True,
        True,
    )
    assert row.contacted_at == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("facts", "wrong", "said"),
    [
        ({"handling": ""}, "handling", "请填写办理情况"),
        ({"answer": ""}, "answer", "请填写对诉求人的公开答复"),
        ({"solved": ""}, "solved", "请选择问题是否已解决"),
        ({"solved": "maybe"}, "solved", "请选“是”或“否”"),
        ({"contacted_at": "2999-01-01T00:00"}, "contacted_at", "请写成 2022-04-01 09:30"),
        ({"contacted_at": "0001-01-01T00:00"}, "contacted_at", "请写成 2022-04-01 09:30"),
        ({"contacted_at": "2022-02-30T09:30"}, "contacted_at", "请写成 2022-04-01 09:30"),
        ({"contacted_at": "2099-01-01T00:00"}, "contacted_at", "不能晚于现在"),
        ({"contacted_at": "昨天"}, "contacted_at", "请写成 2022-04-01 09:30"),
        ({"reason_unsolved": "长" * 501}, "reason_unsolved", "现有 501 个字；请删减"),
        ({"handling": "长" * 100_001}, "handling", "最多 100000 个字"),
        ({"handling": "a\0b"}, "handling", "里有看不见的空字符；请删去"),
    ],
)
def test_reply_refuses_what_cannot_be(
    city: City, sign_in: SignIn, facts: dict[str, str], wrong: str, said: str
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    clerk = sign_in(city.person("unit_clerk", "east"))
    answer = send(clerk, case, "reply", **{**WAYS["reply"].typed, **facts})
    page = read(answer)
    assert answer.status_code == 422
    assert said in page.one("div", id=f"reply_{wrong}_error").text


def test_send_back_lets_the_unit_reply_again(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "send_back")
    clerk = sign_in(city.person("unit_clerk", "east"))
    page = page_of(clerk, case)
    assert "reply" in offered(page)
    assert "没有写清运时间" in page.one("ol", class_="story").text
    assert "被退回的公开答复：垃圾已清运。" in page.one("ol", class_="story").text


def test_call_back_rates_handling_and_service_apart(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "call_back")
    row = Callback.objects.get(case=case)
    assert (row.reached, row.solved, row.handling_rating, row.service_rating) == (
        True,
        "yes",
        "satisfied",
        "very_satisfied",
    )


def test_a_citizen_not_reached_is_tried_again_until_the_last_try(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    agent = sign_in(city.person("callback_agent"))
    press(agent, page_of(agent, case), "/call_back", reached="no", note="无人接听")
    case.refresh_from_db()
    assert case.status == Status.AWAITING_CALLBACK
    press(agent, page_of(agent, case), "/call_back", reached="no", dialled="154 0000 2222")
    case.refresh_from_db()
    page = page_of(agent, case)
    assert case.status == Status.CALLED_BACK
    assert [row.text for row in page.all("span", class_="story-verb")][-2:] == [
        "回访未接通",
        "回访了诉求人",
    ]
    assert "非来电号码" in page.text


@pytest.mark.parametrize("reached", ["", "perhaps"])
def test_call_back_asks_whether_anybody_answered(city: City, sign_in: SignIn, reached: str) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    answer = send(sign_in(city.person("callback_agent")), case, "call_back", reached=reached)
    assert answer.status_code == 422
    assert Callback.objects.count() == 0
    assert read(answer).has("div", id="call_back_reached_error")


def test_a_discontented_citizens_case_is_not_simply_closed(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CALLED_BACK, solved="no", rating="dissatisfied")
    agent = sign_in(city.person("callback_agent"))
    page = page_of(agent, case)
    assert offered(page) & {"close", "handle_again", "explain"} == {"handle_again", "explain"}
    panels = page.all("details", class_="panel")
    assert [panel.one("summary").text for panel in panels if "open" in panel.attrs] == ["重办"]
    refused = send(agent, case, "close", note="已说明")
    assert refused.status_code == 422
    assert "请“重办”；确实不能解决的" in read(refused).one("div", class_="form-errors").text
    explained = press(agent, page, "/explain", ground="policy", text="已说明政策。")
    assert explained.status_code == 302
    case.refresh_from_db()
    assert (case.status, case.closed_as) == (Status.CLOSED, "explained")


def test_handle_again_goes_round_once_more(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "handle_again")
    dispatcher = sign_in(city.person("dispatcher"))
    press(dispatcher, page_of(dispatcher, case), "/dispatch", to="汀西区")
    page = page_of(dispatcher, case)
    heads = [node.text for node in page.all("h2") if "主办" in node.text]
    assert len(heads) == 2
    assert "第 2 次" in heads[1]


@pytest.mark.parametrize(
    ("verb", "facts", "wrong"),
    [
        (
            "reply",
            {"handling": "", "answer": "", "solved": ""},
            ["请填写办理情况。", "请填写对诉求人的公开答复。", "请选择问题是否已解决。"],
        ),
        (
            "call_back",
            {"reached": "yes", "solved": "", "handling_rating": "", "service_rating": ""},
            [
                "请选择诉求人认为问题是否已解决。",
                "请选择诉求人对办理结果的评价；没有评价请选“未评价”。",
                "请选择诉求人对热线服务的评价；没有评价请选“未评价”。",
            ],
        ),
    ],
)
def test_everything_that_is_missing_is_named_at_once(
    city: City, sign_in: SignIn, verb: str, facts: dict[str, str], wrong: list[str]
) -> None:
    way = WAYS[verb]
    client = sign_in(city.person(way.role, way.unit))
    page = read(send(client, case_for_way(city, way), verb, **{**way.typed, **facts}))
    told = page.one("div", class_="form-errors").all("li")
    assert [node.text.split("：", 1)[1] for node in told] == wrong
