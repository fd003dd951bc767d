"""The ledger of counted facts: equal to a slow recount in plain Python, whatever is played."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from hotline.records.models import Case, DayCell, Department, JournalEntry, Posting, StaffEntry
from hotline.records.queries.counting import Window, count
from hotline.records.scope import scoped_for
from hotline.steps.ledger.compact import compact
from hotline.steps.ledger.recount import mend, recount, recount_lately
from tests.factories import City
from tests.records.april import April
from tests.records.plain_facts import Rough, plain_cells, rough
from tests.steps.acts import ACTS, act, ready
from tests.steps.cases import BEGIN, LATER, china, walked

APRIL = Window(date(2022, 4, 1), date(2022, 4, 30))
END = china("2022-05-02T00:00")


def counted(at: datetime, window: Window = APRIL, *, live: bool = False) -> Rough:
    return rough(Counter(count(window, at, live=live).cells))


def test_the_ledger_counts_what_a_plain_recount_counts_at_every_moment(city: City) -> None:
    moments = list(April(city).play())
    plain = {at: rough(plain_cells(APRIL, at)) for at in moments}
    assert {at: counted(at) for at in moments} == plain
    compact()
    assert {at: counted(at) for at in moments} == plain
    assert counted(END, live=True) == plain[moments[-1]] == counted(END)


@pytest.mark.parametrize("verb", sorted(ACTS))
def test_every_verb_is_posted_as_a_plain_recount_has_it(city: City, verb: str) -> None:
    case = ready(city, verb)
    act(city, verb, case)
    for at in (BEGIN, LATER - timedelta(seconds=1), LATER, END):
        assert counted(at) == rough(plain_cells(APRIL, at))
    assert counted(END, live=True) == counted(END)
    assert recount(APRIL.starts_on, APRIL.ends_on).agree


def test_a_move_that_changes_no_counted_fact_posts_nothing(city: City) -> None:
    case = walked(city, "in_handling")
    before = Posting.objects.count()
    act(city, "instruct", case)
    assert Posting.objects.count() == before


def test_what_a_step_refuses_is_not_posted(city: City) -> None:
    case = walked(city, "in_handling")
    before = Posting.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        act(city, "urge", case)
        raise RuntimeError
    assert (Posting.objects.count(), recount(APRIL.starts_on, APRIL.ends_on).agree) == (
        before,
        True,
    )


def test_adding_up_leaves_one_row_of_each_facts(city: City) -> None:
    for _ in range(3):
        walked(city, "closed")
    compact()
    assert [(row.n, row.fresh) for row in DayCell.objects.all()] == [(3, False)]
    assert compact() == 0


def test_a_posting_is_never_edited_nor_deleted(city: City) -> None:
    walked(city, "closed")
    for change in (lambda: Posting.objects.update(sign=1), lambda: Posting.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
            change()


def test_a_unit_adds_to_the_cells_and_reads_none(city: City) -> None:
    case = walked(city, "awaiting_signature")
    other = walked(city, "awaiting_signature", unit="west")
    clerk = city.person("unit_clerk", "east")
    with scoped_for(clerk):
        act(city, "sign", case, by=clerk)
        assert not DayCell.objects.exists()
        assert set(Posting.objects.values_list("case", flat=True)) == {case.pk}
    assert Posting.objects.filter(case=other.pk).exists()
    assert recount(APRIL.starts_on, APRIL.ends_on).agree


# --- proved and mended -----------------------------------------------------------------------


def falsified(case: Case) -> None:
    """A closing that nobody made, in the ledger and in its cells."""
    row = Posting.objects.filter(case=case.pk, sign=1).latest("pk")
    row.pk, row.state = None, 1
    row.save(force_insert=True)


def test_a_damaged_ledger_is_found_told_and_mended_by_appending(city: City) -> None:
    case = walked(city, "in_handling")
    right = counted(END)
    falsified(case)
    cell = DayCell.objects.latest("pk")
    DayCell.objects.filter(pk=cell.pk).update(n=cell.n + 1)
    found = recount(APRIL.starts_on, APRIL.ends_on)
    assert (found.postings, found.cells > 0, found.agree) == (1, True, False)
    assert found.shown[0]["number"] == case.number
    before = Posting.objects.count()
    mend(APRIL.starts_on, APRIL.ends_on, by=None, at=LATER)
    assert recount(APRIL.starts_on, APRIL.ends_on).agree
    assert (Posting.objects.count(), counted(END, live=True)) == (before + 1, right)
    told = StaffEntry.objects.get(verb="recount")
    assert (told.after["postings"], told.after["mended"]) == (1, True)


def test_a_mended_case_goes_on_rightly(city: City) -> None:
    case = walked(city, "in_handling")
    falsified(case)
    mend(APRIL.starts_on, APRIL.ends_on, by=None, at=LATER)
    act(city, "reply", case)
    assert recount(APRIL.starts_on, APRIL.ends_on).agree


def test_an_empty_ledger_is_built_from_the_journal(city: City) -> None:
    list(April(city).play())
    right = counted(END)
    opposite = list(Posting.objects.all())
    for row in opposite:
        row.pk, row.sign = None, -row.sign
    Posting.objects.bulk_create(opposite)
    DayCell.objects.all().delete()
    assert counted(END, live=True) == {}
    for month in ((3, 31), (4, 30), (5, 31)):
        mend(date(2022, month[0], 1), date(2022, *month), by=None, at=LATER)
    assert counted(END, live=True) == right == counted(END)


def test_the_nightly_proof_tells_the_auditor(city: City) -> None:
    case = walked(city, "in_handling")
    assert recount_lately(date(2022, 4, 8), days=7, at=LATER).agree
    assert not StaffEntry.objects.filter(verb="recount").exists()
    falsified(case)
    assert not recount_lately(date(2022, 4, 8), days=7, at=LATER).agree
    assert StaffEntry.objects.get(verb="recount").after["mended"] is False


def test_a_unit_that_is_renamed_or_merged_moves_no_case(city: City) -> None:
    walked(city, "in_handling")
    before = counted(END)
    Department.objects.filter(code="east").update(name="新名", successor=city.units["west"])
    assert counted(END) == before
    assert JournalEntry.objects.exists()
