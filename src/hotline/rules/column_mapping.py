"""Which column of an arrivals file feeds which field of an arrival.

A mapping is written by hand as TOML for a platform whose form is known,

    key = ["编号"]
    date_formats = ["%d.%m.%Y %H:%M"]
    [columns]
    text = "留言详情"
    arrived_at = "留言时间"
    [defaults]
    board = "市长"

or found from the names in the header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

FIELD_NAMES = {
    "external_number": "编号",
    "external_due_at": "上级办理期限",
    "board": "版块",
    "title": "标题",
    "text": "诉求内容",
    "arrived_at": "来件时间",
    "sender_name": "姓名",
    "sender_phone": "电话",
    "sender_account": "平台账号",
    "place": "地点",
    "kind": "诉求类型",
    "topic": "问题分类",
}
REQUIRED = ("text", "arrived_at")
DEFAULTABLE = ("board", "title", "place", "kind", "topic")
PARTS = ("columns", "defaults", "date_formats", "key")

# The first name found in the header wins, so the more exact names stand first. 序号 is left out: it
# counts the rows of one file, and as a number it would make next month's messages look repeated.
SYNONYMS = {
    "external_number": "留言编号 工单编号 工单号 转办单号 受理编号 信件编号 编号 number id",
    "external_due_at": "办理期限 办结期限 截止时间 截止日期 办理时限 dueat due",
    "board": "留言版块 版块 板块 留言对象 board",
    "title": "留言主题 留言标题 信件标题 诉求标题 主题 标题 title subject",
    "text": (
        "留言详情 留言内容 诉求内容 信件内容 反映内容 详细内容 内容 正文 详情 "
        "text content description"
    ),
    "arrived_at": (
        "留言时间 来件时间 来信时间 来电时间 诉求时间 提交时间 受理时间 登记时间 创建时间 时间 "
        "日期 arrivedat createdat time date"
    ),
    "sender_name": "姓名 诉求人 反映人 留言人 来电人 联系人 name",
    "sender_phone": "联系电话 来电号码 电话号码 手机号码 手机号 电话 手机 phone tel",
    "sender_account": "留言用户 用户编号 用户名 账号 用户 user userid account",
    "place": "事发地点 诉求地点 地点 地址 address place",
    "kind": "诉求类型 诉求类别 留言类型 信件类型 类型 kind type",
    "topic": "问题分类 诉求分类 一级标签 一级分类 分类 topic category",
}

_NOT_PART_OF_A_NAME = re.compile(r"[\s_*:\-]+|\(.*?\)|\ufeff")
_TRIAL_MOMENT = datetime(2020, 2, 9, 8, 5, tzinfo=UTC)


class MappingError(ValueError):
    """A column mapping that cannot be used; its message is a Chinese sentence for the operator."""


@dataclass(frozen=True)
class ColumnMapping:
    """How to read a row: field → column name, and what to do where a column says nothing.

    `date_formats` (of `datetime.strptime`) are tried before the usual ones. `key` names the columns
    that together tell a repeated message; without it the external number does, and where that is
    empty a digest of channel, time and text.

    Raises:
        MappingError: no column for the text or for the time of arrival.
    """

    columns: Mapping[str, str]
    defaults: Mapping[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _refuse_incomplete(self.columns)


def mapping_from(data: Mapping[str, object]) -> ColumnMapping:
    """The mapping that a parsed TOML file describes.

    Raises:
        MappingError: an unknown part or field, a wrong type, no column for text or time.
    """
    _refuse_unknown(data, PARTS, "列对应表里有不认识的部分")
    columns = _texts(data, "columns")
    defaults = _texts(data, "defaults")
    _refuse_unknown(columns, FIELD_NAMES, "[columns] 里有不认识的字段")
    _refuse_unknown(defaults, DEFAULTABLE, "[defaults] 里有不能设默认值的字段")
    formats = _list(data, "date_formats")
    _refuse_bad_formats(formats)
    return ColumnMapping(columns, defaults, formats, _list(data, "key"))


def mapping_for(header: Sequence[str]) -> ColumnMapping:
    """The mapping that the column names of a file suggest, by the table of synonyms.

    Raises:
        MappingError: no column can be taken for the text or for the time of arrival.
    """
    by_name = {_plain(column): column for column in reversed(header)}
    found = ((name, _first(SYNONYMS[name].split(), by_name)) for name in FIELD_NAMES)
    columns = {name: column for name, column in found if column is not None}
    return ColumnMapping(columns)


def check_header(mapping: ColumnMapping, header: Iterable[str]) -> None:
    """Refuse, before the first row, a file that lacks a column which the mapping names.

    Raises:
        MappingError: naming every column that is missing.
    """
    present = set(header)
    wanted = dict.fromkeys((*mapping.columns.values(), *mapping.key))
    missing = [column for column in wanted if column not in present]
    if missing:
        raise MappingError(f"表头里缺少列：{'、'.join(missing)}。请核对文件，或改正列对应表。")


def _plain(name: str) -> str:
    """A column name without case, blanks, marks and bracketed remarks such as （必填）."""
    return _NOT_PART_OF_A_NAME.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _first(synonyms: Iterable[str], by_name: Mapping[str, str]) -> str | None:
    return next((by_name[name] for name in synonyms if name in by_name), None)


def _refuse_unknown(given: Iterable[str], known: Iterable[str], what: str) -> None:
    allowed = list(known)
    unknown = [name for name in given if name not in allowed]
    if unknown:
        names = "、".join(f"{name}（{FIELD_NAMES[name]}）" if name in FIELD_NAMES else name
                         for name in allowed)  # fmt: skip
        raise MappingError(f"{what}：{'、'.join(unknown)}。可用的有：{names}。")


def _refuse_incomplete(columns: Mapping[str, str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        names = "、".join(f"{FIELD_NAMES[name]}（{name}）" for name in missing)
        raise MappingError(
            f"没有找到对应的列：{names}。请核对文件的表头，或在列对应表的 [columns] 里写明列名。"
        )


def _texts(data: Mapping[str, object], part: str) -> dict[str, str]:
    """A table of TOML whose values must all be non-empty text."""
    given = data.get(part, {})
    if not isinstance(given, Mapping):
        raise MappingError(f'列对应表的 [{part}] 应当是一个表，每行写成 字段 = "文字"。')
    wrong = [str(name) for name, value in given.items() if not (isinstance(value, str) and value)]
    if wrong:
        raise MappingError(f"[{part}] 里 {'、'.join(wrong)} 的值应当是文字，并且不能为空。")
    return dict(given)


def _list(data: Mapping[str, object], part: str) -> tuple[str, ...]:
    given = data.get(part, [])
    if not isinstance(given, list) or not all(isinstance(item, str) and item for item in given):
        raise MappingError(f'列对应表的 {part} 应当是文字的列表，例如 {part} = ["…"]。')
    return tuple(given)


def _refuse_bad_formats(formats: Iterable[str]) -> None:
    wrong = [form for form in formats if not _tells_the_day(form)]
    if wrong:
        raise MappingError(
            f"date_formats 里的格式不能用：{'、'.join(wrong)}。格式里要有年月日，例如 %Y-%m-%d。"
        )


def _tells_the_day(form: str) -> bool:
    try:
        moment = datetime.strptime(_TRIAL_MOMENT.strftime(form), form)  # noqa: DTZ007 only its day counts
    except (ValueError, re.error):
        return False
    return moment.date() == _TRIAL_MOMENT.date()
