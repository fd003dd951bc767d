"""What proofreading answers with: findings, each with its place and its arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = {"error": "错误", "difference": "口径差异", "notice": "请核对"}

GROUPS = {
    "numbers": "数字",
    "names": "名称",
    "leftovers": "残留",
    "privacy": "隐私",
}

# Each kind: its group and its Chinese name.
KINDS = {
    "share": ("numbers", "占比与件数不符"),
    "share_sum": ("numbers", "占比之和不是 100%"),
    "sum": ("numbers", "各项之和与总数不符"),
    "closing": ("numbers", "办结与在办之和不符"),
    "rate": ("numbers", "比率与件数不符"),
    "comparison": ("numbers", "增减与前后两数不符"),
    "comparison_words": ("numbers", "同比、环比混用"),
    "percent_points": ("numbers", "百分比与百分点混用"),
    "table_row": ("numbers", "表内办结多于承办"),
    "table_total": ("numbers", "表内合计不符"),
    "table_text": ("numbers", "表格与正文不符"),
    "table_order": ("numbers", "表格排序不一致"),
    "period": ("numbers", "期间不一致"),
    "date": ("numbers", "日期不存在"),
    "figure": ("numbers", "与统计数字不符"),
    "two_names": ("names", "同一事物两种名称"),
    "name_register": ("names", "名称与登记的不一致"),
    "name_unknown": ("names", "名称不在登记中"),
    "bookmark": ("leftovers", "残留的 Word 书签"),
    "revision": ("leftovers", "残留的修订或批注"),
    "blank": ("leftovers", "没有填写的空"),
    "phone": ("privacy", "电话号码"),
    "identity": ("privacy", "身份证号"),
    "plate": ("privacy", "车牌号"),
    "bank_card": ("privacy", "银行卡号"),
    "address": ("privacy", "楼栋、单元、房号、门牌"),
    "name": ("privacy", "姓名全称"),
    "health": ("privacy", "健康情况"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where: `block` counts paragraphs and tables from 0, `start:end` is within the paragraph or
    the cell; `row` and `column` are set for a table. `source` names the text among several."""

    block: int
    start: int = 0
    end: int = 0
    row: int | None = None
    column: int | None = None
    source: str = ""

    def where(self) -> str:
        """The place within its text as a person would name it."""
        if self.row is None:
            return f"第{self.block + 1}段"
        return f"第{self.block + 1}段表格第{self.row + 1}行"

    def said(self) -> str:
        """The place with the name of its text."""
        return f"{self.source} {self.where()}".strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: what is printed, what it should be, and how that was worked out."""

    kind: str
    place: Place
    printed: str
    computed: str
    arithmetic: str
    explanation: str
    severity: str = "error"

    @property
    def group(self) -> str:
        """The group under which a screen lists it."""
        return KINDS[self.kind][0]

    @property
    def title(self) -> str:
        """The kind in Chinese."""
        return KINDS[self.kind][1]
