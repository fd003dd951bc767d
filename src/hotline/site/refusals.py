"""How a command says that it cannot go on: one clear line, and an exit code that scripts read."""

from __future__ import annotations

import click

OK = 0
FAILED = 1
USAGE = 2
NOT_READY = 3


class NotReadyError(click.ClickException):
    """Something around the program is missing or wrong; the message names the remedy."""

    exit_code = NOT_READY

    def show(self, file: object = None) -> None:
        """Prints the message itself, without a foreign word before it."""
        click.echo(f"✗ {self.message}", err=True)


def progress(line: str) -> None:
    """Tells the person at the terminal what is being done; output for programs stays clean."""
    click.echo(f"… {line}", err=True)


class RefusedError(NotReadyError):
    """What was asked cannot be done; the message says why and what to do instead."""

    exit_code = FAILED


class WrongUsageError(NotReadyError):
    """An argument or option cannot be understood; the message says how it should be written."""

    exit_code = USAGE
