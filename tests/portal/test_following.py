"""Following a request: what each way in shows, what may be done, and what nobody learns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.desk.story import story_lines
from hotline.portal.following_words import PLAIN_WORDS
from hotline.records.models import (
    Attachment,
    Callback,
    Case,
    CitizenAccount,
    CitizenWish,
    Contact,
    JournalEntry,
    Notice,
    Office,
)
from hotline.records.queries.reference import forget
from hotline.records.scope import everything
from hotline.rules.following import BY_CODE, OPEN_TO, rights_by_phone
from hotline.rules.life import Status
from hotline.steps.call_back import call_back
from hotline.steps.filing.codes import digest_of
from hotline.steps.following.settle_wish import settle_wish
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.joining.join import join
from hotline.steps.waiting.grant_extension import grant_extension
from hotline.steps.waiting.request_extension import request_extension
from tests.attached_files import picture
from tests.factories import City, case_at
from tests.reading import Node, form_to, press, read

CODE = "ABCD2345"
PHONE = "15400000123"
OWN = "/progress/case"
SECRETS = {
    "name": "甄示例",
    "phone": PHONE,
    "title": "路灯不亮标题",
    "text": "门前的路灯坏了半个月没有人修。",
    "place": "示例路口",
}


def coded(case: Case) -> Case:
    """The case, its first arrival given the code."""
    contact = Contact.objects.get(case=case)
    contact.code_digest = digest_of(contact, CODE)
    contact.save()
    return case


def own_case(city: City, status: Status | str, **facts: Any) -> Case:
    """A case of an invented caller with a code."""
    return coded(case_at(city, status, **{**SECRETS, **facts}))


def ask(client: Client, case: Case, **secret: str) -> HttpResponse:
    """Receipt and secret typed into the form."""
    page = read(client.get("/progress"))
    return press(client, page, "/progress", receipt=case.receipt, **secret)


def opened(case: Case, **secret: str) -> Client:
    """A browser that opened the case."""
    client = Client()
    answer = ask(client, case, **(secret or {"code": CODE}))
    assert (answer.status_code, answer.headers.get("Location")) == (302, OWN)
    return client


def own_page(client: Client) -> Node:
    """The page of the request."""
    answer = client.get(OWN)
    assert answer.status_code == 200
    return read(answer)


def send(client: Client, what: str, **typed: Any) -> HttpResponse:
    """One of the page's forms filled in and sent."""
    return press(client, own_page(client), f"{OWN}/{what}", **typed)


# What a citizen with the code may do, by status; everything else is shown to them only.
MAY = {
    Status.REGISTERED: {"add", "withdraw"},
    Status.AWAITING_DISPATCH: {"add", "withdraw"},
    Status.AWAITING_SIGNATURE: {"add", "withdraw"},
    Status.IN_HANDLING: {"add", "withdraw"},
    Status.AWAITING_CITIZEN: {"add", "withdraw"},
    Status.RETURN_REQUESTED: {"add", "withdraw"},
    Status.AWAITING_RULING: {"add", "withdraw"},
    Status.AWAITING_APPROVAL: {"add", "withdraw"},
    Status.AWAITING_REVIEW: {"add"},
    Status.AWAITING_CALLBACK: {"add", "rate"},
    Status.CALLED_BACK: set(),
    Status.SHELVED: {"add", "withdraw"},
    Status.JOINED: {"add", "withdraw"},
    Status.WITHDRAWN: set(),
    Status.CLOSED: {"reopen"},
    Status.ARCHIVED: set(),
}
WITH_UNIT_NAMED = {
    Status.AWAITING_SIGNATURE,
    Status.IN_HANDLING,
    Status.AWAITING_CITIZEN,
    Status.RETURN_REQUESTED,
    Status.AWAITING_RULING,
    Status.JOINED,
}
ANSWERED = {Status.AWAITING_CALLBACK, Status.CALLED_BACK, Status.CLOSED, Status.ARCHIVED}


@pytest.mark.parametrize("status", Status)
def test_each_status_shows_its_course_and_what_may_be_done(city: City, status: Status) -> None:
    page = own_page(opened(own_case(city, status)))
    forms = {form.attrs["action"].removeprefix(f"{OWN}/") for form in page.all("form")}
    assert page.one("h1").text == PLAIN_WORDS[status]
    assert forms - {"leave"} == MAY[status]
    words = page.one("main").text
    assert ("汀东区政府" in words) == (
        status in WITH_UNIT_NAMED | {Status.AWAITING_REVIEW} | ANSWERED | {Status.SHELVED}
    )
    assert ("垃圾已清运。" in words) == (status in ANSWERED)
    assert ("请补充具体楼号。" in words) == (status == Status.AWAITING_CITIZEN)
    hidden = [
        "甄示例",
        PHONE,
        "已派人清运",
        "按三定方案",
        "由哪个单位负责清运",
        *(p.name for p in city.staff.values()),
    ]
    assert [word for word in hidden if word in words] == []


