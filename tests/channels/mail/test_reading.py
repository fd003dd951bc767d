"""What a letter is to the office: a matter, something on a case that is here, a program's, spam."""

from __future__ import annotations

from functools import partial
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from hotline.channels.mail.adapter import Mail
from hotline.records.models import Attachment, Case, Contact, Delivery, Inbound, JournalEntry, Road
from hotline.records.sealing import unseal
from hotline.rules.arrivals import Unreadable
from hotline.rules.life import Status
from hotline.steps.receive import return_of
from hotline.steps.roads.hear import hear, hear_again
from hotline.steps.waiting.ask_more import ask_more
from tests.channels.mail.conftest import Mailbox
from tests.channels.mail.letters import WORDS, letter, many, part
from tests.channels.mail.server import CITIZEN, OFFICE
from tests.factories import City
from tests.steps.cases import LATER, read_again, walked

MAIL = Mail()
ANSWER = "Auto-Submitted: auto-replied"


def come(road: Road, raw: bytes) -> Inbound:
    return hear(road, raw, partial(MAIL.read, road), at=LATER).inbound


def delivered(road: Road) -> Delivery:
    """The receipt of a first letter, as sent."""
    come(road, letter())
    Delivery.objects.update(state="sent", sent_at=LATER)
    return Delivery.objects.select_related("case").get()


def test_a_letter_becomes_a_case_whose_writer_is_sealed(mailbox: Mailbox) -> None:
    row = come(mailbox(), letter(WORDS + "\n联系电话：15400000001\n\n发自我的iPhone"))
    contact = Contact.objects.select_related("citizen", "channel").get()
    citizen = contact.citizen
    assert citizen is not None
    assert (row.state, contact.title, contact.text) == (
        *("taken", "路灯坏了", WORDS + "\n联系电话：15400000001"),
    )
    assert unseal("citizen", "name", citizen.pk, citizen.name_sealed) == "甄示例"
    assert unseal("citizen", "phone", citizen.pk, citizen.phone_sealed) == "15400000001"
    assert return_of(contact)["address"] == CITIZEN
    kept = str([row.key, row.facts, contact.key, citizen.account])
    assert "citizen.invalid" not in kept


def test_somebody_elses_number_beside_the_writers_is_not_taken_for_it(mailbox: Mailbox) -> None:
    come(mailbox(), letter("手机：15400000001，店主的是 15400000002。"))
    citizen = Contact.objects.select_related("citizen").get().citizen
    assert citizen is not None
    assert citizen.phone_sealed is None


def test_the_address_that_it_went_to_names_the_board(mailbox: Mailbox) -> None:
    come(mailbox(), letter(to=f"{OFFICE}, =?gb2312?B?ztI=?= <ShuJi@example.cn>"))
    contact = Contact.objects.select_related("channel").get()
    assert (contact.board, contact.channel.name) == ("市委书记", "市委书记")


def test_pictures_of_a_letter_are_attached_in_their_order(mailbox: Mailbox) -> None:
    body, kind = many(
        part("text/html; charset=utf-8", f"{WORDS}<img src=cid:2><img src=cid:1>".encode()),
        *(part("text/plain; charset=utf-8", text, f'Content-ID: <{name}>\n'
               f'Content-Disposition: inline; filename="{name}.txt"')
          for name, text in (("1", b"one"), ("2", b"two"))),
        kind="related",
    )  # fmt: skip
    come(mailbox(), letter(body, kind=kind))
    assert list(Attachment.objects.order_by("pk").values_list("name", flat=True)) == [
        *("2.txt", "1.txt")
    ]


@pytest.mark.parametrize(
    ("given", "program"),
    [
        ({"head": ANSWER}, "auto_submitted"),
        ({"head": "X-Autoreply: yes"}, "auto_reply"),
        ({"subject": "=?utf-8?B?6Ieq5Yqo5Zue5aSNOui3r+eBrw==?="}, "auto_reply"),
        ({"head": "Precedence: bulk"}, "list"),
        ({"head": "List-Id: <a.example.invalid>"}, "list"),
        ({"head": "Return-Path: <>"}, "no_return"),
        ({"sender": OFFICE}, "ours"),
        ({"sender": "MAILER-DAEMON@x.invalid"}, "daemon"),
        ({"kind": "multipart/report; report-type=disposition-notification; boundary=b"}, "report"),
    ],
)
def test_what_no_person_wrote_is_kept_and_makes_no_case(
    given: dict[str, Any], program: str, mailbox: Mailbox
) -> None:
    row = come(mailbox(), letter(**given))
    assert (row.state, row.kind, row.facts) == ("taken", "aside", {"program": program})
    assert (Case.objects.count(), Delivery.objects.count()) == (0, 0)


def report(name: str, status: str, action: str = "failed") -> bytes:
    fields = f"Reporting-MTA: dns; mx\n\nAction: {action}\nStatus: {status}\n"
    body, kind = many(
        b"\nsorry",
        b"Content-Type: message/delivery-status\n\n" + fields.encode(),
        b"Content-Type: text/rfc822-headers\n\nMessage-ID: " + name.encode() + b"\n",
        kind="report; report-type=delivery-status",
    )
    return letter(body, kind=kind, sender="mailer-daemon@citizen.invalid", name="<b@x.invalid>")


