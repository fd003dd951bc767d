"""A whole invented bulletin with everything a page can hold, for tests of files and pictures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hotline.rules.pages import (
    Appendix,
    Block,
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
from tests.documents.bulletins import words

MONTHS = tuple(f"{month}月" for month in range(1, 13))
DISTRICTS = ("云东区", "云西区", "云南县", "云北县", "高新区")
KINDS = ("求助", "投诉", "咨询")

COLUMNS = Chart(
    "column",
    "各渠道受理量",
    "件",
    ("电话", "网站", "微信", "市长信箱"),
    (
        Series("本月", (18230, 2034, 880, 120), ("phone", "site", "wechat", "mailbox")),
        Series("上月", (17001, 1990, 790, 133)),
    ),
)
RATES = (
    *("99.1", "99.3", "99.8", "99.2", "98.7", "99.0"),
    *("99.5", "99.6", "99.2", "99.7", "99.9", "99.8"),
)
LINES = Chart(
    "line",
    "办结率走势",
    "%",
    MONTHS,
    (
        Series("本市", tuple(Decimal(rate) for rate in RATES)),
        Series("去年", tuple(Decimal(r) - 1 if n != 5 else None for n, r in enumerate(RATES))),
    ),
)
BARS = Chart(
    "bar", "各县区承办件数", "件", DISTRICTS, (Series("承办", (2285, 2063, 1969, 601, 77)),),
    "不含热线办直接答复的",
)  # fmt: skip
STACK = Chart(
    "stacked", "各县区诉求类型", "件", DISTRICTS,
    (
        Series("求助", (1200, 1100, 1000, 300, 40)),
        Series("投诉", (785, 663, 669, 201, 30)),
        Series("咨询", (300, 300, 300, 100, 7)),
    ),
)  # fmt: skip


def units_table() -> Table:
    """Longer than a page, with groups of units and a total."""
    names = [f"云州市第{n}承办单位" for n in range(1, 43)]
    rows = [(words(name), words(str(100 + n)), words(str(90 + n))) for n, name in enumerate(names)]
    rows.insert(0, (words("县（市）区"), words(""), words("")))
    rows.insert(6, (words("市直部门"), words("4433"), words("4063")))
    return Table(
        "各单位办理情况",
        ("部门", "承办件数", "按期办结"),
        tuple(rows),
        (6, 3, 3),
        frozenset({1, 2}),
        foot=(words("合计"), (Number("5061", "units"),), words("4641")),
        groups=frozenset({0, 6}),
    )


def illustrated_blocks() -> tuple[Block, ...]:
    return (
        Paragraph(
            (
                Words("2031年4月份，云州市12345热线共受理诉求"),
                Number("21264", "total"),
                Words("件，办结21221件，办结率"),
                Number("99.8%", "rate"),
                Words("。其中电话18230件，占85.7%。各渠道受理情况见下图。"),
            )
        ),
        COLUMNS,
        Heading(1, words("一、4月份办理情况")),
        Heading(2, words("（一）办结情况")),
        Heading(3, words("1.办结率")),
        Paragraph(words("全年各月办结率都在98%以上，走势见下图。")),
        LINES,
        Heading(2, words("（二）承办情况")),
        Paragraph(words("各县区承办件数由多到少依次为：" + "、".join(DISTRICTS) + "，见下图。")),
        BARS,
        Appendix("各单位办理情况表"),
        units_table(),
        Appendix("诉求类型"),
        STACK,
    )


def illustrated(blocks: tuple[Block, ...] | None = None) -> Page:
    return Page(
        "4月份12345热线办理情况",
        "云州市12345热线办公室",
        date(2031, 5, 6),
        illustrated_blocks() if blocks is None else blocks,
        Masthead("云州热线专报", "第4期"),
    )
