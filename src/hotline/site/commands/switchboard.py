"""`hotline switchboard`: listens to the telephone exchanges; `hotline run` starts it by itself."""

from __future__ import annotations

import signal
from threading import Event

import click

from hotline.site.opening import site_open


@click.command(help="接听话务交换机的事件 / listen to the telephone exchanges")
def command() -> None:
    """Watches every exchange whose road is on, until told to stop."""
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.set())
    with site_open():
        from hotline.channels.telephone.switchboard import Switchboard  # noqa: PLC0415

        Switchboard().run(stopped)
