"""A browser as its owner knows it again: family and system, and an address that tells no place."""

from __future__ import annotations

import ipaddress

# In the order of asking: later ones call themselves by the names of earlier ones too.
FAMILIES = (
    ("MicroMessenger", "微信"),
    ("QQBrowser", "QQ 浏览器"),
    ("360SE", "360 浏览器"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
SHOWN_GROUPS = {4: 2, 6: 3}


def browser_of(user_agent: str) -> str:
    """What a browser calls itself, in two words."""
    family = next((name for mark, name in FAMILIES if mark in user_agent), "其他浏览器")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{family} · {system}" if system else family


def masked_address(address: str) -> str:
    """The first part of an address only: enough to tell the office from elsewhere."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    parted = "." if known.version == 4 else ":"  # noqa: PLR2004 - the protocol's name
    groups = known.exploded.split(parted)[: SHOWN_GROUPS[known.version]]
    return parted.join([*groups, "*"])
