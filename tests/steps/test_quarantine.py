"""What could not be read: kept as it came, mended by a person, taken in once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotline.records.models import Case, Contact, Quarantined, Staff
from hotline.records.queries.reference import forget
from hotline.records.sealing import unseal_bytes
from hotline.rules.permits import NotPermitted
from hotline.steps.import_file import Source, import_file, open_run
from hotline.steps.moving import Refused
from hotline.steps.quarantine import Correction, cells_of, discard, raw_of, retry
from tests.damaged_rows import DAMAGED, HEADER, NOW, corrected, damaged_file
from tests.factories import City, make_city, make_role, make_staff

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
GOOD = len(DAMAGED) + 1
BY_NUMBER = range(1, len(DAMAGED) + 1)


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The invented city with the damaged file imported."""
    made = make_city()
    run = open_run(made.channels["mayor_mailbox"], "来信.csv", by=None, at=NOW)
    source = Source(io.BytesIO(damaged_file()), "来信.csv")
    import_file(run, source, at=NOW, progress=lambda _: None)
    yield made
    forget()


def kept(number: int) -> Quarantined:
    """Damaged row `number` (1 to 20) as it lies in quarantine."""
    return Quarantined.objects.order_by("row")[number - 1]


def cells(number: int) -> dict[str, str]:
    """The cells of that row after an operator put them right."""
    return dict(zip(HEADER, corrected(number).decode().rstrip("\n").split(","), strict=True))


@pytest.mark.parametrize("number", BY_NUMBER)
def test_every_damaged_row_can_be_put_right(city: City, number: int) -> None:
    row = kept(number)
    case = retry(row, Correction(cells=cells(number)), by=None, at=LATER)
    row.refresh_from_db()
    contact = Contact.objects.get(case=case)
    assert (case.external_number, case.status) == (f"D{number}", "registered")
    assert (row.status, row.settled_at, row.contact_id) == ("released", LATER, contact.pk)


@pytest.mark.parametrize("number", BY_NUMBER)
def test_the_original_bytes_stay_whatever_was_corrected(city: City, number: int) -> None:
    case = retry(kept(number), Correction(cells=cells(number)), by=None, at=LATER)
    contact = Contact.objects.get(case=case)
    assert raw_of(kept(number)) == DAMAGED[number - 1].raw
    raw = unseal_bytes("contact", "raw", contact.pk, contact.raw_sealed)
    assert raw == DAMAGED[number - 1].raw


def test_all_twenty_put_right_are_twenty_more_cases(city: City) -> None:
    for number in BY_NUMBER:
        retry(kept(number), Correction(cells=cells(number)), by=None, at=LATER)
    assert Case.objects.count() == GOOD + len(DAMAGED)
    assert Quarantined.objects.filter(status="held").count() == 0


def test_a_second_import_after_correction_adds_nothing(city: City) -> None:
    retry(kept(1), Correction(cells=cells(1)), by=None, at=LATER)
    run = open_run(city.channels["mayor_mailbox"], "来信.csv", by=None, at=LATER)
    import_file(
        run, Source(io.BytesIO(damaged_file()), "来信.csv"), at=LATER, progress=lambda _: None
    )
    assert (run.new, run.repeated, run.quarantined) == (0, GOOD + len(DAMAGED), 0)


@pytest.mark.parametrize("number", BY_NUMBER)
def test_what_is_not_corrected_is_refused_again_with_its_reason(city: City, number: int) -> None:
    row = kept(number)
    with pytest.raises(Refused) as refusal:
        retry(row, Correction(), by=None, at=NOW)
    assert str(refusal.value) == row.detail
    row.refresh_from_db()
    assert (row.status, Case.objects.count()) == ("held", GOOD)


@pytest.mark.parametrize(("number", "encoding"), [(8, "gb18030"), (9, "utf-16-le")])
def test_a_row_in_another_encoding_is_read_in_that_one(
    city: City, number: int, encoding: str
) -> None:
    assert cells_of(kept(number)) is None
    case = retry(kept(number), Correction(encoding=encoding), by=None, at=LATER)
    assert case.external_number == f"D{number}"


def test_a_wrong_encoding_is_refused(city: City) -> None:
    with pytest.raises(Refused) as refusal:
        retry(kept(8), Correction(encoding="klingon"), by=None, at=LATER)
    assert refusal.value.field == "encoding"


def test_a_record_is_settled_once(city: City) -> None:
    retry(kept(1), Correction(cells=cells(1)), by=None, at=LATER)
    for settle in (
        lambda: retry(kept(1), Correction(cells=cells(1)), by=None, at=LATER),
        lambda: discard(kept(1), by=None, at=LATER),
    ):
        with pytest.raises(Refused, match="已经处理过"):
            settle()
    assert Case.objects.count() == GOOD + 1


def test_a_discarded_record_stays_with_its_bytes(city: City) -> None:
    discard(kept(3), by=None, at=LATER)
    assert (kept(3).status, kept(3).settled_at) == ("discarded", LATER)
    assert raw_of(kept(3)) == DAMAGED[2].raw
    assert Case.objects.count() == GOOD


def test_who_settled_it_is_kept(city: City) -> None:
    person = _mender()
    retry(kept(1), Correction(cells=cells(1)), by=person, at=LATER)
    discard(kept(2), by=person, at=LATER)
    assert [kept(number).settled_by for number in (1, 2)] == [person, person]


def test_settling_needs_the_permit(city: City) -> None:
    taker = city.person("call_taker")
    with pytest.raises(NotPermitted):
        retry(kept(1), Correction(cells=cells(1)), by=taker, at=LATER)
    with pytest.raises(NotPermitted):
        discard(kept(1), by=taker, at=LATER)
    assert kept(1).status == "held"


def _mender() -> Staff:
    permits = ["retry_quarantine", "receive", "register"]
    return make_staff("mender", roles=[make_role("mender", "数据员", permits)])
