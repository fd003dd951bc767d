"""Each verb on the page of a case: who is offered it, what it does, how it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from hotline.desk.forms.moves import FORMS
from hotline.records.models import Assignment, Callback, Case, JournalEntry, Staff
from hotline.rules.life import MOVES, Status
from hotline.steps.accept import accept
from hotline.steps.classify import classify
from tests.desk.conftest import SignIn
from tests.factories import ROLES, City, case_at, make_role, make_staff
from tests.reading import Node, form_to, press, read

SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Way:
    """One verb: who does it, from which status, with what, to which status."""

    role: str
    start: Status
    end: Status
    typed: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)
    wrong_field: str = ""
    remedy: str = ""

    @property
    def unit(self) -> str:
        return "east" if self.role == "unit_clerk" else ""


WAYS: dict[str, Way] = {
    "classify": Way(
        "call_taker",
        Status.REGISTERED,
        Status.REGISTERED,
        {"kind": "help", "topic": "010216", "urgency": "urgent", "note": "来电人更正"},
        {"kind": "help", "topic": "不存在的分类", "urgency": "urgent", "note": "保留我"},
        "topic",
        "没有叫“不存在的分类”的问题分类；请输入名称的一部分",
    ),
    "answer": Way(
        "call_taker",
        Status.REGISTERED,
        Status.CLOSED,
        {"text": "清运时间为每天七点。"},
        {"text": "   "},
        "text",
        "请填写答复内容",
    ),
    "accept": Way("call_taker", Status.REGISTERED, Status.AWAITING_DISPATCH),
    "dispatch": Way(
        "dispatcher",
        Status.AWAITING_DISPATCH,
        Status.AWAITING_SIGNATURE,
        {"to": "汀东区政府", "note": "请尽快清运"},
        {"to": "天上的局", "note": "保留我"},
        "to",
        "没有叫“天上的局”的承办单位；请输入名称的一部分",
    ),
    "sign": Way("unit_clerk", Status.AWAITING_SIGNATURE, Status.IN_HANDLING),
    "reply": Way(
        "unit_clerk",
        Status.IN_HANDLING,
        Status.AWAITING_REVIEW,
        {"handling": "已派车清运。", "answer": "垃圾已清运。", "solved": "yes"},
        {"handling": "已派车清运。", "answer": "保留我", "solved": "no"},
        "reason_unsolved",
        "未解决的，请填写未解决的原因",
    ),
    "review": Way("reviewer", Status.AWAITING_REVIEW, Status.AWAITING_CALLBACK, {"note": "属实"}),
    "send_back": Way(
        "reviewer",
        Status.AWAITING_REVIEW,
        Status.IN_HANDLING,
        {"reason": "没有写清运时间"},
        {"reason": ""},
        "reason",
        "请写明退回的原因",
    ),
    "call_back": Way(
        "callback_agent",
        Status.AWAITING_CALLBACK,
        Status.CALLED_BACK,
        {
            "reached": "yes",
            "solved": "yes",
            "handling_rating": "satisfied",
            "service_rating": "very_satisfied",
            "note": "谢谢",
        },
        {"reached": "yes", "solved": "yes", "note": "保留我"},
        "handling_rating",
        "没有评价请选“未评价”",
    ),
    "handle_again": Way(
        "callback_agent",
        Status.CALLED_BACK,
        Status.AWAITING_DISPATCH,
        {"reason": "垃圾又堆了"},
        {"reason": " "},
        "reason",
        "请写明重办的原因",
    ),
    "close": Way("callback_agent", Status.CALLED_BACK, Status.CLOSED, {"note": ""}),
}
each_verb = pytest.mark.parametrize("verb", WAYS)
each_refusal = pytest.mark.parametrize("verb", [verb for verb, way in WAYS.items() if way.bad])


def _case(city: City, way: Way, **facts: object) -> Case:
    return case_at(city, way.start, name="刘某", phone="13900001111", **facts)


def _page(client: Client, case: Case) -> Node:
    answer = client.get(f"/desk/cases/{case.number}")
    assert answer.status_code == 200
    return read(answer)


def _offered(page: Node) -> set[str]:
    """The verbs whose forms stand on the page."""
    forms = [form.attrs.get("action", "") for form in page.all("form")]
    return {a.rsplit("/", 1)[1] for a in forms if a.startswith("/desk/cases/")} - {"reveal"}


def _send(client: Client, case: Case, verb: str, **facts: str) -> HttpResponse:
    return client.post(f"/desk/cases/{case.number}/{verb}", {"seen": case.version, **facts})


def test_every_verb_of_the_table_has_its_form_and_its_test() -> None:
    assert set(FORMS) == set(WAYS) == set(MOVES) - {"register", "try_call_back"}


@each_verb
def test_a_permitted_person_does_it_from_the_page(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = _case(city, way)
    client = sign_in(city.person(way.role, way.unit))
    answer = press(client, _page(client, case), f"/{verb}", **way.typed)
    case.refresh_from_db()
    last = case.journal.order_by("seq").last()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/cases/{case.number}")
    assert (case.status, last.verb, last.by) == (
        way.end,
        verb,
        city.person(way.role, way.unit),
    )


@each_verb
def test_the_page_afterwards_says_what_was_done(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = _case(city, way)
    client = sign_in(city.person(way.role, way.unit))
    press(client, _page(client, case), f"/{verb}", **way.typed)
    page = _page(client, case)
    notice = page.one("div", id="toasts")
    assert notice.attrs["aria-live"] == "polite"
    assert f"已{MOVES[verb].name}：工单 {case.number}" in notice.text
    assert page.all("li", class_=f"story-{verb}")


@each_verb
def test_a_person_without_the_permit_is_not_offered_it(
    city: City, sign_in: SignIn, verb: str
) -> None:
    case = _case(city, WAYS[verb])
    assert verb not in _offered(_page(sign_in(city.person("supervisor")), case))


@each_verb
def test_a_person_without_the_permit_is_refused(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = _case(city, way)
    answer = _send(sign_in(city.person("supervisor")), case, verb, **way.typed)
    page = read(answer)
    before = case.version
    case.refresh_from_db()
    assert (answer.status_code, case.status, case.version) == (403, way.start, before)
    assert f"您的岗位没有“{MOVES[verb].name}”的权限" in page.one("div", class_="form-errors").text


@each_refusal
def test_what_is_wrong_is_said_beside_its_field_with_the_remedy(
    city: City, sign_in: SignIn, verb: str
) -> None:
    way = WAYS[verb]
    case = _case(city, way)
    answer = _send(sign_in(city.person(way.role, way.unit)), case, verb, **way.bad)
    page = read(answer)
    wrong = page.one("div", id=f"{verb}_{way.wrong_field}_error")
    before = case.version
    case.refresh_from_db()
    assert (answer.status_code, case.version) == (422, before)
    assert way.remedy in wrong.text
    control = page.one("", id=f"{verb}_{way.wrong_field}")
    assert control.attrs["aria-invalid"] == "true"
    assert wrong.attrs["id"] in control.attrs["aria-describedby"]


@each_refusal
def test_nothing_typed_is_lost(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = _case(city, way)
    answer = _send(sign_in(city.person(way.role, way.unit)), case, verb, **way.bad)
    kept = form_to(read(answer), f"/{verb}").sends()
    assert {name: kept.get(name) for name in way.bad} == way.bad


@each_verb
def test_who_looked_at_an_older_version_is_told_and_may_try_again(
    city: City, sign_in: SignIn, verb: str
) -> None:
    way = WAYS[verb]
    if way.start is Status.CLOSED:
        pytest.skip("nothing moves a closed case")
    case = _case(city, way)
    client = sign_in(city.person(way.role, way.unit))
    stale = {"seen": str(case.version)}
    _nudge(city, case)
    answer = client.post(f"/desk/cases/{case.number}/{verb}", {**stale, **way.typed})
    page = read(answer)
    assert answer.status_code == 409
    assert "工单刚被他人更新，您的操作没有生效" in page.one("div", class_="form-errors").text
    kept = form_to(page, f"/{verb}").sends()
    assert {name: kept.get(name) for name in way.typed} == way.typed
    again = press(client, page, f"/{verb}")
    case.refresh_from_db()
    assert (again.status_code, case.status) == (302, way.end)


def _nudge(city: City, case: Case) -> None:
    """Somebody else re-sorts the case meanwhile."""
    classify(
        case,
        kind=city.kinds["help"],
        topic=city.topics["010216"],
        by=city.person("dispatcher"),
        at=datetime.now(UTC),
    )


@each_verb
def test_a_verb_that_is_not_open_any_more_is_refused_with_what_is(
    city: City, sign_in: SignIn, verb: str
) -> None:
    way = WAYS[verb]
    case = case_at(city, Status.CLOSED)
    answer = _send(sign_in(city.person(way.role, way.unit)), case, verb, **way.typed)
    assert answer.status_code == 409
    assert "工单现为“已办结”" in read(answer).one("div", class_="form-errors").text


def test_words_written_too_late_are_kept_to_be_copied(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_REVIEW)
    clerk = sign_in(city.person("unit_clerk", "east"))
    answer = _send(
        clerk, case, "reply", handling="写了很久的情况", answer="写了很久的答复", solved="yes"
    )
    page = read(answer)
    assert "reply" not in _offered(page)
    kept = [node.raw.strip() for node in page.one("section", class_="box-warn").all("textarea")]
    assert kept == ["写了很久的情况", "写了很久的答复"]


def test_a_second_click_moves_the_case_once(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    client = sign_in(city.person("dispatcher"))
    page = _page(client, case)
    first = press(client, page, "/dispatch", to="汀东区")
    second = press(client, page, "/dispatch", to="汀东区")
    assert (first.status_code, second.status_code) == (302, 409)
    assert Assignment.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("seen", ["", "abc", "1.5", "９９９９９９９９９９９９９９９９９９９９"])
def test_a_form_without_the_version_it_saw_does_nothing(
    city: City, sign_in: SignIn, seen: str
) -> None:
    case = case_at(city, Status.REGISTERED)
    answer = sign_in(city.person("call_taker")).post(
        f"/desk/cases/{case.number}/accept", {"seen": seen}
    )
    case.refresh_from_db()
    assert answer.status_code in (409, 422)
    assert case.status == Status.REGISTERED
    assert "刷新" in read(answer).one("div", class_="form-errors").text


# --- who is offered what


def _expected(role: str, status: Status, own: bool) -> set[str]:
    """The verbs that the table and the role's permits allow."""
    permits = ROLES[role][1]
    return {
        verb
        for verb, move in MOVES.items()
        if verb in FORMS
        and status in move.sources
        and move.permit in permits
        and (own or not move.by_unit)
    }


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "security_admin"])
def test_the_panel_offers_exactly_what_the_table_allows(
    city: City, sign_in: SignIn, role: str, status: Status
) -> None:
    case = case_at(city, status, unit="east")
    unit = "east" if role == "unit_clerk" else ""
    answer = sign_in(city.person(role, unit)).get(f"/desk/cases/{case.number}")
    if answer.status_code == 404:
        assert role == "unit_clerk"
        assert status in (Status.REGISTERED, Status.AWAITING_DISPATCH)
        return
    assert _offered(read(answer)) == _expected(role, status, own=bool(unit))


