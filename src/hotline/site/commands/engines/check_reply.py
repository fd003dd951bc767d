"""`hotline engines check-reply`: what is wrong with each reply, lines of JSON in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from hotline.engines.messages import moment_of
from hotline.engines.replies.checking import Reply
from hotline.engines.replies.corpus import Given, check_all
from hotline.engines.replies.findings import Checked
from hotline.engines.replies.wording import Filled
from hotline.rules.workdays import CHINA
from hotline.site.commands.engines.files import json_lines, say_lines


@click.command(
    "check-reply",
    help="检查答复 / check replies: {title, text, reply} a line in, findings out.",
)
def command() -> None:
    """Replies of standard input, those that repeat one another recognised among them."""
    given = [given_of(row, place) for place, row in enumerate(json_lines(), start=1)]
    say_lines(told(name, checked) for name, checked in check_all(given))


def given_of(row: Mapping[str, Any], place: int) -> Given:
    """One line: id, title, text, reply; also reply_time or time, unit, solved, is_true, contacted,
    beyond_remit where known."""
    said = {name: str(row.get(name) or "") for name in ("id", "title", "text", "reply", "unit")}
    moment = moment_of(str(row.get("reply_time") or row.get("time") or ""))
    filled = {name: _answer(row.get(name)) for name in Filled.__dataclass_fields__}
    return Given(
        id=said["id"] or str(place),
        reply=Reply(said["title"], said["text"], said["reply"], Filled(**filled)),
        day=moment.date() if moment is not None else _today(),
        unit=said["unit"],
    )


def told(name: str, checked: Checked) -> dict[str, Any]:
    """A check as an object."""
    return {
        "id": name,
        "findings": [asdict(each) for each in checked.findings],
        "verdict": checked.verdict,
        "score": checked.score,
        "requests": list(checked.requests),
        "promises": [
            {"due": each.due.isoformat(), "words": each.words} for each in checked.promises
        ],
    }


def _answer(value: object) -> bool | None:
    words = str(value).strip().lower()
    if words in ("yes", "true", "1", "是"):
        return True
    return False if words in ("no", "false", "0", "否") else None


def _today() -> date:
    return datetime.now(CHINA).date()
