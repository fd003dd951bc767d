"""The studio: tabs, candidates, drafting, two editors, the check, approval, portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from hotline.records.models import (
    Bulletin,
    BulletinItem,
    BulletinItemText,
    Callback,
    Case,
    Staff,
)
from hotline.rules.life import Status
from tests.bulletin_form import FIRST, MONTH, make_editor, make_form, make_leader
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_role, make_staff
from tests.steps.studio.office import two_steps

pytestmark = pytest.mark.usefixtures("contexts")
HOME = f"/desk/bulletins/monthly/{MONTH}"
OUT = f"/bulletins/monthly/{MONTH}"


@dataclass
class Desk:
    """The browsers of an editor, a colleague, a section head and the leader."""

    editor: Client
    other: Client
    head: Client
    leader: Client
    cases: list[Case]

    def pick(self, text: str, **facts: str) -> BulletinItem:
        given = {"section": "prominent", "group": "", "text": text, "cases": "", **facts}
        assert self.editor.post(f"{HOME}/pick", given).status_code == 302
        return BulletinItem.objects.latest("order")

    def page(self, tab: str) -> str:
        return self.editor.get(HOME, {"tab": tab}).content.decode()

    def publish(self) -> None:
        assert self.editor.post(f"{HOME}/submit").status_code == 302
        given = {"issued_on": "2022-05-06", "issue": ""}
        assert self.leader.post(f"{HOME}/publish", given).status_code == 302


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Desk:
    make_form()
    cases = [
        case_at(city, Status.CLOSED, at=FIRST + timedelta(hours=hour), name="甄示例")
        for hour in range(2)
    ]
    waiting = [case_at(city, Status.IN_HANDLING, at=FIRST, topic="010216", unit="west")]
    editor = make_editor()
    other = make_staff("other", roles=list(editor.roles.all()))
    head = make_staff(
        "head", roles=[make_role("head", "科长", ["approve_bulletin", "see_all_cases"])]
    )
    people = [sign_in(person) for person in (editor, other, head, make_leader())]
    found = Desk(*people, cases=cases + waiting)
    assert found.editor.post(f"{HOME}/begin").status_code == 302
    return found


@pytest.mark.parametrize("tab", ["items", "figures", "candidates", "check", "comments", "flow"])
def test_every_tab_asks_few_questions_alone_and_in_the_whole_page(
    desk: Desk, tab: str, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        desk.pick(f"第{number}条", cases=desk.cases[0].number)
    desk.page(tab)  # the city's reference data is kept from here on
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        desk.page(tab)
    part = desk.editor.get(HOME, {"tab": tab}, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'id="side"' in part) == (False, True)


def test_figures_stand_beside_those_of_the_month_before(city: City, desk: Desk) -> None:
    case_at(city, Status.CLOSED, at=FIRST - timedelta(days=30))
    page = desk.page("figures")
    assert "与2022年3月比较" in page
    assert "增加 2（增长 200.0%）" in page
    assert "个百分点" in page


def test_a_group_is_picked_with_its_reasons_its_words_and_its_cases(desk: Desk) -> None:
    page = desk.page("candidates")
    assert "较上月增加 2 件" in page
    topic = str(desk.cases[0].topic_id)
    given = {"of": "prominent", "topic": topic, "section": "prominent"}
    answer = desk.editor.post(f"{HOME}/pick-group", given)
    item = BulletinItem.objects.get()
    assert answer.headers["Location"] == f"{HOME}/items/{item.pk}"
    assert item.text.startswith("本期反映")
    assert item.text.endswith("［待补：主要问题］")
    assert {case.pk for case in item.cases.all()} == {case.pk for case in desk.cases[:2]}


def test_a_paragraph_is_drafted_from_a_case_and_says_where_each_part_comes_from(
    city: City, desk: Desk
) -> None:
    case = desk.cases[0]
    facts = {"reached": True, "solved": "yes", "handling_rating": "satisfied", "note": "表示感谢"}
    Callback.objects.create(case=case, tried_at=case.moved_at, **facts)
    assert "诉求人表示感谢" in desk.page("candidates")
    desk.editor.post(f"{HOME}/pick-case", {"number": case.number, "section": "well_handled"})
    item = BulletinItem.objects.get()
    assert (item.section, list(item.cases.all())) == ("well_handled", [case])
    assert "甄示例" not in item.text
    assert item.text.endswith("反映人对处理结果表示满意并表示感谢。")
    page = desk.editor.get(f"{HOME}/items/{item.pk}").content.decode()
    assert "<small>回访评价</small>" in page


def test_a_confidential_case_is_not_drafted(desk: Desk) -> None:
    Case.objects.filter(pk=desk.cases[0].pk).update(confidential=True)
    desk.editor.post(f"{HOME}/pick-case", {"number": desk.cases[0].number})
    assert BulletinItem.objects.count() == 0


def test_of_two_editors_both_texts_are_shown_and_merged(desk: Desk) -> None:
    item = desk.pick("垃圾清运不及时。")
    address = f"{HOME}/items/{item.pk}"
    seen = {"group": "", "seen": "1"}
    assert desk.editor.post(address, {**seen, "text": "垃圾清运很不及时。"}).status_code == 302
    answer = desk.other.post(address, {**seen, "text": "垃圾清运不及时，有异味。"})
    page = answer.content.decode()
    assert (answer.status_code, "在您之前保存了另一稿" in page) == (409, True)
    assert ("垃圾清运很不及时。" in page, "垃圾清运不及时，有异味。" in page) == (True, True)
    assert ("<del>很</del>" in page, "<ins>，有异味</ins>" in page) == (True, True)
    merged = {**seen, "seen": "2", "text": "垃圾清运很不及时，有异味。"}
    assert desk.other.post(address, merged).status_code == 302
    kept = BulletinItemText.objects.order_by("number").values_list("text", "by__username")
    assert [who for _, who in kept] == ["editor", "editor", "other"]
    versions = desk.editor.get(f"{address}/versions", {"a": "1", "b": "3"}).content.decode()
    assert "<ins>很</ins>" in versions


def test_a_finding_is_replaced_by_one_press_or_cleared_with_a_reason(desk: Desk) -> None:
    item = desk.pick("请拨打15400001234，或15400005678。")
    answer = desk.editor.post(f"{HOME}/submit")
    assert answer.status_code == 422
    found = answer.context["found"]
    assert [row.text for row in found] == ["15400001234", "15400005678"]
    desk.editor.post(f"{HOME}/replace", {"item": str(item.pk), "key": found[0].key})
    left = desk.editor.get(HOME, {"tab": "check"}).context["found"]
    assert [row.text for row in left] == ["15400005678"]
    refused = desk.editor.post(f"{HOME}/clear", {"key": left[0].key, "reason": ""})
    assert refused.status_code == 422
    desk.editor.post(f"{HOME}/clear", {"key": left[0].key, "reason": "公布的号码"})
    assert "放行：公布的号码" in desk.page("check")
    assert desk.editor.post(f"{HOME}/submit").status_code == 302


def test_approval_in_two_steps_shows_each_what_is_theirs(desk: Desk) -> None:
    two_steps()
    desk.editor.post(f"{HOME}/submit")
    assert "审核通过" in desk.head.get(HOME).content.decode()
    assert "等待“科长审核”" in desk.leader.get(HOME).content.decode()
    given = {"issued_on": "2022-05-06", "issue": ""}
    assert desk.leader.post(f"{HOME}/publish", given).status_code == 422
    assert desk.head.post(f"{HOME}/approve").status_code == 302
    assert desk.leader.post(f"{HOME}/publish", given).status_code == 302


def test_a_correction_and_a_withdrawal_are_told_to_everyone(desk: Desk) -> None:
    desk.pick("甲。")
    desk.publish()
    citizen = Client()
    first = citizen.get(OUT)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert citizen.get(OUT, headers=tag).status_code == 304
    desk.editor.post(f"{HOME}/correct", {"correction": "文字有误"})
    own = BulletinItem.objects.get(bulletin__edition=2)
    desk.editor.post(f"{HOME}/items/{own.pk}", {"text": "乙。", "group": "", "seen": "1"})
    assert "乙。" not in citizen.get(OUT).content.decode()
    desk.publish()
    newest = citizen.get(OUT, headers=tag).content.decode()
    assert "【更正】本期更正2022年5月6日发布的同期通报" in newest
    assert f'href="{OUT}?edition=1"' in newest
    older = citizen.get(OUT, {"edition": "1"}).content.decode()
    assert ("更正原因：文字有误" in older, "乙。" in older) == (True, False)
    listed = citizen.get("/bulletins.json").json()["bulletins"]
    assert [(row["period"], row["edition"]) for row in listed] == [(MONTH, 2)]
    assert listed[0]["changes"] == [{"what": "第1处文字", "old": "（一）甲。", "new": "（一）乙。"}]
    assert b"<title>2022" in citizen.get("/bulletins.atom").content
    for _ in range(2):
        desk.leader.post(f"{HOME}/withdraw", {"reason": "数字有误"})
    gone = citizen.get(OUT)
    assert (gone.status_code, "撤回原因：数字有误" in gone.content.decode()) == (410, True)


def test_a_dropped_item_is_brought_back(desk: Desk) -> None:
    item = desk.pick("甲。")
    desk.editor.post(f"{HOME}/items/{item.pk}/drop", {"seen": "1"})
    kept = BulletinItemText.objects.get(act="drop")
    assert "删去的条目（1）" in desk.page("items")
    desk.editor.post(f"{HOME}/bring-back", {"text": str(kept.pk)})
    assert BulletinItem.objects.get().text == "甲。"


def test_a_comment_reaches_who_it_calls_until_it_is_settled(desk: Desk) -> None:
    name = Staff.objects.get(username="head").name
    desk.editor.post(f"{HOME}/comment", {"text": f"@{name} 请看数字。", "item": ""})
    assert "请看数字。" in desk.head.get("/desk/bulletins").content.decode()
    said = Bulletin.objects.get().comments.get()
    desk.head.post(f"{HOME}/settle", {"comment": str(said.pk)})
    assert "提到您的留言" not in desk.head.get("/desk/bulletins").content.decode()
    refused = desk.editor.post(f"{HOME}/comment", {"text": "@路人甲 看", "item": ""})
    assert (refused.status_code, "@路人甲 看" in refused.content.decode()) == (422, True)


def test_a_bulletin_of_one_unit_is_begun_by_name(desk: Desk, city: City) -> None:
    unit = city_unit(city)
    given = {"family": "monthly", "period": MONTH, "unit": unit}
    answer = desk.editor.post("/desk/bulletins/new", given)
    assert answer.headers["Location"] == f"{HOME}/east"
    wrong = desk.editor.post("/desk/bulletins/new", {**given, "unit": "没有的单位"})
    assert (wrong.status_code, "没有这个单位" in wrong.content.decode()) == (422, True)


def city_unit(city: City) -> str:
    """A unit's name as somebody types it."""
    return next(unit.name for unit in city.units.values() if unit.code == "east")
