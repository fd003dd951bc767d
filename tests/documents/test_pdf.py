"""How LibreOffice is found, started, watched and ended: with stand-ins that behave badly."""

from __future__ import annotations

import os
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hotline.documents import gbt9704, pdf
from hotline.documents.pdf import OfficeFailed, OfficeMissing, fonts_conf, office_path, write_pdf

GOOD = """
for last; do :; done
while [ "$1" != --outdir ]; do shift; done
/bin/cp "$last" "$2/page.pdf"
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Puts a shell script in the place of LibreOffice."""

    def place(script: str) -> Path:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        return program

    return place


@pytest.fixture
def no_office(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_USUAL_PLACES", (str(tmp_path / "nowhere"),))


def test_office_path_finds_the_program_on_path_first(office):
    program = office("")
    assert office_path() == program


def test_office_path_looks_in_the_usual_places(no_office, tmp_path, monkeypatch):
    program = tmp_path / "hidden"
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setattr(pdf, "_USUAL_PLACES", (str(tmp_path / "nowhere"), str(program)))
    assert office_path() == program


def test_office_path_takes_libreoffice_under_its_other_name(no_office, tmp_path):
    program = tmp_path / "libreoffice"
    program.write_text("")
    program.chmod(0o755)
    assert office_path() == program


def test_office_path_is_none_where_there_is_no_office(no_office):
    assert office_path() is None


def test_missing_office_says_how_to_install_it(no_office):
    with pytest.raises(OfficeMissing) as missing:
        write_pdf(b"docx")
    assert str(missing.value) == (
        "没有找到 LibreOffice，无法生成 PDF。请在服务器上安装："
        "apt install libreoffice-writer fonts-noto-cjk"
    )


def test_pdf_is_what_the_office_made_of_the_docx(office):
    office(GOOD)
    assert write_pdf(b"the docx itself") == b"the docx itself"


def test_each_call_has_its_own_profile(office, tmp_path):
    office(f'echo "$1" >> {tmp_path}/profiles\n{GOOD}')
    write_pdf(b"a")
    write_pdf(b"b")
    profiles = (tmp_path / "profiles").read_text().split()
    assert len(set(profiles)) == 2
    assert {line.partition("=file:///")[0] for line in profiles} == {"-env:UserInstallation"}


def test_nothing_is_left_behind(office, tmp_path, monkeypatch):
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    office(GOOD)
    write_pdf(b"docx")
    assert list(room.iterdir()) == []


def test_office_is_told_no_secrets_of_ours(office, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    office(f"/usr/bin/env > {tmp_path}/environment\n{GOOD}")
    write_pdf(b"docx")
    lines = (tmp_path / "environment").read_text().splitlines()
    names = {line.partition("=")[0] for line in lines} - {"PWD", "SHLVL", "_", "OLDPWD"}
    assert names - {"HOME", "TMPDIR"} == {"PATH", "FONTCONFIG_FILE", "LANG", "SAL_USE_VCLPLUGIN"}


def test_office_gets_our_font_file(office, tmp_path):
    office(f'/bin/cp "$FONTCONFIG_FILE" {tmp_path}/fonts.conf\n{GOOD}')
    expected = fonts_conf()
    write_pdf(b"docx")
    assert (tmp_path / "fonts.conf").read_text() == expected


def test_failing_office_is_reported_with_its_words(office):
    office("echo 'Error: source file could not be loaded' >&2; exit 1")
    with pytest.raises(OfficeFailed) as failed:
        write_pdf(b"docx")
    assert str(failed.value) == ("LibreOffice 没有生成 PDF：Error: source file could not be loaded")


def test_silent_failure_is_reported_too(office):
    office("exit 0")
    with pytest.raises(OfficeFailed) as failed:
        write_pdf(b"docx")
    assert str(failed.value) == "LibreOffice 没有生成 PDF：没有说明原因"


def test_slow_office_is_ended_with_its_children(office, tmp_path):
    office(f"/bin/sleep 60 &\necho $! > {tmp_path}/child\nwait")
    begun = time.monotonic()
    with pytest.raises(OfficeFailed) as failed:
        write_pdf(b"docx", timeout=0.5)
    assert str(failed.value) == "LibreOffice 在 0.5 秒内没有完成 PDF 转换。"
    assert time.monotonic() - begun < 10
    assert not runs(int((tmp_path / "child").read_text()))


def runs(process: int) -> bool:
    """Whether a process still works: one that ended but that nobody has collected does not."""
    for _ in range(50):
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.02)
    return True


def test_docx_is_given_as_the_bytes_it_was(office):
    office(GOOD)
    data = os.urandom(1000)
    assert write_pdf(data) == data


def families(element) -> list[str]:
    return [family.text for family in element.iter("family")]


def test_every_official_font_has_a_stand_in_of_noto():
    root = ElementTree.fromstring(fonts_conf())  # noqa: S314 -- our own text
    names = [families(alias) for alias in root.findall("alias")]
    aliases = {official: stand_ins[-1] for official, *stand_ins in names}
    assert aliases == {
        "仿宋_GB2312": "Noto Serif CJK SC",
        "仿宋": "Noto Serif CJK SC",
        "楷体_GB2312": "Noto Serif CJK SC",
        "黑体": "Noto Sans CJK SC",
        "宋体": "Noto Serif CJK SC",
        "方正小标宋简体": "Noto Serif CJK SC",
        "Times New Roman": "Noto Serif CJK SC",
    }


def test_every_font_of_the_form_is_covered():
    used = {font for look in gbt9704.LOOKS for font in (look.font, look.western)}
    root = ElementTree.fromstring(fonts_conf())  # noqa: S314 -- our own text
    covered = {families(alias)[0] for alias in root.findall("alias")}
    assert used - covered == set()


@pytest.mark.parametrize(
    ("official", "fandol"),
    [("仿宋_GB2312", "FandolFang R"), ("楷体_GB2312", "FandolKai"), ("黑体", "FandolHei")],
)
def test_fandol_is_preferred_to_noto(official, fandol):
    root = ElementTree.fromstring(fonts_conf())  # noqa: S314 -- our own text
    alias = next(alias for alias in root.findall("alias") if families(alias)[0] == official)
    assert families(alias).index(fandol) < len(families(alias)) - 1


def test_stand_in_for_the_title_font_is_bold():
    root = ElementTree.fromstring(fonts_conf())  # noqa: S314 -- our own text
    match = root.find("match")
    assert match.find("test/string").text == "方正小标宋简体"
    assert (match.find("edit").get("name"), match.find("edit/const").text) == ("weight", "bold")


def test_font_file_adds_to_the_systems_own(monkeypatch):
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    root = ElementTree.fromstring(fonts_conf())  # noqa: S314 -- our own text
    assert root.find("include").text == "/etc/fonts/fonts.conf"


def test_font_file_adds_to_the_one_the_server_was_given(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "/srv/fonts & more.conf")
    root = ElementTree.fromstring(fonts_conf())  # noqa: S314 -- our own text
    assert root.find("include").text == "/srv/fonts & more.conf"