def test_a_unit_that_had_the_case_before_may_look_but_not_act(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CALLED_BACK, unit="east")
    agent = sign_in(city.person("callback_agent"))
    press(agent, _page(agent, case), "/handle_again", reason="没有解决")
    dispatcher = sign_in(city.person("dispatcher"))
    press(dispatcher, _page(dispatcher, case), "/dispatch", to="汀西区")
    before = sign_in(city.person("unit_clerk", "east"))
    now = sign_in(city.person("unit_clerk", "west"))
    assert _offered(_page(before, case)) == set()
    assert _offered(_page(now, case)) == {"sign"}
    case.refresh_from_db()
    assert _send(before, case, "sign").status_code == 403


def test_a_parent_unit_may_sign_for_the_one_below(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE, unit="east_street")
    above = sign_in(city.person("unit_clerk", "east"))
    assert press(above, _page(above, case), "/sign").status_code == 302


def test_an_office_person_with_a_units_permit_cannot_sign(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    role = make_role("odd", "杂务", ["sign", "reply", "see_all_cases"])
    client = sign_in(make_staff("odd", roles=[role]))
    assert _offered(_page(client, case)) == set()
    assert _send(client, case, "sign").status_code == 403


def test_the_awaited_verb_stands_open_and_others_are_folded(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    page = _page(sign_in(city.person("dispatcher")), case)
    panels = page.all("details", class_="panel")
    assert [panel.one("summary").text for panel in panels if "open" in panel.attrs] == ["派单"]
    assert len(panels) == 3


def test_the_page_says_whom_the_case_waits_for(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    assert "正等待汀东区政府签收" in _page(sign_in(city.person("dispatcher")), case).text
    case = case_at(city, Status.AWAITING_REVIEW)
    assert "正等待热线办公室审核" in _page(sign_in(city.person("dispatcher")), case).text


# --- single verbs


def _moved(city: City, sign_in: SignIn, verb: str, **facts: object) -> Case:
    """The case after its verb was done by the right person with the right facts."""
    way = WAYS[verb]
    case = _case(city, way)
    client = sign_in(city.person(way.role, way.unit))
    answer = press(client, _page(client, case), f"/{verb}", **{**way.typed, **facts})
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
    form = form_to(_page(sign_in(city.person("call_taker")), case), "/classify").sends()
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
    answer = _send(
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
    answer = _send(client, case, "classify", kind="help", topic="垃圾", urgency="ordinary")
    assert "是不是：010214 城乡建设" in read(answer).one("div", id="classify_topic_error").text


def test_accept_without_a_classification_says_what_to_do_first(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.REGISTERED, kind="", topic="")
    client = sign_in(city.person("call_taker"))
    answer = press(client, _page(client, case), "/accept")
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
        ("汀", "是不是：汀东区政府、汀西区政府"),
        ("x" * 300, "最多 200 个字，现有 300 个字；请删减"),
        (SCRIPT, "没有叫“<script>alert(1)</script>”的承办单位"),
    ],
)
def test_dispatch_refuses_a_unit_that_is_not_plain(
    city: City, sign_in: SignIn, typed: str, said: str
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    answer = _send(sign_in(city.person("dispatcher")), case, "dispatch", to=typed)
    page = read(answer)
    assert answer.status_code == 422
    assert said in page.one("div", id="dispatch_to_error").text
    assert page.one("input", id="dispatch_to").attrs.get("value", "") == typed


def test_dispatch_shows_the_deadline_and_its_reason_beforehand(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH, urgency="urgent")
    preview = _page(sign_in(city.person("dispatcher")), case).one("p", class_="preview").text
    assert "24小时（紧急诉求办理时限）" in preview


def test_dispatch_keeps_a_superiors_earlier_deadline(city: City, sign_in: SignIn) -> None:
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)
    case = case_at(city, Status.AWAITING_DISPATCH, channel="province", external_due_at=due)
    client = sign_in(city.person("dispatcher"))
    page = _page(client, case)
    assert "按上级来件限定的时间" in page.one("p", class_="preview").text
    press(client, page, "/dispatch", to="汀东区")
    case.refresh_from_db()
    assert case.due_at == due


def test_dispatch_without_a_time_limit_is_refused_in_words(city: City, sign_in: SignIn) -> None:
    from hotline.records.models import TimeLimit  # noqa: PLC0415 - only here
    from hotline.records.queries.reference import forget  # noqa: PLC0415 - only here

    case = case_at(city, Status.AWAITING_DISPATCH)
    TimeLimit.objects.all().delete()
    forget()
    client = sign_in(city.person("dispatcher"))
    page = _page(client, case)
    assert "没有适用的时限" in page.text
    assert press(client, page, "/dispatch", to="汀东区").status_code == 422


def test_sign_keeps_who_signed(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "sign")
    assert case.assignments.get().signed_by == city.person("unit_clerk", "east")


def test_reply_stores_both_texts_and_the_facts(city: City, sign_in: SignIn) -> None:
    case = _moved(
        city,
        sign_in,
        "reply",
        solved="no",
        reason_unsolved="需下周施工",
        is_true="yes",
        contacted_at="2022-04-01T09:30",
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
    assert row.contacted_at.isoformat() == "2022-04-01T01:30:00+00:00"


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
    answer = _send(clerk, case, "reply", **{**WAYS["reply"].typed, **facts})
    page = read(answer)
    assert answer.status_code == 422
    assert said in page.one("div", id=f"reply_{wrong}_error").text


def test_send_back_lets_the_unit_reply_again(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "send_back")
    clerk = sign_in(city.person("unit_clerk", "east"))
    page = _page(clerk, case)
    assert _offered(page) == {"reply"}
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
    press(agent, _page(agent, case), "/call_back", reached="no", note="无人接听")
    case.refresh_from_db()
    assert case.status == Status.AWAITING_CALLBACK
    press(agent, _page(agent, case), "/call_back", reached="no", other_number="on")
    case.refresh_from_db()
    page = _page(agent, case)
    assert case.status == Status.CALLED_BACK
    assert [row.text for row in page.all("span", class_="story-verb")][-2:] == [
        "回访未接通",
        "回访",
    ]
    assert "非来电号码" in page.text


@pytest.mark.parametrize("reached", ["", "perhaps"])
def test_call_back_asks_whether_anybody_answered(city: City, sign_in: SignIn, reached: str) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    answer = _send(sign_in(city.person("callback_agent")), case, "call_back", reached=reached)
    assert answer.status_code == 422
    assert Callback.objects.count() == 0
    assert read(answer).has("div", id="call_back_reached_error")


def test_close_of_a_discontented_citizens_case_asks_for_the_explanation(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.CALLED_BACK, solved="no", rating="dissatisfied")
    agent = sign_in(city.person("callback_agent"))
    page = _page(agent, case)
    refused = press(agent, page, "/close", note="")
    assert refused.status_code == 422
    assert "或改为“重办”" in read(refused).one("div", id="close_note_error").text
    assert press(agent, page, "/close", note="已说明政策").status_code == 302


def test_handle_again_goes_round_once_more(city: City, sign_in: SignIn) -> None:
    case = _moved(city, sign_in, "handle_again")
    dispatcher = sign_in(city.person("dispatcher"))
    press(dispatcher, _page(dispatcher, case), "/dispatch", to="汀西区")
    page = _page(dispatcher, case)
    heads = [node.text for node in page.all("h2") if "承办" in node.text]
    assert len(heads) == 2
    assert "第 2 次" in heads[1]


def test_a_move_from_somewhere_else_is_not_overwritten(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.REGISTERED)
    client = sign_in(city.person("call_taker"))
    page = _page(client, case)
    person: Staff = city.person("dispatcher")
    accept(case, by=person, at=datetime.now(UTC))
    answer = press(client, page, "/accept")
    assert answer.status_code == 409
    assert [entry.verb for entry in JournalEntry.objects.filter(case=case).order_by("seq")] == [
        "register",
        "accept",
    ]
