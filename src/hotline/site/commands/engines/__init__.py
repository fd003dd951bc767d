"""`hotline engines …`: the text engines tried, trained and measured on files."""

from __future__ import annotations

from importlib import import_module

import click

# name → (file beside this one, help); a new one is a new line here.
COMMANDS: dict[str, tuple[str, str]] = {
    "report": ("report", "测量各引擎，写成网页 / measure the engines, as a page"),
    "redact": ("redact", "找出并隐去个人信息 / find and replace personal data"),
    "train": ("train", "训练分类模型 / train a classifier"),
    "classify": ("classify", "给文本分类 / classify texts"),
    "learn": ("learn", "从本单位的已办结工单学习 / learn from the office's own closed cases"),
    "read": ("read_back", "往回读以前的工单 / read the older cases too"),
    "similar": ("similar", "找出同一事项的来信 / pairs of the same matter"),
    "issues": ("issues", "找出一批来信中的热点问题 / hot issues of a corpus"),
    "check-reply": ("check_reply", "检查答复 / check replies before they are sent"),
}


class Engines(click.Group):
    """Finds the commands in the list and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the list."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"hotline.site.commands.engines.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list with its help, without importing anything."""
        with formatter.section("命令 / Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=Engines,
    help="文本引擎：用文件训练、试用、测量；learn 学习本单位的工单 / text engines on files.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """Files in and lines of JSON out; the office's own engines are at /desk/engines."""
