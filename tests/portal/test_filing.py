"""Filing a request in a browser without script: every step of it, and what must not happen."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from hotline.records.attachment_content import content_of
from hotline.records.models import Attachment, Case, Citizen, Contact, HeldPicture
from hotline.records.scope import everything
from hotline.records.sealing import unseal, unseal_bytes
from hotline.rules.life import Status
from hotline.rules.proof_of_work import solved
from tests.factories import City, case_at, make_channel, make_city
from tests.portal.filling_in import (
    PHONE,
    TEXT,
    TYPED,
    filed,
    opened,
    photograph,
    posted,
    reviewed,
    sent,
)
from tests.reading import Node, form_to, read


@pytest.fixture
def site(city: City) -> City:
    """The invented city with its site."""
    city.channels["web"] = make_channel("web", "市民网站", "web", order=9)
    return city


def test_a_request_is_filed_in_three_pages(site: City) -> None:
    client = Client()
    case = filed(client, kind="help")
    contact = Contact.objects.get(case=case)
    assert (case.status, case.channel.code, case.text) == ("registered", "web", TEXT)
    assert (case.place, case.kind and case.kind.code) == ("汀东区临河街道槐花苑北门", "help")
    assert case.citizen is not None
    told = unseal("citizen", "phone", case.citizen.pk, case.citizen.phone_sealed)
    assert told == PHONE
    raw = json.loads(unseal_bytes("contact", "raw", contact.pk, contact.raw_sealed or b""))
    assert (raw["text"], raw["place"]) == (TEXT, "槐花苑北门")


def test_the_receipt_tells_number_and_code_and_only_to_this_browser(site: City) -> None:
    client = Client()
    case = filed(client)
    page = read(client.get("/file/receipt"))
    shown = [
        node.text.replace(" ", "") for node in page.one("dl", class_="receipt-codes").all("dd")
    ]
    assert (shown[0], len(shown[1])) == (case.receipt, 8)
    text = client.get("/file/receipt.txt").content.decode()
    assert [word in text.replace(" ", "") for word in shown[:2]] == [True, True]
    picture = page.one("figure").one("img").attrs["src"]
    assert (picture.startswith("data:image/svg+xml"), case.receipt in picture) == (True, False)
    assert [Client().get(f"/file/receipt{end}").status_code for end in ("", ".txt")] == [302, 404]
    press_done = client.post("/file/done")
    assert press_done.headers["Location"] == "/"
    assert client.get("/file/receipt").headers["Location"] == "/progress"


def test_a_double_tap_and_a_lost_answer_make_one_case_and_one_code(site: City) -> None:
    client = Client()
    page = read(reviewed(client))
    first = sent(client, page)
    code = client.get("/file/receipt.txt").content
    again = sent(client, page)
    assert (first.status_code, again.status_code, Case.objects.count()) == (302, 302, 1)
    assert client.get("/file/receipt.txt").content == code


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_case() -> None:
    make_city()
    make_channel("web", "市民网站", "web", order=9)
    page = read(reviewed(Client()))
    proof = _proof(page)

    def pressed(_: int) -> int:
        try:
            with everything():
                return posted(Client(), form_to(page, "/file"), do="send", proof=proof).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(pressed, range(4)))
    assert (answers, Case.objects.count(), Attachment.objects.count()) == ([302] * 4, 1, 0)


def _proof(page: Node) -> str:
    """What a browser's worker finds."""
    token = form_to(page, "/file").sends()["challenge"]
    return solved(token, int(token.split(".")[2]))


def test_another_matter_in_a_form_that_was_sent_is_another_request(site: City) -> None:
    client = Client()
    page = read(reviewed(client))
    sent(client, page)
    other = "另一件事：楼道里的灯也坏了，请一并修理。"
    sent(client, read(posted(client, form_to(page, "/file"), text=other, do="review")))
    assert sorted(Case.objects.values_list("text", flat=True)) == sorted([TEXT, other])


