"""The page of one case: the facts, masked; the story; few questions; nothing that runs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import (
    Case,
    Citizen,
    Conference,
    Extension,
    Instruction,
    Outreach,
    Return,
    Ruling,
    Supervision,
)
from hotline.rules.life import Status
from hotline.steps.call_back import call_back
from hotline.steps.classify import classify
from hotline.steps.dispatch import dispatch
from hotline.steps.guarding.step_aside import step_aside
from hotline.steps.joining.join import join
from hotline.steps.report_back import report_back
from hotline.steps.reveal import reveal
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, taken_in
from tests.reading import Node, press, read

PHONE = "13900001234"
MOST_QUERIES = 30
LONG_AGO = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who sees all cases."""
    return sign_in(city.person("dispatcher"))


def _page(client: Client, case: Case) -> Node:
    return read(client.get(f"/desk/cases/{case.number}"))


def _facts(page: Node) -> dict[str, str]:
    """The pairs of the fact lists."""
    names = [node.text for node in page.all("dt")]
    return dict(zip(names, [node.text for node in page.all("dd")], strict=True))


def test_the_facts_of_the_case_are_on_the_page(city: City, office: Client) -> None:
    case = case_at(
        city,
        Status.AWAITING_SIGNATURE,
        place="临河街道",
        channel="province",
        external_number="SZ-77",
    )
    facts = _facts(_page(office, case))
    expected = {
        "来源": "省转办平台",
        "上级编号": "SZ-77",
        "类型": "投诉",
        "分类": "010214 城乡建设 › 城市建设和市政管理 › 环境卫生",
        "地点": "临河街道",
        "承办": "汀东区政府",
        "查询码": case.receipt,
    }
    assert {name: facts[name] for name in expected} == expected


def test_a_case_that_is_not_sorted_yet_says_so(city: City, office: Client) -> None:
    facts = _facts(_page(office, taken_in(city, kind="", topic="")))
    assert (facts["类型"], facts["分类"], facts["承办"]) == ("未分类", "未分类", "—")


# --- personal data


def test_the_citizen_is_masked(city: City, office: Client) -> None:
    case = taken_in(city, name="欧阳某某", phone=PHONE, form_of_address="女士")
    answer = office.get(f"/desk/cases/{case.number}").content.decode()
    facts = _facts(read(answer))
    assert (facts["姓名"], facts["电话"], facts["住址"]) == ("欧** 女士", "139****1234", "未登记")
    assert PHONE not in answer
    assert "欧阳" not in answer


@pytest.mark.parametrize("role", ["call_taker", "dispatcher", "supervisor", "callback_agent"])
def test_no_role_gets_the_whole_number_with_the_page(
    city: City, sign_in: SignIn, role: str
) -> None:
    case = case_at(
        city,
        Status.CALLED_BACK,
        phone=PHONE,
        name="刘某",
        title=f"回电 {PHONE}",
        text=f"我的电话是 {PHONE}，身份证 220302199001011234。",
        place=f"门口，电话{PHONE}",
    )
    answer = sign_in(city.person(role)).get(f"/desk/cases/{case.number}").content.decode()
    assert PHONE not in answer
    assert "220302199001011234" not in answer


def test_an_anonymous_case_says_so(city: City, office: Client) -> None:
    page = _page(office, taken_in(city))
    assert "匿名，没有诉求人信息" in page.text


def test_a_citizen_without_a_name_is_not_anonymous(city: City, office: Client) -> None:
    facts = _facts(_page(office, taken_in(city, phone=PHONE)))
    assert (facts["姓名"], facts["电话"]) == ("未登记", "139****1234")


def test_a_broken_seal_keeps_nobody_from_the_case(city: City, office: Client) -> None:
    case = taken_in(city, phone=PHONE, name="刘某")
    Citizen.objects.update(phone_sealed=b"\x01" + b"0" * 60)
    facts = _facts(_page(office, case))
    assert (facts["姓名"], facts["电话"]) == ("刘**", "（无法读取）")


def test_other_cases_of_the_same_citizen_are_listed(city: City, office: Client) -> None:
    earlier = taken_in(city, phone=PHONE, title="上次的事", at=LONG_AGO)
    taken_in(city, phone="13900009999", title="别人的事")
    case = taken_in(city, phone=PHONE)
    others = _page(office, case).one("ul", class_="brief-list")
    assert "上次的事" in others.text
    assert [link.attrs["href"] for link in others.all("a")] == [f"/desk/cases/{earlier.number}"]


def test_a_unit_sees_only_its_own_other_cases_of_a_citizen(city: City, sign_in: SignIn) -> None:
    case_at(city, Status.IN_HANDLING, unit="west", phone=PHONE, title="西区的事")
    case = case_at(city, Status.IN_HANDLING, unit="east", phone=PHONE)
    page = _page(sign_in(city.person("unit_clerk", "east")), case)
    assert "西区的事" not in page.text


