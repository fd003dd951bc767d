"""A site of its own for a measurement: fresh database, city loaded, all of it gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.site.environment import ROOT, Environment
from hotline.site.opening import environment, site_open
from hotline.site.place import embedded_place

CITY = "siping"


@contextmanager
def scratch_site(city: str = CITY) -> Iterator[Environment]:
    """Holds an embedded server with the city's tables in a directory that is removed again.

    Without a city the tables are there, and empty.

    What the caller's environment says of HOTLINE_VAR and DATABASE_URL is not looked at, so no
    measurement can ever touch an office's records.
    """
    var = Path(tempfile.mkdtemp(prefix="hotline-bench-"))
    var.chmod(0o755)
    _use_only(var)
    try:
        with site_open(migrated=False) as read:
            from hotline.records.scope import everything  # noqa: PLC0415 - needs Django set up

            _load_city(city)
            with everything():
                yield read
    finally:
        shutil.rmtree(embedded_place(var).data.parent, ignore_errors=True)
        shutil.rmtree(var, ignore_errors=True)


def _use_only(var: Path) -> None:
    """Sets the environment to an installation with nothing but defaults."""
    for name in [name for name in os.environ if name.startswith("HOTLINE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"HOTLINE_VAR": str(var), "HOTLINE_CITY": CITY, "HOTLINE_PORT": str(_free())}
    os.environ["HOTLINE_LOG_LEVEL"] = "WARNING"
    environment()


def _free() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _load_city(city: str) -> None:
    """Tables, and in them the city's units, channels, topics, limits and sample accounts."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.site import migrations  # noqa: PLC0415
    from hotline.steps.setup.load_city import load_city, read_folder  # noqa: PLC0415

    migrations.bring_up_to_date()
    if city:
        load_city(read_folder(ROOT / "cities" / city), at=timezone.now())