def test_the_receipt_alone_tells_the_stage_and_no_word_more(city: City) -> None:
    case = own_case(city, Status.CLOSED)
    client = Client()
    told = ask(client, case).content.decode()
    for secret in (*SECRETS.values(), "汀东区", "垃圾已清运", case.number):
        assert secret not in told
    for what in ("", "/add", "/rate", "/withdraw", "/reopen", "/part", "/leave"):
        answer = (
            client.get(OWN) if not what else client.post(f"{OWN}{what}", {"receipt": case.receipt})
        )
        assert (answer.status_code, answer.headers["Location"]) == (302, "/progress")


@pytest.mark.parametrize(
    "secret", [{"code": "WRONG234"}, {"tail": "9999"}, {"code": "WRONG234", "tail": "0123"}]
)
def test_a_wrong_secret_says_what_a_wrong_receipt_says(city: City, secret: dict[str, str]) -> None:
    case = own_case(city, Status.IN_HANDLING)
    nobody = Case(receipt="0123456789AB")
    answers = [ask(Client(), each, **secret) for each in (case, nobody)]
    told = [[node.text for node in read(answer).all("p", role="alert")] for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert told[0] == told[1] != []
    assert all("followed" not in answer.cookies for answer in answers)


def test_tries_end_also_for_the_right_code_and_for_receipts_that_do_not_exist(city: City) -> None:
    case, nobody = own_case(city, Status.IN_HANDLING), Case(receipt="0123456789AB")
    for each in (case, nobody):
        for _ in range(5):
            assert "不相符" in ask(Client(), each, code="WRONG234").content.decode()
        assert "尝试次数过多" in ask(Client(), each, code=CODE).content.decode()


def test_right_codes_are_not_counted(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    for _ in range(7):
        opened(case)


def test_the_phones_end_opens_what_the_office_allows_and_no_words(city: City) -> None:
    case = own_case(city, Status.AWAITING_CALLBACK)
    client = opened(case, tail="0123")
    words = own_page(client).one("main").text
    forms = {form.attrs["action"] for form in own_page(client).all("form")}
    assert "汀东区政府" in words
    assert "垃圾已清运" not in words
    assert SECRETS["text"] not in words
    assert forms == {f"{OWN}/add", f"{OWN}/leave"}
    token = form_to(own_page(client), "/add").sends()["csrfmiddlewaretoken"]
    answer = client.post(
        f"{OWN}/rate",
        {"csrfmiddlewaretoken": token, "solved": "yes", "handling_rating": "satisfied"},
    )
    assert answer.status_code == 403
    assert not Callback.objects.filter(case=case).exists()


def test_the_office_may_allow_more_to_the_phones_end_or_nothing(city: City) -> None:
    assert rights_by_phone(["add", "rate"]) == frozenset()
    case = own_case(city, Status.IN_HANDLING)
    Office.objects.update(rules={**city.office.rules, "phone_tail_opens": []})
    forget()
    assert ask(Client(), case, tail="0123").status_code == 422


def test_a_confidential_case_opens_by_its_code_alone_and_names_no_unit(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    with everything():
        mark_confidential(
            case, reason="举报。", accused=[], by=city.person("dispatcher"), at=datetime.now(UTC)
        )
    assert ask(Client(), case, tail="0123").status_code == 422
    words = own_page(opened(case)).one("main").text
    assert "保密办理" in words
    assert "汀东区" not in words


def test_neither_receipt_nor_code_is_kept_by_the_browser_and_an_old_key_opens_nothing(
    city: City,
) -> None:
    case = own_case(city, Status.IN_HANDLING)
    client = opened(case)
    kept = client.cookies["followed"]
    assert case.receipt not in kept.value
    assert CODE not in kept.value
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Strict", "/progress")
    assert "no-store" in client.get(OWN).headers["Cache-Control"]
    Contact.objects.filter(case=case).update(code_digest=b"another" * 4)
    assert client.get(OWN).headers["Location"] == "/progress"
    client.cookies["followed"] = kept.value[:-2] + "xx"
    assert client.get(OWN).headers["Location"] == "/progress"


def test_an_addition_is_kept_as_the_citizens_own_and_told_to_the_unit(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    client = opened(case)
    image = SimpleUploadedFile("照片.jpg", picture(), content_type="image/jpeg")
    answer = send(client, "add", text="灯杆编号是 17。", pictures=image)
    assert answer.status_code == 302
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert (entry.verb, entry.by, entry.note, entry.details["by"]) == (
        "take_message",
        None,
        "灯杆编号是 17。",
        "citizen",
    )
    assert story_lines([entry], "ordinary", city.person("dispatcher"))[0].who == "诉求人（网上）"
    assert Attachment.objects.get(case=case).belongs_to == "arrival"
    notice = Notice.objects.get(case=case, act="citizen_said")
    assert notice.department == city.units["east"]
    assert "灯杆编号是 17。" in own_page(client).one("main").text
    case.refresh_from_db()
    assert case.text == SECRETS["text"]


def test_the_answer_to_a_question_sets_the_clock_going_again(city: City) -> None:
    case = own_case(city, Status.AWAITING_CITIZEN)
    assert send(opened(case), "add", text="三号楼。").status_code == 302
    case.refresh_from_db()
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert (case.status, entry.verb, entry.details["by"]) == ("in_handling", "resume", "citizen")
    assert case.due_at is not None


def test_additions_of_a_day_end(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    client = opened(case)
    for _ in range(20):
        assert send(client, "add", text="再说一次。").status_code == 302
    refused = send(client, "add", text="第二十一次。")
    assert (refused.status_code, "第二十一次。" in refused.content.decode()) == (422, True)


def test_a_joined_request_shows_the_main_ones_course_and_nothing_of_its_caller(city: City) -> None:
    main = case_at(
        city,
        Status.AWAITING_CITIZEN,
        name="贾示例",
        phone="15400000999",
        title="别人的标题",
        text="别人的内容。",
    )
    case = own_case(city, Status.AWAITING_DISPATCH)
    with everything():
        join(case, main=main, by=city.person("dispatcher"), at=datetime.now(UTC))
    client = opened(case)
    words = own_page(client).one("main").text
    assert "汀东区政府" in words
    assert [
        w for w in ("贾示例", "别人的", "请补充具体楼号", main.number, main.receipt) if w in words
    ] == []
    assert send(client, "add", text="我家门前也是。").status_code == 302
    told = JournalEntry.objects.filter(case=main).latest("seq")
    assert (told.verb, "by" in told.details, "我家门前也是。" in told.note) == (
        "take_message",
        False,
        True,
    )


def test_a_rating_is_a_callback_by_the_citizens_own_hand(city: City) -> None:
    case = own_case(city, Status.AWAITING_CALLBACK)
    client = opened(case)
    refused = send(client, "rate", solved="no", handling_rating="dissatisfied")
    assert (refused.status_code, "请写明哪里没有解决" in refused.content.decode()) == (422, True)
    assert (
        send(
            client, "rate", solved="no", handling_rating="dissatisfied", note="还是不亮。"
        ).status_code
        == 302
    )
    row = Callback.objects.get(case=case)
    case.refresh_from_db()
    assert (row.own_hand, row.by, row.solved, row.handling_rating) == (
        True,
        None,
        "no",
        "dissatisfied",
    )
    assert (row.service_rating, case.status) == ("no_rating", "called_back")
    assert "不满意" in own_page(client).one("main").text


def test_who_says_nothing_is_not_counted_as_content(city: City) -> None:
    case = own_case(city, Status.AWAITING_CALLBACK)
    assert send(opened(case), "rate", solved="yes").status_code == 422
    assert send(opened(case), "rate", solved="yes", handling_rating="no_rating").status_code == 422
    assert not Callback.objects.filter(case=case).exists()


def test_a_rating_after_the_office_called_is_refused_and_kept_on_the_page(city: City) -> None:
    case = own_case(city, Status.AWAITING_CALLBACK)
    client = opened(case)
    page = own_page(client)
    with everything():
        call_back(
            Case.objects.get(pk=case.pk),
            reached=True,
            solved="yes",
            handling_rating="satisfied",
            service_rating="satisfied",
            by=city.person("callback_agent"),
            at=datetime.now(UTC),
        )
    answer = press(
        client, page, "/rate", solved="no", handling_rating="dissatisfied", note="没有修好。"
    )
    assert answer.status_code == 422
    assert "现在不能评价" in answer.content.decode()
    assert "没有修好。" in answer.content.decode()
    assert Callback.objects.get(case=case).handling_rating == "satisfied"


def test_a_request_is_taken_back_by_the_citizens_own_hand(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    client = opened(case)
    assert send(client, "withdraw", reason="").status_code == 422
    assert send(client, "withdraw", reason="已经好了。").status_code == 302
    case.refresh_from_db()
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert (case.status, entry.verb, entry.details["by"]) == ("withdrawn", "withdraw", "citizen")
    assert "您撤回了诉求" in own_page(client).one("main").text


def test_reopening_is_the_offices_to_decide_and_asked_once(city: City) -> None:
    case = own_case(city, Status.CLOSED)
    client = opened(case)
    assert send(client, "reopen", reason="又坏了。").status_code == 302
    assert send(client, "reopen", reason="又坏了！").status_code == 422
    wish = CitizenWish.objects.get(case=case)
    with everything():
        settle_wish(
            wish,
            agrees=False,
            answer="请另行登记。",
            by=city.person("supervisor"),
            at=datetime.now(UTC),
        )
    case.refresh_from_db()
    assert (case.status, wish.outcome) == ("closed", "declined")
    assert "请另行登记。" in own_page(client).one("main").text


def test_an_agreed_wish_reopens_the_case(city: City) -> None:
    case = own_case(city, Status.CLOSED)
    send(opened(case), "reopen", reason="又坏了。")
    wish = CitizenWish.objects.select_related("case").get(case=case)
    with everything():
        settle_wish(
            wish, agrees=True, answer="", by=city.person("supervisor"), at=datetime.now(UTC)
        )
    case.refresh_from_db()
    assert case.status == "awaiting_dispatch"


def test_reopening_at_once_and_too_late(city: City) -> None:
    Office.objects.update(rules={**city.office.rules, "reopens_online": "at_once"})
    forget()
    case = own_case(city, Status.CLOSED)
    assert send(opened(case), "reopen", reason="又坏了。").status_code == 302
    case.refresh_from_db()
    assert case.status == "awaiting_dispatch"
    old = own_case(city, Status.CLOSED, at=datetime.now(UTC) - timedelta(days=40))
    late = send(opened(old), "reopen", reason="又坏了。")
    assert (late.status_code, "期限" in late.content.decode()) == (422, True)


def test_an_extension_is_told_by_the_words_for_the_public_only(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    with everything():
        now = datetime.now(UTC)
        request_extension(
            case, amount=3, reason="经办人请假。", by=city.person("unit_clerk", "east"), at=now
        )
        grant_extension(
            case, told="需要等待灯具到货。", note="同意。", by=city.person("dispatcher"), at=now
        )
    words = own_page(opened(case)).one("main").text
    assert "需要等待灯具到货。" in words
    assert "经办人请假" not in words


def test_the_page_asks_ten_questions_at_most(city: City) -> None:
    client = opened(own_case(city, Status.CLOSED))
    client.get(OWN)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(OWN)
    questions = [q for q in asked if "set_config" not in q["sql"]]
    assert len(questions) <= 10, [q["sql"][:80] for q in questions]
    assert len(answer.content) < 30_000


def test_every_right_and_status_has_its_row() -> None:
    table = {
        status: {right for right, open_in in OPEN_TO.items() if status in open_in}
        for status in Status
    }
    assert table == MAY
    assert BY_CODE == "code"


def test_the_page_speaks_english(city: City) -> None:
    client = opened(own_case(city, Status.IN_HANDLING))
    client.cookies["portal"] = "en.system.normal.normal"
    page = own_page(client)
    assert page.one("html").attrs["lang"] == "en"
    assert page.one("h1").text == "The responsible unit is handling it."


def test_an_account_opens_its_own_requests_and_no_others(city: City) -> None:
    now = datetime.now(UTC)
    mine, other = own_case(city, Status.CLOSED), own_case(city, Status.CLOSED)
    account = CitizenAccount.objects.create(
        phone_sealed=b"", phone_index=b"1", created_at=now, signed_in_at=now
    )
    Contact.objects.filter(case=mine).update(account=account)
    client = Client()
    client.cookies["citizen"] = signing.dumps([str(account.pk), 0], salt="portal.citizen")
    assert client.post(f"{OWN}/own", {"receipt": other.receipt}).headers["Location"] == "/progress"
    assert client.post(f"{OWN}/own", {"receipt": mine.receipt}).headers["Location"] == OWN
    assert "垃圾已清运。" in own_page(client).one("main").text
    CitizenAccount.objects.update(epoch=1)
    assert client.get(OWN).headers["Location"] == "/progress"
