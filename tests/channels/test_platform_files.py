"""A platform of files: sheets become cases, each with what came along; results go into its form."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from django.conf import LazySettings

from hotline.channels.fetching import fetch
from hotline.channels.result_files import write_by_themselves, write_results
from hotline.channels.road_folder import folder_of, keep_template, listed
from hotline.documents.work_orders import read_orders
from hotline.records.models import Attachment, Case, Delivery, Inbound, Road
from hotline.steps.answer import answer
from hotline.steps.roads.hear import raw_of
from tests.channels import contract, sheets
from tests.channels.test_roads import road
from tests.factories import City
from tests.steps.cases import LATER

Put = Callable[[str, bytes], Path]


@pytest.fixture
def on(city: City, settings: LazySettings, tmp_path: Path) -> Road:
    """A road of files whose folders are the test's own."""
    settings.HOTLINE_ROAD_FILES = tmp_path
    return road(city, adapter="files", channel=city.channels["mayor_mailbox"])


@pytest.fixture
def put(on: Road) -> Put:
    """Put a file that no longer changes into the road's in-folder."""

    def placed(name: str, content: bytes) -> Path:
        path = folder_of(on, "in") / name
        path.write_bytes(content)
        long_ago = (LATER - timedelta(minutes=5)).timestamp()
        os.utime(path, (long_ago, long_ago))
        return path

    return placed


@pytest.mark.parametrize("name", ["单.xlsx", "单.csv", "单.docx"])
def test_every_kind_of_sheet_becomes_the_same_cases(on: Road, put: Put, name: str) -> None:
    made = {"xlsx": sheets.workbook, "csv": sheets.table, "docx": sheets.form}
    put(name, made[name.rpartition(".")[2]]())
    assert fetch(on, at=LATER) == {"taken": 2}
    found = Case.objects.order_by("pk").values_list("external_number", "text", "owes_back")
    assert list(found) == [("上-1", "青禾路路灯不亮。", True), ("上-2", "青禾路井盖松动。", True)]
    assert [len(listed(on, part)) for part in ("in", "done", "failed")] == [0, 1, 0]
    put(f"again-{name}", made[name.rpartition(".")[2]]())
    assert fetch(on, at=LATER) == {"repeated": 2}


def test_the_same_matters_in_another_order_are_known(on: Road, put: Put) -> None:
    put("a.csv", sheets.table())
    fetch(on, at=LATER)
    put("b.csv", sheets.table(sheets.ORDERS[::-1]))
    assert fetch(on, at=LATER) == {"repeated": 2}


def test_a_file_that_is_being_written_a_link_and_an_unfinished_one_are_left(
    on: Road, put: Put, tmp_path: Path
) -> None:
    fresh = put("新.csv", sheets.table())
    os.utime(fresh, (LATER.timestamp(), LATER.timestamp()))
    put("半.csv.part", sheets.table())
    (folder_of(on, "in") / "link.csv").symlink_to(put("源.tmp", sheets.table()))
    assert fetch(on, at=LATER) == {}
    assert fetch(on, at=LATER + timedelta(minutes=1)) == {"taken": 2}


def test_attachments_of_a_zip_go_to_the_order_that_they_are_named_after(on: Road, put: Put) -> None:
    picture = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    files = {"转办.xlsx": sheets.workbook(), "上-2/../../情况.pdf": picture}
    put("包.zip", sheets.packed(files))
    assert fetch(on, at=LATER) == {"taken": 2}
    kept = Attachment.objects.get()
    assert (kept.case.external_number, kept.name) == ("上-2", "情况.pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        b"\x89PNG\r\n",
        sheets.packed({"a.txt": b"x"}),
        sheets.packed({"a.zip": sheets.packed({"b.csv": b"x"})}),
        sheets.packed({"bomb.csv": b"0" * 60_000_000}),
    ],
    ids=["broken", "picture", "no sheet", "zip in zip", "bomb"],
)
def test_a_file_that_cannot_be_read_is_held_whole(on: Road, put: Put, content: bytes) -> None:
    put("坏.zip", content)
    assert fetch(on, at=LATER) == {"held": 1}
    kept = Inbound.objects.get()
    assert (kept.reason, raw_of(kept)) == ("unreadable_file", content)
    assert len(listed(on, "failed")) == 1


def test_a_row_that_cannot_be_read_is_held_and_the_others_are_taken(on: Road, put: Put) -> None:
    rows = (sheets.ORDERS[0], ("上-3", "", "", "", "2022-04-06 08:07", "", ""))
    put("单.xlsx", sheets.workbook(rows))
    assert fetch(on, at=LATER) == {"taken": 1, "held": 1}
    assert Inbound.objects.get(state="held").reason == "missing_text"


def closed(city: City, on: Road, put: Put, text: str) -> Case:
    put("单.csv", sheets.table(sheets.ORDERS[:1]))
    fetch(on, at=LATER)
    case = Case.objects.get()
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    answer(case, text=text, by=None, at=LATER)
    return case


def test_results_fill_the_platforms_own_sheet_and_no_cell_computes(
    city: City, on: Road, put: Put
) -> None:
    case = closed(city, on, put, "=1+1 已修好。")
    own = [["上-0", "", ""], ["上-1", "", ""]]
    keep_template(on, "xlsx", sheets.workbook(own, ("编号", "办理结果", "承办编号")))
    file = write_results(on, by=None, at=LATER)
    assert file is not None
    assert sheets.cells_of(file.content) == [
        ["编号", "办理结果", "承办编号"],
        ["上-0", "", ""],
        ["上-1", "=1+1 已修好。", case.number],
    ]
    assert b"<f>" not in file.content
    told = list(Delivery.objects.order_by("pk").values_list("kind", "state", "file"))
    assert told == [("received", "moot", ""), ("result", "sent", file.name)]
    assert write_results(on, by=None, at=LATER) is None


def test_results_fill_a_word_form_or_a_plain_csv(
    city: City, on: Road, put: Put, tmp_path: Path
) -> None:
    closed(city, on, put, "@已修好。")
    template = sheets.form([("", "")], ("编号", "办理结果："))
    keep_template(on, "docx", template)
    file = write_results(on, by=None, at=LATER)
    assert file is not None
    (tmp_path / "out.docx").write_bytes(file.content)
    grid = docx.Document(str(tmp_path / "out.docx")).tables[0]
    assert [row.cells[1].text for row in grid.rows] == ["上-1", "@已修好。"]
    Delivery.objects.filter(kind="result").update(state="waiting")
    keep_template(on, "csv", "编号,办理结果\n".encode())
    again = write_results(on, by=None, at=LATER)
    assert again is not None
    assert again.content.decode("utf-8-sig") == "编号,办理结果\r\n上-1,'@已修好。\r\n"


def test_a_road_that_wants_it_writes_its_file_by_itself(city: City, on: Road, put: Put) -> None:
    closed(city, on, put, "已修好。")
    assert write_by_themselves(at=LATER) == 0
    on.settings = {"every": "hour"}
    on.save()
    assert write_by_themselves(at=LATER) == 1
    assert [row.name.endswith(".xlsx") for row in listed(on, "out")] == [True]


def test_files_keep_to_the_contract(city: City, on: Road) -> None:
    rows = [sheets.workbook([row]) for row in sheets.ORDERS]
    good = tuple(read_orders(raw, "单.xlsx")[0].as_bytes() for raw in rows)
    contract.keeps_one_case_of_a_message_twice(contract.Side(on, good))
