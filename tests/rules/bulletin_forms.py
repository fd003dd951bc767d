"""A small form, cells and city for tests of forms, measuring and writing."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

from hotline.rules.counting import Cell, Counted
from hotline.rules.forms import Form, read_form
from hotline.rules.measuring import Line, Register, Unit

FORMS = Path(__file__).resolve().parents[2] / "cities" / "siping" / "forms"

BODY: dict[str, Any] = {
    "code": "monthly",
    "name": "月度",
    "valid_from": "2022-01-01",
    "title": "{month}月份办理情况",
    "issuer": "热线办",
    "first_campaigns": ["epidemic"],
    "percent": {"decimals": 1, "trim": False},
    "masthead": {"name": "专报"},
    "span": {"name": "phone", "days": {"2022-04": ["2022-04-02", "2022-04-30"]}},
    "tally": {
        "total": {"label": "受理"},
        "telephone": {"label": "电话受理", "channels": ["telephone"]},
        "calls": {"label": "来电", "of": "contacts", "span": "phone"},
        "epidemic": {"label": "疫情受理", "campaign": "epidemic"},
        "others": {"label": "其他受理", "without_campaigns": ["epidemic"]},
    },
    "list": {
        "topics": {
            "of": "total",
            "by": "line",
            "lines": ["epidemic", "streets", "homes", "market"],
            "item": "{name}{.count}件，占{.share}",
            "keep": 2,
            "rest": "其它",
        },
        "kinds": {
            "of": "epidemic",
            "by": "kind",
            "kinds": ["consultation", "help"],
            "item": "{name}{.count}件",
            "separator": "、",
        },
    },
    "phrase": {
        "closing": {
            "one": "已办结",
            "all": "全部办结",
            "some": "办结{.closed}件，还有{.open}件",
        },
    },
    "paragraph": [{"text": "{year}年共{total.count}件，{total|closing}。其中{topics}。"}],
    "section": [
        {"code": "prominent", "heading": "{month}月份突出问题", "after_group": "以上已办。"},
        {"code": "well_handled", "heading": "解决较好"},
    ],
    "numbering": {"levels": ["{chinese}、", "（{chinese}）", "{arabic}."]},
    "units": {
        "of": "total",
        "caption": "各单位办理情况",
        "header": ["部门", "件数", "按期办结"],
        "values": ["count", "on_time"],
    },
}

EAST, ON_TIME = ("east",), frozenset({"on_time"})
CELLS = (
    Cell("cases", 6, "telephone", "consultation", ("A", "A1"), "epidemic", (), "closed"),
    Cell("cases", 4, "telephone", "help", ("A", "A2"), "epidemic", EAST, "closed", ON_TIME),
    Cell("cases", 5, "telephone", "help", ("A", "A1"), "", EAST, "closed", ON_TIME),
    Cell("cases", 2, "telephone", "help", ("A", "A2"), "", ("west",), "closed"),
    Cell("cases", 3, "board_mayor", "complaint", ("B",), "", ("bureau",)),
    Cell("cases", 5, "board", "complaint", ("D",), "dogs", EAST),
    Cell("contacts", 30, "telephone", campaign="epidemic", span="phone"),
    Cell("contacts", 9, "telephone", span=""),
)

REGISTER = Register(
    boards={
        "telephone": frozenset({"telephone"}),
        "board": frozenset({"board", "board_mayor"}),
        "board_mayor": frozenset({"board_mayor"}),
    },
    lines={
        "epidemic": Line("疫情", campaign="epidemic"),
        "streets": Line("道路", topics=("A",), excepted=("A2",)),
        "homes": Line("住建", topics=("B",)),
        "market": Line("市场", topics=("D",)),
        "bridges": Line("桥梁", topics=("A2",)),
        "dogs": Line("犬类", campaign="dogs"),
        "remainder": Line("其余"),
    },
    kinds={"consultation": "咨询", "help": "求助", "complaint": "投诉"},
    units=(
        Unit("bureau", "住建局", 3, False),
        Unit("east", "汀东区", 1, True),
        Unit("west", "汀西区", 2, True),
        Unit("idle", "闲局", 4, False),
    ),
)
COUNTED = Counted(CELLS)


def body(**changes: Any) -> dict[str, Any]:
    """The small form's TOML with some of its parts changed; None takes a part out."""
    changed = {**deepcopy(BODY), **changes}
    return {name: value for name, value in changed.items() if value is not None}


def within(part: str, code: str, **changes: Any) -> dict[str, Any]:
    """The small form with one tally, list or phrase changed or added."""
    rows = deepcopy(BODY[part])
    row = {**rows.get(code, {}), **changes}
    rows[code] = {name: value for name, value in row.items() if value is not None}
    return body(**{part: rows})


def form(**changes: Any) -> Form:
    """The small form, read."""
    return read_form(body(**changes))


def siping(code: str) -> dict[str, Any]:
    """The TOML of one of the seed city's forms."""
    return tomllib.loads((FORMS / f"{code}.toml").read_text("utf-8"))
