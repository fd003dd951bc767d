"""Mailboxes over real sockets: fetched once though the line is cut, answered in the same thread."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from hotline.channels.fetching import fetch
from hotline.channels.mail.adapter import Mail
from hotline.channels.sending import send_due
from hotline.records.models import Case, Delivery, Inbound, JournalEntry, Road
from hotline.rules.roads import RoadDown
from hotline.steps.accept import accept
from hotline.steps.answer import answer
from hotline.steps.roads.hear import raw_of
from tests.channels.mail.conftest import Mailbox
from tests.channels.mail.letters import letter
from tests.channels.mail.server import CITIZEN, OFFICE, Cutting, MailServer
from tests.factories import City
from tests.steps.cases import LATER

PROTOCOLS = ("imap", "pop3")


def again(road: Road) -> Road:
    return Road.objects.select_related("channel").get(pk=road.pk)


def settled(road: Road, **settings: str) -> Road:
    road = again(road)
    road.settings |= settings
    road.save()
    return road


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_line_cut_in_the_middle_loses_nothing_and_doubles_nothing(
    protocol: str, server: MailServer, mailbox: Mailbox
) -> None:
    sent = [
        letter(f"第{number}封：" + "路灯不亮。" * 900, name=f"<{number}@x.invalid>")
        for number in range(6)
    ]
    for raw in sent:
        server.deliver(raw)
    road = mailbox(server, protocol=protocol, security="none")
    cut = 0
    for most in (2_000, 20_000, 45_000, 60_000):
        line = Cutting(server.ports[protocol], most)
        cut += fetch(settled(road, port=str(line.port)), at=LATER)["down"]
        line.close()
    direct = settled(road, port=str(server.ports[protocol]))
    fetch(direct, at=LATER)
    assert cut >= 3
    assert fetch(again(road), at=LATER) == {}
    assert sorted(raw_of(row) for row in Inbound.objects.all()) == sorted(sent)
    assert Case.objects.count() == 6


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_letters_are_fetched_over_an_encrypted_line_and_deleted_once_kept(
    protocol: str, security: str, server: MailServer, mailbox: Mailbox
) -> None:
    server.deliver(letter())
    port = server.ports[protocol + ("s" if security == "tls" else "")]
    road = mailbox(server, protocol=protocol, security=security, port=str(port), delete="是")
    assert fetch(road, at=LATER) == {"taken": 1}
    assert server.letters(OFFICE) == []
    assert fetch(again(road), at=LATER) == {}


def test_letters_that_the_server_numbers_anew_are_known_again(
    server: MailServer, mailbox: Mailbox
) -> None:
    server.deliver(letter())
    road = mailbox(server)
    fetch(road, at=LATER)
    server.renumber()
    assert fetch(again(road), at=LATER) == {"repeated": 1}
    assert Case.objects.count() == 1


def test_a_round_takes_no_more_than_it_is_told(server: MailServer, mailbox: Mailbox) -> None:
    for number in range(5):
        server.deliver(letter(name=f"<{number}@x.invalid>"))
    road = mailbox(server, most_a_round="2")
    taken = [fetch(again(road), at=LATER)["taken"] for _ in range(4)]
    assert taken == [2, 2, 1, 0]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_letter_that_is_too_large_is_refused_politely_and_once(
    protocol: str, server: MailServer, mailbox: Mailbox
) -> None:
    server.deliver(letter(b"A" * 1_200_000))
    road = mailbox(server, protocol=protocol, port=str(server.ports[protocol]), most_megabytes="1")
    assert fetch(road, at=LATER) == {"held": 1}
    Road.objects.update(mark={})
    assert fetch(again(road), at=LATER) == {"repeated": 1}
    (told,) = server.letters()
    said = message_from_bytes(told, policy=policy.default)
    assert "您的来信太大" in said["Subject"]
    assert (said["Auto-Submitted"], said["To"]) == ("auto-replied", CITIZEN)
    assert Inbound.objects.get().reason == "too_large"


def test_a_wrong_password_is_told_in_words(server: MailServer, mailbox: Mailbox) -> None:
    road = mailbox(server)
    road.secrets_sealed = None
    assert fetch(road, at=LATER) == {"down": 1}
    assert again(road).problem == "收信服务器不接受用户名或密码，请在线路设置里核对。"


def test_a_letter_is_answered_in_its_thread_and_what_the_citizen_answers_is_on_the_case(
    city: City, server: MailServer, mailbox: Mailbox
) -> None:
    server.deliver(letter())
    road = mailbox(server)
    assert fetch(road, at=LATER) == {"taken": 1}
    case = Case.objects.get()
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    accept(case, by=None, at=LATER)
    answer(case, text="路灯已于今日修复。", by=None, at=LATER)
    assert send_due(at=LATER) == {"sent": 3}
    letters = [message_from_bytes(raw, policy=policy.default) for raw in server.letters()]
    last = letters[-1]
    assert [each["In-Reply-To"] for each in letters] == ["<1@citizen.invalid>"] * 3
    assert case.receipt in last["Subject"]
    assert "路灯已于今日修复。" in last.get_body(("plain",)).get_content()
    assert [each["Auto-Submitted"] for each in letters] == ["auto-replied", "auto-replied", None]

    head = f"In-Reply-To: {last['Message-ID']}\nReferences: {last['Message-ID']}"
    server.deliver(
        letter("谢谢，又坏了。\n\n> 路灯已于今日修复。", head=head, name="<2@x.invalid>")
    )
    assert fetch(again(road), at=LATER) == {"taken": 1}
    entry = JournalEntry.objects.filter(case=case, verb="take_message").get()
    assert (entry.note, entry.details["kind"]) == ("【办结后来信】谢谢，又坏了。", "more")
    assert Case.objects.count() == 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_trying_signs_in_at_both_servers_and_says_which_does_not_answer(
    protocol: str, server: MailServer, mailbox: Mailbox
) -> None:
    server.deliver(letter())
    road = mailbox(server, protocol=protocol, port=str(server.ports[protocol]))
    assert Mail().try_connection(road, at=LATER) == ("收信和发信服务器都已接通，信箱里有 1 封信。")
    silent = settled(road, smtp_port="1")
    with pytest.raises(RoadDown, match="发信服务器没有应答"):
        Mail().try_connection(silent, at=LATER)


def test_a_refused_recipient_fails_for_good_and_a_busy_server_is_tried_again(
    server: MailServer, mailbox: Mailbox
) -> None:
    server.deliver(letter())
    fetch(mailbox(server), at=LATER)
    server.refusals[:] = ["450 busy", "550 no such user"]
    assert send_due(at=LATER) == {"down": 1}
    Delivery.objects.update(next_at=LATER)
    assert send_due(at=LATER) == {"refused": 1}
    row = Delivery.objects.get()
    assert (row.state, row.problem) == ("failed", "发信服务器拒收（收件地址，代码 550）。")
