"""`hotline doctor`: looks at everything around the program and names each remedy."""

from __future__ import annotations

import dataclasses
import json

import click

from hotline.site.opening import site_open
from hotline.site.refusals import FAILED, OK


@click.command(help="检查运行环境并给出处理办法 / examine the installation and name the remedies.")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def command(as_json: bool) -> None:
    """Ends with 1 when something needs a person."""
    with site_open(migrated=False) as read:
        from hotline.site.checkup import Finding, examine  # noqa: PLC0415 - needs Django set up

        findings: list[Finding] = list(examine(read))
    if as_json:
        rows = [{**dataclasses.asdict(finding), "well": finding.well} for finding in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{'✓' if finding.well else '✗'} {finding.name:<12}{finding.found}")
            if finding.remedy:
                click.echo(f"  → {finding.remedy}")
    raise SystemExit(OK if all(finding.well for finding in findings) else FAILED)
