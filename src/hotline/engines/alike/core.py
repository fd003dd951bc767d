"""The core of a message: what it says of the matter, without greetings, callers and formulae.

What everybody writes makes all messages alike, so it goes before anything is compared.
"""

from __future__ import annotations

import re

_ENDS = re.compile(r"[。！？!?；;\n\r]+")
_PAUSES = re.compile(r"[，,：:、\s]+")
_SALUTATION = re.compile(
    r"^(?:尊敬|敬爱|亲爱)[^，。：:！!\n]{0,24}[，。：:！!\n]+"
    r"|^\s*(?:[\u4e00-\u9fff]{0,8}(?:领导|书记|市长|县长|区长|局长|主任|同志)(?:们)?[，,：:！! ]*)?"
    r"(?:您|你|大家)们?好[，。：:！!,]*"
)
_CALLER = re.compile(
    r"^(?:来电人|市民|群众|网友|诉求人|本人|我)?(?:来电|来信|致电|姓|叫|是一名|系)?"
    r"(?:反映|表示|称|咨询|投诉)[，,：:]?|^我(?:的名字)?叫[^，。,]{2,6}[，。,]"
)
_FORMULA = re.compile(
    r"(?:请|望|盼|希望|恳请|请求|敬请|呼吁|强烈要求|烦请|麻烦)[^，。]{0,14}(?:部门|领导|政府|单位|书记|市长|给予|予以)"
    r"[^，。]{0,16}(?:核实|处理|解决|重视|答复|回复|关注|帮助|协调|查处|为民做主|支持|督促|调查|说法)"
    r"|谢谢|感谢|此致|敬礼|百忙之中|为老百姓|为民做主|不胜感激|还[^，。]{0,6}(?:公道|安宁)|万分|尽快(?:处理|解决|回复)"
    r"|大?背景下|刻不容缓|迫在眉睫|有何具体|大力倡导|创建文明城市|市委市政府|以人民为中心"
)
_TITLE_FORMULA = re.compile(
    r"^(?:关于(?:对)?|(?:紧急|再次|强烈|联名|实名)*(?:请求|投诉|举报|反映|反应|咨询|求助|建议|质疑|请问|恳请|呼吁|反馈|要求)"
    r"(?:一下|处理|解决|关于)?|请问|请|惊！*|对)[：:，, ]*"
)
_TITLE_END = re.compile(
    r"(?:的)?(?:若干|一些|有关|相关|几个|诸多)?(?:投诉|问题|情况|建议|咨询|求助|举报|诉求|请求|反映|疑问|感想)?(?:反映|咨询|投诉)?[！!？?。.…~～]*$"
)


def bare_title(title: str) -> str:
    """A title without 投诉, 关于 … 的问题 and other frames; as it stands where nothing would be
    left."""
    kept = title.strip().strip("\u200b")
    for _ in range(2):
        kept = _TITLE_FORMULA.sub("", kept, count=1)
        kept = _TITLE_END.sub("", kept, count=1).strip(" ，,。")
    return kept if len(kept) >= 4 else title.strip()  # noqa: PLR2004 - shorter says nothing


def clauses(text: str) -> list[str]:
    """The sentences of a text that speak of the matter."""
    plain = _SALUTATION.sub("", text.strip())
    found: list[str] = []
    for sentence in _ENDS.split(plain):
        kept = _CALLER.sub("", _SALUTATION.sub("", sentence.strip()))
        if _FORMULA.search(kept):
            pieces = [piece for piece in _PAUSES.split(kept) if not _FORMULA.search(piece)]
            kept = "，".join(piece for piece in pieces if piece)
        if len(kept) > 3:  # noqa: PLR2004 - an interjection
            found.append(kept)
    return found


def core(text: str, longest: int = 400) -> str:
    """The matter in at most so many characters, the beginning first."""
    return "。".join(clauses(text))[:longest]