def test_going_back_loses_nothing(site: City) -> None:
    client = Client()
    page = read(reviewed(client, pictures=photograph(), confidential="on"))
    form = form_to(read(posted(client, form_to(page, "/file"), do="edit")), "/file")
    typed = {name: form.sends().get(name) for name in (*TYPED, "confidential") if name != "do"}
    assert typed == {**{k: v for k, v in TYPED.items() if k != "do"}, "confidential": "on"}
    assert len(form.one("ul", class_="held").all("img")) == 1


def test_a_picture_says_no_longer_where_it_was_taken(site: City) -> None:
    case = filed(Client(), pictures=photograph(side=3000))
    row = Attachment.objects.get(case=case)
    picture = Image.open(BytesIO(content_of(row)))
    assert (dict(picture.getexif()), max(picture.size)) == ({}, 2560)
    assert (row.belongs_to, HeldPicture.objects.count()) == ("arrival", 0)


def test_a_picture_is_taken_out_again_and_a_bad_one_keeps_nothing_back(site: City) -> None:
    client = Client()
    bad = SimpleUploadedFile("zip.jpg", b"PK\x03\x04 nothing", "image/jpeg")
    answer = reviewed(client, pictures=[photograph(), bad])
    form = form_to(read(answer), "/file")
    assert (answer.status_code, "zip.jpg" in read(answer).one("div", role="alert").text) == (
        422,
        True,
    )
    assert form.sends()["text"] == TEXT
    drop = form.one("ul", class_="held").one("button").attrs["value"]
    page = read(posted(client, form, do=drop))
    assert (HeldPicture.objects.count(), form_to(page, "/file").sends()["text"]) == (0, TEXT)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"text": ""}, "id_text", "请写明发生了什么事"),
        ({"text": "坏了"}, "id_text", "再具体一些"),
        ({"text": "有一个\0字符的诉求内容"}, "id_text", "看不见的空字符"),
        ({"text": "长" * 2001}, "id_text", "2000"),
        ({"area": ""}, "id_area", "请选择在哪个区"),
        ({"area": "nowhere"}, "id_area", "nowhere"),
        ({"phone": "1540000"}, "id_phone", "手机为 11 位"),
        ({"consent": None}, "id_consent", "请阅读个人信息说明"),
        ({"website": "http://spam.example"}, "", "请把“网址”一栏留空"),
    ],
)
def test_what_is_wrong_is_named_linked_and_kept(
    site: City, typed: dict[str, Any], field: str, said: str
) -> None:
    answer = reviewed(Client(), **typed)
    page = read(answer)
    told = page.one("div", role="alert")
    assert (answer.status_code, said in told.text) == (422, True)
    assert [link.attrs["href"] for link in told.all("a")] == ([f"#{field}"] if field else [])
    assert form_to(page, "/file").sends()["name"] == "甄示例"


def test_who_sends_at_once_waits_a_moment_or_computes(site: City) -> None:
    client = Client()
    page = read(reviewed(client))
    hasty = sent(client, page, later=1)
    assert (hasty.status_code, Case.objects.count()) == (422, 0)
    assert sent(client, page, later=1, proof=_proof(page)).status_code == 302


def test_an_altered_or_old_challenge_gives_a_fresh_page_with_what_was_typed(site: City) -> None:
    client = Client()
    page = read(reviewed(client))
    for challenge in ("", "x" * 60, form_to(page, "/file").sends()["challenge"][:-1] + "x"):
        answer = sent(client, page, challenge=challenge)
        form = form_to(read(answer), "/file")
        assert (answer.status_code, form.sends()["text"]) == (422, TEXT)
    late = sent(client, page, later=25 * 3600)
    assert (late.status_code, Case.objects.count()) == (422, 0)


def test_many_from_one_address_are_asked_to_wait(site: City) -> None:
    client = Client()
    codes = []
    for number in range(13):
        page = read(reviewed(client, text=f"第 {number} 件不同的事情"))
        codes.append(sent(client, page).status_code)
    assert codes == [302] * 12 + [429]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sent(elsewhere, read(reviewed(elsewhere))).status_code == 302


