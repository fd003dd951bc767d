"""`hotline help [COMMAND]`: the same text as --help."""

from __future__ import annotations

import click


@click.command(help="显示帮助 / show help.")
@click.argument("name", required=False)
@click.pass_context
def command(context: click.Context, name: str | None) -> None:
    """Shows the program's help, or one command's."""
    parent = context.parent
    if parent is None or not isinstance(parent.command, click.Group):
        return
    if name is None:
        click.echo(parent.get_help())
        return
    wanted = parent.command.get_command(parent, name)
    if wanted is None:
        raise click.UsageError(f"没有命令 {name} / no such command")
    click.echo(wanted.get_help(click.Context(wanted, info_name=name, parent=parent)))
