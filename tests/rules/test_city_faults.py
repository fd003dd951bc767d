"""Every slip in a city's files is told in Chinese with its file, its row and its field."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, time
from typing import Any

import pytest

from hotline.rules.city import BadCity
from hotline.rules.city_reading import read_city
from tests.rules.test_city import parsed

Files = dict[str, dict[str, Any]]
# The second city without its own form, so that a slip's form is the only one.
WHOLE = {n: body for n, body in parsed("yunting").items() if not n.startswith("forms/")}


def faults_after(slip: Callable[[Files], object]) -> list[str]:
    """What is told about the second city's files after a slip was made in them."""
    files = deepcopy(WHOLE)
    slip(files)
    with pytest.raises(BadCity) as caught:
        read_city(files)
    return [str(fault) for fault in caught.value.faults]


def put(file: str, table: str, number: int, **cells: Any) -> Callable[[Files], object]:
    """Writes cells into the row `number` (from 0) of a table."""
    return lambda files: files[file][table][number].update(cells)


def drop(file: str, table: str, number: int, key: str) -> Callable[[Files], object]:
    """Takes a cell out of the row `number` (from 0) of a table."""
    return lambda files: files[file][table][number].pop(key)


def add(file: str, table: str, **cells: Any) -> Callable[[Files], object]:
    """Adds a row at the end of a table."""
    return lambda files: files[file].setdefault(table, []).append(cells)


def part(file: str, table: str, **cells: Any) -> Callable[[Files], object]:
    """Writes cells into a `[table]`."""
    return lambda files: files[file][table].update(cells)


TYPES = {
    "a missing file": (
        lambda files: files.pop("kinds.toml"),
        "kinds.toml：缺少这个文件",
    ),
    "a missing section": (
        lambda files: files["limits.toml"].pop("rules"),
        "limits.toml [rules]：缺少这一节",
    ),
    "a table that is no list": (
        lambda files: files["kinds.toml"].update(kind="咨询"),
        "kinds.toml [[kind]]：应为多行，每行以双层方括号开头",
    ),
    "a row that is no table": (
        lambda files: files["kinds.toml"]["kind"].append("咨询"),
        "kinds.toml [[kind]] 第 5 项：缺少这一节",
    ),
    "a missing field": (
        drop("channels.toml", "channel", 1, "medium"),
        "channels.toml [[channel]] 第 2 项（mini_program）“medium”：缺少这个字段",
    ),
    "an unknown field": (
        put("kinds.toml", "kind", 0, nmae="咨询"),
        "kinds.toml [[kind]] 第 1 项（enquiry）“nmae”：没有这个字段；可用的有：code、name、order",
    ),
    "a number for a text": (
        put("kinds.toml", "kind", 0, name=3),
        "kinds.toml [[kind]] 第 1 项（enquiry）“name”：应为文字，写在引号里",
    ),
    "an empty text": (
        put("kinds.toml", "kind", 0, name=""),
        "kinds.toml [[kind]] 第 1 项（enquiry）“name”：不能为空，首尾不能有空格",
    ),
    "a text that is too long": (
        put("kinds.toml", "kind", 0, name="咨" * 41),
        "kinds.toml [[kind]] 第 1 项（enquiry）“name”：不能超过 40 个字",
    ),
    "a text for a number": (
        put("limits.toml", "limit", 0, amount="12"),
        "limits.toml [[limit]] 第 1 项（sign）“amount”：应为整数",
    ),
    "a truth for a number": (
        put("limits.toml", "limit", 0, amount=True),
        "limits.toml [[limit]] 第 1 项（sign）“amount”：应为整数",
    ),
    "a text for a date": (
        put("limits.toml", "limit", 0, valid_from="2024-01-01"),
        "limits.toml [[limit]] 第 1 项（sign）“valid_from”：应为日期，如 2022-04-01",
    ),
    "a moment for a date": (
        put("campaigns.toml", "campaign", 0, ends_on=datetime(2025, 5, 31)),  # noqa: DTZ001
        "campaigns.toml [[campaign]] 第 1 项（spring_tide）“ends_on”：应为日期，如 2022-04-01",
    ),
    "a text for a truth": (
        put("city.toml", "day", 0, workday="no"),
        "city.toml [[day]] 第 1 项（2025-03-03）“workday”：应为 true 或 false",
    ),
    "a text for a list": (
        put("roles.toml", "role", 0, permits="receive"),
        'roles.toml [[role]] 第 1 项（front_desk）“permits”：应为列表，如 ["甲", "乙"]',
    ),
    "a number in a list": (
        put("topics.toml", "topic", 1, words=["路灯", 5]),
        "topics.toml [[topic]] 第 2 项（A.1）“words”：应为文字，写在引号里",
    ),
    "a wrong row within a row": (
        put("departments.toml", "department", 0, names=[{"name": "甲"}]),
        "departments.toml [[department]] 第 1 项（hotline_centre） names 第 1 项（甲）"
        "“valid_from”：缺少这个字段",
    ),
    "hours as text": (
        part("city.toml", "office", hours=[{"opens": "09:00", "closes": time(18)}]),
        "city.toml [office] hours 第 1 项“opens”：应为时刻，如 08:30:00",
    ),
    "a mapping without a name": (
        lambda files: files["mappings/province_list.toml"].pop("name"),
        "mappings/province_list.toml“name”：应为文字，写在引号里",
    ),
    "a mapping to an unknown field": (
        lambda files: files["mappings/province_list.toml"]["columns"].update(colour="颜色"),
        "mappings/province_list.toml：[columns] 里有不认识的字段：colour。",
    ),
}

