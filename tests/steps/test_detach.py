"""Detach: who added a file, or who holds the permit, withdraws it with a reason; the row stays."""

from __future__ import annotations

from io import BytesIO

import pytest

from hotline.records.attachment_content import content_of
from hotline.records.models import Attachment, Staff
from hotline.records.queries.attachments import attachment_of, attachments_of
from hotline.rules.permits import NotPermitted
from hotline.steps.attach import Given, attach
from hotline.steps.detach import detach
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace
from tests.factories import City
from tests.steps.cases import LATER, walked


@pytest.fixture
def taker(city: City) -> Staff:
    return city.person("call_taker")


@pytest.fixture
def row(city: City, taker: Staff) -> Attachment:
    """A text that the call-taker added."""
    case = walked(city, "registered")
    (outcome,) = attach(case, [Given("说明.txt", BytesIO(b"text"))], by=taker, at=LATER)
    assert outcome.attachment is not None
    return outcome.attachment


def test_one_withdraws_ones_own(row: Attachment, taker: Staff) -> None:
    detach(row, reason=" 传错文件 ", by=taker, at=LATER)
    row.refresh_from_db()
    assert (row.removed_at, row.removed_by, row.removed_for) == (LATER, taker, "传错文件")
    assert content_of(row) == b"text"


def test_a_withdrawn_file_is_given_out_no_more_and_stays_in_the_story(
    row: Attachment, taker: Staff
) -> None:
    detach(row, reason="传错文件", by=taker, at=LATER)
    with pytest.raises(Attachment.DoesNotExist):
        attachment_of(row.case, row.pk)
    assert attachments_of(row.case) == [row]


def test_anothers_is_withdrawn_with_the_permit_only(city: City, row: Attachment) -> None:
    with pytest.raises(NotPermitted):
        detach(row, reason="传错文件", by=city.person("unit_clerk", "east"), at=LATER)
    detach(row, reason="与本件无关", by=city.person("reviewer"), at=LATER)
    assert Attachment.objects.get().removed_by == city.person("reviewer")


def test_a_reason_is_wanted(row: Attachment, taker: Staff) -> None:
    with pytest.raises(Refused) as refusal:
        detach(row, reason=" 错 ", by=taker, at=LATER)
    assert (refusal.value.field, Attachment.objects.get().removed_at) == ("reason", None)


def test_it_is_withdrawn_once(row: Attachment, taker: Staff) -> None:
    stale = Attachment.objects.get()
    detach(row, reason="传错文件", by=taker, at=LATER)
    with pytest.raises(LostRace):
        detach(stale, reason="又一次", by=taker, at=LATER)


def test_a_withdrawn_file_can_be_added_again(row: Attachment, taker: Staff) -> None:
    detach(row, reason="传错工单", by=taker, at=LATER)
    (again,) = attach(row.case, [Given("说明.txt", BytesIO(b"text"))], by=taker, at=LATER)
    assert (again.is_new, Attachment.objects.count()) == (True, 2)
