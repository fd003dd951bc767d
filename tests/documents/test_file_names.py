"""Names that strangers give their files, made fit to be shown and saved under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.documents.download import download_headers
from hotline.documents.file_names import LONGEST, clean_name, ending_of, with_ending


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\系统.ini", "系统.ini"),
        ("C:\\Users\\a\\b.doc", "b.doc"),
        ("a\0b.jpg", "ab.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "a Set-Cookie_ x=1.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066a\u200b\ufeff.txt", "a.txt"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1.tar.gz", "_LPT1.tar.gz"),
        ("console.txt", "console.txt"),
        (".htaccess", "htaccess"),
        ("...hidden.", "hidden"),
        ('<b>"|?*.txt', "_b_____.txt"),
        ("", "附件"),
        ("../..", "附件"),
        ("\ud800.txt", "txt"),
        ("Ａ　Ｂ.txt", "Ａ Ｂ.txt"),
    ],
)
def test_a_name_keeps_what_is_safe(given_name: str, name: str) -> None:
    assert clean_name(given_name) == name


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("长" * 300 + ".jpg") == "长" * (LONGEST - 4) + ".jpg"
    assert clean_name("a." + "b" * 300) == "a." + "b" * (LONGEST - 2)


@given(st.text(max_size=400))
def test_any_name_becomes_a_short_printable_one(text: str) -> None:
    name = clean_name(text)
    assert 0 < len(name) <= LONGEST
    assert name.isprintable()
    assert set(name) & set('/\\<>:"|?*\0') == set()
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.JPG", "jpg"),
        ("a.tar.gz", "gz"),
        ("a", ""),
        (".a", ""),
        ("a.", ""),
        ("a." + "b" * 13, ""),
    ],
)
def test_an_ending_is_what_follows_the_last_dot(name: str, ending: str) -> None:
    assert ending_of(name) == ending


def test_an_ending_is_replaced_or_added() -> None:
    assert (with_ending("a.heic", "jpg"), with_ending("a", "jpg")) == ("a.jpg", "a.jpg")


@given(st.text(max_size=200))
def test_no_name_breaks_out_of_its_header(text: str) -> None:
    value = download_headers(clean_name(text))["Content-Disposition"]
    assert value.isascii() and value.isprintable()
    assert value.count('"') == 2


def test_a_chinese_name_is_told_in_full() -> None:
    assert download_headers("现场 1.jpg")["Content-Disposition"] == (
        "attachment; filename=\"__ 1.jpg\"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%201.jpg"
    )
