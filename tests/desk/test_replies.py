"""Replies on the desks: asked about before they go out, shown to reviewers, promises followed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.records.models import Case, EngineEntry, Notice, Promise, ReplyCheck
from hotline.records.queries.reference import calendar
from hotline.rules.life import Status
from hotline.steps.oversight.tell_promises import tell_promises
from hotline.steps.reading.check_replies import check_replies
from hotline.steps.reading.keep_engine import keep_engine
from hotline.steps.reply import reply
from hotline.steps.send_back import send_back
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read

MOST_QUERIES = 15
TEXT = "翠柏苑路灯一周不亮。要求：1. 修复路灯；2. 什么时候加装监控。"
BAD = "您反映的问题已收悉，已转相关部门办理。"
GOOD = "经核实情况属实，已更换三盏路灯恢复照明；监控将在3个工作日内装好。电话0434-5000000。"
FILLED = {"handling": "已派人查看。", "solved": "yes"}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def clerk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("unit_clerk", "east"))


def in_handling(city: City, **facts: str) -> Case:
    return case_at(city, Status.IN_HANDLING, **{"title": "翠柏苑路灯不亮", "text": TEXT, **facts})


def send(client: Client, case: Case, answer: str, **more: str) -> int:
    """Send the reply from the unit's page; gives the status of the answer."""
    case.refresh_from_db()
    typed = {**FILLED, "answer": answer, "seen": str(case.version), "page": "unit", **more}
    return client.post(f"/desk/cases/{case.number}/reply", typed).status_code


def test_a_reply_without_content_comes_back_with_everything_typed(
    city: City, clerk: Client
) -> None:
    case = in_handling(city)
    typed = {**FILLED, "answer": BAD, "seen": str(case.version), "page": "unit"}
    answer = clerk.post(f"/desk/cases/{case.number}/reply", typed)
    page = read(answer)
    assert answer.status_code == 422
    assert page.one("textarea", name="answer").text.strip() == BAD
    assert page.one("textarea", name="handling").text.strip() == FILLED["handling"]
    assert "没有答复内容" in page.one("div", id="reply-check").text
    assert page.all("input", name="anyway")
    assert ReplyCheck.objects.count() == 0


def test_sent_anyway_the_reviewer_sees_why_and_where(
    city: City, clerk: Client, sign_in: SignIn
) -> None:
    case = in_handling(city)
    said = f"{GOOD}其他的我们也没办法。"
    assert send(clerk, case, said) == 422
    assert send(clerk, case, said, anyway="现场已与诉求人说明。") == 302
    check = ReplyCheck.objects.get()
    assert (check.case, check.anyway, check.verdict) == (case, "现场已与诉求人说明。", "ok")
    page = read(sign_in(city.person("reviewer")).get(f"/desk/cases/{case.number}"))
    assert "单位仍要提交，理由：现场已与诉求人说明。" in page.text
    assert "也没办法" in [mark.text.strip() for mark in page.all("mark")]


def test_what_is_typed_is_checked_while_it_is_written_and_nothing_kept(
    city: City, clerk: Client
) -> None:
    case = in_handling(city)
    address = f"/desk/unit/cases/{case.number}/check"
    with CaptureQueriesContext(connection) as asked:
        part = read(clerk.post(address, {**FILLED, "answer": BAD}))
    assert part.all("strong")[0].text == "没有答复内容"
    assert len(asked) <= MOST_QUERIES
    assert ReplyCheck.objects.count() == 0


def test_the_same_answer_to_another_matter_names_the_first(city: City, clerk: Client) -> None:
    first, other = in_handling(city), in_handling(city, title="井盖破损", text="解放路井盖破损。")
    words = "已派工作人员到现场查看，约谈负责人并下达整改通知，要求限期整改到位。"
    assert send(clerk, first, words) == 302
    part = read(clerk.post(f"/desk/unit/cases/{other.number}/check", {"answer": words}))
    assert first.number in part.text


def test_switched_off_a_reply_goes_out_as_before(city: City, clerk: Client) -> None:
    keep_engine("replies", is_on=False, options={}, by=None, at=now())
    case = in_handling(city)
    assert not read(clerk.get(f"/desk/unit/cases/{case.number}")).all("div", id="reply-check")
    assert send(clerk, case, BAD) == 302
    assert (ReplyCheck.objects.count(), Promise.objects.count()) == (0, 0)


def test_the_office_chooses_what_is_asked_about(city: City, clerk: Client, sign_in: SignIn) -> None:
    admin = sign_in(city.person("system_admin"))
    chosen = {"is_on": "yes", "asked": ["bad_words", "unanswered"]}
    assert admin.post("/desk/engines/replies", chosen).status_code == 302
    assert EngineEntry.objects.get().after == {"is_on": True, "asked": ["bad_words", "unanswered"]}
    assert send(clerk, in_handling(city), "11月已更换三盏路灯，路灯恢复照明。") == 422
    assert send(clerk, in_handling(city), GOOD) == 302


