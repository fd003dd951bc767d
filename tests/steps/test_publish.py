"""Publish: figures and words are fixed for ever, whatever becomes of cases, units and lines."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.records.models import (
    Bulletin,
    BulletinEntry,
    BulletinLine,
    Case,
    Department,
    DepartmentName,
    Figures,
    Form,
    Kind,
    Staff,
    Topic,
)
from hotline.records.queries.bulletins import draft, printed_page
from hotline.records.queries.figures import month_figures
from hotline.records.queries.reference import forget
from hotline.rules.pages import page_data, plain
from hotline.rules.permits import NotPermitted
from hotline.steps.count import figures_digest
from hotline.steps.draft import begin, drop, pick
from hotline.steps.moving import Refused
from hotline.steps.publish import page_digest, publish, withdraw
from hotline.steps.storing.book import LostRace
from hotline.steps.submit import return_draft, submit
from tests.factories import City
from tests.records.month import editor, leader, make_form
from tests.steps.acts import act
from tests.steps.cases import BEGIN, china, walked

MAY = china("2022-05-06T10:00")
ISSUED = date(2022, 5, 6)


@pytest.fixture
def bulletin(city: City) -> Bulletin:
    """April's bulletin, submitted: three cases, two of a unit, one item."""
    make_form(city)
    for number, status in enumerate(("closed", "in_handling", "awaiting_dispatch")):
        walked(city, status, at=BEGIN + timedelta(hours=number))
    by = editor()
    made = begin("2022-04", by=by, at=MAY)
    pick(made, section="prominent", text="垃圾未清运。", by=by, at=MAY)
    return submit(made, by=by, at=MAY)


@pytest.fixture
def head(bulletin: Bulletin) -> Staff:
    return leader()


def published(bulletin: Bulletin, by: Staff, **facts: Any) -> Bulletin:
    known = {"issued_on": ISSUED, "issue": " 第4期 ", "by": by, "at": MAY}
    return publish(bulletin, **{**known, **facts})


def text_of(bulletin: Bulletin) -> str:
    return "\n".join(plain(b.pieces) for b in printed_page(bulletin).blocks if hasattr(b, "pieces"))


def test_a_published_bulletin_is_fixed(bulletin: Bulletin, head: Staff) -> None:
    published(bulletin, head)
    stored = Bulletin.objects.select_related("figures").get()
    assert (stored.status, stored.issued_on, stored.issue, stored.published_at) == (
        "published",
        ISSUED,
        "第4期",
        MAY,
    )
    assert stored.digest == page_digest(stored.page)
    assert text_of(stored) == (
        "4月受理3件，办结1件，在办2件，办结率33.3%。"
        "城建3件，占100.0%；其它0件，占0.0%。\n一、突出问题\n1.垃圾未清运。\n二、解决较好"
    )


def test_the_page_is_printed_with_the_day_and_number_of_issue(
    bulletin: Bulletin, head: Staff
) -> None:
    page = printed_page(published(bulletin, head))
    assert (page.issued_on, page.masthead.issue if page.masthead else None) == (ISSUED, "第4期")


def test_the_figures_of_the_page_are_frozen_with_their_definitions(
    bulletin: Bulletin, head: Staff
) -> None:
    published(bulletin, head)
    frozen = Bulletin.objects.select_related("figures").get().figures
    values = {row["name"]: row["value"] for row in frozen.values}
    assert (values["total.count"], values["total.closing_rate"]) == ("3", "33.3%")
    assert (frozen.as_of, frozen.definitions) == (MAY, bulletin.form.body)
    assert frozen.digest == figures_digest(
        frozen.values, frozen.definitions, frozen.as_of, frozen.words
    )


def test_the_files_are_written_by_a_job_of_the_same_transaction(
    bulletin: Bulletin, head: Staff
) -> None:
    published(bulletin, head)
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("write_bulletin_files", {"bulletin": str(bulletin.pk)})
    ]


# --- what happens afterwards changes nothing -------------------------------------------------


def reclassified(city: City) -> None:
    for case in bulletin_cases():
        act(city, "classify", case, kind=city.kinds["help"], topic=city.topics["0201"], at=MAY)


