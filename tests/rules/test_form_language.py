"""Five forms of an invented city, which between them use all that the language can say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.rules.counting import Counted, Selection
from hotline.rules.form_trial import OneEach, try_form
from hotline.rules.forms import FormBroken, read_form
from hotline.rules.measuring import measure
from hotline.rules.measuring.asked import periods_asked
from hotline.rules.pages import Number, Paragraph
from hotline.rules.periods import read_period
from hotline.rules.writing import Edition, write_page
from tests.rules.tingzhou import FORMS, NOW, OTHERS, REGISTER, form, written

PERIODS = {
    "weekly": ("2024-W15", ""),
    "daily": ("2024-04-08", ""),
    "quarterly": ("2024-Q2", ""),
    "topic": ("2024-04-01--2024-04-20", ""),
    "district": ("2024-04", "east"),
}


def page_of(name: str) -> str:
    read, (code, unit) = form(name), PERIODS[name]
    period = read_period(code)
    measured = measure(read, NOW, REGISTER, unit, others=OTHERS, period=period)
    edition = Edition(period.starts_on, period.ends_on, unit=REGISTER.unit_name(unit))
    return written(write_page(read, measured, edition, ()))


@pytest.mark.parametrize("name", PERIODS)
def test_a_form_is_written_as_expected(name: str) -> None:
    assert page_of(name) == (FORMS / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", PERIODS)
def test_a_form_can_be_tried_out_before_there_are_cases(name: str) -> None:
    assert try_form(form(name), REGISTER).blocks


class Noting(Counted):
    """Notes what is asked, and answers with a number of its own."""

    def __init__(self, answer: int) -> None:
        super().__init__(())
        self.answer, self.asked = answer, list[Selection]()

    def sum(self, selection: Selection) -> int:
        """The same for all."""
        self.asked.append(selection)
        return self.answer


@pytest.mark.parametrize("name", PERIODS)
def test_what_is_asked_does_not_depend_on_what_is_counted(name: str) -> None:
    read, unit = form(name), PERIODS[name][1]
    asked = []
    for answer in (0, 1, 7):
        noting = Noting(answer)
        others = dict.fromkeys(periods_asked(read), OneEach())
        measure(read, noting, REGISTER, unit, others=others)
        asked.append(set(noting.asked))
    assert asked[0] == asked[1] == asked[2]


def test_only_the_periods_that_a_form_speaks_of_are_asked_for() -> None:
    asked = {name: sorted(periods_asked(form(name))) for name in PERIODS}
    assert asked == {
        "weekly": ["-2", "previous", "year_before"],
        "daily": ["previous", "year_before"],
        "quarterly": ["previous"],
        "topic": [],
        "district": ["previous"],
    }


def test_a_change_is_printed_as_a_number_with_its_figure() -> None:
    read = form("daily")
    measured = measure(read, NOW, REGISTER, others=OTHERS, period=read_period("2024-04-08"))
    edition = Edition(*(read_period("2024-04-08").starts_on,) * 2)
    paragraph = write_page(read, measured, edition, ()).blocks[0]
    assert isinstance(paragraph, Paragraph)
    numbers = [piece for piece in paragraph.pieces if isinstance(piece, Number)]
    assert numbers[1] == Number("25%", "total.count|环比")
    figure = measured.figures["total.count|环比"]
    assert figure.since is not None
    assert (figure.numerator, figure.since.numerator, figure.since.when) == (100, 80, "previous")


BASE = {
    "code": "x",
    "name": "x",
    "valid_from": "2024-01-01",
    "title": "x",
    "tally": {"total": {"label": "受理"}, "late": {"label": "超期", "where": ["late"]}},
}
TABLE = {"of": "total", "by": "unit", "header": ["单位", "件数"], "columns": ["count"]}
SLIPS = {
    "a term that is none": (
        {"table": {"t": {**TABLE, "columns": ["count@yesterday"]}}},
        "[table.t] 的 columns 看不懂“count@yesterday”；"
        "请写成 count、count@previous 或 count|环比 这样。",
    ),
    "a column without a header": (
        {"table": {"t": {**TABLE, "header": ["单位"]}}},
        "[table.t] 的 columns 要比 header 少一列，最多 14 列。",
    ),
    "a total of what is no whole": (
        {"table": {"t": {**TABLE, "by": "district", "total": "合计"}}},
        "[table.t] 按 district 列出，各行不是一个整体的全部，不能有合计，请去掉 total。",
    ),
    "an unknown measure": (
        {"table": {"t": {**TABLE, "columns": ["happiness"]}}},
        "[table.t] 的指标“happiness”不存在；",
    ),
    "a condition that contradicts a measure": (
        {"tally": {"done": {"label": "办结", "where": ["closed"]}},
         "paragraph": [{"text": "{done.open}"}]},
        "[tally.done] 不能统计“正在办理”：“已办结”和“正在办理”不能同时要求。",
    ),
    "a share of nobody": (
        {"paragraph": [{"text": "{total.share}"}]},
        "[tally.total] 没有写明是谁的一部分（share_of），不能算 share。",
    ),
    "a block of two kinds": (
        {"block": [{"paragraph": "x", "heading": "y"}]},
        "[[block]] 第 1 个 要写且只写一种：",
    ),
    "a block of an unknown table": (
        {"block": [{"table": "moon"}]},
        "[[block]] 第 1 个引用的 table “moon”不存在。",
    ),
    "a condition on what is not counted": (
        {"block": [{"paragraph": "x", "when": "moon.count"}]},
        "文字中的“{moon.count}”没有对应的数字、列表或变量，请核对名称。",
    ),
    "a number where a text is wanted": (
        {"title": 7},
        "表单 的 title 应为文字，写在引号里。",
    ),
    "a text that is too long": (
        {"issuer": "长" * 6001},
        "表单 的 issuer 超过 6000 个字，请缩短。",
    ),
    "a page that is too long": (
        {"paragraph": [{"text": "{year}" * 990}] * 60},
        "写出来的内容太长，请减少列表的项数或段落。",
    ),
    "a chart of unlike numbers": (
        {"chart": {"c": {"of": "total", "by": "kind", "kinds": ["ask"], "kind": "bar",
                         "title": "x", "columns": ["count", "closing_rate"],
                         "names": ["件数", "办结率"]}}},
        "[chart.c] 的各列单位不同（%、件），请分成几张图。",
    ),
    "a trend that compares": (
        {"table": {"t": {"of": "total", "by": "period", "last": 3, "header": ["月", "环比"],
                         "columns": ["count|环比"]}}},
        "[table.t] 按时期列出，各列不能再写 @ 或环比、同比。",
    ),
    "members of another kind": (
        {"table": {"t": {**TABLE, "topics": ["A"]}}},
        "[table.t] 按 unit 列出，请把 topics 改为 units。",
    ),
    "an unknown member": (
        {"table": {"t": {**TABLE, "units": ["moon"]}}},
        "[table.t] 的单位“moon”不存在。",
    ),
    "a scope that is none": (
        {"scope": "town"},
        "表单 的 scope 只能是 city 或 unit。",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("part", "sentence"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_its_place(part: dict[str, object], sentence: str) -> None:
    with pytest.raises(FormBroken) as refusal:
        try_form(read_form({**BASE, **part}), REGISTER)
    assert str(refusal.value)[: len(sentence)] == sentence


def test_a_form_of_one_unit_needs_one() -> None:
    with pytest.raises(FormBroken, match=r"^这种通报按单位写，请先选定一个单位。$"):
        measure(form("district"), NOW, REGISTER)


def test_a_form_may_define_a_measure_anew() -> None:
    own = {"closing_rate": {"name": "办结率", "shown": "share", "numerator": ["closed"],
                            "denominator": ["dispatched"]}}  # fmt: skip
    read = read_form({**BASE, "measure": own})
    rate = measure(read, NOW, REGISTER).figures["total.closing_rate"]
    usual = measure(replace(read, measures={}), NOW, REGISTER).figures["total.closing_rate"]
    assert (rate.denominator, usual.denominator) == (85, 100)