REFERENCES = {
    "a code twice": (
        add("kinds.toml", "kind", code="wish", name="愿望"),
        "kinds.toml [[kind]]（wish）“code”：重复",
    ),
    "an account twice": (
        lambda files: files["staff.toml"]["staff"].append(files["staff.toml"]["staff"][0]),
        "staff.toml [[staff]]（desk）“username”：重复",
    ),
    "a day twice": (
        lambda files: files["city.toml"]["day"].append(files["city.toml"]["day"][0]),
        "city.toml [[day]]（2025-03-03）“date”：重复",
    ),
    "a code that is no word": (
        put("channels.toml", "channel", 0, code="Rexian-1"),
        "channels.toml [[channel]]（Rexian-1）“code”：写法不对",
    ),
    "an unknown parent": (
        put("departments.toml", "department", 7, parent="moon"),
        "departments.toml [[department]]（stonegate_street）“parent”：没有代码为“moon”的上级",
    ),
    "a topic under nothing": (
        add("topics.toml", "topic", code="Z.1", name="无", parent="Z"),
        "topics.toml [[topic]]（Z.1）“parent”：没有代码为“Z”的上级",
    ),
    "parents in a circle": (
        put("departments.toml", "department", 1, parent="stonegate_street"),
        "departments.toml [[department]]（cloudridge_district）“parent”：上级绕成了圈",
    ),
    "an unknown medium": (
        put("channels.toml", "channel", 0, medium="pigeon"),
        "channels.toml [[channel]]（hotline_call）“medium”：不认识“pigeon”；"
        "可用的有：telephone、mailbox、platform、web、other",
    ),
    "an unknown kind of unit": (
        put("departments.toml", "department", 5, kind="guild"),
        "departments.toml [[department]]（market_bureau）“kind”：不认识“guild”；可用的有：",
    ),
    "a number prefix in small letters": (
        part("city.toml", "office", number_prefix="yt"),
        "city.toml [office]“number_prefix”：应为 1 至 8 个大写字母",
    ),
    "no issuer": (
        part("city.toml", "office", issuers=[]),
        "city.toml [office]“issuers”：至少要有一项",
    ),
    "no hours": (
        part("city.toml", "office", hours=[]),
        "city.toml [office]“hours”：至少要有一段办公时间",
    ),
    "hours that overlap": (
        lambda files: files["city.toml"]["office"]["hours"].append(
            {"opens": time(17), "closes": time(19)}
        ),
        "city.toml [office]“hours”：各段办公时间要由早到晚，不能重叠",
    ),
    "a period that ends before it begins": (
        put("channels.toml", "channel", 0, valid_from=date(2025, 1, 2), valid_to=date(2025, 1, 1)),
        "channels.toml [[channel]]（hotline_call）“valid_to”：早于 valid_from",
    ),
    "a campaign that ends before it begins": (
        put("campaigns.toml", "campaign", 0, ends_on=date(2025, 2, 28)),
        "campaigns.toml [[campaign]]（spring_tide）“ends_on”：早于 starts_on",
    ),
    "dated names that overlap": (
        lambda files: files["departments.toml"]["department"][4]["names"][0].update(
            valid_to=date(2025, 7, 1)
        ),
        "departments.toml [[department]]（city_works_bureau）“names”：各项的有效期重叠",
    ),
    "a unit without a name": (
        put("departments.toml", "department", 4, names=[]),
        "departments.toml [[department]]（city_works_bureau）“names”：至少要有一项",
    ),
    "a name of two units": (
        put("departments.toml", "department", 6, aliases=["云岭区"]),
        "departments.toml [[department]]（ferry_company）“aliases”：名称“云岭区”已属于 cloud",
    ),
    "a name of two channels": (
        put("channels.toml", "channel", 2, aliases=["小程序"]),
        "channels.toml [[channel]]（neighbourhood_visit）“aliases”：名称“小程序”已属于 mini",
    ),
    "an unknown topic in a line": (
        put("bulletin_lines.toml", "line", 3, topics=["B", "Q"]),
        "bulletin_lines.toml [[line]]（homes）“topics”：没有代码为“Q”的问题分类",
    ),
    "an unknown topic taken out of a line": (
        put("bulletin_lines.toml", "line", 3, excepted=["B.9"]),
        "bulletin_lines.toml [[line]]（homes）“excepted”：没有代码为“B.9”的问题分类",
    ),
    "an unknown campaign in a line": (
        put("bulletin_lines.toml", "line", 0, campaign="flood"),
        "bulletin_lines.toml [[line]]（spring_tide）“campaign”：不认识“flood”；可用的有：",
    ),
    "a line by topic and by campaign": (
        put("bulletin_lines.toml", "line", 0, topics=["C"]),
        "bulletin_lines.toml [[line]]（spring_tide）“topics”：一行只能按专题或按分类统计",
    ),
    "lines that overlap": (
        put("bulletin_lines.toml", "line", 3, topics=["B", "A.2"]),
        "bulletin_lines.toml [[line]]（homes）“topics”：与 streets 重叠：分类 A.2 同时属于两行",
    ),
    "no rest": (
        lambda files: files["bulletin_lines.toml"]["line"].pop(),
        "bulletin_lines.toml“topics”：要有且只有一行“其它”（既无 topics 也无 campaign），现有 0 行",
    ),
    "two rests": (
        add("bulletin_lines.toml", "line", code="others", name="其他"),
        "bulletin_lines.toml“topics”：要有且只有一行“其它”（既无 topics 也无 campaign），现有 2 行",
    ),
    "a limit of an unknown clock": (
        put("limits.toml", "limit", 2, clock="cuckoo"),
        "limits.toml [[limit]]（cuckoo）“clock”：不认识“cuckoo”；可用的有：sign",
    ),
    "a limit in an unknown unit": (
        put("limits.toml", "limit", 0, unit="moons"),
        "limits.toml [[limit]]（sign）“unit”：不认识“moons”；可用的有：hours",
    ),
    "a limit of an unknown kind": (
        put("limits.toml", "limit", 3, kind="riddle"),
        "limits.toml [[limit]]（handle/riddle）“kind”：不认识“riddle”；可用的有：enquiry",
    ),
    "a limit of an unknown channel": (
        put("limits.toml", "limit", 4, channel="pigeon"),
        "limits.toml [[limit]]（handle/pigeon）“channel”：不认识“pigeon”；可用的有：",
    ),
    "a limit of an unknown urgency": (
        put("limits.toml", "limit", 5, urgency="soonish"),
        "limits.toml [[limit]]（handle/soonish）“urgency”：不认识“soonish”；可用的有：ordinary",
    ),
    "a limit of nothing": (
        put("limits.toml", "limit", 0, amount=0),
        "limits.toml [[limit]]（sign）“amount”：应大于 0",
    ),
    "limits that contradict each other": (
        lambda files: files["limits.toml"]["limit"].append(files["limits.toml"]["limit"][3]),
        "limits.toml [[limit]]（handle/enquiry）“valid_from”：与另一条相同条件的时限有效期重叠",
    ),
    "a clock without a limit": (
        lambda files: files["limits.toml"]["limit"].pop(),
        "limits.toml [[limit]]“clock”：缺少时限：callback / enquiry / ordinary",
    ),
    "an unknown unit in the rules": (
        part("limits.toml", "rules", return_unit="moons"),
        "limits.toml [rules]“return_unit”：不认识“moons”；可用的有：hours",
    ),
    "an unknown permit": (
        put("roles.toml", "role", 8, permits=["see_journal", "fly"]),
        "roles.toml [[role]]（trace_keeper）“permits”：不认识“fly”；可用的有：",
    ),
    "a person of an unknown role": (
        put("staff.toml", "staff", 0, roles=["pilot"]),
        "staff.toml [[staff]]（desk）“roles”：不认识“pilot”；可用的有：front_desk、",
    ),
    "a person of an unknown unit": (
        put("staff.toml", "staff", 2, department="moon"),
        "staff.toml [[staff]]（works）“department”：没有代码为“moon”的单位",
    ),
    "a clerk without a unit": (
        drop("staff.toml", "staff", 2, "department"),
        "staff.toml [[staff]]（works）“department”：承办单位的岗位要写明单位",
    ),
}


