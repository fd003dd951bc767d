"""What a citizen asks for, as a list drawn from the petition's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hotline.engines.drafting.sentences import GENERIC, Sentence, sentences

MOST = 6
LONGEST = 60
SHORTEST = 4
TOO_ALIKE = 0.6
_CUE = re.compile(
    r"恳请|请问|请求|要求|希望|盼望|强烈要求|建议|诉求是|诉求为|咨询|想问|想知道|想了解|能否|能不能|可否|是否可以|是不是可以"
    r"|呼吁|期望|烦请|麻烦"
    r"|(?:^|(?<=[，,、 　]))(?:望(?!着|远|见|城|子)|请(?!假|客|示|柬|帖|愿|来|到|了|个))"
)
_HEAD = re.compile(r"(?:诉求|要求|请求|建议|希望|问题|咨询)[^，。]{0,8}[:：]?$|[:：]$")
# What is asked for an answer and not to complain.
_EARNEST = re.compile(
    r"何时|什么时候|什么时间|多久|多少|比例|标准|电话|联系方式|哪里|在哪|哪个部门|流程|手续|材料|怎么(?:申请|办理|查|交)|是否|能否"
    r"|能不能|可否|有没有|可以.{0,24}[吗么]|需要.{0,16}[吗么]|怎么办|如何(?:办理|申请|处理|解决)"
)
_ABOUT_OTHERS = re.compile(
    r"(?:物业|学校|单位|公司|老板|老师|医院|开发商|他们|村干部|对方|商家)[^，。]{0,4}要求"
)
# What kind of answer is wanted, by the words of asking.
WANTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("when", re.compile(r"何时|什么时候|什么时间|几时|多久|哪天|几月|啥时候|时间表|进度|进展")),
    ("how_much", re.compile(r"多少|比例|标准是|金额|价格|费用|几成|几年|几天|收费标准|补偿标准")),
    ("contact", re.compile(r"电话|联系方式|找谁|哪个部门|什么部门|哪里|在哪|何处|地址|地点")),
    ("why", re.compile(r"为什么|为何|什么原因|怎么回事|凭什么|依据|原因")),
    ("how", re.compile(r"如何|怎么办|怎样|流程|手续|材料|怎么(?:申请|办理|查|交)|程序|条件")),
    (
        "whether",
        re.compile(r"是否|能否|能不能|可否|是不是|可以.{0,20}[吗么]|有没有|合不合|合理吗|吗$"),
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its words, where they stand in the text (-1: in the title), what is wanted."""

    words: str
    start: int
    end: int
    wants: tuple[str, ...] = ()


def requests_in(title: str, text: str) -> list[Asked]:
    """The requests of a petition in its order; where the text has none, what its title says."""
    found = _apart(_asked(sentences(text)))
    if found:
        return found[:MOST]
    words = title.strip() or text.strip()[:LONGEST]
    return [Asked(words[:LONGEST], -1, -1, wants(words))] if words else []


def wants(words: str) -> tuple[str, ...]:
    """What kinds of answer these words want; none for a thing that shall be done."""
    return tuple(kind for kind, pattern in WANTS if pattern.search(words))


def _asked(found: Iterable[Sentence]) -> Iterator[Asked]:
    in_list = False
    for each in found:
        if in_list and each.is_numbered:
            yield _of(each, 0)
            continue
        cue = _CUE.search(each.words)
        in_list = bool(_HEAD.search(each.words)) and (cue is not None or "诉求" in each.words)
        if in_list or GENERIC.match(each.words):
            continue
        if cue is not None and not _ABOUT_OTHERS.search(each.words):
            begin = 0 if each.is_question else cue.start()
            if not GENERIC.match(each.words[begin:]):
                yield _of(each, begin)
        elif each.is_question and _EARNEST.search(each.words):
            yield _of(each, 0)


def _of(each: Sentence, begin: int) -> Asked:
    words = each.words[begin:]
    if len(words) > LONGEST:
        # The clause in which it is asked is what counts, not all that leads up to it.
        cut = max((place for place in map(words.rfind, "，,") if place > 0), default=-1)
        if each.is_question and len(words) - cut - 1 >= SHORTEST:
            begin += cut + 1
        words = each.words[begin : begin + LONGEST]
    return Asked(words, each.start + begin, each.start + begin + len(words), wants(words))


def _apart(found: Iterable[Asked]) -> list[Asked]:
    """Without what only says again what was asked before."""
    kept: list[Asked] = []
    for each in found:
        own = pairs(each.words)
        same = any(len(own & pairs(other.words)) >= TOO_ALIKE * len(own) for other in kept)
        if len(each.words) >= SHORTEST and not same:
            kept.append(each)
    return kept


def pairs(words: str) -> set[str]:
    """The pairs of neighbouring characters, by which two texts are held against each other."""
    bare = re.sub(r"[^\w]", "", words)
    return {bare[place : place + 2] for place in range(len(bare) - 1)}
