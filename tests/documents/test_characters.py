"""What may stand in a file, whatever a citizen typed or a broken system sent."""

from __future__ import annotations

import sys
from xml.etree import ElementTree

from hotline.documents.characters import printable


def test_printable_keeps_ordinary_text():
    text = "“互联网+督查”平台 99.8%，《法规》（一）——𠮷昇 café 😀"
    assert printable(text) == text


def test_printable_drops_nul_and_other_controls():
    assert printable("路\x00灯\x07不\x1b亮\x7f了\x9f") == "路灯不亮了"


def test_printable_drops_lone_surrogates():
    assert printable("甲\ud800乙\udfff丙") == "甲乙丙"


def test_printable_drops_non_characters():
    assert printable("甲\ufffe乙\uffff丙") == "甲乙丙"


def test_printable_drops_marks_that_turn_the_line_round():
    assert printable("金额\u202e001\u202c元\u2066。\u2069") == "金额001元。"


def test_printable_makes_breaks_one_space():
    assert printable("第一行\r\n\n第二行\t第三列\u2028末") == "第一行 第二行 第三列 末"


def test_printable_keeps_the_spaces_of_the_text():
    assert printable("　　部 门  ") == "　　部 门  "


def test_printable_is_the_same_when_done_twice():
    text = "a\x00\nb\ud800\x85c"
    assert printable(printable(text)) == printable(text)


def test_printable_of_every_character_is_legal_xml():
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    clean = printable(everything).replace("&", "").replace("<", "")
    element = ElementTree.fromstring(f"<t>{clean}</t>")  # noqa: S314 -- our own text
    assert element.text == clean
