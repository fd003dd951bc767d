"""Importing a file: every row once, none lost, whatever is damaged and whoever imports at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from openpyxl import Workbook

from hotline.records.models import Case, Citizen, Contact, ImportRun, JournalEntry, Quarantined
from hotline.records.queries.reference import forget
from hotline.records.sealing import unseal_bytes
from hotline.rules.column_mapping import ColumnMapping, MappingError
from hotline.rules.permits import NotPermitted
from hotline.steps import import_file as step
from hotline.steps.import_file import (
    Source,
    hand_in,
    import_file,
    import_or_tell,
    open_run,
    take_handed_in,
)
from hotline.steps.moving import Refused
from hotline.steps.quarantine import raw_of
from hotline.steps.receive import receive
from hotline.steps.register import register
from tests.damaged_rows import DAMAGED, HEADER, HEADER_LINE, NOW, damaged_file, good_row, line
from tests.factories import City, make_channel, make_city, make_role, make_staff

pytestmark = pytest.mark.django_db
GOOD = len(DAMAGED) + 1
COUNTS = ("read", "new", "repeated", "quarantined")


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The invented city; what was kept of it is forgotten afterwards."""
    yield make_city()
    forget()


def imported(
    city: City, content: bytes, *, channel: str = "mayor_mailbox", **options: Any
) -> tuple[int, ...]:
    """The counts of one import of these bytes."""
    return counts_of(run_of(city, content, channel=channel, **options))


def run_of(
    city: City,
    content: bytes,
    *,
    channel: str = "mayor_mailbox",
    mapping: ColumnMapping | None = None,
    dry_run: bool = False,
) -> ImportRun:
    """One import of these bytes by the system itself."""
    run = open_run(city.channels[channel], "来信.csv", by=None, at=NOW)
    source = Source(io.BytesIO(content), "来信.csv", mapping)
    return import_file(run, source, at=NOW, progress=lambda _: None, dry_run=dry_run)


def counts_of(run: ImportRun) -> tuple[int, ...]:
    """Read, new, repeated, quarantined, as the database has them."""
    run.refresh_from_db()
    return tuple(getattr(run, name) for name in COUNTS)


def good_rows(first: int, last: int) -> bytes:
    """A sound file with the rows of these numbers."""
    return HEADER_LINE + b"".join(good_row(number) for number in range(first, last + 1))


# --- damaged rows ---------------------------------------------------------------------------------


def test_every_good_row_becomes_a_case_and_every_damaged_one_is_kept(city: City) -> None:
    assert imported(city, damaged_file()) == (GOOD + 20, GOOD, 0, 20)
    assert (Case.objects.count(), Contact.objects.count()) == (GOOD, GOOD)


def test_damaged_rows_are_kept_byte_for_byte_with_their_reason(city: City) -> None:
    imported(city, damaged_file())
    kept = Quarantined.objects.order_by("row")
    assert [(row.reason, row.field, raw_of(row)) for row in kept] == [
        (row.code, row.field, row.raw) for row in DAMAGED
    ]
    assert all(row.detail.endswith("。") for row in kept)
    assert [row.raw_size for row in kept] == [len(row.raw) for row in DAMAGED]


def test_no_reason_quotes_what_stood_in_the_row(city: City) -> None:
    imported(city, damaged_file())
    words = ("青禾", "路灯", "HYPERLINK", "昨天", "2202")
    told = [row.detail for row in Quarantined.objects.all()]
    assert [detail for detail in told for word in words if word in detail] == []


def test_kept_bytes_are_sealed(city: City) -> None:
    imported(city, damaged_file())
    sealed = [bytes(row.raw_sealed) for row in Quarantined.objects.all()]
    assert [row for row in sealed if "青禾".encode() in row] == []


def test_a_second_run_adds_nothing(city: City) -> None:
    imported(city, damaged_file())
    assert imported(city, damaged_file()) == (GOOD + 20, 0, GOOD + 20, 0)
    assert (Case.objects.count(), Quarantined.objects.count()) == (GOOD, 20)


def test_a_run_is_kept_with_its_file_mapping_and_end(city: City) -> None:
    run = run_of(city, damaged_file())
    run.refresh_from_db()
    assert (run.status, run.file_name, run.position) == ("finished", "来信.csv", run.size)
    assert run.size == len(damaged_file())
    assert run.mapping["columns"]["text"] == "内容"


# --- what a row becomes ---------------------------------------------------------------------------


def test_a_row_is_received_and_registered_as_any_other_arrival(city: City) -> None:
    imported(city, good_rows(1, 1))
    case, contact = Case.objects.get(), Contact.objects.get()
    assert (contact.key, contact.title, contact.case_id, contact.outcome) == (
        "G1", "路灯", case.pk, "case",
    )  # fmt: skip
    assert unseal_bytes("contact", "raw", contact.pk, contact.raw_sealed) == good_row(1)
    assert (case.status, case.version, case.external_number) == ("registered", 1, "G1")
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.seq, entry.case_id, entry.at) == ("register", 1, case.pk, NOW)


