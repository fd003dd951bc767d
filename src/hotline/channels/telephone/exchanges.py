"""The two exchanges as roads: what an administrator sets, where they are, what speaks with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.channels.telephone.asterisk import AsteriskListener, AsteriskSwitch
from hotline.channels.telephone.freeswitch import FreeswitchListener, FreeswitchSwitch
from hotline.channels.telephone.line import LineDown, Place
from hotline.channels.telephone.switch import SWITCHES
from hotline.records.models import Delivery, Road
from hotline.records.queries.roads import secrets_of
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming

DAMAGE: dict[str, str] = {
    "line_too_long": "一行内容过长。",
    "too_many_headers": "字段过多。",
    "block_too_long": "一段内容过长。",
    "not_a_header": "有一行不是“名称: 值”。",
    "no_content_type": "缺少 Content-Type，前一段的长度可能有误。",
    "bad_length": "Content-Length 不是长度。",
    "body_too_long": "正文过长。",
    "bad_event": "事件的正文不完整，长度可能有误。",
    "endless": "一段没有结尾的内容。",
}


class Asterisk:
    """Asterisk through its manager interface."""

    name = "话务交换机（Asterisk）"
    port = 5038
    settings: tuple[Setting, ...] = (
        Setting("host", "地址", "交换机的主机名或 IP"),
        Setting("port", "端口", "AMI 端口；TLS 通常为 5039", default="5038", required=False),
        Setting("user", "用户名", "manager.conf 里的名称"),
        Setting("secret", "密码", secret=True),
        Setting("tls", "加密", "1 为 TLS；不在本机的交换机应当加密", default="", required=False),
        Setting("tls_ca", "根证书文件", "自签证书时填写其路径", default="", required=False),
        Setting("context", "外呼上下文", "转接和回拨所用", default="hotline-out", required=False),
        Setting("technology", "坐席话机的通道", "PJSIP 或 SIP", default="PJSIP", required=False),
    )
    fetches = False
    sends = False

    def read(self, road: Road, raw: bytes) -> Incoming:
        """Only what could not be read is kept; there is nothing to be made of it."""
        raise unreadable("")

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """The switchboard listens."""
        return iter(())

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """An exchange is owed nothing."""
        raise NothingToSend("交换机无需回传。")


class Freeswitch(Asterisk):
    """FreeSWITCH through its event socket."""

    name = "话务交换机（FreeSWITCH）"
    port = 8021
    settings = (
        Setting("host", "地址", "交换机的主机名或 IP"),
        Setting("port", "端口", "event_socket 的端口", default="8021", required=False),
        Setting("user", "用户", "形如 user@domain；只用密码的留空", default="", required=False),
        Setting("secret", "密码", secret=True),
        Setting("tls", "加密", "交换机前有 TLS 代理时填 1", default="", required=False),
        Setting("tls_ca", "根证书文件", "自签证书时填写其路径", default="", required=False),
        Setting("format", "事件格式", "json 或 plain", default="json", required=False),
        Setting("context", "外呼上下文", "转接和回拨所用", default="hotline-out", required=False),
        Setting("domain", "坐席的域", "1001@default 的后半", default="default", required=False),
        Setting(
            "route",
            "三方的呼叫路由",
            "{number} 处填号码，如 sofia/gateway/city/{number}",
            default="loopback/{number}/hotline-out",
            required=False,
        ),
    )


@dataclass(frozen=True, slots=True)
class Make:
    """What speaks with one make of exchange."""

    adapter: Asterisk
    listener: type[AsteriskListener] | type[FreeswitchListener]
    switch: type[AsteriskSwitch] | type[FreeswitchSwitch]


MAKES: dict[str, Make] = {
    "asterisk": Make(Asterisk(), AsteriskListener, AsteriskSwitch),
    "freeswitch": Make(Freeswitch(), FreeswitchListener, FreeswitchSwitch),
}


def place_of(road: Road) -> Place:
    """Where a road's exchange listens; raises LineDown when that is not set."""
    settings = {str(name): str(value) for name, value in road.settings.items()}
    host, port = settings.get("host", "").strip(), settings.get("port", "").strip()
    number = port or str(MAKES[road.adapter].adapter.port)
    if not host or not number.isdigit() or not 0 < int(number) < 1 << 16:
        raise LineDown("线路没有设好交换机的地址和端口。")
    return Place(
        host,
        int(number),
        secrets_of(road).get("secret", ""),
        settings.get("user", ""),
        settings.get("tls", "") in ("1", "true", "yes", "on"),
        settings,
    )


def unreadable(reason: str) -> Unreadable:
    """Why a piece could not be read, for the person who looks."""
    said = DAMAGE.get(reason, "无法读取。")
    return Unreadable("bad_frame", "", f"交换机发来的一段内容无法读取：{said}")


def _register() -> None:
    for word, make in MAKES.items():
        SWITCHES[word] = lambda road, switch=make.switch: switch(place_of(road))


_register()
