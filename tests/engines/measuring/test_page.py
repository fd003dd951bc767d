"""The page of the measurements, and the command that writes it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from hotline.engines.measuring.page import page_of
from hotline.engines.measuring.sections import Figure, Section, Table
from hotline.site.program import main

HEAD = "id,title,text,reply\n"


def test_words_of_a_message_are_never_markup() -> None:
    hostile = "<script>alert(1)</script>"
    page = page_of(
        [
            Section(
                hostile,
                [Figure(hostile, hostile, hostile, False, hostile)],
                [Table(hostile, [hostile], [[hostile]])],
                [hostile],
            )
        ]
    )
    assert (page.count("<script"), page.count("&lt;script&gt;")) == (0, 9)


def test_the_command_says_each_figure_and_writes_the_page(tmp_path: Path) -> None:
    (tmp_path / "messages_few.csv").write_text(
        HEAD + "1,路灯不亮,电话15400000001,已修\n", encoding="utf-8"
    )
    out = tmp_path / "page.html"
    asked = ["engines", "report", str(tmp_path), "--only", "redaction", "--out", str(out)]
    said = CliRunner().invoke(main, asked)
    assert said.stdout.splitlines()[0].startswith("✓ 隐去个人信息 · 还原后与原文不同：0")
    assert "<td>电话号码</td><td>1</td>" in out.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_refused() -> None:
    said = CliRunner().invoke(main, ["engines", "report", "/nowhere"])
    assert (said.exit_code, "没有资料夹" in said.output) == (2, True)
