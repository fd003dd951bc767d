"""`hotline engines issues`: the hot issues of a file of messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from hotline.engines.issues.finding import find_issues
from hotline.engines.issues.issue import COURSES, Issue
from hotline.engines.meaning import encoder
from hotline.site.commands.engines.files import messages_of


@click.command(help="找出一批来信中的热点问题 / hot issues of a file of messages.")
@click.option(
    "--corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True
)
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / as JSON")
def command(corpus: Path, top: int, as_json: bool) -> None:
    """The hottest issues, with their members."""
    found = find_issues(messages_of(corpus), encoder=encoder())[:top]
    if as_json:
        click.echo(json.dumps([as_object(each) for each in found], ensure_ascii=False, indent=1))
        return
    for rank, issue in enumerate(found, 1):
        heat = issue.heat
        click.echo(
            f"{rank:>3}  {heat.total:>6.1f}  {heat.messages:>4} 件 {heat.callers:>4} 人  "
            f"{COURSES[issue.course]}  {issue.name}"
        )


def as_object(issue: Issue) -> dict[str, Any]:
    """An issue as an object of JSON."""
    heat = issue.heat
    return {
        "name": issue.name,
        "heat": heat.total,
        "parts": dict(heat.points),
        "messages": heat.messages,
        "callers": heat.callers,
        "busiest_fortnight": heat.busiest,
        "growth": heat.growth,
        "echoes": heat.echoes,
        "days": heat.days,
        "from": issue.since.isoformat() if issue.since else None,
        "to": issue.until.isoformat() if issue.until else None,
        "places": list(issue.places),
        "districts": list(issue.districts),
        "words": list(issue.words),
        "course": issue.course.value,
        "single_caller": issue.is_persistent,
        "campaign": issue.is_campaign,
        "told_best_by": issue.told_best_by,
        "members": list(issue.members),
    }
