"""`hotline run`: from an empty directory to a site that answers, and back to nothing running."""

from __future__ import annotations

import dataclasses
import os
import signal
import socket
from types import FrameType

import click

from hotline.site.assets import AssetsMissingError, ensure_assets
from hotline.site.children import keep_running, running, wait_until_serving
from hotline.site.environment import ROOT, Environment
from hotline.site.opening import environment, revive_database, site_open, whole_office
from hotline.site.refusals import NotReadyError, progress

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command(help="启动网站;Ctrl-C 停止 / start the site; Ctrl-C stops it.")
@click.option("--port", type=click.IntRange(1, 65535), help="监听端口 / port to listen on")
@click.option("--no-sample", is_flag=True, help="不载入示例数据 / load no sample months")
def command(port: int | None, no_sample: bool) -> None:
    """Prepares everything that is missing, serves until told to stop, and tidies up."""
    for number in STOPPING:
        signal.signal(number, _stop_once)
    try:
        serve(_with_port(environment(), port), sample=not no_sample)
    except KeyboardInterrupt:
        click.echo("已停止 / stopped", err=True)


def serve(read: Environment, *, sample: bool) -> None:
    """The whole start, then waiting; every `with` undoes its part on the way out."""
    refuse_taken_port(read)
    prepare_assets(read)
    with site_open(migrated=False):
        prepare_site(read, sample=sample)
        with running(read, switchboard=has_exchange()) as programs:
            wait_until_serving(read, programs)
            announce(read)
            keep_running(read, programs, _tell, lambda: revive_database(read))


def _tell(line: str) -> None:
    click.echo(line, err=True)


def has_exchange() -> bool:
    """Whether a road to a telephone exchange is on."""
    from hotline.channels.telephone.switchboard import is_wanted  # noqa: PLC0415

    with whole_office():
        return is_wanted()


def prepare_assets(read: Environment) -> None:
    """Front-end files, before anything else is started."""
    try:
        if ensure_assets(ROOT, read.var / "assets"):
            progress("整理前端文件 / front-end files are in place")
    except AssetsMissingError as error:
        raise NotReadyError(str(error)) from error


def prepare_site(read: Environment, *, sample: bool) -> None:
    """Tables, city and collected files, each only when something is missing."""
    from hotline.site import migrations, preflight, sample_city, static_files  # noqa: PLC0415

    with migrations.as_owner():
        preflight.check_before_migrating()
        missing = migrations.unapplied()
    if missing or list(preflight.wall_failures()):
        progress(f"更新数据库结构({missing} 项)/ bringing the tables up to date")
        migrations.bring_up_to_date()
    preflight.check_wall()
    with whole_office():
        sample_city.prepare(read, progress, sample=sample)
    preflight.check_before_serving(read)
    for warning in preflight.serving_warnings(read):
        progress(f"注意 / note: {warning}")
    if static_files.collect_if_changed():
        progress("收集页面文件 / page files are collected")


def announce(read: Environment) -> None:
    """Tells where the site is and who can sign in."""
    from hotline.site.keys import sample_password  # noqa: PLC0415
    from hotline.site.sample_city import sample_accounts  # noqa: PLC0415

    click.echo(f"\n网址 / address: http://{read.host}:{read.port}/")
    accounts = [] if read.in_production else sample_accounts()
    if accounts:
        click.echo(f"示例账号(密码均为)/ sample accounts, all with the password: "
                   f"{sample_password(read)}")  # fmt: skip
    for account in accounts:
        click.echo(f"  {account.username:<16}{account.role}")
    click.echo("按 Ctrl-C 停止 / Ctrl-C stops\n")


def refuse_taken_port(read: Environment) -> None:
    """Says at once that the port is in use, most often by ourselves."""
    family = socket.AF_INET6 if ":" in read.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((read.host, read.port))
        except OSError as error:
            raise NotReadyError(
                f"端口 {read.host}:{read.port} 不可用(可能网站已在运行),请换用 --port / "
                f"the port cannot be used ({error.strerror}): try another --port"
            ) from error


def _with_port(read: Environment, port: int | None) -> Environment:
    """The environment with the port of the command line."""
    if port is None:
        return read
    os.environ["HOTLINE_PORT"] = str(port)
    return dataclasses.replace(read, port=port)


def _stop_once(number: int, frame: FrameType | None) -> None:
    """Turns the first signal into an orderly way out, and lets nothing disturb it."""
    for other in STOPPING:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt
