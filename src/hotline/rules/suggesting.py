"""Suggestions (建议): which sentences of a text propose something, and which propose the same.

A sentence proposes when it says what should be made, changed or arranged. That somebody should
deal with a trouble soon is a request and no suggestion. Alike are two that share most of their
words once those of proposing and of politeness are left out, the rarer of them weighing more; the
shortest of a group names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

_DOING = (
    "增设|增加|增开|加装|加设|加强|加大|开通|开设|设置|设立|建设|修建|新建|建立|建成|安装|改造|改建|改为|改成|延长"
    "|延伸|调整|完善|规范|推广|统一|优化|放宽|取消|恢复|扩建|拓宽|保留|引进|推行|实行|实施|出台|制定|提高"
    "|降低|减少|免费|开放|试点|配备|配置|错峰|划定|划出|画出|种植|绿化|美化|宣传|奖励|补贴|整合"
)
_PROPOSING = re.compile(
    r"(?:建议|提议|倡议|呼吁|建言)(?!书|都|也|没|被|后|过)"
    rf"|(?:希望|盼望|期盼|恳请|能否|可否|是否(?:可以|能)?|能不能|可不可以|应该|应当|最好)"
    rf"[^，。！？；,;!?\n]{{0,16}}?(?:{_DOING})"
)
_SENTENCE = re.compile(r"[^。！？；;!?\n]+[。！？；;!?]?")
# What follows 建议 and asks for nothing but that a trouble is dealt with.
_ONLY_A_REQUEST = re.compile(
    r"(?:建议|提议|呼吁)[^，。！？；,;!?\n]{0,12}?"
    r"(?:尽快|及时|马上|立即|早日|严肃|依法)?(?:处理|解决|核实|查处|答复|回复|调查|反馈|落实|维修|退款|赔偿)"
)
_LEFT_OUT = re.compile(
    r"建议|提议|倡议|呼吁|希望|盼望|期盼|恳请|请求|能否|可否|是否可以|是否能|是否|能不能|可不可以|应该|应当"
    r"|最好|政府|有关部门|相关部门|领导|我们?|你们|能够?|可以|一下|一个|一些|进行|尽快|这里|这个|那里"
    r"|[，。！？；：、,.;:!?\s“”\"（）()的了在把将对给]"
)
SHORTEST, LONGEST = 6, 120
ALIKE_FROM = 0.5
FEWEST_GRAMS = 3


@dataclass(frozen=True, slots=True)
class Suggested:
    """A sentence that proposes: `text` is `[start:end]` of what was read."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Alike:
    """Suggestions that propose the same, named by the shortest; `of` are the keys of those who made
    them, each once."""

    name: str
    grams: frozenset[str]
    of: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def suggestions_in(text: str) -> list[Suggested]:
    """The sentences of a text that propose something, in their order."""
    found = []
    for match in _SENTENCE.finditer(text):
        said = match.group().strip()
        proposes = _PROPOSING.search(said)
        if not SHORTEST <= len(said) <= LONGEST or proposes is None:
            continue
        if _ONLY_A_REQUEST.search(said) and not re.search(_DOING, said):
            continue
        start = match.start() + match.group().index(said)
        found.append(Suggested(start, start + len(said), said))
    return found


def grouped(said: Iterable[tuple[str, str]]) -> list[Alike]:
    """Group (key, suggestion) pairs by what is proposed, the largest group first; one key counts
    once in a group."""
    known = [(key, text, grams_of(text)) for key, text in said]
    known = [each for each in known if len(each[2]) >= FEWEST_GRAMS]
    weights = _weights([grams for _, _, grams in known])
    groups: list[Alike] = []
    holding: dict[str, list[Alike]] = {}
    for key, text, grams in known:
        near = {id(each): each for gram in grams for each in holding.get(gram, ())}.values()
        best = max(near, key=lambda group: shared(grams, group.grams, weights), default=None)
        if best is None or shared(grams, best.grams, weights) < ALIKE_FROM:
            best = Alike(text, grams)
            groups.append(best)
            for gram in grams:
                holding.setdefault(gram, []).append(best)
        _add(best, key, text)
    return sorted(groups, key=lambda group: -len(group.of))


def _add(group: Alike, key: str, text: str) -> None:
    if key not in group.of:
        group.of.append(key)
        group.texts.append(text)
        group.name = min(group.name, text, key=len)


def _weights(all_grams: Sequence[frozenset[str]]) -> dict[str, float]:
    """How rare each pair of characters is among these suggestions."""
    counts = Counter(gram for grams in all_grams for gram in grams)
    return {gram: log((len(all_grams) + 1) / count) for gram, count in counts.items()}


def shared(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """How much of two stands in both, 0 to 1, by weight; of the longer at least a third."""
    both = sum(weights[gram] for gram in one & other)
    first, second = (sum(weights[gram] for gram in each) for each in (one, other))
    if both < max(first, second) / 3:
        return 0.0
    return both / min(first, second) if first and second else float(one == other)


def grams_of(text: str) -> frozenset[str]:
    """The pairs of characters of what is proposed."""
    core = _LEFT_OUT.sub("", text)
    return frozenset(core[place : place + 2] for place in range(len(core) - 1))


def draft_of(groups: Sequence[Alike], most: int = 3) -> str:
    """A sentence for the bulletin in the citizens' own words, the most frequent first."""
    told = [group.name.rstrip("。！？；;!? ") for group in groups[:most]]
    return "；".join(told) + "。" if told else ""
