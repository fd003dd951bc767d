"""The files of a bulletin of three charts and 35 units: Word, workbook, web page, data, PDF."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bench.report import RUNS, print_machine, repeated, told
from hotline.documents.appendix import write_appendix
from hotline.documents.open_data import OpenEdition, OpenFigure, bulletin_json, figures_csv
from hotline.documents.pdf import office_path, write_pdf
from hotline.documents.web import write_html
from hotline.documents.word import write_bulletin
from hotline.rules.pages import (
    Appendix,
    Chart,
    Heading,
    Masthead,
    Number,
    Page,
    Paragraph,
    Series,
    Table,
    Words,
)

UNITS, FIGURES, PARAGRAPHS = 35, 400, 40


def main() -> None:
    """Prints each format's time; nothing is read from a database."""
    print_machine(database=False)
    page, figures = bulletin(), counted()
    edition = OpenEdition(date(2031, 4, 1), date(2031, 4, 30))
    docx = write_bulletin(page)
    work = {
        "Word file": (lambda: write_bulletin(page), "2000 ms"),
        "workbook": (lambda: write_appendix(page, figures), ""),
        "web page": (lambda: write_html(page), ""),
        "JSON": (lambda: bulletin_json(page, figures, edition), ""),
        "CSV": (lambda: figures_csv(figures), ""),
    }
    if office_path() is not None:
        work["PDF of the Word file"] = (lambda: write_pdf(docx), "")
    for name, (do, aim) in work.items():
        runs = repeated(do, RUNS)
        told(name, [run.wall * 1000 for run in runs], "ms", f"aim: {aim}" if aim else "")


def bulletin() -> Page:
    """As long as a real one: forty paragraphs, three charts, a table of all units."""
    text = "市民反映小区路灯不亮，经现场查看已更换线路并恢复照明，市民表示满意。" * 4
    return Page(
        "4月份12345热线办理情况",
        "云州市12345热线办公室",
        date(2031, 5, 6),
        (
            *charts(),
            Heading(1, (Words("一、反映突出的问题"),)),
            *(Paragraph((Words(f"{n}.{text}"),)) for n in range(PARAGRAPHS)),
            Appendix("各单位办理情况"),
            units(),
        ),
        Masthead("热线专报", "第4期"),
    )


def charts() -> tuple[Chart, ...]:
    """A trend, the topics, and all units."""
    months = tuple(f"{month}月" for month in range(1, 13))
    rates = Series("办结率", tuple(Decimal(990 + n) / 10 for n in range(12)))
    topics = tuple(Series(name, (120, 80, 60, 40, 20)) for name in ("本月", "上月"))
    names = tuple(f"第{n}承办单位" for n in range(UNITS))
    return (
        Chart("line", "办结率走势", "%", months, (rates,)),
        Chart("column", "问题分类", "件", ("社保", "住建", "医保", "交通", "其它"), topics),
        Chart("bar", "承办件数", "件", names, (Series("承办", tuple(range(UNITS, 0, -1))),)),
    )


def units() -> Table:
    """A line for each unit, every number tied to its figure."""
    rows = tuple(
        ((Words(f"第{n}承办单位"),), (Number("100", f"u{n}"),), (Number("98.0%", f"r{n}"),))
        for n in range(UNITS)
    )
    return Table("各单位", ("部门", "承办", "办结率"), rows, (6, 3, 3), frozenset({1, 2}))


def counted() -> list[OpenFigure]:
    """As many figures as a month has."""
    return [OpenFigure(f"figure.{n}", "办结率", "98.0%", 98, 100) for n in range(FIGURES)]


if __name__ == "__main__":
    main()
