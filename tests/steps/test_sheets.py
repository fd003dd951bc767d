"""Sheets printed and ordered: only what the person may see, each leaving journaled."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from io import BytesIO
from unittest.mock import patch

import pytest
from docx import Document

from hotline.documents.pdf import OfficeMissing
from hotline.records.models import Case, Reveal, SheetRun, Staff, StaffEntry
from hotline.rules.case_sheets import MOST_SHEETS
from hotline.rules.life import Status
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.moving import Refused
from hotline.steps.sheets.facts import sheet_of
from hotline.steps.sheets.order_sheets import order_sheets
from hotline.steps.sheets.print_sheet import print_sheet
from hotline.steps.sheets.write_sheets import DAYS_KEPT, drop_old_sheets, file_of, write_sheets
from tests.factories import City, case_at

PHONE = "15400001234"


def now() -> datetime:
    return datetime.now(UTC)


def of_caller(city: City, status: Status = Status.IN_HANDLING, **facts: str) -> Case:
    told = {"name": "甄示例", "phone": PHONE, "form_of_address": "女士", "place": "汀东路3号"}
    return case_at(city, status, **{**told, **facts})


def told(case: Case, staff: Staff, **facts: str) -> dict[str, str]:
    """The fields of the sheet with their values."""
    cells = [c for row in sheet_of(case, staff, now(), **facts).rows for c in row.cells]
    pairs = itertools.pairwise(cells)
    return {a.text: b.text for a, b in pairs if a.kind == "label"}


def words_in(content: bytes) -> str:
    return "".join(t.text or "" for t in Document(BytesIO(content)).element.body.iter())


def test_a_sheet_tells_who_what_where_and_what_was_done_with_the_number_masked(city: City) -> None:
    case = of_caller(city, Status.CLOSED)
    fields = told(case, city.person("unit_clerk", "east"))
    assert fields["工单编号"] == case.number
    assert (fields["诉求人"], fields["联系电话"]) == ("甄女士", "154****1234")
    assert fields["事发地点"] == "汀东路3号"
    assert fields["公开答复"] == "垃圾已清运。"
    assert fields["办理情况"].startswith("汀东区政府：已派人清运。\n（是否解决：是")
    assert fields["回访情况"].endswith("接通，已解决，满意")
    assert fields["工单状态"] == "已办结（办结）"


def test_a_confidential_case_tells_its_unit_not_whose_it_is(city: City) -> None:
    case = of_caller(city, external_number="EXT-1")
    mark_confidential(case, reason="举报", by=city.person("dispatcher"), at=now())
    fields = told(case, city.person("unit_clerk", "east"))
    assert (fields["诉求人"], fields["联系电话"]) == ("保密", "保密")
    assert "上级编号" not in fields
    assert told(case, city.person("dispatcher"))["上级编号"] == "EXT-1"


def test_a_whole_number_is_printed_only_with_a_reason_and_both_are_journaled(city: City) -> None:
    case, clerk = of_caller(city), city.person("unit_clerk", "east")
    with pytest.raises(Refused):
        print_sheet(case, "docx", by=clerk, at=now(), whole=True)
    content = print_sheet(case, "docx", by=clerk, at=now(), whole=True, reason="上门核实")
    entry = StaffEntry.objects.get(verb="print_sheets")
    assert (PHONE in words_in(content), Reveal.objects.get(case=case).reason) == (True, "上门核实")
    assert (entry.by, entry.after["asked"]) == (clerk, {"格式": "Word", "工单": case.number})


def test_without_libreoffice_only_word_is_made_and_nothing_is_said_to_have_left(city: City) -> None:
    case, clerk = of_caller(city), city.person("unit_clerk", "east")
    missing = patch("hotline.steps.sheets.print_sheet.write_pdf", side_effect=OfficeMissing)
    with missing, pytest.raises(Refused, match="请选择 Word"):
        print_sheet(case, "pdf", by=clerk, at=now())
    assert StaffEntry.objects.filter(verb="print_sheets").count() == 0


def test_an_order_holds_only_cases_that_the_person_sees_and_is_journaled(city: City) -> None:
    mine, others = of_caller(city), of_caller(city, unit="west")
    clerk = city.person("unit_clerk", "east")
    run = order_sheets([mine.number, others.number, mine.number], "docx", by=clerk, at=now())
    entry = StaffEntry.objects.get(verb="print_sheets")
    assert (run.numbers, entry.after["rows"]) == ([mine.number], 1)
    assert entry.after["asked"]["工单"] == mine.number


def test_an_order_of_nothing_or_of_too_much_is_refused(city: City) -> None:
    clerk = city.person("unit_clerk", "east")
    many = [f"YT{number}" for number in range(MOST_SHEETS + 1)]
    for numbers in ([], ["YT20200101-000001"], many):
        with pytest.raises(Refused):
            order_sheets(numbers, "docx", by=clerk, at=now())
    assert SheetRun.objects.count() == 0


def test_the_worker_leaves_out_what_went_out_of_sight_meanwhile(city: City) -> None:
    stays, goes = of_caller(city), of_caller(city)
    clerk = city.person("unit_clerk", "east")
    run = order_sheets([goes.number, stays.number], "docx", by=clerk, at=now())
    Case.objects.filter(pk=goes.pk).update(seen_by=[])
    write_sheets(run, at=now())
    kept = SheetRun.objects.get(pk=run.pk)
    text = words_in(file_of(kept))
    assert (kept.status, kept.done, kept.left_out) == ("finished", 2, [goes.number])
    assert (stays.number in text, goes.number in text) == (True, False)


def test_a_job_that_runs_twice_makes_the_file_once_and_old_files_go(city: City) -> None:
    case, clerk = of_caller(city), city.person("unit_clerk", "east")
    run = write_sheets(order_sheets([case.number], "docx", by=clerk, at=now()), at=now())
    first = file_of(SheetRun.objects.get(pk=run.pk))
    write_sheets(SheetRun.objects.get(pk=run.pk), at=now())
    assert file_of(SheetRun.objects.get(pk=run.pk)) == first
    assert drop_old_sheets(at=now()) == 0
    assert drop_old_sheets(at=now() + timedelta(days=DAYS_KEPT, hours=1)) == 1
    assert file_of(SheetRun.objects.get(pk=run.pk)) == b""
