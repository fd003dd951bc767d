"""`hotline check`: everything that a change must pass."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import click

from hotline.site.commands.test import passes
from hotline.site.environment import ROOT
from hotline.site.refusals import FAILED, OK

CHECKS = (
    ("格式 / format", ("ruff", "format", "--check")),
    ("规范 / lint", ("ruff", "check")),
    ("类型 / types", ("mypy",)),
    ("分层 / contracts", ("lint-imports",)),
)


@click.command(
    help="格式、规范、类型、分层与测试 / format, lint, types, import contracts and tests."
)
@click.option("--no-tests", is_flag=True, help="不运行测试 / leave the tests out")
def command(no_tests: bool) -> None:
    """Runs every check even after one has failed, so that one run shows all."""
    failed = [title for title, line in CHECKS if not _checked(title, line)]
    if not no_tests and not passes(()):
        failed.append("测试 / tests")
    for title in failed:
        click.echo(f"✗ 未通过 / failed: {title}", err=True)
    raise SystemExit(FAILED if failed else OK)


def _checked(title: str, line: tuple[str, ...]) -> bool:
    """Runs one tool of our own environment."""
    begun = time.monotonic()
    tool = Path(sys.executable).with_name(line[0])
    done = subprocess.run([str(tool), *line[1:]], cwd=ROOT, check=False)  # noqa: S603
    mark = "✗" if done.returncode else "✓"
    click.echo(f"{mark} {title} ({time.monotonic() - begun:.0f} s)", err=True)
    return done.returncode == OK
