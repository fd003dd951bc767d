"""Which adapters there are, by the word in `Road.adapter`: a new one is a file and a line here."""

from __future__ import annotations

from hotline.channels.dummy import Dummy
from hotline.channels.failing import Failing
from hotline.channels.hand import Hand
from hotline.channels.platform_files import PlatformFiles
from hotline.channels.shape import Adapter
from hotline.records.models import Road

ADAPTERS: dict[str, Adapter] = {
    "hand": Hand(),
    "files": PlatformFiles(),
    "dummy": Dummy(),
    "failing": Failing(),
}


def adapter_of(road: Road) -> Adapter:
    """The adapter of a road; raises KeyError for one that this program does not have."""
    return ADAPTERS[road.adapter]