FORM = {
    "code": "weekly",
    "name": "每周通报",
    "valid_from": date(2024, 1, 1),
    "title": "{year}年{month}月",
    "first_campaigns": ["spring_tide"],
    "tally": {"total": {"label": "总数", "channels": ["hotline_call"]}},
    "list": {
        "topics": {"of": "total", "by": "line", "lines": ["streets"], "item": "{name}"},
    },
}


def form(**cells: Any) -> Callable[[Files], object]:
    """Adds a bulletin form with these cells changed; its file is named after its code."""
    body = {**deepcopy(FORM), **cells}
    return lambda files: files.update({f"forms/{body['code']}.toml": body})


FORMS = {
    "a form without a title": (
        lambda files: files.update({"forms/weekly.toml": {"code": "weekly", "name": "每周"}}),
        "forms/weekly.toml：表单缺少“valid_from”，请补上。",
    ),
    "a form with an impossible day": (
        form(valid_from="2024-02-30"),
        "forms/weekly.toml：valid_from 的日期“2024-02-30”写法不对，请写成 2022-04-01 这样。",
    ),
    "a form of an unknown channel": (
        form(tally={"total": {"label": "总数", "channels": ["pigeon"]}}),
        "forms/weekly.toml：[tally.total] 的渠道“pigeon”不在渠道表中。",
    ),
    "a form of an unknown kind": (
        form(tally={"total": {"label": "总数", "kind": "riddle"}}),
        "forms/weekly.toml [tally.total]“kind”：不认识“riddle”；",
    ),
    "a form of an unknown campaign": (
        form(first_campaigns=["flood"]),
        "forms/weekly.toml first_campaigns“campaign”：不认识“flood”；",
    ),
    "a form of an unknown line": (
        form(list={"topics": {"of": "total", "by": "line", "lines": ["sky"], "item": "{name}"}}),
        "forms/weekly.toml：[list.topics] 的分类行“sky”不存在。",
    ),
    "two forms for one day": (
        lambda files: (form()(files), form(code="monthly", valid_from=date(2025, 1, 1))(files)),
        "forms“valid_from”：同一种通报的各格式有效期重叠",
    ),
}


