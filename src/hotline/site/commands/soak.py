"""`hotline soak`: drive the life of cases by chance for long, against the model of the tests."""

from __future__ import annotations

import os
import secrets

import click

from hotline.site.commands.test import passes
from hotline.site.refusals import FAILED, OK

DRIVEN = "tests/life"
MOST_SEED = 1_000_000


@click.command(help="长时间随机办理,与模型对照 / drive cases by chance for long, against a model")
@click.option("--runs", default=2000, show_default=True, help="每组次数 / runs of each of 3 seeds")
@click.option("--steps", default=80, show_default=True, help="每次步数 / steps of a run")
@click.option("--seed", default=None, type=int, help="随机种子,用于重现 / to repeat a run")
def command(runs: int, steps: int, seed: int | None) -> None:
    """Says with which seed it began, so that what it finds can be found again."""
    first = seed if seed is not None else secrets.randbelow(MOST_SEED)
    click.echo(f"随机种子 / seed: {first}")
    os.environ |= {
        "HOTLINE_SOAK_RUNS": str(runs),
        "HOTLINE_SOAK_STEPS": str(steps),
        "HOTLINE_SOAK_SEED": str(first),
    }
    raise SystemExit(OK if passes((DRIVEN,)) else FAILED)
