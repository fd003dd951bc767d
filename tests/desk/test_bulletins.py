"""The bulletin's screens: pick, rewrite, order, drop, submit, return, publish, withdraw, fetch."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from hotline.records.models import Bulletin, BulletinItem, Case, Figures
from tests.bulletin_form import MONTH, april_cases, make_editor, make_form, make_leader
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import read

pytestmark = pytest.mark.usefixtures("contexts")

HOME = f"/desk/bulletins/monthly/{MONTH}"
TEXT = "市民反映小区垃圾清运不及时问题；"


@dataclass
class Desk:
    """The editor's and the leader's browsers, and April's cases."""

    editor: Client
    leader: Client
    cases: list[Case]

    def bulletin(self) -> Bulletin:
        return Bulletin.objects.exclude(status="withdrawn").get()

    def pick(self, **facts: str) -> int:
        given = {"section": "prominent", "group": "", "text": TEXT, "cases": "", **facts}
        return self.editor.post(f"{HOME}/pick", given).status_code

    def publish(self, **facts: str) -> int:
        given = {"issued_on": "2022-05-06", "issue": "第4期", **facts}
        return self.leader.post(f"{HOME}/publish", given).status_code


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Desk:
    make_form()
    found = Desk(sign_in(make_editor()), sign_in(make_leader()), april_cases(city))
    assert found.editor.post(f"{HOME}/begin").status_code == 302
    return found


def test_bulletins_lists_months_with_their_state(desk: Desk) -> None:
    page = desk.editor.get("/desk/bulletins").content.decode()
    assert MONTH in page
    assert "草稿" in page
    assert "未开始" in page


def test_begin_twice_opens_the_same_bulletin(desk: Desk) -> None:
    desk.editor.post(f"{HOME}/begin")
    assert Bulletin.objects.count() == 1


@pytest.mark.parametrize("month", ["2999-01", "1990-01"])
def test_begin_refuses_a_month_that_cannot_be_written(desk: Desk, month: str) -> None:
    answer = desk.editor.post(f"/desk/bulletins/monthly/{month}/begin", follow=True)
    assert [m.level_tag for m in answer.context["messages"]] == ["error"]
    assert Bulletin.objects.count() == 1


def test_draft_page_prints_the_figures_of_now_as_links(desk: Desk) -> None:
    page = desk.editor.get(HOME).content.decode()
    assert "<h1>4月份热线办理情况</h1>" in page
    link = f'<a class="bulletin-figure" href="/desk/figures/{MONTH}/total.count">3</a>'
    assert link in page


