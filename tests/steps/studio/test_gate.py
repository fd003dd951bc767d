"""The gate: no way leads out past an open finding, and a clearing holds for its very text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline.records.models import Bulletin, BulletinClearing
from hotline.records.queries.bulletin_checks import PRIVACY, Found, checked
from hotline.records.queries.bulletins import draft
from hotline.rules.permits import NotPermitted
from hotline.steps.draft import rewrite
from hotline.steps.moving import Refused
from hotline.steps.publish import publish
from hotline.steps.storing.book import LostRace
from hotline.steps.studio.approve import approve
from hotline.steps.studio.clear_finding import clear_finding
from hotline.steps.submit import submit
from tests.factories import City
from tests.steps.studio.office import ISSUED, MAY, Studio, two_steps

PHONE = "可拨打15400001234咨询。"


def found(studio: Studio) -> list[Found]:
    return [
        row
        for row in checked(studio.bulletin, draft(studio.bulletin, MAY))
        if row.kind == PRIVACY and row.cleared is None
    ]


def cleared(studio: Studio, reason: str = "是热线公布的号码。") -> BulletinClearing:
    key = found(studio)[0].key
    return clear_finding(studio.bulletin, key, reason=reason, by=studio.editor, at=MAY)


def submitted(bulletin: Bulletin) -> object:
    return submit(bulletin, by=None, at=MAY)


def approved(bulletin: Bulletin) -> object:
    two_steps()
    Bulletin.objects.update(status="submitted")
    bulletin.refresh_from_db()
    return approve(bulletin, by=None, at=MAY)


def published(bulletin: Bulletin) -> object:
    Bulletin.objects.update(status="submitted")
    bulletin.refresh_from_db()
    return publish(bulletin, issued_on=ISSUED, by=None, at=MAY)


@pytest.mark.parametrize("way", [submitted, approved, published])
@pytest.mark.parametrize("text", [PHONE, "［待补：处理结果］。"])
def test_no_way_leads_past_an_open_finding(
    studio: Studio, way: Callable[[Bulletin], object], text: str
) -> None:
    studio.item(text)
    with pytest.raises(Refused) as refused:
        way(studio.bulletin)
    assert refused.value.field == "items"
    assert not Bulletin.objects.filter(status="published").exists()


def test_an_issue_line_is_asked_about_too(studio: Studio) -> None:
    submit(studio.bulletin, by=None, at=MAY)
    with pytest.raises(Refused) as refused:
        publish(studio.bulletin, issued_on=ISSUED, issue="电话15400001234", by=None, at=MAY)
    assert (refused.value.field, Bulletin.objects.get().status) == ("items", "submitted")


def test_what_a_named_person_cleared_may_go_out_and_is_in_the_journal(studio: Studio) -> None:
    studio.item(PHONE)
    row = cleared(studio)
    assert (row.by, row.kind, row.reason) == (studio.editor, PRIVACY, "是热线公布的号码。")
    entry = studio.bulletin.journal.order_by("-seq")[0]
    assert (entry.verb, entry.by, entry.note) == (
        "clear",
        studio.editor,
        "电话号码：是热线公布的号码。",
    )
    assert submit(studio.bulletin, by=studio.editor, at=MAY).status == "submitted"


def test_another_text_opens_the_finding_again(studio: Studio) -> None:
    item = studio.item(PHONE)
    cleared(studio)
    assert found(studio) == []
    rewrite(studio.fresh(item), text=f"另请{PHONE}", by=studio.editor, at=MAY)
    assert [row.text for row in found(studio)] == ["15400001234"]


def test_a_blank_is_cleared_by_nobody(studio: Studio) -> None:
    studio.item("［待补：处理结果］。")
    key = next(r.key for r in checked(studio.bulletin, draft(studio.bulletin, MAY)))
    with pytest.raises(Refused, match="空没有填写"):
        clear_finding(studio.bulletin, key, reason="以后再补", by=studio.editor, at=MAY)


def test_clearing_needs_a_reason_and_a_person_who_may(studio: Studio) -> None:
    studio.item(PHONE)
    with pytest.raises(Refused) as refused:
        cleared(studio, " ")
    assert refused.value.field == "reason"
    with pytest.raises(NotPermitted):
        clear_finding(studio.bulletin, "x", reason="可以", by=studio.leader, at=MAY)
    assert BulletinClearing.objects.count() == 0


def test_editors_of_different_items_do_not_hinder_each_other(city: City, studio: Studio) -> None:
    first, second = studio.item("甲。"), studio.item("乙。")
    one, other = studio.fresh(first), studio.fresh(second)
    rewrite(one, text="甲改。", by=studio.editor, at=MAY, seen=1)
    rewrite(other, text="乙改。", by=studio.editor, at=MAY, seen=1)
    with pytest.raises(LostRace):
        rewrite(studio.fresh(first), text="甲又改。", by=studio.editor, at=MAY, seen=1)
    assert [row.text for row in studio.bulletin.items.all()] == ["甲改。", "乙改。"]
