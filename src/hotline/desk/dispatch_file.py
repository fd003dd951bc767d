"""The dispatch catalogue as a CSV file: one line a rule, in the order of asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hotline.documents.csv_written import csv_written
from hotline.records.queries.dispatch_rules import Line
from hotline.rules.dispatching import SOURCES

HEADER = (
    "编号", "来源", "序号", "问题分类", "分类编码", "诉求类型", "地点词", "内容词", "承办单位",
    "协办单位", "依据", "理由", "生效日", "失效日", "状态",
)  # fmt: skip


def catalogue_file(lines: Iterable[Line]) -> bytes:
    """The lines as CSV in UTF-8 with its mark, so that Excel reads Chinese."""
    return csv_written(HEADER, map(_cells, lines))


def _cells(line: Line) -> Iterator[str]:
    rule = line.rule
    yield line.row.code
    yield SOURCES[rule.source]
    yield str(rule.order)
    for words in (line.topics, rule.topics, line.kinds, rule.places, rule.words):
        yield "、".join(words)
    yield line.unit
    yield "、".join(line.assisting)
    yield rule.basis
    yield rule.reason
    yield rule.valid_from.isoformat()
    yield rule.valid_to.isoformat() if rule.valid_to else ""
    yield line.state_name
