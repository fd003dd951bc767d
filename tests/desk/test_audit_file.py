"""The journals as a file: what is shown, nothing that computes, and the taking of it journaled."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.http import HttpResponse
from django.test import Client

from hotline.desk import audit as page_of_audit
from hotline.records.models import Case, StaffEntry
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book
from tests.desk.audited import AT, FILE, PAGE, SECRETS, asked, auditor, case, keep
from tests.factories import City, make_staff
from tests.reading import Node, press, read

__all__ = ["auditor", "case"]


def table(answer: HttpResponse) -> list[list[str]]:
    """The file as a spreadsheet reads it."""
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_what_is_shown_and_is_journaled(auditor: Client, case: Case) -> None:
    page: Node = read(auditor.get(PAGE, {"number": case.number, "what": "moves"}))
    answer = press(auditor, page, "/file.csv")
    header, *rows = table(answer)
    assert (header[0], [row[1:] for row in rows]) == (
        "时间",
        asked(auditor, number=case.number, what="moves"),
    )
    assert rows[-1][0] == "2026-03-02 10:00:00"
    entry = StaffEntry.objects.latest("pk")
    assert (entry.verb, entry.by and entry.by.username, entry.whom) == (
        "export",
        "audit_admin",
        None,
    )
    assert entry.after == {"asked": {"事项": "工单流转", "工单号": case.number}, "rows": 8}
    assert asked(auditor, what="staff.export") == [
        *[["账号和登录", "导出审计记录", "陆明鉴（audit_admin）", "—",
           f"8 条；事项：工单流转；工单号：{case.number}"]],
    ]  # fmt: skip


def test_no_cell_of_the_file_is_a_formula_or_holds_a_word_of_a_case(
    city: City, auditor: Client, case: Case
) -> None:
    make_staff("sum", roles=[], name="=SUM(A1:A9)")
    person = make_staff("plus", roles=[], name="+1")
    book().write(Writing(rows=[staff_entry("change", person, by=person, at=AT)]))
    answer = auditor.post(FILE, {})
    cells = [cell for row in table(answer) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'+1（plus）" in cells
    assert [word for word in SECRETS if word in answer.content.decode()] == []


def test_the_file_has_at_most_ten_thousand_lines(
    city: City, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page_of_audit.MOST_LINES == 10_000
    monkeypatch.setattr(page_of_audit, "MOST_LINES", 5)
    keep(9)
    assert len(table(auditor.post(FILE, {}))) == 6
    assert StaffEntry.objects.latest("pk").after == {"asked": {}, "rows": 5}
