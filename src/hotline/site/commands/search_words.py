"""`hotline search-words`: every case proved to be found by the words that it has."""

from __future__ import annotations

import click

from hotline.site.office import office_open


@click.command(
    help="复核全文检索：每件工单都查得到 / prove that the search finds every case."
    "\n\n有缺漏时退出码为 1 / exit code 1 when something is missing."
)
@click.option("--repair", is_flag=True, help="补上缺漏 / mend what is missing")
def command(repair: bool) -> None:
    """Goes through all cases in batches; may be interrupted and begun again."""
    read = differ = 0
    with office_open():
        from hotline.steps.refill_words import refill_words  # noqa: PLC0415 - needs Django set up

        for batch in refill_words(repair=repair):
            read, differ = batch
    done = "，已补上 / mended" if repair and differ else ""
    click.echo(f"工单 {read} 件，检索缺漏 {differ} 件 / cases read, not as they should be{done}")
    if differ and not repair:
        raise SystemExit(1)