def test_rows_stored_together_are_the_rows_stored_one_by_one(city: City) -> None:
    imported(city, good_rows(1, 7), channel="mayor_mailbox")
    with patch.object(step.BatchBook, "store", side_effect=step.IntegrityError):
        assert imported(city, good_rows(1, 7), channel="province") == (7, 7, 0, 0)
    together, single = (_facts_of(city, code) for code in ("mayor_mailbox", "province"))
    assert together == single


def _facts_of(city: City, channel: str) -> list[tuple[Any, ...]]:
    """What two ways of storing must have alike."""
    cases = Case.objects.filter(channel=city.channels[channel]).order_by("external_number")
    return [
        (
            case.title,
            case.text,
            case.status,
            case.version,
            case.registered_at,
            case.citizen.account if case.citizen else None,
            [(c.key, bytes(c.digest), c.arrived_at, c.outcome) for c in case.contacts.all()],
            [(e.verb, e.seq, e.status, e.at) for e in JournalEntry.objects.filter(case=case)],
        )
        for case in cases
    ]


def test_numbers_are_unique_and_in_the_order_of_the_file(city: City) -> None:
    imported(city, good_rows(1, 7))
    numbers = list(Case.objects.order_by("external_number").values_list("number", flat=True))
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 7


def test_one_phone_in_two_rows_is_one_citizen(city: City) -> None:
    rows = "".join(
        f"P{number},13900000001,路灯,2022-04-06 08:05,第{number}件事\n" for number in (1, 2)
    )
    head = "编号,电话,标题,时间,内容\n"
    assert imported(city, (head + rows).encode()) == (2, 2, 0, 0)
    assert imported(city, (head + rows.replace("P", "Q")).encode()) == (2, 2, 0, 0)
    assert (Case.objects.count(), Citizen.objects.count()) == (4, 1)


def test_a_row_that_stands_twice_in_a_file_is_taken_once(city: City) -> None:
    content = HEADER_LINE + good_row(1) + good_row(2) + good_row(1)
    assert imported(city, content) == (3, 2, 1, 0)


def test_a_damaged_row_that_stands_twice_is_kept_once(city: City) -> None:
    content = HEADER_LINE + DAMAGED[0].raw + good_row(1) + DAMAGED[0].raw
    assert imported(city, content) == (3, 1, 1, 1)


def test_a_known_number_with_other_words_is_kept_aside_and_never_overwrites(city: City) -> None:
    imported(city, good_rows(1, 1))
    changed = HEADER_LINE + line("G1", text="改过的内容").encode()
    assert imported(city, changed) == (1, 0, 0, 1)
    kept = Quarantined.objects.get()
    assert (kept.reason, "G1" in kept.detail) == ("changed_content", True)
    assert Contact.objects.get().text == Case.objects.get().text != "改过的内容"


def test_a_board_in_the_row_is_the_channel_of_the_case(city: City) -> None:
    make_channel("mailbox_east", "汀东信箱", parent=city.channels["mayor_mailbox"])
    forget()
    content = "编号,时间,内容,版块\nB1,2022-04-06 08:05,路灯不亮,汀东信箱\n".encode()
    imported(city, content)
    assert Case.objects.get().channel.code == "mailbox_east"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_whole_file_in_another_encoding_is_read(city: City, encoding: str) -> None:
    content = good_rows(1, 6).decode().encode(encoding)
    assert imported(city, content) == (6, 6, 0, 0)
    assert Case.objects.get(external_number="G1").text.startswith("青禾路二号")


def test_a_workbook_is_read_as_a_file_of_text_is(city: City) -> None:
    book = Workbook()
    book.active.append(list(HEADER))
    book.active.append(["G1", "青禾居民", "路灯", "2022-04-06 08:05:00", "路灯不亮"])
    book.active.append(["G2", "青禾居民", "路灯", "2022-02-30 08:05:00", "路灯不亮"])
    content = io.BytesIO()
    book.save(content)
    assert imported(city, content.getvalue()) == (2, 1, 0, 1)


# --- trial, failure, races ------------------------------------------------------------------------


def test_a_trial_counts_and_leaves_nothing(city: City) -> None:
    run = run_of(city, damaged_file(), dry_run=True)
    assert (counts_of(run), run.status) == ((GOOD + 20, GOOD, 0, 20), "tried")
    assert [model.objects.count() for model in (Case, Contact, Citizen, Quarantined)] == [0] * 4


