"""Our own draft: its numbers against the figures, its units against the register."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.rules.counting import Figure, Selection
from hotline.rules.pages import Heading, Number, Page, Paragraph, Pieces, Table, Words
from hotline.rules.proofreading import DatedName, Finding, Known, NameRegister, check_draft

ENDS_ON = date(2021, 3, 31)
ALL = Selection()
FIGURES = {
    figure.name: figure
    for figure in (
        Figure("total.count", "受理件数", 400, ALL),
        Figure("total.closed", "受理办结", 390, ALL),
        Figure("total.open", "受理正在办理", 10, ALL),
        Figure("total.closing_rate", "受理办结率", 390, ALL, 400, ALL),
        Figure("units.water.count", "市水务局件数", 30, ALL),
        Figure("units.water.closed", "市水务局办结", 20, ALL),
    )
}
REGISTER = NameRegister(
    (
        Known("unit", (DatedName("市水务局", date(2017, 1, 1)),), ("云亭市水务局",)),
        Known(
            "unit",
            (
                DatedName("市城乡建设局", date(2017, 1, 1), date(2020, 12, 31)),
                DatedName("市住房和城乡建设局", date(2021, 1, 1)),
            ),
            ("市住建局",),
        ),
    )
)


def page(item: str, closed: str = "390", row: str = "20") -> Page:
    """A draft with the month's sums, one item and the table of units."""
    sums: Pieces = (
        Words("2021年3月份共受理"),
        Number("400", "total.count"),
        Words("件，办结"),
        Number(closed, "total.closed"),
        Words("件，正在办理"),
        Number("10", "total.open"),
        Words("件，办结率"),
        Number("97.5%", "total.closing_rate"),
        Words("。"),
    )
    cells: tuple[Pieces, ...] = (
        (Words("市水务局"),),
        (Number("30", "units.water.count"),),
        (Number(row, "units.water.closed"),),
    )
    return Page(
        "3月份云亭热线办理情况",
        "",
        None,
        (
            Paragraph(sums),
            Heading(1, (Words("一、3月份解决较好的问题"),)),
            Paragraph((Words(item),)),
            Table("各单位办理情况", ("部门", "件数", "办结"), (cells,), (5, 3, 3)),
        ),
    )


def told(draft: Page) -> list[tuple[str, str, str]]:
    return [
        (each.kind, each.printed, each.computed)
        for each in check_draft(draft, FIGURES, REGISTER, ends_on=ENDS_ON)
    ]


GOOD = (
    "1.市水务局解决停水问题。3月12日，佟先生打电话反映停水，交办市水务局调查处理，本月此类共30件。"
)


def test_a_draft_that_fits_its_figures_has_no_finding() -> None:
    assert told(page(GOOD)) == []


def test_a_number_that_is_not_its_figure_is_found_with_what_follows_from_it() -> None:
    assert told(page(GOOD, closed="380")) == [
        ("figure", "380", "390"),
        ("closing", "10", "20"),
        ("rate", "97.5%", "95.0%"),
    ]


def test_a_number_of_the_table_that_is_not_its_figure_is_found_in_its_cell() -> None:
    found = check_draft(page(GOOD, row="21"), FIGURES, REGISTER)
    wrong = [each for each in found if each.kind == "figure"]
    assert [(each.place.row, each.place.column, each.computed) for each in wrong] == [(1, 2, "20")]
    assert [each.kind for each in found if each not in wrong] == ["table_text"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("共31件。", [("figure", "31", "")]),
        ("满意率98.8%。", [("figure", "98.8%", "")]),
        ("交办市水利局调查处理。", [("name_register", "市水利局", "市水务局")]),
        ("交办市城乡建设局调查处理。", [("name_register", "市城乡建设局", "市住房和城乡建设局")]),
        ("交办市住建局调查处理。", []),
        ("经康安街道办事处了解，属实。", []),
        ("交办市天文局调查处理。", [("name_unknown", "市天文局", "")]),
        ("共__件。", [("blank", "__", "")]),
        ("2月30日，佟先生来电。", [("date", "2月30日", ""), ("period", "2月30日", "3月")]),
    ],
)
def test_what_the_editor_typed_is_checked(item: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(told(page("1." + item))) == sorted(expected)


def test_a_finding_has_its_group_and_its_place_in_words() -> None:
    (found,) = check_draft(page("1.共__件。"), FIGURES, REGISTER, ends_on=ENDS_ON)
    assert isinstance(found, Finding)
    assert (found.group, found.title, found.place.said()) == (
        "leftovers",
        "没有填写的空",
        "第4段",
    )
