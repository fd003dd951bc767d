"""`hotline engines train` and `classify`: from a file of labelled texts to lines of answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.site.commands.engines import command

HEATING, BUSES = "暖气不热，室温太低", "公交车不来，等了很久"


def _file(folder: Path, rows: list[str], head: str = "label,title,text") -> Path:
    """A file of labelled texts."""
    path = folder / "labelled.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def _rows() -> list[str]:
    """Ten of each of two labels."""
    pairs = (("供暖", HEATING), ("公交", BUSES))
    return [
        f"{label},{place}{text[:4]},{place}{text}"
        for label, text in pairs
        for place in "甲乙丙丁戊己庚辛壬癸"
    ]


def _run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(command, list(arguments), input=text)


def _trained(folder: Path) -> Path:
    """A folder with a model."""
    model = folder / "model"
    labelled = str(_file(folder, _rows()))
    done = _run("train", "--labelled", labelled, "--model", str(model), "--fast")
    assert done.exit_code == 0, done.output
    return model


def test_texts_are_classified_line_by_line(tmp_path: Path) -> None:
    lines = ['{"id": 7, "title": "暖气冰凉", "text": "室温太低"}', '"公交车总不来"']
    done = _run("classify", "--model", str(_trained(tmp_path)), text="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(answer.get("id"), answer["label"]) for answer in answers] == [
        (7, "供暖"),
        (None, "公交"),
    ]
    assert list(answers[0]) == ["id", "label", "confidence", "reasons", "alternatives"]
    assert list(answers[0]["reasons"][0]) == ["words", "weight", "start"]


def test_an_odd_text_is_answered_like_any_other(tmp_path: Path) -> None:
    labelled = str(_file(tmp_path, _rows()))
    model = str(tmp_path / "model")
    assert _run("train", "--labelled", labelled, "--model", model).exit_code == 0
    lines = ['{"text": "暖气\\ud800冰凉"}', '{"title": null, "text": ""}', '{"text": "\\u0000😀"}']
    done = _run("classify", "--model", model, text="\ufeff" + "\n".join(lines))
    first, *others = (json.loads(line)["label"] for line in done.stdout.splitlines())
    assert (done.exit_code, first, len(others)) == (0, "供暖", 2)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "第 1 行不是 JSON"),
        ("7", "第 1 行应为对象或字符串"),
        ('{"id": 1}', "每行要有 title 或 text"),
    ],
)
def test_a_broken_line_is_refused(tmp_path: Path, line: str, message: str) -> None:
    done = _run("classify", "--model", str(_trained(tmp_path)), text=line)
    assert (done.exit_code, message in done.output) == (2, True)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    done = _run("classify", "--model", str(tmp_path), text='"甲"')
    assert (done.exit_code, "没有模型文件" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("rows", "head", "message"),
    [
        (["供暖,甲,乙"], "kind,title,text", "缺少列：label"),
        ([], "label,title,text", "没有带分类的文本"),
        (["供暖,甲,乙", "供暖,丙,丁"], "label,title,text", "只有一个分类“供暖”"),
    ],
)
def test_a_file_that_teaches_nothing_is_refused(
    tmp_path: Path, rows: list[str], head: str, message: str
) -> None:
    path = _file(tmp_path, rows, head)
    done = _run("train", "--labelled", str(path), "--model", str(tmp_path / "model"))
    assert (done.exit_code, message in done.output) == (2, True)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = _run("train", "--labelled", str(tmp_path / "no.csv"), "--model", str(tmp_path / "model"))
    assert (done.exit_code, "找不到文件" in done.output) == (2, True)