def test_an_answer_that_comes_back_has_failed_with_its_reason(mailbox: Mailbox) -> None:
    road = mailbox()
    sent = delivered(road)
    come(road, report(f"<{sent.pk}@example.cn>", "4.4.1", "delayed"))
    sent.refresh_from_db()
    assert sent.state == "sent"
    row = come(road, report(f"<{sent.pk}@example.cn>", "5.1.1"))
    sent.refresh_from_db()
    assert (row.kind, row.case_id) == ("bounced", sent.case_id)
    assert (sent.state, sent.problem) == ("failed", "退信：收件地址不存在（5.1.1）。")


def test_a_report_on_somebody_elses_letter_changes_nothing(mailbox: Mailbox) -> None:
    road = mailbox()
    sent = delivered(road)
    row = come(road, report(f"<{sent.pk}@other.invalid>", "5.1.1"))
    sent.refresh_from_db()
    assert (row.kind, sent.state) == ("aside", "sent")


def test_spam_is_held_and_taken_when_it_is_released(mailbox: Mailbox) -> None:
    road = mailbox()
    row = come(road, letter(head="X-Spam-Flag: YES"))
    assert (row.state, row.reason, Case.objects.count()) == ("held", "spam", 0)
    hear_again(row, partial(MAIL.read, road), by=None, at=LATER)
    assert (row.state, row.case) == ("released", Case.objects.get())
    words = come(road, letter("代开发票，加微信领取。", name="<9@x.invalid>"))
    assert (words.state, words.reason) == ("held", "spam")


def test_more_from_one_address_than_a_person_writes_is_held(mailbox: Mailbox) -> None:
    road = mailbox(most_an_hour="2")
    states = [come(road, letter(name=f"<{number}@x.invalid>")).state for number in range(4)]
    other = come(road, letter(name="<o@x.invalid>", sender="jia@other.invalid")).state
    assert (states, other) == (["taken", "taken", "held", "held"], "taken")


def test_a_letter_that_names_the_receipt_is_on_that_case_though_it_came_by_telephone(
    city: City, mailbox: Mailbox
) -> None:
    case = walked(city, Status.IN_HANDLING)
    ask_more(case, question="哪一盏？", by=None, at=LATER)
    row = come(mailbox(), letter("第三盏。", subject=f"Re: {case.receipt.lower()}"))
    assert (row.kind, row.case) == ("more", case)
    verbs = JournalEntry.objects.filter(case=case).order_by("-seq").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["resume", "take_message"]
    assert read_again(case).status == Status.IN_HANDLING


def test_an_answer_from_another_address_is_marked(mailbox: Mailbox) -> None:
    road = mailbox()
    sent = delivered(road)
    head = f"References: <a@b.invalid> <{sent.pk}@example.cn>"
    come(road, letter("是我。", head=head, name="<2@x.invalid>", sender="other@x.invalid"))
    entry = JournalEntry.objects.get(verb="take_message")
    assert entry.note == "（发信地址与原来信不同，请核对是否本人。）\n是我。"


def test_results_of_another_server_than_our_own_are_not_shown(mailbox: Mailbox) -> None:
    head = (
        "Authentication-Results: mx.evil.invalid; spf=pass\r\n"
        "Authentication-Results: mx.example.cn (x; dkim=pass);\r\n"
        " spf=softfail smtp.mailfrom=a; dkim=fail; dkim=pass header.d=b.invalid; dmarc=bogus\r\n"
        "Authentication-Results: mx.example.cn; dmarc=pass"
    )
    assert come(mailbox(), letter(head=head)).facts.items() >= {
        ("spf", "softfail"),
        ("dkim", "pass"),
    }
    assert "dmarc" not in Inbound.objects.get().facts


def test_a_signature_is_verified_here_with_the_key_of_the_name_server(mailbox: Mailbox) -> None:
    key = rsa.generate_private_key(65537, 2048)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])
    asked: list[bytes] = []

    def resolve(name: bytes, timeout: float = 5) -> bytes:
        asked.append(name)
        return record

    mail, road = Mail(resolve), mailbox(verify_dkim="是")
    plain = letter()
    signed = dkim.sign(plain, b"s1", b"citizen.invalid", secret) + plain
    results = [
        mail.read(road, raw).facts["dkim_here"]
        for raw in (plain, signed, signed.replace("三天".encode(), "五天".encode()))
    ]
    assert results == ["none", "pass", "fail"]
    assert set(asked) == {b"s1._domainkey.citizen.invalid."}


def test_an_empty_letter_and_a_locked_one_are_held_with_a_reason(mailbox: Mailbox) -> None:
    road = mailbox()
    for raw, code in (
        (letter(" \n"), "missing_text"),
        (letter(kind="multipart/encrypted"), "broken"),
    ):
        with pytest.raises(Unreadable) as refused:
            MAIL.read(road, raw)
        assert refused.value.code == code


def test_a_held_letter_is_shown_as_a_person_reads_it(mailbox: Mailbox) -> None:
    road = mailbox()
    raw = letter(
        "手机 15400000001。", head="Authentication-Results: mx.example.cn; spf=pass; dkim=fail"
    )
    assert MAIL.in_words(road, raw, is_whole=False).split("\n") == [
        "发信人：甄** z***@citizen.invalid",
        f"收信人：{OFFICE}",
        "主题：路灯坏了",
        "核验结果（仅供参考）：SPF 通过、DKIM 不通过",
        "",
        "手机 154****0001。",
    ]
    assert CITIZEN in MAIL.in_words(road, raw, is_whole=True)
    assert MAIL.in_words(road, letter(kind="multipart/encrypted"), is_whole=True) == ""
