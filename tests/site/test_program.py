"""The program: help in two languages, exit codes that scripts can read."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner, Result

from hotline.site.program import COMMANDS, main


def _called(*arguments: str, **variables: str) -> Result:
    """The program as called with these arguments and environment variables."""
    return CliRunner().invoke(main, arguments, env=variables)


def test_help_lists_every_command_in_two_languages() -> None:
    shown = _called("help")
    listed = shown.output.split("Commands:\n")[1].splitlines()
    assert shown.exit_code == 0
    assert [line.split()[0] for line in listed if line.startswith("  ")] == list(COMMANDS)
    assert all(" / " in text for _, text in COMMANDS.values())


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"manage"}))
def test_every_command_explains_itself(name: str) -> None:
    shown = _called("help", name)
    assert shown.output == _called(name, "--help").output
    assert (shown.exit_code, " / " in shown.output) == (0, True)


@pytest.mark.parametrize("arguments", [("nothing",), ("run", "--port", "0"), ("help", "nothing")])
def test_a_wrong_call_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert _called(*arguments).exit_code == 2


def test_a_wrong_setting_ends_with_3_and_one_line() -> None:
    ended = _called("run", HOTLINE_PORT="eighty")
    assert ended.exit_code == 3
    assert ended.stderr.splitlines() == [
        "✗ 设置 HOTLINE_PORT='eighty' 无效,应为 0, 1, 2 … / HOTLINE_PORT must be 0, 1, 2 …"
    ]


def test_every_command_of_the_list_can_be_loaded() -> None:
    context = click.Context(main)
    commands = [main.get_command(context, name) for name in COMMANDS]
    assert [isinstance(command, click.Command) for command in commands] == [True] * len(COMMANDS)
