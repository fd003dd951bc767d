"""Title, summary and requests: nothing that does not stand in the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotline.engines.drafting.asking import requests_in
from hotline.engines.drafting.weighing import TITLE_LENGTH, summary_of, title_of

TEXT = (
    "尊敬的领导您好！甄女士来电反映：铁西区翠柏苑小区5号楼前生活垃圾已有3天未清运，气味大。"
    "10月15日曾反映过，物业清理一次后再次出现。望领导重视！"
    "要求：1. 尽快清运；2. 明确清运频次；3. 处理结果电话回复。谢谢"
)


def test_requests_are_listed_without_what_is_said_in_every_letter() -> None:
    assert [each.words for each in requests_in("", TEXT)] == [
        "尽快清运",
        "明确清运频次",
        "处理结果电话回复",
    ]
    assert all(TEXT[each.start : each.end] == each.words for each in requests_in("", TEXT))


def test_questions_tell_what_kind_of_answer_they_want() -> None:
    asked = requests_in("", "请问丧葬费标准是多少？什么时候能领？需要带哪些材料？")
    assert [each.wants for each in asked] == [("how_much",), ("when",), ("how",)]


def test_where_the_text_asks_nothing_the_title_does() -> None:
    (asked,) = requests_in("建议增设公交站", "附近有两所学校。")
    assert (asked.words, asked.start) == ("建议增设公交站", -1)


def test_a_title_is_short_and_of_the_texts_own_words() -> None:
    title = title_of(TEXT)
    assert title == "铁西区翠柏苑小区5号楼前生活垃圾已有3天未清运，气味大"
    assert len(title) <= TITLE_LENGTH


def test_a_summary_is_the_texts_own_sentences_without_greetings() -> None:
    told = summary_of("", TEXT)
    assert told
    assert all(each in TEXT for each in told)
    assert not any(word in "".join(told) for word in ("您好", "重视", "谢谢"))


@given(st.text(alphabet="请问希望要求路灯不亮。，！？1.、①　\n：；吗", max_size=120))
def test_whatever_is_written_nothing_is_made_up(text: str) -> None:
    assert len(title_of(text)) <= TITLE_LENGTH
    assert all(each in text for each in summary_of("", text))
    found = [each for each in requests_in("", text) if each.start >= 0]
    assert all(text[each.start : each.end] == each.words for each in found)
