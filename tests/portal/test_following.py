"""Following a request: what each way in shows, and what nobody learns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.portal.following_words import PLAIN_WORDS
from hotline.records.models import (
    Callback,
    Case,
    CitizenAccount,
    Contact,
    Office,
)
from hotline.records.queries.reference import forget
from hotline.records.scope import everything
from hotline.rules.following import BY_CODE, OPEN_TO, rights_by_phone
from hotline.rules.life import Status
from hotline.steps.guarding.mark_confidential import mark_confidential
from tests.factories import City
from tests.portal.follow import (
    CODE,
    OWN,
    PHONE,
    SECRETS,
    ask,
    opened,
    own_case,
    own_page,
)
from tests.reading import form_to, read

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
