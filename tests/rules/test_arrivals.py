"""Reading one row: what is taken, what is refused, and that the refusal helps."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.arrival_times import SHANGHAI, time_of
from hotline.rules.arrivals import (
    KEY_LIMIT,
    LIMITS,
    SENTENCES,
    TEXT_LIMIT,
    Arrival,
    Unreadable,
    explain,
    read_row,
    unreadable_record,
)
from hotline.rules.column_mapping import (
    ColumnMapping,
    mapping_for,
)

NOW = datetime(2022, 5, 1, tzinfo=UTC)
MAPPING = mapping_for(
    ["编号", "版块", "标题", "内容", "时间", "姓名", "电话", "用户", "地点", "办理期限"]
)
ROW = {
    "编号": "QH-0417",
    "版块": "市长",
    "标题": "路灯不亮",
    "内容": "青禾路二号门前的路灯连续三晚没有亮。",
    "时间": "2022/4/6 8:05:09",
    "姓名": "何先生",
    "电话": "+86 000-0000-0000",
    "用户": "U0001",
    "地点": "青禾路二号",
    "办理期限": "2022-04-13",
}


def refusal(mapping: ColumnMapping = MAPPING, /, **cells: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_row(ROW | cells, mapping, "mayor_mailbox", now=NOW)
    return caught.value


def code_and_field(error: Unreadable) -> tuple[str, str]:
    return error.code, error.field


# --- a good row ---------------------------------------------------------------------------------


def test_row_becomes_an_arrival_with_every_field() -> None:
    assert read_row(ROW, MAPPING, "mayor_mailbox", now=NOW) == Arrival(
        channel="mayor_mailbox",
        key="QH-0417",
        external_number="QH-0417",
        external_due_at=datetime(2022, 4, 13, 23, 59, 59, tzinfo=SHANGHAI),
        board="市长",
        title="路灯不亮",
        text="青禾路二号门前的路灯连续三晚没有亮。",
        arrived_at=datetime(2022, 4, 6, 8, 5, 9, tzinfo=SHANGHAI),
        sender_name="何先生",
        sender_phone="+86 000-0000-0000",
        sender_account="U0001",
        place="青禾路二号",
    )


def test_row_needs_only_text_and_time() -> None:
    mapping = mapping_for(["内容", "时间"])
    arrival = read_row({"内容": "垃圾没有清运。", "时间": "2022-04-06"}, mapping, "telephone")
    given = {"channel", "key", "text", "arrived_at"}
    rest = {f.name: getattr(arrival, f.name) for f in fields(Arrival) if f.name not in given}
    assert set(rest.values()) == {"", None}


def test_cells_are_trimmed_and_line_ends_made_one_kind() -> None:
    arrival = read_row(ROW | {"内容": "\u3000一\r\n二\r三\n "}, MAPPING, "telephone")
    assert arrival.text == "一\n二\n三"


def test_defaults_fill_missing_columns_and_empty_cells() -> None:
    mapping = ColumnMapping(
        {"text": "内容", "arrived_at": "时间", "board": "版块"},
        {"board": "市委书记", "kind": "投诉"},
    )
    arrival = read_row(ROW | {"版块": " "}, mapping, "people_net")
    assert (arrival.board, arrival.kind) == ("市委书记", "投诉")


def test_unused_columns_are_not_looked_at() -> None:
    assert read_row(ROW | {"点赞": "=1\0"}, MAPPING, "telephone").key == "QH-0417"


# --- times --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019/2/28 11:25:05", (2019, 2, 28, 11, 25, 5)),
        ("2019-02-14 20:00:00", (2019, 2, 14, 20, 0, 0)),
        ("2019-02-14 20:00:00.500000", (2019, 2, 14, 20, 0, 0)),
        ("2019-02-14T20:00", (2019, 2, 14, 20, 0, 0)),
        ("2019-02-14T12:00:00Z", (2019, 2, 14, 20, 0, 0)),
        ("2019-02-14T20:00:00+08:00", (2019, 2, 14, 20, 0, 0)),
        ("2019-02-14T14:30:00+0230", (2019, 2, 14, 20, 0, 0)),
        ("2019-02-14T07:00:00-05:00", (2019, 2, 14, 20, 0, 0)),
        ("2020年2月9日 8:05", (2020, 2, 9, 8, 5, 0)),
        ("2020年2月9日8时5分6秒", (2020, 2, 9, 8, 5, 6)),
        ("2020年2月9日 8时5分", (2020, 2, 9, 8, 5, 0)),
        ("2020.2.9", (2020, 2, 9, 0, 0, 0)),
        ("２０２０／２／９　８：０５", (2020, 2, 9, 8, 5, 0)),
        ("2020-02-29", (2020, 2, 29, 0, 0, 0)),
    ],
)
def test_time_is_read_in_every_usual_form(text: str, expected: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = expected
    assert time_of(text) == datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "2019/2/30",
        "2019/2/29 8:00",
        "2019/13/1",
        "2019-00-10",
        "2019-02-14 24:00:00",
        "2019-02-14 08:60",
        "2019-02-14 08:00:61",
        "昨天",
        "20190214",
        "43524.5",
        "14/2/2019",
        "2019-02-14 下午 3:00",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "1900-01-01",
        "9999-12-31 23:59:59",
        "2019-02-14T20:00:00+99:99",
        "٢٠١٩-02-14",
        "2019-02-14 08:00 附近",
    ],
)
def test_time_that_cannot_be_is_refused(text: str) -> None:
    error = refusal(时间=text)
    assert code_and_field(error) == ("impossible_date", "arrived_at")


def test_time_result_is_always_in_shanghai() -> None:
    assert time_of("2019-02-14T12:00:00Z").utcoffset() == timedelta(hours=8)


def test_own_format_goes_before_the_usual_ones() -> None:
    assert time_of("09.02.2020", ("%d.%m.%Y",)) == datetime(2020, 2, 9, tzinfo=SHANGHAI)
    assert time_of("2020/2/9", ("%d.%m.%Y",)) == datetime(2020, 2, 9, tzinfo=SHANGHAI)


def test_own_format_may_carry_a_zone() -> None:
    moment = time_of("09.02.2020 00:00 +0000", ("%d.%m.%Y %H:%M %z",))
    assert moment == datetime(2020, 2, 9, 8, tzinfo=SHANGHAI)


@given(
    st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2099, 1, 1)),  # noqa: DTZ001
    st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%Y/%m/%d %H:%M:%S",
            "%Y年%m月%d日 %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S+08:00",
        ]
    ),
)
def test_time_written_in_any_form_reads_back_equal(moment: datetime, form: str) -> None:
    assert time_of(moment.strftime(form)) == moment.replace(microsecond=0, tzinfo=SHANGHAI)


@given(st.text())
def test_time_of_any_text_is_a_moment_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert time_of(text).tzinfo is SHANGHAI


def test_empty_time_is_told_apart_from_a_wrong_one() -> None:
    assert code_and_field(refusal(时间=" ")) == ("missing_time", "arrived_at")


def test_future_time_is_refused_only_against_a_given_now() -> None:
    assert code_and_field(refusal(时间="2022-06-01 08:00")) == ("date_in_future", "arrived_at")
    row = ROW | {"时间": "2022-06-01 08:00"}
    assert read_row(row, MAPPING, "telephone").arrived_at.month == 6


def test_clock_difference_of_ten_minutes_is_forgiven() -> None:
    row = ROW | {"时间": "2022-04-06 08:10:00"}
    now = datetime(2022, 4, 6, 8, 0, tzinfo=SHANGHAI)
    assert read_row(row, MAPPING, "telephone", now=now).arrived_at > now
    with pytest.raises(Unreadable):
        read_row(row, MAPPING, "telephone", now=now - timedelta(seconds=1))


def test_due_time_may_lie_in_the_future_but_must_exist() -> None:
    row = ROW | {"办理期限": "2022-06-30 17:00"}
    due_at = read_row(row, MAPPING, "telephone", now=NOW).external_due_at
    assert due_at == datetime(2022, 6, 30, 17, tzinfo=SHANGHAI)
    assert code_and_field(refusal(办理期限="2022-06-31")) == ("impossible_date", "external_due_at")
    assert read_row(ROW | {"办理期限": ""}, MAPPING, "telephone").external_due_at is None


# --- refused cells ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\u3000\n\t ".strip("\t")])
def test_blank_text_is_missing(text: str) -> None:
    assert code_and_field(refusal(内容=text)) == ("missing_text", "text")


def test_text_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert len(read_row(ROW | {"内容": "长" * TEXT_LIMIT}, MAPPING, "t").text) == TEXT_LIMIT
    error = refusal(内容="长" * (TEXT_LIMIT + 1))
    assert code_and_field(error) == ("text_too_long", "text")
    assert "100000 个字" in error.detail


@pytest.mark.parametrize(
    ("column", "field"),
    [("标题", "title"), ("姓名", "sender_name"), ("电话", "sender_phone"), ("地点", "place")],
)
def test_other_fields_have_limits_too(column: str, field: str) -> None:
    error = refusal(**{column: "字" * (LIMITS[field] + 1)})
    assert code_and_field(error) == ("field_too_long", field)
    assert f"{LIMITS[field]} 个字" in error.detail


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\n@"])
@pytest.mark.parametrize(
    ("column", "field"), [("内容", "text"), ("标题", "title"), ("姓名", "sender_name")]
)
def test_formula_like_cell_is_refused(start: str, column: str, field: str) -> None:
    error = refusal(**{column: f"{start}cmd|' /C calc'!A0"})
    assert code_and_field(error) == ("formula_like", field)


@pytest.mark.parametrize("text", ["-5", "+86 000 0000", "-1,200.50", "+3.5"])
def test_plain_number_is_no_formula(text: str) -> None:
    assert read_row(ROW | {"标题": text}, MAPPING, "telephone").title == text


@pytest.mark.parametrize("text", ["-5+cmd|x", "+1)", "-", "=5", "@5", "-5\n=1"])
def test_number_with_more_behind_it_is_still_a_formula(text: str) -> None:
    assert refusal(标题=text).code == "formula_like"


def test_phone_may_begin_with_a_plus() -> None:
    assert read_row(ROW | {"电话": "+86-000"}, MAPPING, "t").sender_phone == "+86-000"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("路\0灯", "nul_character"),
        ("路\ud83d灯", "lone_surrogate"),
        ("路\udc00灯", "lone_surrogate"),
        ("\ufeff路灯", "bom_inside"),
    ],
)
@pytest.mark.parametrize(
    ("column", "field"),
    [("内容", "text"), ("标题", "title"), ("编号", "external_number"), ("时间", "arrived_at")],
)
def test_cell_that_cannot_be_stored_is_refused(
    cell: str, code: str, column: str, field: str
) -> None:
    assert code_and_field(refusal(**{column: cell})) == (code, field)


def test_emoji_and_rare_characters_are_welcome() -> None:
    text = "请看😀𠮷𬱖龘"
    assert read_row(ROW | {"内容": text}, MAPPING, "telephone").text == text


def test_column_that_is_not_there_is_named() -> None:
    row = {name: cell for name, cell in ROW.items() if name != "标题"}
    with pytest.raises(Unreadable) as caught:
        read_row(row, MAPPING, "telephone")
    assert code_and_field(caught.value) == ("header_missing", "title")
    assert "“标题”" in caught.value.detail


# --- sentences ----------------------------------------------------------------------------------


def test_refusal_names_the_column_and_a_remedy_but_quotes_nothing() -> None:
    error = refusal(时间="秘密的内容")
    assert error.detail == ("“时间”列不是真实的日期时间。请改成 2020-02-09 08:05 这样的写法。")
    assert str(error) == error.detail


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_is_chinese_and_says_what_to_do(code: str) -> None:
    sentence = explain(code, "“内容”列", 10)
    assert sentence.endswith("。")
    assert "请" in sentence
    assert re.search(r"[{}]", sentence) is None


def test_problem_of_a_record_becomes_a_refusal_without_field() -> None:
    error = unreadable_record("unbalanced_quote")
    assert code_and_field(error) == ("unbalanced_quote", "")
    assert error.detail == explain("unbalanced_quote")


# --- keys ---------------------------------------------------------------------------------------


def test_key_is_the_external_number() -> None:
    assert read_row(ROW, MAPPING, "telephone").key == "QH-0417"


def test_key_without_number_is_a_digest_of_channel_time_and_text() -> None:
    def key(channel: str = "telephone", **cells: str) -> str:
        return read_row(ROW | {"编号": ""} | cells, MAPPING, channel).key

    assert re.fullmatch(r"sha256:[0-9a-f]{64}", key())
    assert key() == key(标题="别的标题", 姓名="")
    assert key() == key(时间="2022年4月6日 08:05:09")
    assert len({key(), key("people_net"), key(内容="别的"), key(时间="2022-04-06 08:05:10")}) == 4


def test_key_of_several_columns_keeps_their_borders() -> None:
    mapping = ColumnMapping(MAPPING.columns, key=("编号", "版块"))

    def key(number: str, board: str) -> str:
        return read_row(ROW | {"编号": number, "版块": board}, mapping, "t").key

    assert key("7", "市长") == "7/市长"
    assert len({key("a/b", "c"), key("a", "b/c"), key("a\\", "b"), key("a", "\\b")}) == 4


@given(st.lists(st.tuples(st.text("a/\\", max_size=4), st.text("a/\\", max_size=4)), max_size=6))
def test_different_key_cells_give_different_keys(pairs: list[tuple[str, str]]) -> None:
    mapping = ColumnMapping(MAPPING.columns, key=("编号", "版块"))
    wanted = {pair for pair in pairs if any(pair)}
    rows = [ROW | {"编号": number, "版块": board} for number, board in wanted]
    assert len({read_row(row, mapping, "t").key for row in rows}) == len(wanted)


def test_key_that_is_empty_in_all_its_columns_is_refused() -> None:
    mapping = ColumnMapping(MAPPING.columns, key=("编号", "版块"))
    error = refusal(mapping, 编号="", 版块=" ")
    assert code_and_field(error) == ("missing_key", "key")
    assert "编号、版块" in error.detail


def test_key_longer_than_the_limit_is_refused() -> None:
    assert refusal(编号="9" * (KEY_LIMIT + 1)).code == "key_too_long"
    mapping = ColumnMapping({"text": "内容", "arrived_at": "时间"}, key=("地点",))
    assert refusal(mapping, 地点="9" * (KEY_LIMIT + 1)).code == "key_too_long"
    assert len(read_row(ROW | {"地点": "9" * KEY_LIMIT}, mapping, "t").key) == KEY_LIMIT


def test_key_column_that_is_missing_is_named() -> None:
    mapping = ColumnMapping(MAPPING.columns, key=("流水号",))
    assert code_and_field(refusal(mapping)) == ("header_missing", "key")


@given(st.dictionaries(st.sampled_from(list(ROW)), st.text(st.characters()), min_size=1))
def test_any_cells_give_an_arrival_or_a_known_reason(cells: dict[str, str]) -> None:
    try:
        arrival = read_row(ROW | cells, MAPPING, "telephone", now=NOW)
    except Unreadable as error:
        assert error.code in SENTENCES
    else:
        assert 0 < len(arrival.key) <= KEY_LIMIT
        json.dumps(arrival.text, ensure_ascii=False).encode()
