"""What every adapter keeps to holds for mailboxes."""

from __future__ import annotations

from tests.channels.contract import (
    Side,
    keeps_fetching_once,
    keeps_one_case_of_a_message_twice,
    keeps_order_of_what_is_owed,
    keeps_what_cannot_be_read,
)
from tests.channels.mail.conftest import Mailbox
from tests.channels.mail.damaged import damaged_letters
from tests.channels.mail.letters import letter
from tests.channels.mail.server import MailServer
from tests.factories import City

GOOD = tuple(
    letter(f"第 {number} 件：路灯不亮。", name=f"<{number}@x.invalid>") for number in range(3)
)


def test_a_mailbox_keeps_the_contract_of_what_comes_in(mailbox: Mailbox) -> None:
    side = Side(mailbox(most_an_hour="1000"), GOOD)
    keeps_one_case_of_a_message_twice(side)
    keeps_what_cannot_be_read(side, tuple(damaged_letters(40, 1)))


def test_a_mailbox_keeps_the_contract_of_the_other_side(
    city: City, server: MailServer, mailbox: Mailbox
) -> None:
    def deliver(letters: tuple[bytes, ...]) -> None:
        for raw in letters:
            server.deliver(raw)

    side = Side(mailbox(server), GOOD, deliver)
    keeps_fetching_once(side)


def test_a_mailbox_keeps_the_contract_of_what_is_owed(
    city: City, server: MailServer, mailbox: Mailbox
) -> None:
    keeps_order_of_what_is_owed(city, Side(mailbox(server), GOOD))
