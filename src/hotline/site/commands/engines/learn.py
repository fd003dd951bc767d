"""`hotline engines learn`: train the classifying engine on the office's own closed cases."""

from __future__ import annotations

import click

from hotline.site.office import office_open


@click.command(
    help="从本单位已办结的工单学习分类，并与在用的版本比较 / learn from the office's own cases."
    "\n\n与每夜自动学习相同：新版本不比在用的差才启用，否则留作候选（/desk/engines）。"
)
@click.option("--fast", is_flag=True, help="较快而稍差 / faster and a little worse")
def command(fast: bool) -> None:
    """Every field is told as it is done; what was there before goes on running until then."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.steps.guessing.learn import begin_learning, run_learning  # noqa: PLC0415

        now = timezone.now()
        run = run_learning(begin_learning(by=None, at=now), at=now, fast=fast, tell=click.echo)
    if run.status != "done":
        raise SystemExit(1)
