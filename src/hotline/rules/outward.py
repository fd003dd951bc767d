"""Whom we may speak to when somebody else wrote down the address: hosts of the internet, by https.

A server that fetches or posts where it is told to can be told to reach what only it can reach
(server-side request forgery, OWASP A10:2021). So an address is checked twice: as it is written
here, and every address of the network that its name stands for before one is connected to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

LONGEST = 500
HTTPS = 443
PORTS = frozenset({443, 8443})
_PLAIN = re.compile(r"[\x21-\x7e]+")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62}\.)*[a-z0-9-]{1,63}|\[[0-9a-f:.]+\]")
# What is no host of the internet (IANA, special-purpose address registries). Python's own
# `is_global` lets some of it pass, by version.
NEAR_FOUR = tuple(
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # a cloud's metadata server
    )
)
GLOBAL_SIX = ip_network("2000::/3")
NEAR_SIX = tuple(
    ip_network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)
# Addresses that carry an IPv4 address inside (RFC 6052): it counts.
NAT64 = ip_network("64:ff9b::/96")


class NotAllowed(ValueError):
    """We do not speak to this address; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: by https unless a test says otherwise."""

    host: str
    port: int
    path: str
    is_secure: bool = True

    @property
    def named(self) -> str:
        """The host as a request names it."""
        usual = HTTPS if self.is_secure else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def place_of(url: str, *, loopback: bool = False) -> Place:
    """The place that an address names; `loopback`, for tests alone, allows plain http there."""
    text = url.strip()
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        raise NotAllowed(f"地址应为不超过 {LONGEST} 个字符的网址，不含空格和中文。")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise NotAllowed("地址的写法不对，请核对主机名和端口。") from error
    is_test = loopback and parts.scheme == "http" and host == "127.0.0.1"
    if parts.scheme != "https" and not is_test:
        raise NotAllowed("地址必须以 https:// 开头。")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("地址里不能带用户名和密码。")
    shown = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(shown):
        raise NotAllowed("地址里没有可用的主机名。")
    if not is_test and (port or HTTPS) not in PORTS:
        raise NotAllowed("端口只能是 443 或 8443。")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(shown, port or HTTPS, path, is_secure=not is_test)


def is_public(address: str) -> bool:
    """Whether this is the address of a host on the internet, and of nothing nearer."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return _is_public_six(found)
    return _is_public_four(found)


def _is_public_four(found: IPv4Address) -> bool:
    return found.is_global and not any(found in near for near in NEAR_FOUR)


def _is_public_six(found: IPv6Address) -> bool:
    inside = found.ipv4_mapped
    if inside is None and found in NAT64:
        inside = IPv4Address(int(found) & 0xFFFF_FFFF)
    if inside is not None:
        return _is_public_four(inside)
    return found in GLOBAL_SIX and not any(found in near for near in NEAR_SIX)