def moved_on(city: City) -> None:
    for case in bulletin_cases():
        if case.status == "awaiting_dispatch":
            act(city, "answer", case, at=MAY)


def one_case_more(city: City) -> None:
    walked(city, "closed", at=BEGIN + timedelta(days=2))


def unit_renamed(_: City) -> None:
    Department.objects.filter(code="east").update(name="铁东新区")
    names = {"name": "铁东新区", "valid_from": date(2017, 1, 1)}
    DepartmentName.objects.create(department=Department.objects.get(code="east"), **names)


def words_changed(_: City) -> None:
    Kind.objects.update(name="改名")
    Topic.objects.update(name="改名")
    BulletinLine.objects.update(name="改名", topics=[])


def form_changed(_: City) -> None:
    Form.objects.update(body={}, name="改名")


def bulletin_cases() -> list[Case]:
    return list(Case.objects.select_related("kind", "topic", "channel").exclude(status="closed"))


@pytest.mark.parametrize(
    "happens",
    [reclassified, moved_on, one_case_more, unit_renamed, words_changed, form_changed],
)
def test_what_happens_later_changes_neither_page_nor_figures_nor_digest(
    city: City, bulletin: Bulletin, head: Staff, happens: Any
) -> None:
    published(bulletin, head)
    before = Bulletin.objects.values().get(), Figures.objects.values().get(), text_of(bulletin)
    happens(city)
    forget()
    stored = Bulletin.objects.get()
    assert (
        Bulletin.objects.values().get(),
        Figures.objects.values().get(),
        text_of(stored),
    ) == before
    assert stored.digest == page_digest(page_data(printed_page(stored)))


def test_the_figures_of_the_moment_of_publication_can_be_counted_again(
    city: City, bulletin: Bulletin, head: Staff
) -> None:
    published(bulletin, head)
    printed = {row["name"]: row["numerator"] for row in Figures.objects.get().values}
    for case in bulletin_cases():
        act(city, "classify", case, topic=city.topics["0201"], at=MAY + timedelta(hours=1))
    again = month_figures("2022-04", MAY + timedelta(days=1), as_of=MAY).measured.figures
    assert {name: figure.numerator for name, figure in again.items()} == printed


def test_a_unit_is_printed_with_its_name_of_the_month(
    city: City, bulletin: Bulletin, head: Staff
) -> None:
    east = Department.objects.get(code="east")
    for name, first, last in (
        ("旧名", date(2017, 1, 1), date(2022, 4, 29)),
        ("新名", date(2022, 4, 30), None),
        ("更新的名", date(2022, 5, 1), None),
    ):
        DepartmentName.objects.create(department=east, name=name, valid_from=first, valid_to=last)
    table = printed_page(published(bulletin, head)).blocks[-1]
    assert plain(table.rows[0][0]) == "新名"


# --- who may, and what is refused ------------------------------------------------------------


def untouched(bulletin: Bulletin) -> tuple[object, ...]:
    stored = Bulletin.objects.get()
    return (
        stored.status,
        stored.version,
        stored.page,
        bulletin.status,
        bulletin.issued_on,
        bulletin.issue,
        Figures.objects.count(),
        ProcrastinateJob.objects.count(),
    )


