"""A bulletin's moves: every verb from every status, against a table written out by hand."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.records.models import Bulletin, BulletinEntry, Staff
from hotline.records.queries.bulletins import STATUS_NAMES
from hotline.rules.permits import PERMITS, NotPermitted
from hotline.steps.bulletin_moving import BULLETIN_MOVES, move_bulletin
from hotline.steps.draft import begin
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace
from tests.factories import City
from tests.records.month import make_form
from tests.steps.cases import LATER

STATUSES = ("draft", "submitted", "published", "withdrawn")
# verb: the status it may be done in, the one it leads to, the permit that it needs.
TABLE = {
    "edit": ("draft", "draft", "draft_bulletin"),
    "submit": ("draft", "submitted", "submit_bulletin"),
    "clear": ("draft", "draft", "draft_bulletin"),
    "approve": ("submitted", "submitted", "approve_bulletin"),
    "return": ("submitted", "draft", "publish_bulletin"),
    "publish": ("submitted", "published", "publish_bulletin"),
    "withdraw": ("published", "withdrawn", "withdraw_bulletin"),
}


@pytest.fixture
def bulletin(city: City) -> Bulletin:
    make_form(city)
    return begin("2022-03", by=None, at=LATER)


def standing(bulletin: Bulletin, status: str) -> Bulletin:
    """The bulletin as if it had come to a status."""
    Bulletin.objects.filter(pk=bulletin.pk).update(status=status)
    return Bulletin.objects.get(pk=bulletin.pk)


def moved(bulletin: Bulletin, verb: str, by: Staff | None = None, **facts: Any) -> None:
    move_bulletin(bulletin, verb, by=by, at=LATER, **facts)


def test_the_table_is_this_one() -> None:
    assert {verb: (m.source, m.target, m.permit) for verb, m in BULLETIN_MOVES.items()} == TABLE


def test_every_permit_and_status_of_the_table_exists() -> None:
    assert ({row[2] for row in TABLE.values()} - set(PERMITS), tuple(STATUS_NAMES)) == (
        set(),
        STATUSES,
    )


@pytest.mark.parametrize(("verb", "status"), list(product(TABLE, STATUSES)))
def test_a_verb_from_a_status_leads_where_the_table_says(
    bulletin: Bulletin, verb: str, status: str
) -> None:
    here = standing(bulletin, status)
    source, target, _ = TABLE[verb]
    if status == source:
        moved(here, verb)
        assert (here.status, here.version, here.journal.count()) == (target, 1, 2)
        return
    with pytest.raises(Refused) as refused:
        moved(here, verb)
    assert (refused.value.field, str(refused.value)) == (
        "status",
        f"通报现在的状态不能“{BULLETIN_MOVES[verb].name}”，请刷新后再看。",
    )
    assert (here.status, here.version, here.journal.count()) == (status, 0, 1)


@pytest.mark.parametrize("verb", TABLE)
def test_a_person_without_the_permit_is_refused(city: City, bulletin: Bulletin, verb: str) -> None:
    here = standing(bulletin, TABLE[verb][0])
    with pytest.raises(NotPermitted) as refused:
        moved(here, verb, by=city.person("call_taker"))
    assert (refused.value.permit, here.version) == (TABLE[verb][2], 0)


def test_a_move_leaves_an_entry(city: City, bulletin: Bulletin) -> None:
    moved(bulletin, "submit", note="请审阅")
    entry = BulletinEntry.objects.latest("seq")
    assert (entry.seq, entry.verb, entry.status, entry.note, entry.at, entry.by) == (
        1,
        "submit",
        "submitted",
        "请审阅",
        LATER,
        None,
    )


def test_a_move_stores_its_facts_and_its_jobs(bulletin: Bulletin) -> None:
    moved(bulletin, "submit", issue="第3期", jobs=(("write_bulletin_files", {"bulletin": "x"}),))
    stored = Bulletin.objects.get()
    assert (stored.issue, stored.status, stored.version) == ("第3期", "submitted", 1)
    assert list(ProcrastinateJob.objects.values_list("task_name", flat=True)) == [
        "write_bulletin_files"
    ]


def test_who_looked_at_an_older_version_is_refused(bulletin: Bulletin) -> None:
    moved(bulletin, "edit")
    with pytest.raises(LostRace):
        moved(bulletin, "edit", seen=0)
    assert bulletin.journal.count() == 2


def test_who_holds_an_old_copy_is_refused_and_leaves_nothing(bulletin: Bulletin) -> None:
    copy = Bulletin.objects.get(pk=bulletin.pk)
    moved(bulletin, "edit")
    with pytest.raises(LostRace):
        moved(copy, "submit", jobs=(("write_bulletin_files", {"bulletin": "x"}),))
    assert (Bulletin.objects.get().status, copy.status, copy.version) == ("draft", "draft", 0)
    assert (bulletin.journal.count(), ProcrastinateJob.objects.count()) == (2, 0)
