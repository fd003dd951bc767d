"""What an exchange road knows: where the other side is, and the keys of both."""

from __future__ import annotations

import re
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hotline.channels.exchange.signing import BadKey, private_key, public_keys
from hotline.channels.shape import Setting
from hotline.records.models import Road
from hotline.records.queries.roads import secrets_of
from hotline.rules.roads import RoadDown

ADAPTER = "exchange"
SETTINGS = (
    Setting(
        "address",
        "对方地址",
        "对方给的交换地址，例如 https://12345.example.cn/exchange/siping；须为 https。",
    ),
    Setting(
        "peer_key",
        "对方公钥",
        "对方用 hotline exchange-key 生成后告知；换钥期间可写两个，用空格分开。",
    ),
    Setting("ca_file", "根证书文件", "对方用自建证书时，其根证书在本机的路径。", required=False),
    Setting(
        "private_key",
        "本方私钥",
        "由 hotline exchange-key 生成并封存，不用手填。",
        secret=True,
        required=False,
    ),
)
CODE = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)
NO_KEY = "这条线路还没有本方私钥，请运行 hotline exchange-key 生成。"


def own_key(road: Road) -> Ed25519PrivateKey:
    """Our private key of this road, for signing; raises RoadDown where there is none."""
    try:
        return private_key(secrets_of(road)["private_key"])
    except (ValueError, KeyError, TypeError) as error:
        raise RoadDown(NO_KEY) from error


def peer_keys(road: Road) -> tuple[Ed25519PublicKey, ...]:
    """The other side's public keys; none where they were never given or are no keys."""
    return _peer_keys(str(road.settings.get("peer_key", "")))


@lru_cache(maxsize=256)
def _peer_keys(text: str) -> tuple[Ed25519PublicKey, ...]:
    try:
        return public_keys(text)
    except BadKey:
        return ()
