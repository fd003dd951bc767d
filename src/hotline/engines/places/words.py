"""The words that places end in, and those that are never part of a place's name (`words.toml`)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_WORDS = {
    name: words.split()
    for name, words in tomllib.loads(
        Path(__file__).with_name("words.toml").read_text("utf-8")
    ).items()
}


def _any(name: str) -> str:
    """A pattern of any word of a list, the longest first."""
    return "|".join(sorted(_WORDS[name], key=len, reverse=True))


_NONE, _LANDMARK, _ESTATE, _ROAD, _WEAK = map(_any, ("none", "landmark", "estate", "road", "weak"))
_HOMES = (
    r"(?=小区|的?(?:物业|业主|居民|住户)|[一二三四五六七八九十\d]{1,2}期|[A-Da-d东南西北]区"
    r"|[A-Za-z]?\d{1,3}(?:号楼|号|栋|幢|#|座|-\d)|[一二三四五六七八九十]{1,3}(?:号楼|栋)|\d单元)"
)
# One pass over a text finds every ending; what is no place is stepped over.
_FIRST = "".join(
    sorted(
        {
            word[0]
            for words in (_NONE, _LANDMARK, _ESTATE, _ROAD, _WEAK)
            for word in words.split("|")
        }
    )
)
ENDINGS = re.compile(
    # Looking at one character first spares most places of a text the long list.
    rf"(?=[{_FIRST}一街镇乡村社GS0-9])(?:"
    rf"(?P<none>{_NONE}|(?<![二三五七八十])一路)"
    rf"|(?P<national>(?:[GS]\d{{1,4}}|\d{{3}})(?:国道|省道|县道)|[GS]\d{{3}}(?!\d))"
    rf"|(?P<landmark>{_LANDMARK})"
    rf"|(?P<estate>{_ESTATE})"
    rf"|(?P<road>{_ROAD})(?!灯|面|况|障|费|程|由|政|人行|线|过|道|坊|头|子|遇|上走|社区|小区)"
    rf"|(?P<weak>(?:{_WEAK}){_HOMES})"
    r"|(?P<street>街道(?:办事处|办)?|镇(?=[一-鿿]{2,5}村|政府|人民政府|的|上|，|。|$)"
    r"|乡(?=[一-鿿]{2,5}村|政府))"
    r"|(?P<village>村(?!民|里|委|口|头|路|干|镇|医|上|子|落|务|庄|集体|级|容|外|内|部|办|规))"
    r"|(?P<community>社区(?!卫生|医院|工作|干部|矫正|网格|服务|团购|建设|民警|门诊))"
    r")"
)
# Of the same estate: 一期, B区, 北区.
PHASE = re.compile(
    r"[（(]?(?:[一二三四五六七八九十\d]{1,2}期|[A-Da-d东南西北]区|[一二三四]区)[）)]?"
)

STOPS = frozenset(_WORDS["stops"])
ROAD_NAMES = frozenset(_WORDS["road_names"])
PRAISE = frozenset(_WORDS["praise"])
GENERIC = frozenset(_WORDS["generic"])
EVERYDAY = frozenset(_WORDS["everyday"])
