"""Sheets as a Word file: opened again, every word is there, and each case has pages of its own."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from hotline.documents.case_sheet import write_sheets
from hotline.rules.case_sheets import COLUMNS, Sheet, pair, table, whole

INJECTED = '=HYPERLINK("http://x","点我") { DATE } <w:fldSimple w:instr="DATE"/>'


def sheet(number: str, text: str = "门前路灯不亮。") -> Sheet:
    return Sheet(
        issuer="云汀12345热线",
        number=number,
        notes=("打印：甄示例",),
        rows=(
            pair(("工单编号", number), ("受理渠道", "12345电话")),
            whole("诉求内容", text, height=40),
            *table(("承办单位", "分工"), (8, 4), [("汀东区", "主办")]),
        ),
    )


def reopened(*sheets: Sheet) -> Document:
    return Document(BytesIO(write_sheets(sheets)))


def test_a_sheet_opens_with_its_title_and_every_row() -> None:
    document = reopened(sheet("YT1", "第一段。\n第二段。"))
    rows = [[cell.text for cell in row._tr.tc_lst and row.cells] for row in document.tables[0].rows]
    assert document.paragraphs[0].text == "云汀12345热线工单办理单"
    assert [list(dict.fromkeys(row)) for row in rows] == [
        ["工单编号", "YT1", "受理渠道", "12345电话"],
        ["诉求内容", "第一段。\n第二段。"],
        ["承办单位", "分工"],
        ["汀东区", "主办"],
    ]


def test_every_row_fills_the_grid_and_the_first_comes_again_on_each_page() -> None:
    table = reopened(sheet("YT1")).tables[0]._tbl
    spans = [
        sum(int(span.get(qn("w:val"))) for span in row.iter(qn("w:gridSpan")))
        for row in table.tr_lst
    ]
    heads = [row.find(f".//{qn('w:tblHeader')}") is not None for row in table.tr_lst]
    splits = [row.find(f".//{qn('w:cantSplit')}") is None for row in table.tr_lst]
    assert spans == [COLUMNS] * 4
    assert heads == [True, False, False, False]
    assert splits == [False, True, False, False]


def test_each_case_begins_a_page_and_counts_its_pages_from_one() -> None:
    document = reopened(*(sheet(f"YT{n}") for n in range(3)))
    starts = [s._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for s in document.sections]
    assert (len(document.tables), starts) == (3, ["1", "1", "1"])


def test_fields_and_formulas_that_somebody_typed_stay_text() -> None:
    document = reopened(sheet("YT1", INJECTED + "\x07\u202e"))
    cell = document.tables[0].rows[1].cells[-1]
    links = [rel.reltype for rel in document.part.rels.values() if rel.is_external]
    assert (cell.text, links) == (INJECTED, [])
    assert [each.tag for each in document.element.body.iter(qn("w:fldSimple"))] == []


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert write_sheets([sheet("YT1")]) == write_sheets([sheet("YT1")])
