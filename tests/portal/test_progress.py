"""Asking how far a request is: plain words, nothing personal, nothing to guess by."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from hotline.portal.progress import PLAIN_WORDS, STAGE_OF
from hotline.records.models import Case
from hotline.records.queries.progress import clean_receipt
from hotline.rules.life import Status
from tests.factories import City, case_at, taken_in
from tests.reading import form_to, press, read


def _ask(receipt: str) -> HttpResponse:
    client = Client()
    return press(client, read(client.get("/progress")), "/progress", receipt=receipt)


def test_every_status_has_plain_words_and_a_stage() -> None:
    assert set(PLAIN_WORDS) == set(STAGE_OF) == set(Status)


@pytest.mark.parametrize("status", Status)
def test_each_status_is_told_in_plain_words(city: City, status: Status) -> None:
    case = case_at(city, status)
    answer = _ask(case.receipt)
    told = read(answer).one("div", class_="answer")
    assert (answer.status_code, told.one("h2").text) == (200, PLAIN_WORDS[status])
    assert len(told.all("li", class_="done")) == STAGE_OF[status]


def test_nothing_personal_and_no_unit_is_told(city: City) -> None:
    case = case_at(
        city, Status.CLOSED, name="刘某", phone="13900001111", title="标题甲", text="内容乙"
    )
    answer = _ask(case.receipt).content.decode()
    secrets = ["刘", "139", "标题甲", "内容乙", "汀东区", case.number, "垃圾已清运"]
    assert [word for word in secrets if word in answer] == []


def _loose(receipt: str) -> list[str]:
    return [
        receipt.lower(),
        f"  {receipt} ",
        f"{receipt[:4]}-{receipt[4:8]}-{receipt[8:]}",
        f"{receipt[:6]} {receipt[6:]}",
    ]


def test_a_code_is_understood_as_people_write_it(city: City) -> None:
    case = taken_in(city)
    for typed in _loose(case.receipt):
        assert _ask(typed).status_code == 200, typed


@pytest.mark.parametrize(
    ("typed", "stored"), [("o0Oo", "0000"), ("iIlL1", "11111"), (" ab-c d ", "ABCD"), ("", "")]
)
def test_letters_that_look_like_digits_are_read_as_digits(typed: str, stored: str) -> None:
    assert clean_receipt(typed) == stored


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 422, "请填写查询码"),
        ("   ", 422, "请填写查询码"),
        ("ABC", 422, "查询码不完整或有误"),
        ("A" * 13, 422, "查询码不完整或有误"),
        ("一二三四五六七八九十一二", 422, "查询码不完整或有误"),
        ("A" * 5000, 422, "查询码不完整或有误"),
        ("ABCDEFGH\0JKM", 422, "查询码"),
        ("<script>x</", 422, "查询码不完整或有误"),
        ("0123456789AB", 404, "没有找到这个查询码对应的诉求"),
    ],
)
def test_a_wrong_code_is_explained_and_kept(city: City, typed: str, status: int, said: str) -> None:
    answer = _ask(typed)
    page = read(answer)
    assert answer.status_code == status
    assert said in page.one("p", role="alert").text
    assert form_to(page, "/progress").sends()["receipt"] == typed
    assert not page.has("div", class_="answer")


def test_the_offices_own_number_is_no_code(city: City) -> None:
    assert _ask(taken_in(city).number).status_code in (404, 422)


def test_the_code_stays_out_of_addresses_and_caches(city: City) -> None:
    case = taken_in(city)
    page = read(Client().get(f"/progress?receipt={case.receipt}"))
    assert not page.has("div", class_="answer")
    assert page.one("form").attrs["method"] == "post"
    assert "no-store" in _ask(case.receipt).headers["Cache-Control"]


def test_asking_changes_nothing(city: City) -> None:
    case = taken_in(city)
    _ask(case.receipt)
    assert Case.objects.get().version == case.version