def test_pick_adds_an_item_linked_to_its_cases(desk: Desk) -> None:
    number = desk.cases[0].number
    assert desk.pick(group="环卫方面", cases=number) == 302
    item = BulletinItem.objects.get()
    assert (item.section, item.group, item.text) == ("prominent", "环卫方面", TEXT)
    assert [case.number for case in item.cases.all()] == [number]
    assert "（一）环卫方面" in desk.editor.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"text": "  "}, "请填写条目内容。"),
        ({"section": "nowhere", "text": TEXT}, "nowhere"),
        ({"cases": "YT-none"}, "没有编号为“YT-none”的工单，请核对。"),
        ({"text": "长" * 5_001}, "最多 5000 个字"),
    ],
)
def test_pick_refused_names_the_field_and_keeps_what_was_typed(
    desk: Desk, facts: dict[str, str], sentence: str
) -> None:
    given = {"section": "prominent", "group": "我写的小标题", "text": TEXT, "cases": "", **facts}
    answer = desk.editor.post(f"{HOME}/pick", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "我写的小标题" in answer.content.decode()
    assert BulletinItem.objects.count() == 0


def test_item_text_is_text_and_never_markup(desk: Desk) -> None:
    desk.pick(text="<script>alert(1)</script>{total.count}", group="<b>粗</b>")
    page = desk.editor.get(HOME).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>粗" not in page
    assert "{total.count}" in page


def test_candidates_are_found_by_words_and_by_section(desk: Desk) -> None:
    found = desk.editor.get(f"{HOME}/candidates", {"q": "垃圾", "section": "well_handled"})
    assert [case.number for case in found.context["rows"]] == [desk.cases[0].number]
    none = desk.editor.get(f"{HOME}/candidates", {"q": "没有这样的话"})
    assert "没有找到工单" in none.content.decode()


def test_rewrite_shift_and_drop_an_item(desk: Desk) -> None:
    desk.pick(text="第一条")
    desk.pick(text="第二条")
    first, second = BulletinItem.objects.order_by("order")
    address = f"{HOME}/items/{second.pk}"
    assert desk.editor.get(address).status_code == 200
    desk.editor.post(address, {"text": "改过的第二条", "group": ""})
    desk.editor.post(f"{address}/shift", {"to": "up"})
    texts = list(BulletinItem.objects.order_by("order").values_list("text", flat=True))
    assert texts == ["改过的第二条", "第一条"]
    desk.editor.post(f"{HOME}/items/{first.pk}/drop")
    assert list(BulletinItem.objects.values_list("text", flat=True)) == ["改过的第二条"]
    notes = list(desk.bulletin().journal.order_by("seq").values_list("note", flat=True))
    assert notes == ["", "增加条目", "增加条目", "改前：第二条", "调整顺序", "删去：第一条"]


def test_rewrite_refused_keeps_what_was_typed(desk: Desk) -> None:
    desk.pick()
    address = f"{HOME}/items/{BulletinItem.objects.get().pk}"
    answer = desk.editor.post(address, {"text": " ", "group": "留着的"})
    assert answer.status_code == 422
    assert "留着的" in answer.content.decode()


def test_item_of_another_month_or_shape_is_not_found(desk: Desk) -> None:
    assert desk.editor.get(f"{HOME}/items/none").status_code == 404
    assert desk.editor.get(f"/desk/bulletins/monthly/2022-03/items/{MONTH}").status_code == 404


def test_publication_freezes_page_and_figures(desk: Desk, city: City) -> None:
    desk.pick()
    assert desk.editor.post(f"{HOME}/submit").status_code == 302
    assert desk.publish() == 302
    bulletin = desk.bulletin()
    assert (bulletin.status, bulletin.issue) == ("published", "第4期")
    before = desk.leader.get(HOME).context["page_html"]
    Case.objects.update(topic=city.topics["010216"])
    assert desk.leader.get(HOME).context["page_html"] == before
    values = {row["name"]: row["value"] for row in Figures.objects.get().values}
    assert values["topics.dirt.share"] == "66.7%"


def test_publish_refuses_a_day_inside_the_period_and_keeps_the_draft_submitted(
    desk: Desk,
) -> None:
    desk.editor.post(f"{HOME}/submit")
    assert desk.publish(issued_on="2022-04-30") == 422
    assert desk.publish(issued_on="不是日期") == 422
    assert desk.bulletin().status == "submitted"


def test_return_and_withdraw_need_a_reason(desk: Desk) -> None:
    desk.editor.post(f"{HOME}/submit")
    assert desk.leader.post(f"{HOME}/return", {"reason": ""}).status_code == 422
    assert desk.leader.post(f"{HOME}/return", {"reason": "请核对"}).status_code == 302
    assert desk.bulletin().status == "draft"
    desk.editor.post(f"{HOME}/submit")
    desk.publish()
    refused = desk.leader.post(f"{HOME}/withdraw", {"reason": ""})
    box = read(refused).one("details", class_="more")
    assert (refused.status_code, "open" in box.attrs) == (422, True)
    assert "请写明撤回的原因。" in box.one("div", class_="form-errors").text
    assert desk.leader.post(f"{HOME}/withdraw", {"reason": "数字有误"}).status_code == 302
    assert Bulletin.objects.get().status == "withdrawn"


def test_a_stale_page_cannot_submit(desk: Desk) -> None:
    desk.pick()
    assert desk.editor.post(f"{HOME}/submit", {"seen": "0"}).status_code == 422
    assert desk.bulletin().status == "draft"


def test_nothing_is_edited_after_submission(desk: Desk) -> None:
    desk.editor.post(f"{HOME}/submit")
    assert desk.pick() == 422
    assert BulletinItem.objects.count() == 0


def test_each_does_only_what_is_theirs(desk: Desk, city: City, sign_in: SignIn) -> None:
    taker = sign_in(city.person("call_taker"))
    assert taker.get(HOME).status_code == 403
    assert desk.editor.post(f"{HOME}/publish", {"issued_on": "2022-05-06"}).status_code == 403
    assert desk.leader.post(f"{HOME}/pick", {"text": TEXT}).status_code == 403
    assert desk.leader.post(f"{HOME}/submit").status_code == 403


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_draft_is_downloaded_as_a_file(desk: Desk, kind: str, start: bytes) -> None:
    answer = desk.editor.get(f"{HOME}/file.{kind}")
    assert answer.content.startswith(start)
    named = f'attachment; filename="bulletin-{MONTH}-draft.{kind}"'
    assert answer.headers["Content-Disposition"] == named


def test_an_unknown_kind_of_file_is_not_found(desk: Desk) -> None:
    assert desk.editor.get(f"{HOME}/file.exe").status_code == 404


def test_published_bulletin_is_public_and_a_draft_is_not(desk: Desk) -> None:
    citizen = Client()
    assert citizen.get(f"/bulletins/monthly/{MONTH}").status_code == 404
    desk.editor.post(f"{HOME}/submit")
    desk.publish()
    assert "4月份热线办理情况" in citizen.get(f"/bulletins/monthly/{MONTH}").content.decode()
    assert "2022年4月" in citizen.get("/bulletins").content.decode()
    assert citizen.get(f"/bulletins/monthly/{MONTH}/file.docx").status_code == 404
    desk.leader.post(f"{HOME}/withdraw", {"reason": "数字有误"})
    gone = citizen.get(f"/bulletins/monthly/{MONTH}")
    assert (gone.status_code, "撤回原因：数字有误" in gone.content.decode()) == (410, True)
    assert citizen.get("/bulletins/monthly/2022-99").status_code == 404


def test_bulletin_page_asks_few_questions(
    desk: Desk, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        desk.pick(text=f"第{number}条", cases=desk.cases[0].number)
    desk.editor.get(HOME)  # the city's reference data is kept from here on
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        desk.editor.get(HOME)


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(desk: Desk) -> None:
    desk.pick(text="原来的条目")
    address = f"{HOME}/items/{BulletinItem.objects.get().pk}"
    seen = str(desk.editor.get(address).context["seen"])
    first = {"text": "先改的", "group": "", "seen": seen}
    assert desk.editor.post(address, first).status_code == 302
    second = desk.editor.post(address, {**first, "text": "后改的"})
    assert second.status_code == 409
    assert "后改的" in second.content.decode()
    assert BulletinItem.objects.get().text == "先改的"
    desk.editor.post(f"{address}/drop", {"seen": seen})
    assert BulletinItem.objects.count() == 1
