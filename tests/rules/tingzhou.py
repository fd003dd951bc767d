"""The invented city 汀州: its register and hand-made cells of three periods, for tests of forms."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hotline.rules.counting import Cell, Counted
from hotline.rules.forms import Form, read_form
from hotline.rules.measures import Measure, in_force
from hotline.rules.measuring import Line, Node, Register, Unit
from hotline.rules.pages import Appendix, Chart, Heading, Page, Paragraph, plain
from hotline.rules.periods import read_period

FORMS = Path(__file__).parent / "forms"
SHARE, DAYS = "share", "days"
MEASURES = (
    Measure("on_time_rate", "按期办结率", SHARE, ("on_time",), ("dispatched", "due")),
    Measure("average_days", "平均办理天数", DAYS, (), ("dispatched", "closed")),
    Measure("called_back", "回访", "count", ("called_back",)),
    Measure("solved_rate", "解决率", SHARE, ("reached", "solved"), ("reached",)),
    Measure("satisfied_rate", "满意率", SHARE, ("satisfied",), ("rated",)),
    Measure("daily", "日均", "per_day"),
)
REGISTER = Register(
    boards={code: frozenset({code}) for code in ("phone", "app", "post")},
    lines={
        "utilities": Line("水电气", topics=("A",)),
        "flood": Line("防汛", campaign="flood"),
    },
    kinds={"ask": "咨询", "help": "求助", "complain": "投诉"},
    units=(
        Unit("works", "市建设局", 3, False),
        Unit("east", "汀东区政府", 1, True),
        Unit("west", "汀西区政府", 2, True),
        Unit("idle", "市闲局", 4, False),
    ),
    lower=(
        Unit("bridge", "桥头街道", 1, False, "east"),
        Unit("tower", "钟楼街道", 2, False, "east"),
        Unit("field", "田头镇", 3, False, "west"),
    ),
    channels={
        "phone": Node("电话", ("phone",)),
        "app": Node("小程序", ("app",)),
        "post": Node("来信", ("post",)),
    },
    topics={
        "A": Node("水电气", ("A",)),
        "A1": Node("停水", ("A", "A1")),
        "A2": Node("停电", ("A", "A2")),
        "B": Node("道路", ("B",)),
        "B1": Node("路灯", ("B", "B1")),
        "C": Node("市场", ("C",)),
    },
    campaigns={"flood": "防汛"},
    measures=in_force(MEASURES, read_period("2024-04").starts_on),
)
DAY = 86_400
DONE = frozenset({"on_time", "called_back", "reached"})
LATE = frozenset({"late", "returned", "called_back", "reached"})
NOW = Counted(
    [
        Cell("cases", 40, "phone", "help", ("A", "A1"), "", ("east", "bridge"), "closed", DONE,
             "satisfied", "yes", 80 * DAY),
        Cell("cases", 20, "app", "help", ("A", "A2"), "", ("west", "field"), "closed", DONE,
             "satisfied", "yes", 20 * DAY),
        Cell("cases", 10, "phone", "complain", ("B", "B1"), "", ("works",), "closed", LATE,
             "dissatisfied", "no", 100 * DAY),
        Cell("cases", 5, "app", "complain", ("B", "B1"), "", ("works",), "open",
             frozenset({"overdue"})),
        Cell("cases", 15, "phone", "ask", ("C",), "", (), "closed", frozenset({"direct"})),
        Cell("cases", 6, "phone", "help", ("A", "A1"), "flood", ("east", "tower"), "closed", DONE,
             "", "", 6 * DAY),
        Cell("cases", 4, "app", "complain", ("B", "B1"), "flood", ("east", "tower"), "open"),
    ]
)  # fmt: skip
PREVIOUS = Counted(
    [
        Cell("cases", 50, "phone", "help", ("A", "A1"), "", ("east", "bridge"), "closed", DONE,
             "satisfied", "yes", 150 * DAY),
        Cell("cases", 30, "phone", "ask", ("C",), "", (), "closed", frozenset({"direct"})),
        Cell("cases", 0, "app", "help", ("B", "B1"), "", ("works",), "open"),
    ]
)  # fmt: skip
YEAR_BEFORE = Counted([Cell("cases", 125, "phone", "help", ("A", "A1"), "", ("east",), "closed")])
OTHERS = {"previous": PREVIOUS, "year_before": YEAR_BEFORE, "-2": YEAR_BEFORE}


def form(name: str) -> Form:
    """One of the city's forms, read."""
    return read_form(tomllib.loads((FORMS / f"{name}.toml").read_text("utf-8")))


def written(page: Page) -> str:
    """A page as plain text: what a test compares and a person can check by eye."""
    lines = [f"《{page.title}》"]
    for block in page.blocks:
        if isinstance(block, Heading):
            lines.append(f"{'#' * block.level} {plain(block.pieces)}")
        elif isinstance(block, Paragraph):
            lines.append(plain(block.pieces))
        elif isinstance(block, Appendix):
            lines.append(f"==== {block.title}")
        elif isinstance(block, Chart):
            lines.append(f"[{block.kind}] {block.title}（{block.unit}）{block.note}".rstrip())
            for row in block.series:
                points = zip(block.labels, row.values, strict=True)
                lines.append(f"{row.name}：" + "，".join(f"{label} {v}" for label, v in points))
        else:
            lines += [f"[{block.caption}]", " | ".join(block.header)]
            for index, cells in enumerate(block.rows):
                mark = "▸ " if index in block.groups else ""
                lines.append(mark + " | ".join(plain(cell) for cell in cells))
            if block.foot:
                lines.append("Σ " + " | ".join(plain(cell) for cell in block.foot))
    return "\n".join(lines) + "\n"
