"""A list taken out by the keyboard alone: asked for, waited for elsewhere, told, fetched."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.people import Office


def test_a_list_is_exported_by_keyboard_and_told_on_another_page(
    office: Office, tmp_path: Path
) -> None:
    with office.person("supervisor") as page:
        page.goto("/desk/cases?status=in_handling")
        page.keyboard.press("e")
        expect(page.get_by_role("heading", name="导出：工单")).to_be_visible()
        page.get_by_label("电话（打码）").check()
        expect(page.get_by_label("用途")).to_have_attribute("required", "")
        page.get_by_label("用途").fill("回访质量抽查")
        page.keyboard.press("Alt+s")
        expect(page).to_have_url(re.compile("/desk/exports$"))
        expect(page.locator(".export-line").first).to_contain_text("已完成", timeout=60_000)
        with page.expect_download() as fetched:
            page.keyboard.press("d")
        file = tmp_path / "cases.xlsx"
        fetched.value.save_as(file)
        sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        assert [cell.value for cell in sheet[1]][-1] == "电话（打码）"
        last = str(sheet.cell(sheet.max_row, 1).value)
        assert "仅供回访质量抽查使用" in last
        number = last.rpartition("编号 ")[2]
        assert fetched.value.suggested_filename == f"工单-{number}.xlsx"


def test_an_export_that_ended_is_told_wherever_one_is(office: Office) -> None:
    with office.person("clerk-tiexi") as page:
        page.goto("/desk/unit")
        page.evaluate(
            """document.dispatchEvent(
                new CustomEvent("live:export", { detail: { export: "1", status: "failed" } }))"""
        )
        expect(page.get_by_text("导出没有成功，请查看原因。")).to_be_visible()
        page.get_by_role("button", name="查看").click()
        expect(page.get_by_role("heading", name="我的导出")).to_be_visible()
