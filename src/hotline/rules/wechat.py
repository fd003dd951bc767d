"""The conversation by which a matter is told on WeChat: text, place, pictures, yes.

What is said in between is kept small and short: after half an hour a conversation begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

LASTS = timedelta(minutes=30)
SHORTEST, LONGEST, LONGEST_PLACE = 4, 2000, 300
MOST_PICTURES = 6
FILE, PROGRESS, RATE = "FILE", "PROGRESS", "RATE"
CANCEL = frozenset({"取消", "退出"})
DONE = frozenset({"0", "没有", "无", "完成"})
MOBILE = re.compile(r"1\d{10}")

WELCOME = "您好，这里是{hotline}。请直接说出您要反映的事情；回复“进度”查询最近一件的办理情况。"
ASK_TEXT = "请用文字说出您要反映的事情，也可以发语音。"
ASK_PLACE = "收到。事情发生在哪里？请回复地点，或发送位置。"
ASK_PICTURE = "有照片请发过来（最多 6 张），没有请回复 0。"
MORE_PICTURES = "照片已收到 {count} 张，可以再发；发完请回复 0。"
CONFIRM = (
    "请核对：\n{text}\n地点：{place}\n照片：{count} 张{phone}\n"
    "回复 1 提交，2 重填，取消则不提交；需要电话联系您的，请先回复手机号。"
)
CANCELLED = "已取消，没有提交。"
FILED = "已收到您的诉求，查询码 {receipt}。办理情况会在这里告诉您，也可回复“进度”查询。"
NOT_UNDERSTOOD = "这种消息暂时看不懂，请用文字、语音、图片或位置。"
NO_CASE = "您还没有在这里反映过事情。请直接说出您要反映的事情。"
ASK_RATING = "请评价办理情况：满意回复 11，基本满意回复 12，不满意回复 13。"
RATED = "谢谢您的评价。"
NOT_NOW = "现在没有需要您评价的事情。"
RATINGS = {"11": "1", "12": "2", "13": "3"}


@dataclass(frozen=True, slots=True)
class Talk:
    """How far a conversation is."""

    stage: str = ""
    text: str = ""
    place: str = ""
    phone: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One message: its kind (text, image, location, click, subscribe, unsubscribe, other)."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows: the conversation as it is now, the answer, and what is to be done."""

    talk: Talk
    reply: str
    act: str = ""


def turn(talk: Talk, said: Said) -> Turn:
    """The next turn of a conversation."""
    if said.kind == "subscribe":
        return Turn(Talk(), WELCOME)
    if said.kind == "unsubscribe":
        return Turn(Talk(), "")
    if said.kind == "click":
        return _clicked(talk, said.text)
    if said.kind == "text" and said.text in CANCEL and talk.stage:
        return Turn(Talk(), CANCELLED)
    return STAGES[talk.stage](talk, said)


def _clicked(talk: Talk, key: str) -> Turn:
    if key == FILE:
        return Turn(Talk(stage="text"), ASK_TEXT)
    if key == PROGRESS:
        return Turn(talk, "", "progress")
    if key == RATE:
        return Turn(talk, ASK_RATING)
    return Turn(talk, NOT_UNDERSTOOD)


def _idle(talk: Talk, said: Said) -> Turn:
    if said.kind == "text" and said.text in ("进度", "查询"):
        return Turn(talk, "", "progress")
    if said.kind == "text" and said.text in RATINGS:
        return Turn(talk, RATED, f"rate {RATINGS[said.text]}")
    if said.kind == "text" and len(said.text) < SHORTEST:
        return Turn(talk, WELCOME)
    return _text(talk, said)


def _text(talk: Talk, said: Said) -> Turn:
    if said.kind == "image":
        pictures = (*talk.pictures, said.text)[:MOST_PICTURES]
        return Turn(replace(talk, stage="text", pictures=pictures), ASK_TEXT)
    if said.kind != "text" or len(said.text) < SHORTEST:
        return Turn(talk, NOT_UNDERSTOOD if said.kind != "text" else ASK_TEXT)
    if len(said.text) > LONGEST:
        return Turn(talk, f"请把事情说得短一些，最多 {LONGEST} 个字。")
    return Turn(replace(talk, stage="place", text=said.text), ASK_PLACE)


def _place(talk: Talk, said: Said) -> Turn:
    if said.kind == "image":
        pictures = (*talk.pictures, said.text)[:MOST_PICTURES]
        return Turn(replace(talk, pictures=pictures), "照片已收到。" + ASK_PLACE[3:])
    if said.kind not in ("text", "location") or not said.text:
        return Turn(talk, ASK_PLACE)
    place = said.text[:LONGEST_PLACE]
    return Turn(replace(talk, stage="picture", place=place), ASK_PICTURE)


def _picture(talk: Talk, said: Said) -> Turn:
    if said.kind == "image":
        pictures = (*talk.pictures, said.text)[:MOST_PICTURES]
        now = replace(talk, pictures=pictures)
        if len(pictures) < MOST_PICTURES:
            return Turn(now, MORE_PICTURES.format(count=len(pictures)))
        return _summed_up(now)
    if said.kind == "text" and said.text in DONE:
        return _summed_up(talk)
    return Turn(talk, ASK_PICTURE)


def _summed_up(talk: Talk) -> Turn:
    phone = f"\n电话：{talk.phone}" if talk.phone else ""
    facts = {"text": talk.text, "place": talk.place, "count": len(talk.pictures), "phone": phone}
    return Turn(replace(talk, stage="confirm"), CONFIRM.format(**facts))


def _confirm(talk: Talk, said: Said) -> Turn:
    if said.kind == "text" and said.text == "1":
        return Turn(Talk(), FILED, "file")
    if said.kind == "text" and said.text == "2":
        return Turn(Talk(stage="text"), ASK_TEXT)
    if said.kind == "text" and MOBILE.fullmatch(said.text):
        return _summed_up(replace(talk, phone=said.text))
    return _summed_up(talk)


STAGES: dict[str, Callable[[Talk, Said], Turn]] = {
    "": _idle,
    "text": _text,
    "place": _place,
    "picture": _picture,
    "confirm": _confirm,
}
