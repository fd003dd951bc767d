"""`hotline engines read`: have the engines read the cases from before they were switched on."""

from __future__ import annotations

from datetime import datetime

import click

from hotline.site.office import office_open


@click.command(
    help="让引擎往回读以前的工单，从新到旧 / read the older cases too, the newest first."
    "\n\n后台每分钟读一批，进度见 /desk/engines；再次执行从停下处接着读，已读的不再读。"
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="读到哪一天 / how far back")
@click.option("--stop", is_flag=True, help="停止 / stop")
def command(since: datetime | None, stop: bool) -> None:
    """Only says what is wanted; the worker reads."""
    if (since is None) != stop:
        raise click.UsageError("请写 --since 2026-01-01 或 --stop / give a day, or --stop")
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.rules.workdays import CHINA  # noqa: PLC0415
        from hotline.steps.moving import Refused  # noqa: PLC0415
        from hotline.steps.reading.read_back import stop_back, want_back  # noqa: PLC0415

        now = timezone.now()
        if since is None:
            stop_back(by=None, at=now)
        else:
            try:
                want_back(since=since.replace(tzinfo=CHINA), by=None, at=now)
            except Refused as error:
                raise click.ClickException(str(error)) from error
    click.echo("已停止。" if stop else "后台开始往回读，进度见 /desk/engines。")
