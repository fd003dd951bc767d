"""Submit: the editor hands the draft on, the leader may hand it back."""

from __future__ import annotations

import pytest

from hotline.records.models import Bulletin, BulletinEntry, Staff
from hotline.rules.permits import NotPermitted
from hotline.steps.draft import begin, pick
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace
from hotline.steps.submit import return_draft, submit
from tests.factories import City
from tests.records.month import editor, leader, make_form
from tests.steps.cases import LATER


@pytest.fixture
def by(city: City) -> Staff:
    make_form(city)
    return editor()


@pytest.fixture
def bulletin(by: Staff) -> Bulletin:
    return begin("2022-03", by=by, at=LATER)


def test_a_draft_is_handed_on(bulletin: Bulletin, by: Staff) -> None:
    assert (submit(bulletin, by=by, at=LATER).status, bulletin.version) == ("submitted", 1)


def test_a_draft_seen_in_an_older_version_is_not_handed_on(bulletin: Bulletin, by: Staff) -> None:
    pick(bulletin, section="prominent", text="条。", by=by, at=LATER)
    with pytest.raises(LostRace):
        submit(bulletin, by=by, at=LATER, seen=0)
    assert Bulletin.objects.get().status == "draft"


def test_the_leader_does_not_hand_drafts_on(bulletin: Bulletin) -> None:
    with pytest.raises(NotPermitted):
        submit(bulletin, by=leader(), at=LATER)


def test_a_draft_handed_back_can_be_edited_again(bulletin: Bulletin, by: Staff) -> None:
    submit(bulletin, by=by, at=LATER)
    return_draft(bulletin, reason=" 请核对数字 ", by=leader(), at=LATER)
    pick(bulletin, section="prominent", text="条。", by=by, at=LATER)
    entries = BulletinEntry.objects.order_by("seq").values_list("verb", "status", "note")
    assert list(entries) == [
        ("begin", "draft", ""),
        ("submit", "submitted", ""),
        ("return", "draft", "请核对数字"),
        ("edit", "draft", "增加条目"),
    ]


@pytest.mark.parametrize("reason", ["", " "])
def test_handing_back_without_a_reason_is_refused(
    bulletin: Bulletin, by: Staff, reason: str
) -> None:
    submit(bulletin, by=by, at=LATER)
    with pytest.raises(Refused) as refused:
        return_draft(bulletin, reason=reason, by=None, at=LATER)
    assert ((refused.value.field, str(refused.value)), bulletin.status) == (
        ("reason", "请写明需要修改的内容。"),
        "submitted",
    )


def test_the_editor_does_not_hand_back(bulletin: Bulletin, by: Staff) -> None:
    submit(bulletin, by=by, at=LATER)
    with pytest.raises(NotPermitted):
        return_draft(bulletin, reason="改", by=by, at=LATER)
