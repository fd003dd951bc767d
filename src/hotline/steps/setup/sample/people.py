"""Invented callers: names put together at random, and telephone numbers that nobody can have.

Every number begins with 154. No operator of mainland China was given that prefix, so the numbers
cannot be dialled, and a stray one in a log or a screenshot is known for a sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

UNASSIGNED_PREFIX = "154"
PHONE_DIGITS = 8
CALLS_AGAIN = 0.12
GIVES_FULL_NAME = 0.55
GIVES_NO_NAME = 0.12
TWO_LETTERS = 0.7

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "安柏辰承德恩凡福冠海涵昊和恒宏华慧吉佳嘉建健杰金锦婧静军俊凯康可兰乐雷力丽莉林琳凌龙露璐曼梅美萌敏明铭"
    "宁佩鹏平琪倩强晴庆秋然仁荣瑞若森珊尚诗书淑舒思松涛天婷彤威维伟文雯武希夏贤祥晓欣新兴雪雅岩妍艳阳瑶怡艺"
    "英颖永勇宇雨玉媛源远月岳云泽哲真振正志智忠卓子紫宗"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A caller: the name as given (may be empty), how to address them, the number."""

    name: str
    address: str
    phone: str


class People:
    """Invents callers; some of them call more than once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._known: list[Person] = []

    def caller(self) -> Person:
        """Somebody new, or at times somebody who has called before."""
        if self._known and self._rng.random() < CALLS_AGAIN:
            return self._rng.choice(self._known)
        person = self.somebody()
        self._known.append(person)
        return person

    def somebody(self) -> Person:
        """Somebody who has not called before."""
        rng = self._rng
        surname, address = rng.choice(SURNAMES), rng.choice(("先生", "女士"))
        luck = rng.random()
        if luck < GIVES_NO_NAME:
            name = ""
        elif luck < GIVES_NO_NAME + GIVES_FULL_NAME:
            name = surname + "".join(rng.choices(GIVEN, k=2 if rng.random() < TWO_LETTERS else 1))
        else:
            name = surname + address
        number = rng.randrange(10**PHONE_DIGITS)
        return Person(name, address, f"{UNASSIGNED_PREFIX}{number:0{PHONE_DIGITS}d}")
