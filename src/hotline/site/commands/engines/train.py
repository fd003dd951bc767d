"""`hotline engines train`: a classifier out of a file of labelled texts."""

from __future__ import annotations

from pathlib import Path

import click

from hotline.engines.classifying import Model
from hotline.rules.guessing import Example, Text
from hotline.site.commands.engines.files import csv_rows
from hotline.site.refusals import WrongUsageError, progress

FEWEST_VALUES = 2


@click.command(help="用带分类的 CSV 训练分类模型 / train a classifier from labelled texts.")
@click.option("--labelled", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--text", "texts", default="title,text", show_default=True, help="文本列，逗号分隔，首列为标题"
)
@click.option(
    "--label", default="label", show_default=True, help="分类列；多级分类用 / 分隔，如 01/0102"
)
@click.option("--group", default="", help="近似重复的分组列（可省略）")
@click.option("--model", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=0, show_default=True, help="随机种子")
@click.option("--fast", is_flag=True, help="只看字串，不看词（训练更快，略欠准确）")
def command(  # noqa: PLR0917 - click names them
    labelled: Path, texts: str, label: str, group: str, folder: Path, seed: int, fast: bool
) -> None:
    """Reads the file, learns, keeps the model in its folder."""
    examples = examples_of(labelled, _columns(texts), label, group)
    values = {example.value for example in examples}
    progress(f"{len(examples)} 条，{len(values)} 类，开始训练")
    model = Model.train(examples, seed=seed, fast=fast)
    model.save(folder)
    progress(f"模型 {model.version} 已存入 {folder}")


def examples_of(path: Path, texts: list[str], label: str, group: str = "") -> list[Example]:
    """The examples of a file; refused where there is nothing to tell apart."""
    if not path.is_file():
        raise WrongUsageError(f"找不到文件：{path} / no such file")
    rows = csv_rows(path, *texts, label, *([group] if group else []))
    examples = [
        Example(_text(row, texts), row[label].strip(), row[group] if group else "")
        for row in rows
        if row[label].strip() and any(row[name].strip() for name in texts)
    ]
    if not examples:
        raise WrongUsageError(f"{path.name} 中没有带分类的文本 / no labelled texts")
    if len({example.value for example in examples}) < FEWEST_VALUES:
        raise WrongUsageError(
            f"“{label}”列只有一个分类“{examples[0].value}”，至少要有两个才能训练 / one label only"
        )
    return examples


def _columns(texts: str) -> list[str]:
    """The names of the columns of text, the title first."""
    names = [name.strip() for name in texts.split(",") if name.strip()]
    if not names:
        raise WrongUsageError("--text 应写文本列的列名，如 title,text / name the text columns")
    return names


def _text(row: dict[str, str], names: list[str]) -> Text:
    """The first of several columns is the title; a single one is the text."""
    if len(names) == 1:
        return Text("", row[names[0]])
    return Text(row[names[0]], "\n".join(row[name] for name in names[1:] if row[name]))