def test_who_looked_at_personal_data_is_shown_to_those_who_read_journals(
    city: City, sign_in: SignIn
) -> None:
    agent = city.person("callback_agent", name="陈一诺")
    case = case_at(city, Status.AWAITING_CALLBACK, phone=PHONE, name="刘某")
    reveal(case, "phone", reason="回访核实", by=agent, at=LONG_AGO)
    seen = _page(sign_in(city.person("supervisor")), case).text
    unseen = _page(sign_in(city.person("dispatcher")), case).text
    assert "陈一诺 查看电话：回访核实" in seen
    assert "回访核实" not in unseen


# --- nothing that runs

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}"


def test_markup_in_citizens_words_is_only_text(city: City, office: Client) -> None:
    case = case_at(
        city, Status.AWAITING_DISPATCH, title=EVIL, text=EVIL, place=EVIL, name=EVIL, phone=PHONE
    )
    press(office, _page(office, case), "/dispatch", to="汀东区", note=EVIL)
    answer = office.get(f"/desk/cases/{case.number}")
    page = read(answer)
    assert "<script>alert" not in answer.content.decode()
    assert not page.has("img")
    assert page.one("h1").text == EVIL
    assert page.all("div", class_="reading")[0].text == EVIL
    assert _facts(page)["交办意见"] == EVIL


def test_an_address_that_would_run_is_only_text(city: City, office: Client) -> None:
    case = taken_in(
        city, text="请看 javascript:alert(1) 和 http://bad.example/x", place="javascript:1"
    )
    page = _page(office, case)
    assert not [a for a in page.all("a") if "javascript" in a.attrs["href"]]
    assert not [a for a in page.all("a") if "bad.example" in a.attrs["href"]]


def test_lines_of_the_text_stay_lines(city: City, office: Client) -> None:
    case = taken_in(city, text="第一行\n第二行\n\n第三行")
    shown = _page(office, case).all("div", class_="reading")[0]
    assert (len(shown.all("p")), len(shown.all("br"))) == (2, 1)


# --- clocks and story


def test_the_clock_says_how_long_and_until_when(city: City, office: Client) -> None:
    case = case_at(city, Status.IN_HANDLING, at=LONG_AGO)
    clock = _page(office, case).one("p", class_="case-clock")
    assert "已逾期" in clock.text
    assert "办理时限 2022-04-11 17:00" in clock.text


def test_the_deadlines_reason_is_in_the_story(city: City, office: Client) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE, at=LONG_AGO)
    story = _page(office, case).one("ol", class_="story").text
    assert "办理时限 2022-04-11 17:00：5个工作日，跳过非工作日5天" in story
    assert "（一般诉求办理时限）" in story


def test_the_story_tells_who_did_what_in_order(city: City, office: Client) -> None:
    city.person("unit_clerk", "east", name="孟安然")
    case = case_at(city, Status.CLOSED)
    lines = _page(office, case).all("li", class_="story-line")
    told = [line.one("span", class_="story-verb").text for line in lines]
    assert told == [
        *("登记了工单", "受理了工单，等待派单", "派出了工单", "签收"),
        *("反馈了办理结果", "审核通过了答复，等待回访", "回访了诉求人", "办结了工单"),
    ]
    assert "孟安然 汀东区政府 承办单位经办人 签收，用时 1 分（时限 4个工作小时）" in lines[3].text
    assert "已接通" in lines[6].text
    assert "已解决" in lines[6].text


def test_the_story_tells_what_a_new_classification_changed(city: City, office: Client) -> None:
    case = taken_in(city)
    classify(
        case,
        kind=city.kinds["help"],
        topic=city.topics["010216"],
        campaign=city.campaigns["flood"],
        urgency="critical",
        note="听清了",
        by=city.person("dispatcher"),
        at=datetime.now(UTC),
    )
    story = _page(office, case).one("ol", class_="story").text
    assert "诉求类型：投诉 → 求助" in story
    assert "专题：无 → 防汛" in story
    assert "环境卫生 → 010216" in story
    assert "紧急程度：一般 → 特急" in story
    assert "听清了" in story


def test_the_units_reply_and_the_callback_are_shown(city: City, office: Client) -> None:
    page = _page(office, case_at(city, Status.CLOSED))
    facts = _facts(page)
    assert (facts["办理情况"], facts["公开答复"]) == ("已派人清运。", "垃圾已清运。")
    assert "是否解决：是" in facts["结果"]
    callback = page.one("div", aria_label="回访记录").text
    assert "满意" in callback


def test_a_part_of_the_system_has_a_name_too(city: City, office: Client) -> None:
    case = taken_in(city)
    classify(
        case,
        kind=city.kinds["help"],
        topic=city.topics["010216"],
        by=None,
        at=datetime.now(UTC),
    )
    assert "系统" in _page(office, case).all("li", class_="story-classify")[0].text


def test_a_full_page_asks_few_questions(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CALLED_BACK, phone=PHONE)
    for _ in range(3):
        case_at(city, Status.CLOSED, phone=PHONE)
    client = sign_in(city.person("callback_agent"))
    client.get(f"/desk/cases/{case.number}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/desk/cases/{case.number}")
    first = len(asked)
    press(client, _page(client, case), "/handle_again", reason="再办")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/desk/cases/{case.number}")
    assert first <= MOST_QUERIES
    assert len(asked) <= MOST_QUERIES


