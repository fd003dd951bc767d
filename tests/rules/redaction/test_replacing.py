"""A text without its people, and the way back."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.redaction.replacing import redacted
from hotline.rules.redaction.search import find, find_all
from hotline.site.program import main
from tests.rules.redaction.by_hand import by_hand
from tests.rules.redaction.corpus import corpus

TEXT = "村民甄示例住示例小区3号楼2单元501室，电话15400000001，甄示例多次致电15400000001。"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in find_all(text)]


def test_the_same_words_get_the_same_mark() -> None:
    done = redacted(TEXT)
    assert done.text == "村民〖姓名1〗住〖住址1〗，电话〖电话1〗，〖姓名1〗多次致电〖电话1〗。"


def test_nothing_of_what_was_found_is_left_and_all_of_it_comes_back() -> None:
    for labelled in (*by_hand(), *corpus()):
        done = redacted(labelled.text, find_all)
        assert done.restored(done.text) == labelled.text
        assert [
            each.text for each in done.found if len(each.text) > 6 and each.text in done.text
        ] == []


@given(st.text(alphabet="〖〗电话1234567890住3号楼王先生@.a ", max_size=60))
def test_marks_in_a_text_are_not_taken_for_ours(text: str) -> None:
    done = redacted(text, find_all)
    assert done.restored(done.text) == text


def test_a_mark_that_nobody_made_stays_and_is_told() -> None:
    done = redacted(TEXT)
    assert done.restored("请找〖姓名9〗或〖姓名1〗") == "请找〖姓名9〗或甄示例"
    assert done.unknown_marks("请找〖姓名9〗或〖姓名1〗") == ["〖姓名9〗"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("写信到 zhen.shili@example.com 即可", [("email", "zhen.shili@example.com")]),
        ("微信号：zhen_shili88", [("account", "zhen_shili88")]),
        ("QQ群 123456789", [("account", "123456789")]),
        ("找了王主任和老李，没人管", [("addressed", "王主任"), ("addressed", "老李")]),
        ("女儿小红今年上学", [("addressed", "小红")]),
        ("联系人叫司马老师", [("addressed", "司马老师")]),
        ("和书记商量过，主任和书记都同意", []),
        ("孩子小学毕业，小时候住过", []),
        ("微信支付和微信公众号都不行", []),
        ("单价 3@5 元", []),
        (
            "护照号E12345678，残疾证号22030219600101123X42",
            [("identity", "E12345678"), ("identity", "22030219600101123X42")],
        ),
        ("社保卡补办要几天", []),
    ],
)
def test_what_tells_of_a_person_beyond_full_names(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("示例小区3号楼2单元501室", "room"),
        ("示例小区3号楼2单元", "entrance"),
        ("示例小区3号楼", "building"),
        ("示例路25号", "number"),
    ],
)
def test_an_address_says_how_far_down_it_goes(text: str, level: str) -> None:
    assert [each.level for each in find(text)] == [level]


def test_the_command_answers_each_line_and_refuses_what_is_no_json() -> None:
    lines = json.dumps({"id": 7, "text": TEXT}) + "\n\n" + json.dumps("电话15400000001") + "\n"
    said = CliRunner().invoke(main, ["engines", "redact"], input=lines)
    first, second = [json.loads(line) for line in said.output.splitlines()]
    assert (first["id"], first["text"]) == (7, redacted(TEXT).text)
    assert second["findings"][0]["kind"] == "phone"
    broken = CliRunner().invoke(main, ["engines", "redact"], input="{没有\n")
    assert (broken.exit_code, "第 1 行" in broken.output) == (2, True)
