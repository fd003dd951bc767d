"""SMS: tells citizens by text message how their matter stands, and takes what they answer.

Sent through the city's gateway (docs/sms-gateway.md), which posts the answers here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.records.models import Citizen, Delivery, Road
from hotline.records.queries.reference import departments, office, topics
from hotline.records.queries.texting import sent_today, wants_none, words_for
from hotline.records.scope import everything
from hotline.records.sealing import blind_index, phone_digits, unseal
from hotline.rules.arrivals import LIMITS, Arrival, Unreadable
from hotline.rules.roads import Incoming, NotTaken, RoadDown
from hotline.rules.texting import MOBILE, USUAL, filled, meant
from hotline.steps.reaching import gateways

MOST_A_DAY = 5
YEARS = range(2000, 2200)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Sms:
    """Text messages both ways."""

    name = "短信"
    settings: tuple[Setting, ...] = (
        Setting("kinds", "发送哪些短信", "不填为全部", required=False),
        Setting("per_day", "每天最多几条", required=False, default="2000"),
        Setting("callback", "上行短信的签名密钥", secret=True),
    )
    fetches = False
    sends = True

    def read(self, road: Road, raw: bytes) -> Incoming:
        """What somebody sent to the office's number, as the gateway hands it on."""
        try:
            body = json.loads(raw)
            key, phone, text = (str(body[name]) for name in ("id", "from", "text"))
            at = datetime.fromisoformat(str(body["at"]))
            if at.tzinfo is None or at.year not in YEARS:
                raise ValueError("no moment")
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            raise Unreadable("not_json", "", "上行短信不是约定的 JSON 格式。") from error
        phone = phone_digits(phone)
        if not re.fullmatch(r"\d{5,20}", phone) or not text.strip():
            raise Unreadable("missing_text", "text", "上行短信没有号码或内容。")
        if len(text) > LIMITS["text"] or _UNSTORABLE.search(text + key):
            raise Unreadable("unstorable", "text", "上行短信太长，或有不能保存的字符。")
        arrival = Arrival("sms", key, text.strip(), at, sender_phone=phone)
        index = blind_index(phone)
        about = index.hex() if index is not None else key
        return Incoming(key, meant(text), about, arrival, text=text.strip(), sent_at=at)

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """The gateway posts."""
        return iter(())

    @everything()
    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Send one message, unless its number wants none or has had enough today."""
        if row.kind not in USUAL:
            raise NothingToSend("这一步不发短信。")
        phone = _number(row)
        index = blind_index(phone)
        if index is None or not MOBILE.fullmatch(phone):
            raise NothingToSend("诉求人没有留手机号码。")
        if wants_none(index):
            raise NothingToSend("诉求人已退订短信。")
        if row.case.confidential:
            raise NothingToSend("保密工单不发短信。")
        if sent_today(road, at, MOST_A_DAY, index) >= MOST_A_DAY:
            raise NothingToSend(f"这个号码当天已发 {MOST_A_DAY} 条。")
        most = _limit(road)
        if sent_today(road, at, most) >= most:
            raise RoadDown(f"当天的短信已发满 {most} 条。")
        text = text_of(row, at)
        _hand_over(row, phone, text)
        return Sent(text.encode())


def text_of(row: Delivery, at: datetime) -> str:
    """The whole message, with the office's mark before it as the operators require."""
    case = row.case
    topic = topics().get(case.topic_id) if case.topic_id else None
    lead = departments().get(case.lead_id) if case.lead_id else None
    facts = {
        "分类": topic.name if topic is not None else "12345诉求",
        "单位": lead.name if lead is not None else "承办单位",
        "查询码": case.receipt,
        "称谓": case.citizen.form_of_address if case.citizen is not None else "",
    }
    return f"【{office().hotline_name}】{filled(words_for(row.kind, at), facts)}"


def _number(row: Delivery) -> str:
    citizen = Citizen.objects.filter(pk=row.case.citizen_id).first()
    if citizen is None:
        return ""
    row.case.citizen = citizen
    return phone_digits(unseal("citizen", "phone", citizen.pk, citizen.phone_sealed))


def _limit(road: Road) -> int:
    given = str(road.settings.get("per_day") or "2000")
    return int(given) if given.isascii() and given.isdigit() else 2000


def _hand_over(row: Delivery, phone: str, text: str) -> None:
    sender = gateways.gateway("sms")
    if sender is None:
        raise RoadDown("没有设置短信网关（HOTLINE_SMS）。")
    try:
        sender.send(row.pk, phone, text)
    except gateways.NotTaken as error:
        raise NotTaken(f"短信网关不收（{error}）。") from error
    except OSError as error:
        raise RoadDown("短信网关没有应答。") from error
