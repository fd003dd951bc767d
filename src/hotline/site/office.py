"""Opens the office for a command: the city is loaded, and a refusal is one line in Chinese."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from hotline.rules.workdays import CHINA
from hotline.site.environment import Environment
from hotline.site.opening import site_open
from hotline.site.refusals import NotReadyError, RefusedError


@contextmanager
def office_open() -> Iterator[Environment]:
    """Holds the database for the length of a block; what a step refuses ends it in one line."""
    with site_open() as read, _steps_refusals():
        refuse_without_city()
        yield read


@contextmanager
def _steps_refusals() -> Iterator[None]:
    """Turns what steps raise for a person into the program's own refusal."""
    from hotline.rules.life import NotOpen  # noqa: PLC0415 - needs Django set up
    from hotline.rules.permits import NotPermitted  # noqa: PLC0415
    from hotline.steps.moving import Refused  # noqa: PLC0415
    from hotline.steps.storing.book import LostRace  # noqa: PLC0415

    try:
        yield
    except (Refused, NotOpen, NotPermitted, LostRace) as refusal:
        raise RefusedError(str(refusal)) from refusal


def refuse_without_city() -> None:
    """Stops a command that would meet an office without channels, units and forms."""
    from hotline.records.models import Office  # noqa: PLC0415 - needs Django set up

    if not Office.objects.exists():
        raise NotReadyError(
            "尚未载入城市资料,请先运行一次 ./hotline run / no city is loaded: "
            "run ./hotline run once"
        )


def china_time(moment: datetime) -> str:
    """A moment as people here read it, to the second."""
    return moment.astimezone(CHINA).isoformat(timespec="seconds")


def say_json(value: object) -> None:
    """Prints a value for programs; half a surrogate pair goes out as its JSON escape."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(text.encode("utf-8", "backslashreplace").decode())
