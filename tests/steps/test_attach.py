"""Attach: each file taken or refused alone, once per case, sealed where it is kept."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.records.attachment_content import content_of, small_of
from hotline.records.models import Attachment, Case, JournalEntry
from hotline.records.sealing import SealBroken, digest
from hotline.rules.permits import NotPermitted
from hotline.site.attachments import attachment_storage
from hotline.site.environment import load
from hotline.steps.attach import MOST_AT_ONCE, Given, Origin, Outcome, attach
from tests.attached_files import GOOD, PDF, SECRET, photo
from tests.factories import City
from tests.steps.at_once import at_once
from tests.steps.cases import LATER, journal, refused, walked

TEXT = "路灯不亮的位置。".encode()


def given(name: str = "说明.txt", content: bytes = TEXT) -> Given:
    return Given(name, BytesIO(content))


def attached(city: City, case: Case, *files: Given, role: str = "call_taker") -> list[Outcome]:
    return attach(case, files, by=city.person(role), at=LATER)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Attachments in a real folder, as the settings make it."""
    row = attachment_storage(load({"HOTLINE_ATTACHMENTS": str(path)}))
    with override_settings(STORAGES={"attachments": row}):
        yield path


def test_a_file_is_kept_with_who_when_and_what(city: City) -> None:
    case = walked(city, "registered")
    (outcome,) = attached(city, case, given())
    row = Attachment.objects.get()
    assert (outcome.attachment, outcome.is_new, outcome.refusal) == (row, True, "")
    assert (row.case, row.name, row.kind, row.size) == (case, "说明.txt", "text", len(TEXT))
    assert (row.added_by, row.added_at) == (city.person("call_taker"), LATER)
    assert (bytes(row.digest), content_of(row)) == (digest(TEXT), TEXT)
    assert (row.state, row.belongs_to, row.small_key) == ("unscanned", "other", "")


@pytest.mark.parametrize("code", GOOD)
def test_every_kind_is_kept_and_read_again(city: City, code: str) -> None:
    case = walked(city, "registered")
    (outcome,) = attached(city, case, given(*GOOD[code]))
    row = outcome.attachment
    assert (row.kind, digest(content_of(row))) == (code, bytes(row.digest))


def test_a_photo_is_kept_without_its_place_and_with_a_small_one(city: City) -> None:
    (outcome,) = attached(city, walked(city, "registered"), given("现场.jpg", photo()))
    assert SECRET.encode() not in content_of(outcome.attachment)
    assert small_of(outcome.attachment).startswith(b"\xff\xd8\xff")


def test_what_lies_in_the_folder_is_sealed_private_and_named_by_digest(
    city: City, tmp_path: Path
) -> None:
    with folder(tmp_path / "attachments") as place:
        attached(city, walked(city, "registered"), given())
        (file,) = (each for each in place.rglob("*") if each.is_file())
        mark = digest(TEXT).hex()
        assert str(file.relative_to(place)).startswith(f"{mark[:2]}/{mark[2:4]}/{mark}-")
        assert TEXT not in file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_bytes_put_in_anothers_place_do_not_open(city: City) -> None:
    case = walked(city, "registered")
    one, two = attached(city, case, given(), given("二.pdf", PDF))
    one.attachment.key = two.attachment.key
    with pytest.raises(SealBroken):
        content_of(one.attachment)


def test_the_same_file_twice_on_a_case_is_one(city: City) -> None:
    case = walked(city, "registered")
    first = attached(city, case, given())[0]
    again = attached(city, case, given("另一个名字.txt"), given("再一个.txt"))
    assert [(each.attachment, each.is_new) for each in again] == [(first.attachment, False)] * 2
    assert Attachment.objects.count() == 1


def test_the_same_file_on_two_cases_is_two(city: City) -> None:
    for case in (walked(city, "registered"), walked(city, "registered")):
        assert attached(city, case, given())[0].is_new
    assert Attachment.objects.values("key").distinct().count() == 2


def test_a_bad_file_keeps_no_good_one_out(city: City) -> None:
    case = walked(city, "registered")
    outcomes = attached(
        city,
        case,
        given(),
        given("病\u202e毒.exe", b"MZ\0"),
        given("a.pdf", PDF),
        given("空.txt", b""),
    )
    assert [bool(each.attachment) for each in outcomes] == [True, False, True, False]
    assert outcomes[1].name == "病毒.exe"
    assert outcomes[3].refusal == "文件是空的（0 字节）。请核对后重新选择。"
    assert Attachment.objects.count() == 2