def _rows_of_everything(city: City, case: Case, times: int) -> None:
    """Each kind of row that can hang on a case, `times` of each."""
    kept, person = {"case": case, "at": LONG_AGO}, city.person("supervisor")
    lead = case.assignments.get(part="lead")
    asked = {"case": case, "assignment": lead, "asked_at": LONG_AGO, "asked_by": person}
    for _ in range(times):
        Outreach.objects.create(**kept, assignment=lead, by=person, reached=True)
        Extension.objects.create(
            **asked, reason="采购。", amount=5, unit="working_days", outcome="refused"
        )
        Return.objects.create(
            **asked, reason="not_our_duty", evidence="见分工。", outcome="refused"
        )
        Ruling.objects.create(
            case=case, level="office", question="归谁管？", asked_at=LONG_AGO, asked_by=person,
            decided_at=LONG_AGO, decided_by=person, unit=city.units["east"], reason="属地。",
        )  # fmt: skip
        Supervision.objects.create(
            case=case, department=city.units["east"], level="ordinary", demand="办结。",
            started_at=LONG_AGO, started_by=person, due_at=LONG_AGO, ended_at=LONG_AGO,
        )  # fmt: skip
        Conference.objects.create(
            case=case, held_at=LONG_AGO, kept_at=LONG_AGO, kept_by=person,
            departments=[city.units["east"].pk], minutes="到会。", conclusion="由东区办。",
        )  # fmt: skip
        Instruction.objects.create(case=case, leader="周某", text="抓紧。", given_at=LONG_AGO)
        other = case_at(city, Status.AWAITING_DISPATCH, phone=PHONE)
        join(other, main=case, by=city.person("dispatcher"), at=datetime.now(UTC))


def test_a_page_asks_as_little_for_three_rows_of_each_as_for_one(
    city: City, sign_in: SignIn
) -> None:
    client, asked = sign_in(city.person("dispatcher")), []
    for times in (1, 3):
        case = case_at(city, Status.IN_HANDLING, phone=PHONE)
        _rows_of_everything(city, case, times)
        client.get(f"/desk/cases/{case.number}")
        with CaptureQueriesContext(connection) as questions:
            page = _page(client, case)
        asked.append(len(questions))
        heads = {node.text for node in page.all("h2")}
        assert heads >= {"时限", "督办", "领导批示", "会商", "退单与裁定", "延期"}
    assert asked[0] == asked[1] <= MOST_QUERIES


def test_a_clock_tells_which_days_it_skipped_and_a_year_without_a_calendar(
    city: City, office: Client
) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE, at=LONG_AGO)
    clock = _page(office, case).one("ul", class_="clock-list").text
    assert "办理 汀东区政府" in clock
    assert "不计时 5 天2022-04-03 星期日 非工作日" in clock
    late = case_at(city, Status.AWAITING_SIGNATURE, at=datetime(2098, 4, 1, 1, 0, tzinfo=UTC))
    assert "2098年放假安排未公布" in _page(office, late).one("ul", class_="clock-list").text


def test_what_is_said_to_the_office_is_not_read_by_the_unit(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    now, agent = datetime.now(UTC), city.person("callback_agent")
    known = {"solved": "no", "handling_rating": "dissatisfied", "service_rating": "no_rating"}
    call_back(case, reached=True, note="经办人态度恶劣。", by=agent, at=now, **known)
    taker = city.person("call_taker")
    step_aside(case, reason="与经办人是亲属。", by=taker, at=datetime.now(UTC))
    secret = ("经办人态度恶劣。", "与经办人是亲属。")
    office = _page(sign_in(city.person("dispatcher")), case).text
    unit = _page(sign_in(city.person("unit_clerk", "east")), case).text
    assert [words in office for words in secret] == [True, True]
    assert [words in unit for words in secret] == [False, False]
    assert ("已派人清运。" in unit, "不满意" in unit) == (True, True)


def test_a_units_own_account_is_read_by_itself_by_who_leads_and_by_the_office(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    units, now = city.units, datetime.now(UTC)
    assisting = [units["west"], units["careful"]]
    dispatch(case, to=units["east"], assisting=assisting, by=city.person("dispatcher"), at=now)
    west, careful, east = (city.person("unit_clerk", name) for name in ("west", "careful", "east"))
    report_back(case, handling="西区已清运。", by=west, at=now)
    read_by = {
        who.username: "西区已清运。" in _page(sign_in(who), case).text
        for who in (west, careful, east, city.person("dispatcher"))
    }
    assert read_by == {
        "unit_clerk-west": True,
        "unit_clerk-careful": False,
        "unit_clerk-east": True,
        "dispatcher": True,
    }


def test_the_office_is_told_which_cases_are_joined_and_a_unit_is_not(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    other = case_at(city, Status.AWAITING_DISPATCH)
    join(other, main=case, by=city.person("dispatcher"), at=datetime.now(UTC))
    office = _page(sign_in(city.person("dispatcher")), case)
    unit = _page(sign_in(city.person("unit_clerk", "east")), case)
    assert _facts(office)["并入"] == other.number
    assert other.number not in unit.text
