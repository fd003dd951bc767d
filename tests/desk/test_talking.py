"""The case's page: comments with their walls, and the story in sentences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client

from hotline.desk.story_phrases import PHRASES
from hotline.desk.telling import span
from hotline.records.models import Case, Comment
from hotline.rules.life import MOVES, Status
from hotline.steps.handle_again import handle_again
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import Node, press, read

LONG_AGO = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)


def _page(client: Client, case: Case, query: str = "") -> Node:
    return read(client.get(f"/desk/cases/{case.number}{query}"))


def _say(client: Client, case: Case, text: str, **facts: str) -> Node:
    page = _page(client, case)
    return read(press(client, page, f"/desk/cases/{case.number}/comment", text=text, **facts))


def test_a_comment_calls_somebody_who_finds_it_by_the_notice(city: City, sign_in: SignIn) -> None:
    city.person("supervisor", name="甄督办")
    case = case_at(city, Status.IN_HANDLING)
    _say(sign_in(city.person("dispatcher")), case, "@甄督办 单位多次拖延，请看。")
    said = Comment.objects.get()
    supervisor = sign_in(city.person("supervisor"))
    line = read(supervisor.get("/desk/notices")).one("li", class_="notice-line")
    assert line.one("a").attrs["href"] == f"/desk/cases/{case.number}#comment-{said.pk}"
    assert "员dispatcher 在留言中提到您" in line.text
    assert "多次拖延" in _page(supervisor, case).one("li", id=f"comment-{said.pk}").text


def test_no_unit_is_shown_what_the_office_says_among_itself(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    office, clerk = (
        sign_in(city.person("dispatcher")),
        sign_in(city.person("unit_clerk", "east")),
    )
    _say(office, case, "单位多次拖延。")
    _say(office, case, "请尽快去看。", for_units="on")
    shown = clerk.get(f"/desk/cases/{case.number}").content.decode()
    assert ("多次拖延" in shown, "请尽快去看" in shown) == (False, True)
    other = sign_in(city.person("unit_clerk", "west"))
    path = f"/desk/cases/{case.number}"
    asked = [other.post(f"{path}/comment", {"text": "在吗"}), other.get(f"{path}/mentionable")]
    assert [answer.status_code for answer in asked] == [404, 404]
    theirs = Comment.objects.order_by("at").last()
    assert theirs is not None
    assert clerk.post(f"{path}/comments/{theirs.pk}/withdraw").status_code == 404


def test_what_is_refused_comes_back_as_typed(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    page = _say(sign_in(city.person("dispatcher")), case, "@无此人 请看")
    assert "不是能看到这件工单的人、单位或岗位" in page.one("div", id="comment_text_error").text
    assert page.one("textarea", id="comment_text").raw.strip() == "@无此人 请看"


def test_the_list_behind_the_at_says_by_what_each_is_found(city: City, sign_in: SignIn) -> None:
    city.person("supervisor", name="甄督办")
    case = case_at(city, Status.IN_HANDLING)
    answer = sign_in(city.person("dispatcher")).get(f"/desk/cases/{case.number}/mentionable")
    (row,) = read(answer).all("li", data_name="甄督办")
    assert row.attrs["data-typed"] == "甄督办 zhenduban zdb"


def test_a_comment_is_bettered_and_withdrawn_on_the_page(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    office = sign_in(city.person("dispatcher"))
    _say(office, case, "单位多次拖延。")
    said = Comment.objects.get()
    path = f"/desk/cases/{case.number}/comments/{said.pk}"
    office.post(f"{path}/rewrite", {"text": "单位两次拖延。"})
    text = _page(office, case).one("li", id=f"comment-{said.pk}").text
    assert ("单位两次拖延。" in text, "共改 1 次" in text) == (True, True)
    office.post(f"{path}/withdraw")
    page = _page(office, case)
    assert "撤回" in page.one("li", id=f"comment-{said.pk}").text
    assert "拖延" not in page.one("main").text


# --- the story


def test_every_move_has_a_phrase() -> None:
    assert set(MOVES) - set(PHRASES) == set()


def test_lengths_are_told_to_the_minute() -> None:
    minutes = (5, 60, 125, 24 * 60 + 61, 0)
    told = [span(timedelta(minutes=each)) for each in minutes]
    assert told == ["5 分", "1 小时", "2 小时 5 分", "1 天 1 小时", "0 分"]


def test_the_story_goes_by_days_and_rounds_with_how_long_each_took(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.CALLED_BACK, solved="no", at=LONG_AGO)
    at = LONG_AGO + timedelta(days=1)
    handle_again(case, reason="再去看看", by=city.person("callback_agent"), at=at)
    story = _page(sign_in(city.person("dispatcher")), case).one("ol", class_="tale")
    days = [day.text for day in story.all("li", class_="tale-day")]
    assert days == ["2022年4月1日 周五", "2022年4月2日 周六"]
    assert story.one("li", class_="tale-round").text == "第 2 轮：重办"
    signed = story.one("li", class_="story-sign").one("p").text
    assert "签收，用时 1 分（时限 4个工作小时）" in signed
    assert "距上一步 23 小时" in story.one("li", class_="story-handle_again").text


def test_the_story_is_narrowed_and_turned_round(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CLOSED)
    office = sign_in(city.person("dispatcher"))
    _say(office, case, "做得不错。")
    talk = _page(office, case, "?story=talk").all("li", class_="story-line")
    assert [line.one("span", class_="story-verb").text for line in talk] == ["回访了诉求人", "留言"]
    newest = _page(office, case, "?order=new").all("li", class_="story-line")
    assert newest[0].one("span", class_="story-verb").text == "留言"
    page = _page(office, case)
    jumps = [link.text for link in page.one("span", class_="tale-end").all("a")]
    assert jumps == ["改为新的在前", "跳到最近一次反馈", "跳到最近一次回访"]
    assert page.has("li", id="told-call_back")
    assert "还没有督办方面的记录" in _page(office, case, "?story=watch").one("main").text
