"""Damaged letters: read or refused with a reason, never a fault; kept as they came."""

from __future__ import annotations

from functools import partial

from hotline.channels.mail.adapter import Mail
from hotline.records.models import Inbound
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import KINDS
from hotline.steps.roads.hear import hear, raw_of
from tests.channels.mail.conftest import Mailbox
from tests.channels.mail.damaged import damaged_letters
from tests.steps.cases import LATER

SEED = 20220406


def test_damaged_letters_are_read_or_refused_in_words(mailbox: Mailbox) -> None:
    mail, road = Mail(), mailbox()
    for raw in damaged_letters(300, SEED):
        try:
            assert mail.read(road, raw).kind in KINDS
        except Unreadable as refused:
            assert refused.detail


def test_damaged_letters_are_kept_as_they_came(mailbox: Mailbox) -> None:
    mail, road = Mail(), mailbox(most_an_hour="1000")
    sent = set(damaged_letters(60, SEED + 1))
    for raw in sent:
        hear(road, raw, partial(mail.read, road), at=LATER)
    assert {raw_of(row) for row in Inbound.objects.all()} == sent
