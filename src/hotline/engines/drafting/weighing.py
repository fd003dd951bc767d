"""Title and summary of a text from its own sentences: the weightiest by rare words, facts and asks.

Nothing is written that does not stand in the text: a summary is some of its sentences in their
order, a title the clause that tells most. What greets or repeats a formula weighs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log, sqrt

from hotline.engines.drafting.asking import requests_in
from hotline.engines.drafting.sentences import GENERIC, Sentence, sentences

TITLE_LENGTH = 30
SUMMARY_SENTENCES = 3
SUMMARY_LENGTH = 160
ENOUGH = 60
READ_FOR_TITLE = 5
MOST_CLAUSES = 3
SHORTEST_TITLE = 6
_FACT = re.compile(
    r"\d|[一二三四五六七八九十两几]+[天日月年次户人元栋层楼个]|导致|造成|没有|不能|无法|未|多次|长期|每天|一直"
)
_TALE = re.compile(
    r"我是|本人是|我叫|您好|领导|政府|百姓|人民|总书记|习近平|大家|心声|相信|无奈|寒心|公平|正义"
)
_OPENING = re.compile(
    r"^(?:[\w]{1,3}(?:先生|女士|同志)?|市民|来电人|诉求人|群众|居民|业主)?(?:来电|来信|致电)?(?:反映|反应|称|表示|咨询|投诉|举报|求助|建议)?[:：，,]"
    r"|^(?:我|本人|我们)?(?:想|要)?(?:反映|投诉|举报|咨询)(?:的是|一下)?[:：，,]?|^(?:其|来电人|市民)(?:反映|表示|称)[:：，,]?"
)
_CLAUSE = re.compile(r"[，,：:]")
_MATTER = re.compile(
    r"未|没|无法|不能|不[给让予退发供]|乱|违|噪[音声]|扰民|拖欠|污染|堵|漏|停[水电气供]|破损|损坏|占|倒|收费|垃圾|污水|异味|工资|房产证|补[偿贴助]|拆迁"
    r"|报销|社保|医保|学校|小区|公交|道路|路灯|电梯|物业|供[暖热水电]|请问|如何|是否|多少|何时|什么时候|条件|流程|材料|[区县镇街村路号]"
)
_PERSON = re.compile(r"我|他|她|它|咱|大家|以前|曾经|后来|因此|所以|但是|可是|还有")
_FILLERS = re.compile(
    r"^(?:请问|你好|您好|目前|现在|但是|而且|因为|所以|就是|然后|另外|同时|其中|希望|恳请|请)+"
)
_MASKED = re.compile(r"\d{5,}|\d{2,4}-\d{6,}|[\w.]+@[\w.]+")


def title_of(text: str) -> str:
    """A title of at most 30 characters in the text's own words; empty where nothing is told."""
    told = [each for each in sentences(text) if not GENERIC.match(each.words)][:READ_FOR_TITLE]
    weights = _weights(told)
    offered = [
        (_title_weight(words, weights) + 0.25 / (1 + place), words)
        for place, each in enumerate(told)
        for words in _runs(_OPENING.sub("", each.words))
    ]
    return max(offered, default=(0.0, ""), key=lambda one: one[0])[1]


def _runs(words: str) -> Iterator[str]:
    """Neighbouring clauses of a sentence that together are short enough for a title."""
    parts = [part for part in _CLAUSE.split(words) if part.strip()]
    for start in range(len(parts)):
        for end in range(start + 1, min(start + MOST_CLAUSES, len(parts)) + 1):
            run = _MASKED.sub("", _FILLERS.sub("", "，".join(parts[start:end]))).strip("，,、 　")
            if SHORTEST_TITLE <= len(run) <= TITLE_LENGTH:
                yield run
    if all(len(part) > TITLE_LENGTH for part in parts):
        yield _FILLERS.sub("", _MASKED.sub("", words))[:TITLE_LENGTH]


def _title_weight(words: str, weights: Mapping[str, float]) -> float:
    own = _pairs(words)
    heart = sum(weights.get(pair, 0) for pair in own) / (len(own) + 6)
    matter = 0.3 * sqrt(len(set(_MATTER.findall(words))))
    person = 0.25 * len(_PERSON.findall(words))
    return heart + matter - person - 0.3 * bool(_TALE.search(words))


def summary_of(title: str, text: str) -> list[str]:
    """One to three of the text's own sentences, in their order: what happened and what is asked."""
    told = [each for each in sentences(text) if not GENERIC.match(each.words)]
    if len(text.strip()) <= ENOUGH or len(told) <= 1:
        return [each.words for each in told[:1]]
    weights = _weights(told)
    ranked = sorted(told, key=lambda each: -_weigh(each, weights, told.index(each)))
    asked = requests_in(title, text)
    asking = [each for each in told if asked and each.start <= asked[0].start < each.end]
    chosen: list[Sentence] = []
    for each in [*ranked[:1], *asking[:1], *ranked[1:]]:
        length = sum(len(one.words) for one in chosen)
        if each in chosen or (chosen and length + len(each.words) > SUMMARY_LENGTH):
            continue
        chosen.append(each)
        if len(chosen) == SUMMARY_SENTENCES:
            break
    return [each.words for each in sorted(chosen, key=lambda each: each.start)]


def _weights(told: Sequence[Sentence]) -> Mapping[str, float]:
    """How much each pair of characters tells: those said in two or three sentences the most."""
    seen = Counter(pair for each in told for pair in _pairs(each.words))
    return {pair: log(1 + count) for pair, count in seen.items()}


def _weigh(each: Sentence, weights: Mapping[str, float], place: int) -> float:
    own = _pairs(each.words)
    heart = sum(weights[pair] for pair in own) / (len(own) + 8) if own else 0.0
    fact = 0.35 * bool(_FACT.search(each.words))
    tale = 0.45 * bool(_TALE.search(each.words))
    early = 0.3 / (1 + place)
    return heart + fact - tale + early


def _pairs(words: str) -> set[str]:
    bare = re.sub(r"[^一-鿿]", "", words)
    return {bare[place : place + 2] for place in range(len(bare) - 1)}
