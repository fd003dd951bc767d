"""Which adapters there are, by the word in `Road.adapter`: a new one is a file and a line here."""

from __future__ import annotations

from hotline.channels.dummy import Dummy
from hotline.channels.exchange.adapter import Exchange
from hotline.channels.failing import Failing
from hotline.channels.hand import Hand
from hotline.channels.mail.adapter import Mail
from hotline.channels.open311.adapter import Open311
from hotline.channels.open_data import OpenData
from hotline.channels.platform_files import PlatformFiles
from hotline.channels.shape import Adapter
from hotline.channels.sms import Sms
from hotline.channels.telephone.cti import Cti
from hotline.channels.telephone.exchanges import MAKES
from hotline.channels.webhook import Webhook
from hotline.channels.wechat.adapter import WeChat
from hotline.records.models import Road

ADAPTERS: dict[str, Adapter] = {
    "hand": Hand(),
    "cti": Cti(),
    "files": PlatformFiles(),
    "dummy": Dummy(),
    "failing": Failing(),
    "exchange": Exchange(),
    **{word: make.adapter for word, make in MAKES.items()},
    "mail": Mail(),
    "open311": Open311(),
    "open_data": OpenData(),
    "sms": Sms(),
    "webhook": Webhook(),
    "wechat": WeChat(),
}


def adapter_of(road: Road) -> Adapter:
    """The adapter of a road; raises KeyError for one that this program does not have."""
    return ADAPTERS[road.adapter]
