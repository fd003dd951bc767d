"""Approval in steps, corrections, moments, earlier texts and comments."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Bulletin, BulletinItemText, Case
from hotline.records.queries.bulletins import bulletin_of, printed_page
from hotline.rules.pages import plain
from hotline.rules.permits import NotPermitted
from hotline.steps.draft import begin, drop, rewrite
from hotline.steps.moving import Refused
from hotline.steps.publish import publish, withdraw
from hotline.steps.studio.approve import approve
from hotline.steps.studio.bring_back import bring_back
from hotline.steps.studio.comment_bulletin import comment_bulletin, settle_comment
from hotline.steps.studio.correct import correct
from hotline.steps.studio.set_moment import set_moment
from hotline.steps.submit import return_draft, submit
from tests.factories import City
from tests.steps.cases import BEGIN, china, walked
from tests.steps.studio.office import ISSUED, MAY, Studio, two_steps

EVENING = china("2022-05-01T00:00")


def out(studio: Studio, bulletin: Bulletin) -> Bulletin:
    submit(bulletin, by=studio.editor, at=MAY)
    return publish(bulletin, issued_on=ISSUED, by=studio.leader, at=MAY)


def first_line(bulletin: Bulletin) -> str:
    return plain(printed_page(bulletin).blocks[0].pieces)  # type: ignore[union-attr]


# --- approval --------------------------------------------------------------------------------


def test_two_steps_are_taken_in_their_order_by_two_people(studio: Studio) -> None:
    two_steps()
    submit(studio.bulletin, by=studio.editor, at=MAY)
    with pytest.raises(Refused, match="还没有经过前面的审核步骤"):
        publish(studio.bulletin, issued_on=ISSUED, by=studio.leader, at=MAY)
    with pytest.raises(NotPermitted):
        approve(studio.bulletin, by=studio.leader, at=MAY)
    approve(studio.bulletin, by=studio.head, at=MAY)
    with pytest.raises(Refused, match="这一步是发布"):
        approve(studio.bulletin, by=studio.head, at=MAY)
    publish(studio.bulletin, issued_on=ISSUED, by=studio.leader, at=MAY)
    verbs = studio.bulletin.journal.order_by("seq").values_list("verb", "by__username")
    assert list(verbs) == [
        ("begin", "editor"),
        ("submit", "editor"),
        ("approve", "head"),
        ("publish", "leader"),
    ]


def test_who_submitted_approves_nothing_where_there_are_several_steps(studio: Studio) -> None:
    two_steps()
    studio.editor.roles.add(*studio.head.roles.all())
    by = type(studio.editor).objects.get(pk=studio.editor.pk)
    submit(studio.bulletin, by=by, at=MAY)
    with pytest.raises(Refused, match="是您送审的"):
        approve(studio.bulletin, by=by, at=MAY)


def test_a_returned_draft_goes_through_every_step_again(studio: Studio) -> None:
    two_steps()
    submit(studio.bulletin, by=studio.editor, at=MAY)
    approve(studio.bulletin, by=studio.head, at=MAY)
    return_draft(studio.bulletin, reason="核对。", by=studio.leader, at=MAY)
    submit(studio.bulletin, by=studio.editor, at=MAY)
    assert (Bulletin.objects.get().stage, Bulletin.objects.get().status) == (0, "submitted")


# --- moments and corrections -----------------------------------------------------------------


def test_figures_are_those_of_the_moment_that_was_chosen(city: City, studio: Studio) -> None:
    walked(city, "closed", at=BEGIN)
    set_moment(studio.bulletin, EVENING, by=studio.editor, at=MAY)
    assert out(studio, studio.bulletin).figures.as_of == EVENING  # type: ignore[union-attr]


@pytest.mark.parametrize("moment", [MAY + timedelta(days=1), china("2022-04-30T12:00")])
def test_a_moment_that_cannot_be_counted_is_refused(studio: Studio, moment: object) -> None:
    with pytest.raises(Refused) as refused:
        set_moment(studio.bulletin, moment, by=studio.editor, at=MAY)  # type: ignore[arg-type]
    assert refused.value.field == "moment"


def test_a_correction_says_what_it_corrects_and_leaves_the_other_edition(
    city: City, studio: Studio
) -> None:
    walked(city, "closed", at=BEGIN)
    item = studio.item("甲。")
    first = out(studio, studio.bulletin)
    digest = first.digest
    walked(city, "closed", at=BEGIN + timedelta(hours=1))
    again = correct(first, reason="漏计一件", by=studio.editor, at=MAY)
    own = again.items.select_related("bulletin__form").get()
    rewrite(own, text="乙。", by=studio.editor, at=MAY)
    again.refresh_from_db()
    out(studio, again)
    assert (again.edition, again.corrects, bulletin_of("2022-04")) == (2, first, again)
    assert first_line(again).startswith(
        "【更正】本期更正2022年5月6日发布的同期通报：受理件数由“1”更正为“2”；"
    )
    assert first_line(again).endswith("更正原因：漏计一件。")
    assert ["第1处文字", "1.甲。", "1.乙。"] in again.changes
    stored = Bulletin.objects.get(pk=first.pk)
    assert (stored.status, stored.digest, stored.items.get().pk) == ("published", digest, item.pk)


def test_only_the_newest_published_edition_is_corrected(studio: Studio) -> None:
    with pytest.raises(Refused, match="最新一版"):
        correct(studio.bulletin, reason="改", by=studio.editor, at=MAY)
    first = out(studio, studio.bulletin)
    correct(first, reason="改", by=studio.editor, at=MAY)
    with pytest.raises(Refused, match="最新一版"):
        correct(first, reason="改", by=studio.editor, at=MAY)


def test_a_withdrawn_correction_leaves_the_edition_before(studio: Studio) -> None:
    first = out(studio, studio.bulletin)
    again = out(studio, correct(first, reason="改", by=studio.editor, at=MAY))
    withdraw(again, reason="又错", by=studio.leader, at=MAY)
    assert bulletin_of("2022-04") == first


# --- units, texts, comments ------------------------------------------------------------------


def test_a_unit_has_a_bulletin_of_its_own_cases(city: City, studio: Studio) -> None:
    walked(city, "in_handling", at=BEGIN)
    walked(city, "awaiting_dispatch", at=BEGIN)
    of_unit = begin("monthly/2022-04/east", by=studio.editor, at=MAY)
    assert (of_unit.at, of_unit.pk != studio.bulletin.pk) == ("monthly/2022-04/east", True)
    lines = [first_line(out(studio, row))[:7] for row in (studio.bulletin, of_unit)]
    assert lines == ["4月受理2件，", "4月受理1件，"]


def test_a_dropped_item_comes_back_with_its_cases_and_an_earlier_text_too(
    city: City, studio: Studio
) -> None:
    case: Case = walked(city, "closed", at=BEGIN)
    item = studio.item("甲。", group="组", cases=[case])
    rewrite(studio.fresh(item), text="乙。", by=studio.editor, at=MAY)
    drop(studio.fresh(item), by=studio.editor, at=MAY)
    kept = BulletinItemText.objects.order_by("number")
    assert [(row.number, row.act, row.text) for row in kept] == [
        (1, "pick", "甲。"),
        (2, "rewrite", "乙。"),
        (3, "drop", "乙。"),
    ]
    back = bring_back(kept[2], by=studio.editor, at=MAY)
    assert (back.pk, back.text, back.group, list(back.cases.all())) == (
        *(item.pk, "乙。", "组"),
        [case],
    )
    bring_back(kept[0], by=studio.editor, at=MAY)
    assert (studio.fresh(item).text, studio.fresh(item).version) == ("甲。", 5)


def test_a_comment_calls_who_works_on_bulletins_and_is_settled(city: City, studio: Studio) -> None:
    said = comment_bulletin(
        studio.bulletin, text=f"@{studio.head.name} 请看。", by=studio.editor, at=MAY
    )
    assert said.people == [studio.head.pk]
    assert settle_comment(said, by=studio.head, at=MAY).settled_by == studio.head
    with pytest.raises(Refused, match="不能提及"):
        comment_bulletin(studio.bulletin, text="@路人甲 请看。", by=studio.editor, at=MAY)
    with pytest.raises(Refused, match="不编写"):
        comment_bulletin(studio.bulletin, text="好", by=city.person("call_taker"), at=MAY)