def test_it_is_no_move_of_the_case(city: City) -> None:
    case = walked(city, "registered")
    before = journal(case)
    attached(city, case, given())
    assert (journal(case), JournalEntry.objects.count(), case.version) == (before, 1, 1)


def test_no_more_is_read_than_the_largest_file_may_have(city: City) -> None:
    case = walked(city, "registered")
    with override_settings(HOTLINE_ATTACHMENT_LIMITS=dict.fromkeys(
        ("picture", "recording", "film", "document"), 1024 * 1024
    )):  # fmt: skip
        file = BytesIO(b"a" * 3 * 1024 * 1024)
        (outcome,) = attached(city, case, Given("大.txt", file))
    assert (outcome.refusal, file.tell()) == (
        "文件超过 1 MB，不能接收。请压缩或拆分后重新添加。",
        1024 * 1024 + 1,
    )


@override_settings(HOTLINE_CASE_ATTACHMENTS=2)
def test_a_case_takes_only_so_many(city: City) -> None:
    case = walked(city, "registered")
    files = [given(content=f"第{number}份".encode()) for number in range(3)]
    outcomes = attached(city, case, *files)
    assert outcomes[2].refusal == "一件工单最多 2 个附件，不能再添加；请先撤下不需要的附件。"
    assert Attachment.objects.count() == 2
    assert attached(city, case, given(content="第0份".encode()))[0].refusal == ""


def test_a_call_for_nothing_or_too_much_is_refused(city: City) -> None:
    case = walked(city, "registered")
    assert refused(case, lambda: attached(city, case)) == ("files", "请选择要添加的文件。")
    many = [given()] * (MOST_AT_ONCE + 1)
    assert refused(case, lambda: attached(city, case, *many)) == (
        "files",
        "一次最多添加 20 个文件，请分次添加。",
    )
    strange = Origin(belongs_to="elsewhere")
    by = city.person("call_taker")
    assert refused(case, lambda: attach(case, [given()], origin=strange, by=by, at=LATER)) == (
        "belongs_to",
        "“材料类别”应为：来件材料、办理佐证、退单依据、回访材料、其他。",
    )


def test_an_archived_case_takes_nothing_more(city: City) -> None:
    case = walked(city, "registered")
    case.status = "archived"
    with pytest.raises(Exception, match="工单已归档，不能再添加附件。"):
        attached(city, case, given())


def test_where_a_file_comes_from_is_kept(city: City) -> None:
    case = walked(city, "in_handling")
    contact, share = case.contacts.get(), case.assignments.get()
    origin = Origin("reply", contact=contact, assignment=share)
    attach(case, [given()], origin=origin, by=city.person("unit_clerk", "east"), at=LATER)
    row = Attachment.objects.get()
    assert (row.belongs_to, row.contact, row.assignment) == ("reply", contact, share)


def test_who_may_not_is_refused_and_the_system_may(city: City) -> None:
    case = walked(city, "registered")
    with pytest.raises(NotPermitted):
        attached(city, case, given(), role="dispatcher")
    attach(case, [given()], by=None, at=LATER)
    assert Attachment.objects.get().added_by is None


@pytest.mark.parametrize(
    ("scanner", "state", "jobs"), [("", "unscanned", 0), ("tcp://a", "held", 1)]
)
def test_a_file_is_held_where_a_scanner_is_set(
    city: City, scanner: str, state: str, jobs: int
) -> None:
    with override_settings(HOTLINE_SCANNER=scanner):
        attached(city, walked(city, "registered"), given())
    assert Attachment.objects.get().state == state
    assert ProcrastinateJob.objects.filter(task_name="scan_attachment").count() == jobs


@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_the_same_at_once_are_one(city: City, tmp_path: Path) -> None:
    case = walked(city, "registered")
    by = city.person("call_taker")
    assert by.permits

    def act() -> list[Outcome]:
        return attach(case, [given("现场.jpg", photo())], by=by, at=LATER)

    with folder(tmp_path) as place:
        outcomes = [outcome for (outcome,) in at_once(act, act, act)]
        row = Attachment.objects.get()
        assert sorted(outcome.is_new for outcome in outcomes) == [False, False, True]
        assert {outcome.attachment for outcome in outcomes} == {row}
        assert content_of(row).startswith(b"\xff\xd8\xff")
        assert sum(each.is_file() for each in place.rglob("*")) == 2  # itself and its small one
    connection.close()
