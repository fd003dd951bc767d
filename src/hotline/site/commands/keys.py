"""`hotline keys`: makes the key ring of a first installation."""

from __future__ import annotations

import click

from hotline.records.sealing import KeyRing
from hotline.site.keys import write_private
from hotline.site.opening import environment
from hotline.site.refusals import FAILED


@click.command(help="生成个人信息密钥文件,已存在则不改动 / make the key ring, unless there is one.")
def command() -> None:
    """Refuses to overwrite: without the old ring nothing stored can be read."""
    path = environment().keyring_path
    path.parent.mkdir(parents=True, exist_ok=True)
    if not write_private(path, KeyRing.fresh()):
        click.echo(f"✗ 已存在,未改动 / exists already, left as it is: {path}", err=True)
        raise SystemExit(FAILED)
    click.echo(f"已生成,请另行妥善保管 / made; keep a copy away from the database: {path}")