UNTOUCHED = ("submitted", 2, None, "submitted", None, "", 0, 0)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"issued_on": date(2022, 4, 30)}, ("issued_on", "发布日期应在统计期之后，请改正。")),
        (
            {"at": china("2022-04-30T23:59").astimezone(UTC)},
            ("issued_on", "统计期还没有结束，数字不全，不能发布。"),
        ),
        ({"issue": "第" * 61}, ("issue", "期号超过 60 个字，请缩短。")),
    ],
)
def test_a_wrong_day_or_number_of_issue_is_refused(
    bulletin: Bulletin, head: Staff, facts: dict[str, Any], told: tuple[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        published(bulletin, head, **facts)
    assert (refused.value.field, str(refused.value)) == told
    assert untouched(bulletin) == UNTOUCHED


def test_an_item_about_a_case_that_became_confidential_is_not_handed_on_or_published(
    city: City, bulletin: Bulletin, head: Staff
) -> None:
    item = bulletin.items.get()
    item.cases.add(Case.objects.get(status="closed"))
    act(city, "mark_confidential", item.cases.get())
    told = "条目“垃圾未清运。…”所依据的工单现在不能公开，请删去这一条目后再办理。"
    with pytest.raises(Refused, match=told):
        published(bulletin, head)
    return_draft(bulletin, reason="核对。", by=head, at=MAY)
    by = Staff.objects.get(username="editor")
    with pytest.raises(Refused, match=told):
        submit(bulletin, by=by, at=MAY)
    drop(bulletin.items.get(), by=by, at=MAY)
    bulletin.refresh_from_db()
    assert submit(bulletin, by=by, at=MAY).status == "submitted"


def test_the_first_day_after_the_month_is_taken(bulletin: Bulletin, head: Staff) -> None:
    assert published(bulletin, head, issued_on=date(2022, 5, 1)).status == "published"


def test_an_editor_does_not_publish(bulletin: Bulletin) -> None:
    with pytest.raises(NotPermitted):
        published(bulletin, Staff.objects.get(username="editor"))
    assert untouched(bulletin) == UNTOUCHED


def test_a_version_that_the_leader_did_not_see_is_not_published(
    bulletin: Bulletin, head: Staff
) -> None:
    with pytest.raises(LostRace):
        published(bulletin, head, seen=bulletin.version - 1)
    assert untouched(bulletin) == UNTOUCHED


def test_a_bulletin_changed_meanwhile_is_not_published(bulletin: Bulletin, head: Staff) -> None:
    Bulletin.objects.update(version=9)
    with pytest.raises(LostRace):
        published(bulletin, head)
    assert (Figures.objects.count(), ProcrastinateJob.objects.count(), bulletin.status) == (
        0,
        0,
        "submitted",
    )


@pytest.mark.parametrize("status", ["draft", "published", "withdrawn"])
def test_only_a_submitted_bulletin_is_published(
    bulletin: Bulletin, head: Staff, status: str
) -> None:
    Bulletin.objects.update(status=status)
    bulletin.refresh_from_db()
    with pytest.raises(Refused) as refused:
        published(bulletin, head)
    assert (refused.value.field, Figures.objects.count()) == ("status", 0)


def test_a_draft_has_no_printed_page(bulletin: Bulletin) -> None:
    with pytest.raises(ValueError, match="not published"):
        printed_page(bulletin)


def test_a_draft_shows_what_publishing_would_print(bulletin: Bulletin, head: Staff) -> None:
    page = draft(bulletin, MAY, issued_on=ISSUED, issue="第4期").page
    assert page == printed_page(published(bulletin, head))


# --- withdrawing -----------------------------------------------------------------------------


def test_a_withdrawn_bulletin_stays_readable(bulletin: Bulletin, head: Staff) -> None:
    published(bulletin, head)
    before = text_of(bulletin)
    withdraw(bulletin, reason=" 数字有误 ", by=head, at=MAY)
    stored = Bulletin.objects.get()
    assert (stored.status, text_of(stored)) == ("withdrawn", before)
    assert BulletinEntry.objects.latest("seq").note == "数字有误"


def test_withdrawing_without_a_reason_is_refused(bulletin: Bulletin, head: Staff) -> None:
    published(bulletin, head)
    with pytest.raises(Refused) as refused:
        withdraw(bulletin, reason=" ", by=head, at=MAY)
    assert (refused.value.field, Bulletin.objects.get().status) == ("reason", "published")


def test_an_editor_does_not_withdraw(bulletin: Bulletin, head: Staff) -> None:
    published(bulletin, head)
    with pytest.raises(NotPermitted):
        withdraw(bulletin, reason="改", by=Staff.objects.get(username="editor"), at=MAY)


def test_a_draft_is_not_withdrawn(bulletin: Bulletin, head: Staff) -> None:
    with pytest.raises(Refused):
        withdraw(bulletin, reason="改", by=head, at=MAY)
