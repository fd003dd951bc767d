"""The `hotline` program: the list of its commands, each loaded only when it is called."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from hotline.site.refusals import NotReadyError, RefusedError

HELP = """12345 政务服务便民热线开放平台 / the open platform for a city's 12345 hotline.

\b
退出码 / exit codes:
  0  成功 / done
  1  未通过或出错 / findings, or failed
  2  用法错误 / wrong usage
  3  环境未就绪 / not ready: the message names the remedy
"""

# name → (file under commands/, help); a new command is a new line here.
COMMANDS = {
    "run": ("run", "启动网站 / start the site"),
    "test": ("test", "运行测试 / run the tests"),
    "soak": ("soak", "长时间随机办理工单 / drive cases by chance for long"),
    "calls": ("calls", "模拟来电 / simulate calls against the running site"),
    "check": ("check", "格式、规范、类型、分层与测试 / format, lint, types, contracts, tests"),
    "figures": ("figures", "通报的每个数字及其分子、分母 / every figure of a period"),
    "recount": ("recount", "复核统计台账 / prove the ledger of figures right"),
    "search-words": ("search_words", "复核全文检索 / prove that the search finds every case"),
    "bulletin": ("bulletin", "写出通报文件 / write a bulletin to a file"),
    "proofread": ("proofread", "核对通报的数字、名称和隐私 / check a published bulletin"),
    "import": ("import_arrivals", "批量导入来件 / import a file of arrivals"),
    "quarantine": ("quarantine", "处理隔离的记录 / settle records that could not be read"),
    "dispatch-rules": (
        "dispatch_rules",
        "派单目录与演算 / the dispatch catalogue, and simulations",
    ),
    "engines": ("engines", "文本引擎：训练、试用、测量 / text engines: train, try, measure"),
    "places": ("places", "由公开名录生成地名库 / make a gazetteer from public lists"),
    "switchboard": ("switchboard", "接听话务交换机 / listen to the telephone exchanges"),
    "staff": ("staff", "添加、停用工作人员 / add and end staff accounts"),
    "token": ("token", "发放接口令牌 / give a program a token for the API"),
    "exchange-key": (
        "exchange_key",
        "系统间交换线路的密钥 / the key pair of a road between installations",
    ),
    "city": ("city", "按文件更新城市资料 / load the city's files again"),
    "doctor": ("doctor", "检查运行环境并给出处理办法 / examine the installation"),
    "backup": ("backup", "备份数据库 / back up the database"),
    "restore": ("restore", "恢复备份到空数据库 / restore a backup into an empty database"),
    "migrate": ("migrate", "更新数据库结构 / bring the database up to date"),
    "docs": ("docs", "重写文档中的图和表 / rewrite the documents' generated parts"),
    "keys": ("keys", "生成个人信息密钥文件 / make the key ring for personal data"),
    "manage": ("manage", "Django 管理命令 / Django's management commands"),
    "help": ("help", "显示帮助 / show help"),
}


class Commands(click.Group):
    """Finds commands in the list and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the list."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"hotline.site.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; what nobody foresaw ends in one line too, unless debugging."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("HOTLINE_DEBUG") == "1":
                raise
            raise unforeseen(error) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list with its help, without importing anything."""
        with formatter.section("命令 / Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def unforeseen(error: Exception) -> NotReadyError:
    """One line for what went wrong; its own words stay out, they may quote a citizen."""
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415 - slow to import

    if isinstance(error, (OperationalError, InterfaceError)):
        return NotReadyError(
            "数据库没有响应,本次操作没有完成;请检查数据库服务后重试 / the database does not "
            "answer: look at its server, then try again"
        )
    return RefusedError(
        f"程序出错({type(error).__name__}),本次操作没有完成;设置 HOTLINE_DEBUG=1 再运行一次"
        f"可查看详情 / failed: run it again with HOTLINE_DEBUG=1 to see where"
    )


@click.group(cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotline")
def main() -> None:
    """Starts here; the help above is what people read."""


if __name__ == "__main__":
    main()