def test_progress_is_told_after_every_hundred_rows(city: City) -> None:
    seen: list[tuple[int, int]] = []
    run = open_run(city.channels["mayor_mailbox"], "来信.csv", by=None, at=NOW)
    content = good_rows(1, 250)
    import_file(
        run,
        Source(io.BytesIO(content), "来信.csv"),
        at=NOW,
        progress=lambda at: seen.append((at.read, at.position)),
    )
    assert [read for read, _ in seen] == [100, 200, 250]
    assert seen[-1][1] == len(content)
    assert [position for _, position in seen] == sorted(position for _, position in seen)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7 ...", "PDF"),
        ("甲,乙\n1,2\n".encode(), "没有找到对应的列"),
        ("时间,内容,内容\n".encode(), "重名"),
    ],
)
def test_a_file_that_is_no_table_leaves_its_reason(
    city: City, content: bytes, sentence: str
) -> None:
    run = open_run(city.channels["mayor_mailbox"], "来信.csv", by=None, at=NOW)
    source = Source(io.BytesIO(content), "来信.csv")
    import_or_tell(run, source, at=NOW, progress=lambda _: None)
    run.refresh_from_db()
    assert (run.status, run.read, sentence in run.problem) == ("failed", 0, True)


def test_a_mapping_that_names_missing_columns_is_refused_before_the_first_row(city: City) -> None:
    mapping = ColumnMapping({"text": "正文", "arrived_at": "时间"})
    with pytest.raises(MappingError, match="正文"):
        run_of(city, good_rows(1, 3), mapping=mapping)
    assert Case.objects.count() == 0


def test_a_row_stored_by_another_process_meanwhile_is_repeated_and_not_lost(city: City) -> None:
    """The other process's row appears between our look and our writing."""
    blind = patch.object(step.BatchBook, "contact_of", return_value=None)
    imported(city, good_rows(2, 2))
    with blind:
        assert imported(city, good_rows(1, 3)) == (3, 2, 1, 0)
    assert Case.objects.count() == 3


def test_a_file_broken_off_goes_on_where_rows_are_missing(city: City) -> None:
    """The database goes away in the second hundred; a second run takes the rest, and no more."""
    content = good_rows(1, 250)
    with pytest.raises(OperationalError), connection.execute_wrapper(_until(Case, 150)):
        run_of(city, content)
    assert Case.objects.count() == 100
    assert imported(city, content) == (250, 150, 100, 0)
    assert Case.objects.count() == 250


def _until(model: type[Case], looks: int) -> Any:
    """Lets so many looks for a contact pass, then the database is gone."""
    left = iter(range(looks))

    def pass_on(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'FROM "records_contact"' in sql and next(left, None) is None:
            raise OperationalError
        return execute(sql, params, many, context)

    return pass_on


# --- by a person ----------------------------------------------------------------------------------


def test_importing_needs_the_permit(city: City) -> None:
    with pytest.raises(NotPermitted):
        open_run(city.channels["mayor_mailbox"], "x", by=city.person("reviewer"), at=NOW)


def test_a_file_from_the_desk_is_kept_sealed_until_the_worker_takes_it(city: City) -> None:
    role = make_role("importer", "导入员", ["import_arrivals", "receive", "register"])
    person = make_staff("importer", roles=[role])
    run = hand_in(city.channels["mayor_mailbox"], "来信.csv", damaged_file(), by=person, at=NOW)
    assert (run.status, Case.objects.count()) == ("waiting", 0)
    assert "青禾".encode() not in bytes(run.file_sealed)
    taken = take_handed_in(ImportRun.objects.get(), at=NOW + timedelta(minutes=1))
    assert (counts_of(taken), taken.status) == ((GOOD + 20, GOOD, 0, 20), "finished")
    assert JournalEntry.objects.filter(by=person).count() == GOOD


@pytest.mark.parametrize("size", [0, step.HANDED_IN_AT_MOST + 1])
def test_an_empty_or_a_huge_file_from_the_desk_is_refused(city: City, size: int) -> None:
    with pytest.raises(Refused) as refusal:
        hand_in(city.channels["mayor_mailbox"], "x", bytes(size), by=None, at=NOW)
    assert refusal.value.field == "file"


def test_what_another_channel_sent_is_not_a_repetition(city: City) -> None:
    imported(city, good_rows(1, 2), channel="mayor_mailbox")
    assert imported(city, good_rows(1, 2), channel="province") == (2, 2, 0, 0)


def test_steps_of_one_row_alone_give_the_same(city: City) -> None:
    """The importer calls the steps that everybody calls."""
    with (
        patch.object(step, "receive", wraps=receive) as received,
        patch.object(step, "register", wraps=register) as registered,
    ):
        imported(city, good_rows(1, 3))
    assert (received.call_count, registered.call_count) == (3, 3)
