"""A text in sentences, each at its place; what is only salutation or formula is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_END = re.compile(r"[。！!？?；;\n\r]+")
_NUMBERED = re.compile(
    r"^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）、.．:：](?!\d)|[①-⑳]|第[一二三四五六]，?)\s*"
)
# The stretch before a number inside a line: 要求：1. 清运 2. 公示
_INSIDE = re.compile(
    r"(?<=[\s：:，,])(?=(?:[1-9]|[1-9]\d)[、.．](?!\d))|(?=[①-⑨])|(?=（[一二三四五六]）)"
)
FORMULA = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的).{0,20}$|^.{0,8}(?:您好|你好|领导好|此致|敬礼|谢谢|感谢|多谢|辛苦了?|叩谢|跪谢).{0,12}$"
    r"|^(?:来电人|诉求人|市民|网友|本人|我)?.{0,6}(?:来电|来信)?(?:反映|咨询|求助|投诉)[:：]?$"
)
# Asked of everybody in the same words, it says nothing of the matter.
GENERIC = re.compile(
    r"^(?:恳请|请|望|希望|盼|请求|敬请|跪求|麻烦|烦请)?(?:您|你们?|贵?(?:各级|上级|有关|相关|政府|市|县|区)*+"
    r"(?:领导们?|部门|单位|政府|[一-鿿]?(?:书记|市长|县长|区长)|方面|贵单位|贵局)?)*+(?:能够?|予以|给予|可以|给我们|给百姓|为民|好好|将此事|对此事|进行|体谅|尽快|早日|百忙之中|抽空|引起|高度|认真|多|给)*+"
    r"(?:重视|关注|理解|谅解|体谅|回复|答复|回应|解答|解惑|处理|解决|支持|帮助|帮忙|为盼|为谢|(?:一个)?(?:满意|合理|明确)?的?(?:说法|答复)|一个?交代|作主|做主|管一?管|查一?查"
    r"|核实|调查|此事|这个问题|该问题|问题|一下|谢谢|感谢|，|、|并|和|及)*+$"
)
_BARE = re.compile(r"[\s　,，.。!！?？:：、]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words` is `[start:end]` of the text, without number and stop."""

    start: int
    end: int
    words: str
    is_numbered: bool
    is_question: bool


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, those that are mere formula left out."""
    return [each for each in _all(text) if not FORMULA.match(each.words)]


def _all(text: str) -> Iterator[Sentence]:
    for start, end, stop in _stretches(text):
        number = _NUMBERED.match(text[start:end])
        begin = start + (number.end() if number else 0)
        part = text[begin:end]
        begin += len(part) - len(part.lstrip(" \xa0　\t，,、"))
        words = _BARE.sub("", text[begin:end])
        if words:
            asks = "?" in stop or "？" in stop or words.endswith(("吗", "呢", "么"))
            yield Sentence(begin, begin + len(words), words, number is not None, asks)


def _stretches(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for match in _END.finditer(text):
        yield from _cut(text, start, match.start(), match.group())
        start = match.end()
    yield from _cut(text, start, len(text), "")


def _cut(text: str, start: int, end: int, stop: str) -> Iterator[tuple[int, int, str]]:
    places = [start, *(start + match.start() for match in _INSIDE.finditer(text[start:end])), end]
    for left, right in pairwise(places):
        if text[left:right].strip():
            yield left, right, stop if right == end else ""