@pytest.mark.parametrize(("slip", "told"), FORMS.values(), ids=FORMS)
def test_a_form_that_does_not_fit_is_told(slip: Callable[[Files], object], told: str) -> None:
    assert faults_after(slip)[0][: len(told)] == told


def test_a_form_of_the_citys_own_words_is_read() -> None:
    files = deepcopy(WHOLE)
    form()(files)
    (row,) = read_city(files).forms
    assert (row.code, row.valid_from, row.body["valid_from"]) == (
        "weekly",
        date(2024, 1, 1),
        "2024-01-01",
    )


@pytest.mark.parametrize(("slip", "told"), TYPES.values(), ids=TYPES)
def test_a_value_that_cannot_be_read_is_told(slip: Callable[[Files], object], told: str) -> None:
    (fault,) = faults_after(slip)
    assert fault[: len(told)] == told


@pytest.mark.parametrize(("slip", "told"), REFERENCES.values(), ids=REFERENCES)
def test_a_row_that_does_not_fit_is_told(slip: Callable[[Files], object], told: str) -> None:
    assert faults_after(slip)[0][: len(told)] == told


def test_all_slips_are_told_at_once() -> None:
    def slips(files: Files) -> None:
        put("kinds.toml", "kind", 0, name=3)(files)
        put("roles.toml", "role", 0, permits="receive")(files)
        drop("channels.toml", "channel", 1, "medium")(files)

    assert len(faults_after(slips)) == 3


def test_the_message_has_one_line_per_fault() -> None:
    files = deepcopy(WHOLE)
    put("staff.toml", "staff", 0, roles=["pilot", "cook"])(files)
    with pytest.raises(BadCity) as caught:
        read_city(files)
    assert str(caught.value).count("\n") == len(caught.value.faults) - 1 == 1


def test_files_that_are_no_part_of_the_profile_are_left_alone() -> None:
    files = {**deepcopy(WHOLE), "dispatch.toml": {"anything": 1}}
    assert read_city(files) == read_city(WHOLE)
