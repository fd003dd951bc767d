"""The secret code of a request, and its receipt by text message."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from hotline.records.models import Contact, HeldPicture, VisitMark
from hotline.steps.filing import send_receipt as receipts
from hotline.steps.filing.codes import check_code
from hotline.steps.filing.file import Filed, Filing, file
from hotline.steps.filing.limiting import TooMany, count_visit, forget_visits
from hotline.steps.moving import Refused
from tests.factories import make_channel, make_city

AT = timezone.now()


@pytest.fixture
def request_filed(db: None) -> Filed:
    """A request of the site."""
    make_city()
    make_channel("web", "市民网站", "web", order=9)
    said = Filing(
        "k" * 22, "路灯坏了三天，请修好。", "汀东区", b"{}", phone="15400001234", wants_sms=True
    )
    return file(said, at=AT)


def test_the_code_is_known_again_however_it_is_typed(request_filed: Filed) -> None:
    code = request_filed.code
    for typed in (code, code.lower(), f" {code[:4]} {code[4:]} ", code.replace("0", "o")):
        assert check_code(request_filed.case, typed, at=AT).pk == request_filed.contact.pk
    kept = Contact.objects.get(pk=request_filed.contact.pk)
    assert code.encode() not in bytes(kept.code_digest or b"")


def test_guessing_rests_after_five_wrong_codes_and_goes_on_later(request_filed: Filed) -> None:
    said = []
    for code in ["AAAAAAAA"] * 5 + [request_filed.code]:
        with pytest.raises(Refused) as refused:
            check_code(request_filed.case, code, at=AT)
        said.append("连续输错" in str(refused.value))
    assert said == [False] * 5 + [True]
    later = AT + timedelta(minutes=16)
    assert check_code(request_filed.case, request_filed.code, at=later).pk


def test_a_receipt_goes_to_the_phone_that_asked_for_it(
    request_filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[UUID, str, str]] = []

    class Gateway:
        """Keeps what it is given."""

        def send(self, identity: UUID, to: str, text: str) -> None:
            """One message."""
            sent.append((identity, to, text.replace(" ", "")))

    monkeypatch.setattr(receipts, "gateway", lambda way: Gateway())
    assert receipts.send_receipt(request_filed.contact.pk)
    identity, to, text = sent[0]
    assert (identity, to) == (request_filed.contact.pk, "15400001234")
    assert [word in text for word in (request_filed.case.receipt, request_filed.code)] == [True] * 2


def test_visits_are_counted_by_address_and_forgotten(db: None) -> None:
    for _ in range(10):
        count_visit("code", "192.0.2.1", at=AT)
    with pytest.raises(TooMany):
        count_visit("code", "192.0.2.1", at=AT)
    count_visit("code", "192.0.2.2", at=AT)
    count_visit("code", "192.0.2.1", at=AT + timedelta(hours=1, seconds=1))
    assert b"192.0.2.1" not in bytes(VisitMark.objects.all()[0].mark)
    HeldPicture.objects.create(
        form=b"f", name="a", kind="jpeg", digest=b"d", content_sealed=b"x", small=b"", held_at=AT
    )
    assert forget_visits(at=AT + timedelta(hours=4)) == 1
    assert forget_visits(at=AT + timedelta(days=2)) == 12
