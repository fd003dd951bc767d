"""WeChat: takes what a conversation came to, tells its person how the matter goes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.channels.wechat.api import Refused, post
from hotline.records.models import Delivery, Road
from hotline.records.queries.telling_roads import told
from hotline.rules.arrivals import LIMITS, Arrival, Unreadable
from hotline.rules.roads import Incoming, NotTaken, RoadDown
from hotline.rules.wechat import ASK_RATING
from hotline.steps.receive import return_of

LATE = frozenset({45015, 45047})
GONE = frozenset({40003, 43004, 43101})
BUSY = frozenset({-1, 45009, 45011})
LONGEST = 600
YEARS = range(2000, 2200)
SEND = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
SHOWN_ON_SITE = "超过 48 小时没有对话，微信不让发送；诉求人可在市民网站凭查询码查看。"
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class WeChat:
    """An official account or a mini-program."""

    name = "微信"
    settings: tuple[Setting, ...] = (
        Setting("app", "AppID"),
        Setting("app_secret", "AppSecret", secret=True),
        Setting("token", "令牌（Token）", "公众平台“服务器配置”里填写的", secret=True),
        Setting("aes_key", "EncodingAESKey", "安全模式必填", secret=True, required=False),
        Setting("template", "模板消息编号", "超过 48 小时没有对话时用", required=False),
        Setting("api", "接口地址", required=False, default="https://api.weixin.qq.com"),
    )
    fetches = False
    sends = True

    def read(self, road: Road, raw: bytes) -> Incoming:
        """A matter as the conversation or the mini-program wrote it down."""
        try:
            said = json.loads(raw)
            key, person, text = (str(said[name]) for name in ("key", "openid", "text"))
            place, phone = str(said.get("place", "")), str(said.get("phone", ""))
            at = datetime.fromisoformat(str(said["at"]))
            if at.tzinfo is None or at.year not in YEARS:
                raise ValueError("no moment")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Unreadable("not_json", "", "来件不是约定的 JSON 格式。") from error
        if not text.strip() or len(text) > LIMITS["text"] or len(place) > LIMITS["place"]:
            raise Unreadable("missing_text", "text", "来件没有内容，或内容、地点太长。")
        if _UNSTORABLE.search(text + place + key + person) or len(phone) > LIMITS["sender_phone"]:
            raise Unreadable("unstorable", "text", "来件里有不能保存的字符。")
        arrival = Arrival("wechat", key, text, at, place=place, sender_phone=phone)
        return Incoming(key, "new", key, arrival, return_to={"openid": person})

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """WeChat posts."""
        return iter(())

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Tell the person in the conversation, or by a template when that is too long ago."""
        person = return_of(row.contact).get("openid", "") if row.contact is not None else ""
        if not person:
            raise NothingToSend("不知道是哪个微信用户。")
        text = _text(row)
        body = {"touser": person, "msgtype": "text", "text": {"content": text}}
        try:
            post(road, SEND, body, at=at)
        except Refused as refused:
            return _otherwise(road, row, (person, text), refused.code, at=at)
        return Sent(text.encode())


def _otherwise(
    road: Road, row: Delivery, message: tuple[str, str], code: int, *, at: datetime
) -> Sent:
    """By a template where the conversation is too long ago; else say what a person has to know."""
    person, text = message
    template = str(road.settings.get("template", ""))
    if code in LATE and template:
        data = {"keyword1": {"value": row.case.receipt}, "keyword2": {"value": text[:20]}}
        body = {"touser": person, "template_id": template, "data": data}
        try:
            said = post(road, TEMPLATE, body, at=at)
        except Refused as again:
            code = again.code
        else:
            return Sent(text.encode(), str(said.get("msgid", "")))
    if code in LATE:
        raise NothingToSend(SHOWN_ON_SITE)
    if code in GONE:
        raise NothingToSend("诉求人已取消关注或不接收消息；可在市民网站凭查询码查看。")
    if code in BUSY:
        raise RoadDown(f"微信正忙（errcode {code}）。")
    raise NotTaken(f"微信不收（errcode {code}）。")


def _text(row: Delivery) -> str:
    """What is said; a confidential matter's answer is not written into a chat."""
    if row.case.confidential:
        return f"您的诉求（查询码 {row.case.receipt}）有新的进展，请在市民网站查看。"
    if row.kind == "rating":
        return f"您的诉求（查询码 {row.case.receipt}）已有办理结果。{ASK_RATING}"
    words = told(row.case, row).text
    return f"您的诉求（查询码 {row.case.receipt}）：{words}"[:LONGEST]