def test_without_a_phone_nobody_is_known_and_it_is_said(site: City) -> None:
    client = Client()
    filed(client, phone="", name="")
    assert Citizen.objects.count() == 0
    assert "您没有留电话" in read(client.get("/file/receipt")).text


def test_a_confidential_request_is_closed_to_the_units(site: City) -> None:
    case = filed(Client(), confidential="on")
    assert (case.confidential, case.seen_by) == (True, [])


def _neighbour(site: City, **facts: Any) -> Case:
    """A matter that somebody else raised before."""
    case = case_at(site, Status.IN_HANDLING, name="刘某", phone="15400009999", text="他人的话")
    known = {"topic": site.topics["010214"], "place": "汀东区临河街道槐花苑3号楼"}
    lately = timezone.now() - timedelta(days=3)
    Case.objects.filter(pk=case.pk).update(**{**known, "registered_at": lately, **facts})
    return case


def test_the_same_matter_nearby_is_shown_without_a_personal_word_and_joined(site: City) -> None:
    main = _neighbour(site)
    client = Client()
    word = site.topics["010214"].words[0]
    page = read(reviewed(client, text=f"槐花苑这里{word}好几天了，请处理。"))
    box = page.one("fieldset", class_="alike")
    assert [w for w in ("刘", "1540000", "他人的话", "3号楼", main.number, main.receipt)
            if w in box.text] == []  # fmt: skip
    assert site.topics["010214"].name in box.text
    chosen = next(n for n in box.all("input") if n.attrs["value"]).attrs["value"]
    assert sent(client, page, like=chosen).status_code == 302
    case = Contact.objects.order_by("-pk")[0].case
    assert case is not None
    assert (case.status, case.joined_to_id, case.receipt != main.receipt) == (
        "joined",
        main.pk,
        True,
    )
    assert "合并办理" in read(client.get("/file/receipt")).text


@pytest.mark.parametrize("facts", [{"confidential": True}, {"accused": [7]}, {"place": "别处"}])
def test_a_matter_that_must_not_be_known_is_not_shown(site: City, facts: dict[str, Any]) -> None:
    _neighbour(site, **facts)
    word = site.topics["010214"].words[0]
    page = read(reviewed(Client(), text=f"槐花苑这里{word}好几天了，请处理。"))
    assert not page.has("fieldset", class_="alike")


def test_a_made_up_likeness_joins_nothing(site: City) -> None:
    main = _neighbour(site)
    client = Client()
    page = read(reviewed(client))
    assert sent(client, page, like=str(main.pk)).status_code == 302
    assert Case.objects.filter(joined_to=main).count() == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"text=%00%ff&do=send", "application/x-www-form-urlencoded"),
        (b"&" * 2000, "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"a", "multipart/form-data"),
    ],
)
def test_a_damaged_body_is_refused_and_breaks_nothing(site: City, body: bytes, kind: str) -> None:
    assert Client().post("/file", body, content_type=kind).status_code in (400, 422)


def test_pages_ask_the_database_little(site: City) -> None:
    client = Client()
    opened(client)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        form = opened(client)
    assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        page = read(posted(client, form, **TYPED))
    assert len(asked) <= 8
    with CaptureQueriesContext(connection) as asked:
        sent(client, page)
    assert len(asked) <= 30
    with CaptureQueriesContext(connection) as asked:
        client.get("/file/receipt")
    assert len(asked) <= 6


def test_the_challenge_is_as_hard_as_it_is_set(site: City) -> None:
    with override_settings(HOTLINE_PROOF_BITS=3):
        token = opened(Client()).sends()["challenge"]
    assert token.split(".")[2] == "3"


def test_a_city_without_the_channel_says_so(city: City) -> None:
    page = read(Client().get("/file"))
    assert (page.has("form"), "请拨打 12345" in page.one("main").text) == (False, True)
