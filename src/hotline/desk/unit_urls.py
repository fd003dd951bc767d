"""Addresses of the unit's desk and of printed sheets."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import sheets, unit, unit_case_page, unit_figures

urlpatterns: list[URLPattern] = [
    path("unit", unit.unit, name="unit"),
    path("unit/figures", unit_figures.unit_figures, name="unit_figures"),
    path("unit/figures/cases", unit_figures.unit_figure_cases, name="unit_figure_cases"),
    path("unit/cases/<str:number>", unit_case_page.unit_case, name="unit_case"),
    path("sheets", sheets.sheets, name="sheets"),
    path("sheets/<uuid:run>", sheets.sheet_run, name="sheet_run"),
    path("sheets/<uuid:run>/file", sheets.sheet_run_file, name="sheet_run_file"),
    path("cases/<str:number>/sheet", sheets.sheet, name="sheet"),
    path("cases/<str:number>/sheet/file", sheets.sheet_file, name="sheet_file"),
]
