"""How soon a text wants to be acted on, by rules: danger to life, and what fails for many at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hotline.engines.classifying.alarms import GROUP, LIFE, MINORS, SELF_HARM, VIOLENCE
from hotline.engines.classifying.needs_a_person import Concern, concerns
from hotline.rules.guessing import Guess, Reason, Text

name = "urgency"
version = "1"
leaves_the_building = False

ORDINARY, URGENT, CRITICAL = "ordinary", "urgent", "critical"
# Of no alarm at all we would expect this share to be ordinary in the eyes of a person.
SURE_OF_ORDINARY = 0.8
SUREST_CRITICAL = 0.75
OF_LIVES = (LIFE, SELF_HARM, VIOLENCE)
PRESSING = (*OF_LIVES, GROUP, MINORS)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that many need and that has failed; `unless` says that it only sounds so."""

    shape: str
    sure: float
    unless: str = ""


_ASKED = (
    r"怎么|如何|什么时候|几点|通知|计划|公告|是否会|会不会|吗|缴费|电费|水费|欠费|催缴|标准|政策"
)
_ALL = r"(?:全|整)(?:个|座|栋|幢)?(?:小区|村|楼|栋|单元|街|片区|镇)"

FAILURES = (
    Failure(r"停水|断水|没水|无水|不来水|水管(?:爆裂|破裂|爆了)|爆管", 0.8, _ASKED),
    Failure(r"停电|断电|没电|无电|不来电|跳闸", 0.75, _ASKED + "|手机|电动车|电瓶"),
    Failure(r"停气|断气|没(?:有)?(?:燃|煤)?气了", 0.75, _ASKED),
    Failure(r"停暖|停止供暖|暖气(?:爆|漏水|全停)|爆暖|不供暖|(?:家里|屋里|室内)[^，。]{0,4}(?:只有)?(?:零下|1?\d度)", 0.7, _ASKED),
    Failure(r"污水(?:倒灌|外溢|漫出|冒)|下水道?(?:反水|倒灌|冒水)|内涝|积水(?:过膝|齐腰|严重|没过)|被淹|进水了|洪水", 0.75),
    Failure(r"路面(?:塌陷|下沉|塌了)|地面(?:塌陷|下沉)|(?:大)?树[^，。]{0,4}(?:倒|断|砸)|广告牌[^，。]{0,6}(?:掉|坠|摇摇欲坠)|高空(?:抛物|坠物)|外墙[^，。]{0,6}(?:脱落|掉落)", 0.75),
    Failure(r"电梯[^，。]{0,6}(?:停运|坏了|故障|停了)", 0.6, "加装"),
    Failure(r"井盖[^，。]{0,6}(?:丢失|缺失|没了|不见了|破损|塌)", 0.75),
    Failure(r"(?:红绿灯|信号灯)[^，。]{0,4}(?:坏|不亮|故障|失灵)", 0.7),
    Failure(r"(?:恶犬|流浪狗|疯狗|野狗)[^，。]{0,6}(?:咬|伤人|追)|马蜂窝|蜜蜂窝|毒蛇", 0.7),
    Failure(r"(?:冻|饿|晒|困)(?:在|得)[^，。]{0,6}(?:路边|外面|街上)|(?:醉|倒|躺)在(?:路边|雪地|地上)", 0.75),
    Failure(r"十万火急|万分火急|紧急(?:求助|求救|情况)|刻不容缓|加急|特急|马上(?:就)?要(?:出事|塌|爆)", 0.7, "紧急电话|紧急出口|紧急联系"),
    Failure(_ALL + r"[^，。]{0,6}(?:停|断)(?:了)?(?:水|电|气|暖)", 0.9),
    Failure(r"(?:下班前|今天(?:晚上|下午)?(?:之前|以前)?|今晚|明早|明天(?:一早|上午)?)[^，。]{0,8}(?:截止|就要|必须|要拆|强拆|开庭|手术|高考|中考|考试)", 0.6),
)  # fmt: skip


def urgency(text: Text) -> list[Guess]:
    """The urgencies of `rules/deadlines.py`, likeliest first, with the words that decided."""
    alarms = concerns(text)
    failed = _failures(text.whole)
    critical = _surest(_weighed(alarms, OF_LIVES, SUREST_CRITICAL))
    pressing = _surest([*_weighed(alarms, PRESSING, 1.0), *failed])
    shares = {CRITICAL: (critical[0], critical[1])}
    urgent = max(0.0, min(pressing[0], 1 - critical[0]))
    shares[URGENT] = (urgent, pressing[1])
    left = max(0.0, 1 - critical[0] - urgent)
    shares[ORDINARY] = (left if alarms or failed else SURE_OF_ORDINARY, ())
    if not (alarms or failed):
        shares[URGENT] = (1 - SURE_OF_ORDINARY, ())
    ordered = sorted(shares.items(), key=lambda item: -item[1][0])
    return [Guess(value, round(share, 3), why) for value, (share, why) in ordered if share > 0]


Said = tuple[float, Reason]


def _weighed(alarms: Sequence[Concern], kinds: Sequence[str], factor: float) -> list[Said]:
    """The alarms of some kinds, as much as they say about urgency."""
    return [
        (alarm.sure * factor, Reason(alarm.words, 1.0, alarm.start))
        for alarm in alarms
        if alarm.kind in kinds
    ]


def _failures(whole: str) -> list[Said]:
    """What has failed, by the words of the text."""
    found = []
    for failure, shape, harmless in _shapes():
        for met in shape.finditer(whole):
            near = whole[max(0, met.start() - 8) : met.end() + 8]
            if harmless is None or not harmless.search(near):
                found.append((failure.sure, Reason(met[0], 1.0, met.start())))
                break
    return found


def _surest(said: Sequence[Said]) -> tuple[float, tuple[Reason, ...]]:
    """How sure the surest is, and at most three reasons with their shares."""
    best = sorted(said, key=lambda one: (-one[0], one[1].start))[:3]
    total = sum(sure for sure, _ in best)
    reasons = (Reason(r.words, round(sure / total, 3), r.start) for sure, r in best)
    return (best[0][0], tuple(reasons)) if best else (0.0, ())


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[Failure, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (one, re.compile(one.shape), re.compile(one.unless) if one.unless else None)
        for one in FAILURES
    )
