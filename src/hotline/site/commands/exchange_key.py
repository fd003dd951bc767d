"""`hotline exchange-key ROAD`: the key pair of a road between two installations."""

from __future__ import annotations

import click

from hotline.site.office import office_open
from hotline.site.refusals import RefusedError, WrongUsageError


@click.command(help="生成线路的密钥,显示公钥 / make a road's key pair; prints the public key.")
@click.argument("road")
@click.option("--next", "is_next", is_flag=True, help="先不启用 / made, and not used yet")
@click.option("--use-next", is_flag=True, help="启用预备的密钥 / use the one made with --next")
def command(road: str, is_next: bool, use_next: bool) -> None:
    """Prints the public key alone on standard output; the private one is nowhere to be seen."""
    with office_open():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.channels.exchange.keys import ADAPTER  # noqa: PLC0415
        from hotline.channels.exchange.signing import new_key_pair  # noqa: PLC0415
        from hotline.records.models import Road  # noqa: PLC0415
        from hotline.steps.moving import Refused  # noqa: PLC0415
        from hotline.steps.roads.new_key import keep_key, use_next_key  # noqa: PLC0415

        found = Road.objects.filter(code=road, adapter=ADAPTER).first()
        if found is None:
            raise WrongUsageError(f"没有代码为“{road}”的系统间交换线路 / no such exchange road")
        if use_next:
            try:
                use_next_key(found, by=None, at=timezone.now())
            except Refused as refusal:
                raise RefusedError(f"{refusal} / make one with --next first") from refusal
            click.echo("已启用 / in use")
            return
        private, public = new_key_pair()
        keep_key(found, private, is_next=is_next, by=None, at=timezone.now())
    click.echo("公钥,请告知对方 / the public key, for the other side:", err=True)
    click.echo(public)
