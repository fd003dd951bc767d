"""`hotline test`: the test suite, on the embedded server or on DATABASE_URL."""

from __future__ import annotations

import subprocess
import sys

import click

from hotline.site.environment import ROOT
from hotline.site.opening import tests_server
from hotline.site.refusals import FAILED, OK

PROCESSES = "2"


@click.command(
    help="运行测试;其后的参数交给 pytest / run the tests; further arguments go to pytest.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Ends with 0 when every test passed."""
    raise SystemExit(OK if passes(arguments) else FAILED)


def passes(arguments: tuple[str, ...]) -> bool:
    """Runs pytest; the server outlives the test processes, so it starts once and ends here.

    Tests that share what is dear to make are kept in one process, and begin first.
    """
    alone = {"-n", "-p", "--pdb"} & set(arguments)
    spread = () if alone else ("-n", PROCESSES, "--dist", "loadgroup")
    with tests_server():
        return _run([sys.executable, "-m", "pytest", *spread, *arguments])


def _run(line: list[str]) -> bool:
    """Runs to the end in the project's directory; says whether it went well."""
    return subprocess.run(line, cwd=ROOT, check=False).returncode == OK  # noqa: S603
