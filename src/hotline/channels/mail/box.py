"""What the office sets for a mailbox, and the same as values to work with."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr

from hotline.channels.shape import Setting
from hotline.records.models import Road
from hotline.records.queries.roads import secrets_of
from hotline.rules.roads import RoadDown

MEGABYTE = 1024 * 1024
YES = "是"
IMAP, POP3 = "imap", "pop3"
TLS, STARTTLS, PLAIN = "tls", "starttls", "none"
PROTOCOLS = ((IMAP, "IMAP"), (POP3, "POP3"))
SECURITIES = ((TLS, "TLS"), (STARTTLS, "STARTTLS"), (PLAIN, "不加密（只用于本机）"))
YES_OR_NO = (("否", "否"), (YES, YES))
SPAM_WORDS = "代开发票、开票联系、刷单返利、网络博彩、澳门赌场、办证刻章、低息贷款、加微信领取"

SETTINGS = (
    Setting("address", "邮箱地址", "公布给市民的地址，答复也从这里发出，例如 szxx@example.cn。"),
    Setting(
        "boards",
        "其他地址与栏目",
        "一行一个：地址=栏目名称，例如 shuji@example.cn=市委书记。来信按收件地址归入该栏目。",
        required=False,
        rows=3,
    ),
    Setting("protocol", "收信方式", required=False, default=IMAP, choices=PROTOCOLS),
    Setting("host", "收信服务器", "主机名或 IP 地址，例如 imap.example.cn。"),
    Setting("port", "收信端口", "不填则按收信方式和加密取默认端口。", required=False),
    Setting("security", "收信加密", required=False, default=TLS, choices=SECURITIES),
    Setting("user", "用户名", "多数服务器填完整的邮箱地址。"),
    Setting("password", "密码", "邮箱密码或授权码；加密保存，不再显示。", secret=True),
    Setting("folder", "文件夹", "只对 imap 有效。", required=False, default="INBOX"),
    Setting(
        "since", "起始日期", "只收这一天及以后的信，如 2022-01-01；只对 imap 有效。", required=False
    ),
    Setting(
        "delete",
        "收后删除",
        "收妥后从服务器删除；默认留着。",
        required=False,
        default="否",
        choices=YES_OR_NO,
    ),
    Setting(
        "most_megabytes",
        "来信上限（MB）",
        "更大的不收，回信请对方缩小附件。",
        required=False,
        default="25",
    ),
    Setting("most_a_round", "每轮最多收几封", "其余的下一轮接着收。", required=False, default="50"),
    Setting(
        "most_an_hour",
        "同一地址每小时上限",
        "超过的暂存待核，防止自动往返。",
        required=False,
        default="10",
    ),
    Setting("smtp_host", "发信服务器", "主机名或 IP 地址，例如 smtp.example.cn。"),
    Setting("smtp_port", "发信端口", "不填则按加密取默认端口。", required=False),
    Setting("smtp_security", "发信加密", required=False, default=TLS, choices=SECURITIES),
    Setting("smtp_user", "发信用户名", "不填则与收信用户名相同；填“-”则不登录。", required=False),
    Setting("smtp_password", "发信密码", "不填则与收信密码相同。", secret=True, required=False),
    Setting(
        "ca", "服务器证书的签发者", "内部的根证书（PEM）；不填用系统的。", required=False, rows=4
    ),
    Setting(
        "trusted_server",
        "核验结果的来源",
        "本单位邮件网关的名称（Authentication-Results 开头那个）；不填则不显示核验结果。",
        required=False,
    ),
    Setting(
        "verify_dkim",
        "自行核验 DKIM",
        "向域名服务器查询公钥自行核验。",
        required=False,
        default="否",
        choices=YES_OR_NO,
    ),
    Setting(
        "spam_headers",
        "垃圾邮件标记",
        "本单位邮件网关写入的信头名称，逗号分隔；值为 Yes 的暂存待核。",
        required=False,
        default="X-Spam-Flag, X-Spam-Status",
    ),
    Setting(
        "spam_words",
        "垃圾邮件用语",
        "用顿号隔开；出现两个不同用语的来信暂存待核。",
        required=False,
        default=SPAM_WORDS,
    ),
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where one protocol is spoken, and how."""

    host: str
    port: int
    security: str
    user: str
    password: str
    context: ssl.SSLContext | None


class Box:
    """The settings of one road, each with its default where the office said nothing."""

    def __init__(self, road: Road) -> None:
        self.road = road
        defaults = {each.name: each.default for each in SETTINGS}
        given = {name: str(value).strip() for name, value in road.settings.items() if value}
        self.given: Mapping[str, str] = defaults | given

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "")

    @property
    def address(self) -> str:
        """The address that answers come from, in small letters."""
        return parseaddr(self["address"])[1].lower()

    @property
    def domain(self) -> str:
        """The part of our letters' identities after the @."""
        return self.address.rpartition("@")[2] or "localhost"

    @property
    def boards(self) -> dict[str, str]:
        """The board by address, in small letters."""
        pairs = (line.partition("=") for line in self["boards"].splitlines())
        return {where.strip().lower(): name.strip() for where, _, name in pairs if name.strip()}

    @property
    def own_addresses(self) -> frozenset[str]:
        """Every address of ours: what comes from one of them is our own."""
        return frozenset({self.address, *self.boards})

    @property
    def most_bytes(self) -> int:
        """The largest letter that is fetched."""
        return max(self.number("most_megabytes"), 1) * MEGABYTE

    @property
    def since(self) -> date | None:
        """The day before which letters stay where they are."""
        try:
            return date.fromisoformat(self["since"]) if self["since"] else None
        except ValueError as error:
            raise RoadDown("线路设置有误：“起始日期”应写成 2022-01-01。") from error

    def number(self, name: str) -> int:
        """A setting that is a number; raises RoadDown for another."""
        text = self[name]
        if not text.isdecimal():
            label = next(each.label for each in SETTINGS if each.name == name)
            raise RoadDown(f"线路设置有误：“{label}”应是整数。")
        return int(text)

    def is_yes(self, name: str) -> bool:
        """A setting that is yes or no."""
        return self[name] == YES

    def incoming(self) -> Server:
        """Where letters are fetched."""
        ports = {(IMAP, TLS): 993, (POP3, TLS): 995, (POP3, STARTTLS): 110, (POP3, PLAIN): 110}
        port = ports.get((self["protocol"], self["security"]), 143)
        secrets = secrets_of(self.road)
        return self._server("", port, self["user"], secrets.get("password", ""))

    def outgoing(self) -> Server:
        """Where answers are handed in."""
        port = {TLS: 465, STARTTLS: 587}.get(self["smtp_security"], 25)
        secrets = secrets_of(self.road)
        password = secrets.get("smtp_password") or secrets.get("password", "")
        user = self["smtp_user"] or self["user"]
        return self._server("smtp_", port, "" if user == "-" else user, password)

    def _server(self, prefix: str, port: int, user: str, password: str) -> Server:
        host, security = self[f"{prefix}host"], self[f"{prefix}security"]
        if not host or security not in (TLS, STARTTLS, PLAIN):
            raise RoadDown("线路设置不完整：请填写服务器，加密填 tls、starttls 或 none。")
        given = self.number(f"{prefix}port") if self[f"{prefix}port"] else port
        context = None if security == PLAIN else self._context()
        return Server(host, given, security, user, password, context)

    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cadata=self["ca"] or None)
        except ssl.SSLError as error:
            raise RoadDown("线路设置有误：“服务器证书的签发者”不是 PEM 证书。") from error