def test_a_promise_is_kept_with_the_working_days_of_the_calendar(city: City, clerk: Client) -> None:
    case = in_handling(city)
    send(clerk, case, GOOD)
    promise = Promise.objects.get()
    due = calendar().add_working_days(promise.made_at, 3).end.date()
    assert (promise.case, promise.unit, promise.due) == (case, city.units["east"], due)
    assert promise.words == "3个工作日内装好"


def test_a_new_reply_takes_the_place_of_its_promises(city: City, clerk: Client) -> None:
    case = in_handling(city)
    send(clerk, case, GOOD)
    case.refresh_from_db()
    send_back(case, reason="请写明。", by=city.person("reviewer"), at=now())
    send(clerk, case, GOOD.replace("3个", "5个"))
    said = dict(Promise.objects.values_list("words", "outcome"))
    assert said == {"3个工作日内装好": "replaced", "5个工作日内装好": ""}


def test_the_list_shows_promises_by_day_and_who_settled_them(
    city: City, clerk: Client, sign_in: SignIn
) -> None:
    case = in_handling(city)
    send(clerk, case, GOOD)
    Promise.objects.update(due=timezone.localdate() - timedelta(days=2))
    supervisor = sign_in(city.person("supervisor"))
    with CaptureQueriesContext(connection) as asked:
        page = read(supervisor.get("/desk/promises"))
    assert case.number in page.one("ul", class_="rc-promises").text
    assert len(asked) <= MOST_QUERIES
    address = f"/desk/promises/{Promise.objects.get().pk}/settle"
    supervisor.post(address, {"outcome": "kept", "note": ""})
    assert Promise.objects.get().outcome == ""
    supervisor.post(address, {"outcome": "kept", "note": "现场查看已装好。"})
    promise = Promise.objects.get()
    assert (promise.outcome, promise.settled_by) == ("kept", city.person("supervisor"))
    assert "现场查看已装好" in read(supervisor.get("/desk/promises?tab=done")).text


def test_a_unit_sees_and_settles_only_its_own_promises(
    city: City, clerk: Client, sign_in: SignIn
) -> None:
    send(clerk, in_handling(city), GOOD)
    address = f"/desk/promises/{Promise.objects.get().pk}/settle"
    other = sign_in(city.person("unit_clerk", "west"))
    assert other.post(address, {"outcome": "kept", "note": "看过。"}).status_code == 404
    assert not read(other.get("/desk/promises?tab=soon")).all("ul", class_="rc-promises")
    mine = sign_in(city.person("unit_clerk", "east"))
    assert mine.post(address, {"outcome": "broken", "note": "材料未到。"}).status_code == 302
    assert Promise.objects.get().outcome == "broken"


def test_a_missed_day_is_told_once_to_the_unit_and_the_office(
    city: City, clerk: Client, sign_in: SignIn
) -> None:
    send(clerk, in_handling(city), GOOD)
    later = now() + timedelta(days=30)
    assert (tell_promises(at=now()), tell_promises(at=later), tell_promises(at=later)) == (0, 1, 0)
    units = set(Notice.objects.filter(act="promise").values_list("department", flat=True))
    assert units == {city.units["east"].pk, None}
    for person in (city.person("supervisor"), city.person("unit_clerk", "east")):
        assert "承诺过期" in read(sign_in(person).get("/desk/notices")).text


def test_a_reply_that_no_screen_sent_is_checked_afterwards(city: City) -> None:
    case, at = in_handling(city), now()
    clerk = city.person("unit_clerk", "east")
    reply(case, handling="已办。", answer=GOOD, solved=True, by=clerk, at=at)
    assert (check_replies(at=now()), check_replies(at=now())) == (1, 0)
    assert ReplyCheck.objects.get().at == at
    assert [row.due > date(2020, 1, 1) for row in Promise.objects.all()] == [True]


def test_title_and_requests_are_offered_beside_a_new_case(city: City, sign_in: SignIn) -> None:
    taker = sign_in(city.person("call_taker"))
    part = read(taker.post("/desk/drafted", {"title": "", "text": TEXT}))
    assert part.one("button").attrs["data-title"] == "翠柏苑路灯一周不亮"
    assert [row.text.strip() for row in part.all("li")] == ["修复路灯", "什么时候加装监控"]
    keep_engine("drafting", is_on=False, options={}, by=None, at=now())
    assert not read(taker.post("/desk/drafted", {"title": "", "text": TEXT})).all("button")


def test_answers_to_take_over_are_closed_alike_and_not_confidential(
    city: City, clerk: Client
) -> None:
    alike = case_at(city, Status.CLOSED, title="翠柏苑路灯损坏", text=TEXT)
    secret = case_at(city, Status.CLOSED, title="翠柏苑路灯熄灭", text=TEXT)
    Case.objects.filter(pk=secret.pk).update(confidential=True)
    case_at(city, Status.CLOSED, title="暖气不热", text="暖气不热。")
    case = in_handling(city)
    with CaptureQueriesContext(connection) as asked:
        part = read(clerk.get(f"/desk/cases/{case.number}/material"))
    assert [row.attrs["data-source"] for row in part.all("button") if "data-take" in row.attrs] == [
        f"已答复工单 {alike.number}"
    ]
    assert len(asked) <= MOST_QUERIES
