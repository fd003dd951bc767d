"""Column mappings: found from a header, read from TOML, refused with the place named."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hotline.rules.column_mapping import (
    FIELD_NAMES,
    SYNONYMS,
    ColumnMapping,
    MappingError,
    check_header,
    mapping_for,
    mapping_from,
)

# --- mappings -----------------------------------------------------------------------------------


def test_mapping_is_found_from_english_names() -> None:
    mapping = mapping_for(["id", "user", "title", "time", "text", "against", "likes"])
    assert mapping == ColumnMapping(
        {
            "external_number": "id",
            "title": "title",
            "text": "text",
            "arrived_at": "time",
            "sender_account": "user",
        }
    )


def test_mapping_is_found_from_chinese_names_with_remarks() -> None:
    mapping = mapping_for(
        ["留言编号 *", "留言用户", "留言主题", "留言时间", "留言详情（必填）", "联系电话:"]
    )
    assert mapping.columns == {
        "external_number": "留言编号 *",
        "title": "留言主题",
        "text": "留言详情（必填）",
        "arrived_at": "留言时间",
        "sender_phone": "联系电话:",
        "sender_account": "留言用户",
    }


def test_more_exact_name_wins_wherever_it_stands() -> None:
    assert mapping_for(["时间", "留言时间", "内容", "留言详情"]).columns == {
        "text": "留言详情",
        "arrived_at": "留言时间",
    }


def test_row_counter_is_never_taken_for_a_number() -> None:
    assert "external_number" not in mapping_for(["序号", "内容", "时间"]).columns


def test_synonyms_cover_every_field_and_none_serves_two() -> None:
    assert set(SYNONYMS) == set(FIELD_NAMES)
    names = [name for names in SYNONYMS.values() for name in names.split()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("header", "named"),
    [(["编号", "时间"], "诉求内容（text）"), (["编号", "内容"], "来件时间（arrived_at）")],
)
def test_header_without_text_or_time_is_refused_by_name(header: list[str], named: str) -> None:
    with pytest.raises(MappingError, match=re.escape(named)):
        mapping_for(header)


def test_mapping_is_read_from_a_toml_table() -> None:
    mapping = mapping_from(
        {
            "key": ["单号", "版块"],
            "date_formats": ["%d.%m.%Y"],
            "columns": {"text": "留言详情", "arrived_at": "留言时间"},
            "defaults": {"board": "市长"},
        }
    )
    assert mapping == ColumnMapping(
        {"text": "留言详情", "arrived_at": "留言时间"},
        {"board": "市长"},
        ("%d.%m.%Y",),
        ("单号", "版块"),
    )


GOOD: dict[str, Any] = {"columns": {"text": "内容", "arrived_at": "时间"}}


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({}, "诉求内容（text）"),
        ({"columns": {"text": "内容"}}, "来件时间（arrived_at）"),
        ({"columns": {"arrived_at": "时间"}}, "诉求内容（text）"),
        (
            {"columns": {"text": "内容", "arrived_at": "时间", "phone": "电话"}},
            "不认识的字段：phone",
        ),
        (GOOD | {"colums": {}}, "不认识的部分：colums"),
        ({"columns": ["内容"]}, "[columns] 应当是一个表"),
        ({"columns": {"text": 1, "arrived_at": "时间"}}, "[columns] 里 text 的值应当是文字"),
        ({"columns": {"text": "", "arrived_at": "时间"}}, "[columns] 里 text 的值应当是文字"),
        (GOOD | {"defaults": {"text": "无"}}, "不能设默认值的字段：text"),
        (GOOD | {"defaults": {"arrived_at": "2022-04-06"}}, "不能设默认值的字段：arrived_at"),
        (GOOD | {"key": "编号"}, "key 应当是文字的列表"),
        (GOOD | {"key": [1]}, "key 应当是文字的列表"),
        (GOOD | {"date_formats": ["%H:%M"]}, "格式不能用：%H:%M"),
        (GOOD | {"date_formats": ["%Q"]}, "格式不能用：%Q"),
        (GOOD | {"date_formats": ["(%Y"]}, "格式不能用：(%Y"),
    ],
)
def test_wrong_mapping_is_refused_with_the_place_named(data: dict[str, Any], named: str) -> None:
    with pytest.raises(MappingError, match=re.escape(named)):
        mapping_from(data)


def test_unknown_field_is_answered_with_the_known_ones() -> None:
    with pytest.raises(MappingError, match="external_number（编号）"):
        mapping_from({"columns": {"number": "编号"}})


def test_header_check_names_all_missing_columns_at_once() -> None:
    mapping = ColumnMapping({"text": "内容", "arrived_at": "时间"}, key=("单号", "内容"))
    check_header(mapping, ["单号", "时间", "内容", "其它"])
    with pytest.raises(MappingError, match="缺少列：内容、单号。"):
        check_header(mapping, ["时间"])
