"""`hotline docs`: write the parts of the documents anew that follow from the code."""

from __future__ import annotations

import click

from hotline.site.written_docs import DOCUMENTS, rewritten


@click.command(help="按代码重写文档中的图和表 / rewrite the diagrams and tables of the documents")
def command() -> None:
    """Says which documents changed."""
    for path in DOCUMENTS:
        text = rewritten(path)
        changed = text != path.read_text("utf-8")
        path.write_text(text, "utf-8")
        click.echo(f"{'已重写 / rewritten' if changed else '无变化 / unchanged'}: {path.name}")
