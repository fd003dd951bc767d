"""Whether two matters that came apart are one: by number, caller, place and words.

A suggestion with its reasons and nothing more: a person joins them, or says that they are not the
same, and that is remembered. Each fact has its points; a number that one sender quotes from another
settles it by itself. The words count by how rare what they share is: two texts that share the name
of an estate and of its trouble are alike, two that share greetings are not, however long they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hotline.rules.fingerprints import digest_of, pairs_of, plain

POINTS = {"number": 100, "caller": 25, "place": 15, "elsewhere": -20}
NAMES = {
    "number": "编号相同",
    "caller": "同一来电人",
    "place": "同一地点",
    "elsewhere": "地点不同，请核对",
    "copied": "文字雷同",
    "words": "内容相近",
}
SHORTEST_NUMBER = 8
MOST_NUMBERS = 8
SHOWN_WORDS = 3
# Below it nobody sees which words are shared.
SHOWN_FROM = 35
LONGEST_SHOWN = 14
FEWEST_PAIRS = 4
# Of so few pairs of characters nobody can say that a text was copied.
FEWEST_COPIED = 12
# From so many hundredths on a text is called a copy.
COPIED = 85
# What more than one case in a hundred says is common; rarer than that weighs no more.
RAREST = 4.6
# As if so many cases had been read before: an office on its first day has no rare words yet.
READ_BEFORE = 1_000
EVERYDAY_WEIGHT = 1.0
# What two matters share must weigh as much as five rare pairs of characters; less says less.
ENOUGH = 5 * RAREST**2
# Words of every petition, which tell no matter from another.
EVERYDAY_WORDS = (
    "您好 你好 尊敬的领导 反映 投诉 举报 咨询 求助 建议 请问 希望 恳请 尽快 及时 处理 "
    "解决 回复 核实 答复 有关部门 相关部门 政府 市民 来电 本人 我们 居民 业主 小区 物业 "
    "公司 社区 街道 附近 问题 情况 严重 影响 生活 出行 多次 一直 没有 无人 现在 目前 今天 "
    "昨天 已经 可以 不能 什么 怎么 为什么 是否 合理 合法 要求 进行 谢谢 感谢 工作人员 "
    "联系 电话 时间 何时 请求 强烈 维权 百姓 群众 老百姓 扰民 关于 对于 因为 所以 但是 "
    "由于 导致 造成 加快 加强 建设 力度 推进 发展 长期 经常 天天 每天 晚上 白天 这个 那个 "
    "这样 他们 自己 一个 一下 不知 知道 应该 需要 管理 监管 查处 整改 "
)
EVERYDAY = pairs_of(EVERYDAY_WORDS)

_EVERYDAY = re.compile("|".join(sorted(EVERYDAY_WORDS.split(), key=len, reverse=True)))
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{6,39}")


class SameKind(StrEnum):
    """In what way two matters are one."""

    CALLER = "caller"
    OTHERS = "others"
    COPIES = "copies"


KINDS = {
    SameKind.CALLER: "同一来电人再次反映",
    SameKind.OTHERS: "他人反映同一事项",
    SameKind.COPIES: "复制粘贴群发",
}


@dataclass(frozen=True, slots=True)
class SameSettings:
    """What the office set: from how many points each kind is offered, how many callers within how
    many hours make one event, and how many days back is looked."""

    caller: int = 60
    others: int = 65
    copies: int = COPIED
    event_callers: int = 5
    event_hours: int = 72
    window_days: int = 60

    @classmethod
    def read(cls, options: Mapping[str, object]) -> SameSettings:
        """The options of the engine `same`; what is not set or no number is as it comes."""
        known = {name: options.get(name) for name in cls.__dataclass_fields__}
        return cls(**{name: each for name, each in known.items() if type(each) is int})

    def offers(self, like: Likeness) -> bool:
        """Whether a person should look."""
        return like.score >= int(getattr(self, like.kind.value))


@dataclass(frozen=True, slots=True)
class Matter:
    """What is compared of one case. `caller` names the citizen without telling who it is (a blind
    index), `place` the place by a key, or empty. `weight` and `title_weight` are those of all its
    words, where they were counted before."""

    title: str
    text: str
    numbers: frozenset[str] = frozenset()
    caller: bytes | None = None
    place: str = ""
    weight: float = 0.0
    title_weight: float = 0.0
    digest: int | None = field(init=False)
    title_pairs: frozenset[str] = field(init=False)
    pairs: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "digest", digest_of(self.text or self.title))
        put(self, "title_pairs", pairs_of(self.title))
        put(self, "pairs", self.title_pairs | pairs_of(self.text))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two matters are, 0 to 100, and by which facts: what each adds, and the words shared
    where it has any."""

    score: int
    kind: SameKind
    facts: Mapping[str, int]
    shared: Mapping[str, str]

    def reasons(self) -> list[str]:
        """The facts in Chinese, the weightiest first, what speaks against it last."""
        told = sorted(self.facts.items(), key=lambda fact: -fact[1])
        return [
            NAMES[fact] + (f"：{self.shared[fact]}" if self.shared.get(fact) else "")
            for fact, _ in told
        ]


def numbers_in(text: str) -> frozenset[str]:
    """What may be another system's number of a matter: letters and digits, of digits at least
    four; never a telephone number, which is the caller's."""
    found: list[str] = []
    for each in _NUMBER.findall(text):
        digits = sum(sign.isdigit() for sign in each)
        is_phone = each.isdigit() and (len(each) <= 12)  # noqa: PLR2004 - a phone with its area
        if len(each) >= SHORTEST_NUMBER and digits >= 4 and not is_phone and each not in found:  # noqa: PLR2004
            found.append(each)
    return frozenset(found[:MOST_NUMBERS])


def weights(
    pairs: Collection[str], cases: Mapping[str, int] | None = None, read: int = 0
) -> dict[str, float]:
    """What each pair of characters weighs: the rarer the more, up to a point. `cases` says how many
    of the `read` cases hold it."""
    known = cases or {}
    found = {}
    for pair in pairs:
        rarity = math.log((read + READ_BEFORE) / (known.get(pair, 0) + 1))
        weight = min(rarity, RAREST) ** 2
        found[pair] = min(weight, EVERYDAY_WEIGHT) if pair in EVERYDAY else weight
    return found


def likeness(one: Matter, other: Matter, weight_of: Mapping[str, float]) -> Likeness:
    """Compare two matters by the weights of the words of `one`; a word of `other` that `one` has
    not is taken for a rare one, unless the weight of all of them is known."""
    facts: dict[str, int] = {}
    shared: dict[str, str] = {}
    if numbers := one.numbers & other.numbers:
        facts["number"], shared["number"] = POINTS["number"], min(numbers)
    if one.caller is not None and one.caller == other.caller:
        facts["caller"] = POINTS["caller"]
    _add_place(one, other, facts, shared)
    if points := points_of(words_alike(one, other, weight_of)):
        facts["words"] = points
        if points >= SHOWN_FROM:
            shared["words"] = "、".join(longest_shared(one.title, f"{other.title}\n{other.text}"))
    score = max(0, min(100, sum(facts.values())))
    copied = round(100 * copied_part(one, other))
    kind = SameKind.OTHERS
    if "caller" in facts:
        kind = SameKind.CALLER
    elif copied >= COPIED:
        kind, score = SameKind.COPIES, max(score, copied)
        facts["copied"], shared["copied"] = copied, f"{copied}%"
    return Likeness(score, kind, facts, shared)


def points_of(alike: float) -> int:
    """The points of the words, 0 to 100: half as alike is 20 points less; a quarter is 60."""
    return max(0, round(100 + 20 * math.log2(alike))) if alike > 0 else 0


def words_alike(one: Matter, other: Matter, weight_of: Mapping[str, float]) -> float:
    """How alike the words are by their weight, 0 to 1: half by all of them, half by how much of
    each title the other tells."""
    if min(len(one.pairs), len(other.pairs)) < FEWEST_PAIRS:
        return 0.0
    both = one.pairs & other.pairs
    whole = _sum(both, weight_of)
    here, there = one.weight or _sum(one.pairs, weight_of), other.weight or _all(other, weight_of)
    by_all = whole / math.sqrt(here * there) if here * there > 0 else 0.0
    told = _held(one, other, weight_of) + _held(other, one, weight_of)
    return min(1.0, 0.5 * by_all + 0.25 * told) * min(1.0, whole / ENOUGH)


def copied_part(one: Matter, other: Matter) -> float:
    """How much of the longer of two texts stands in the other, 0 to 1; 1 for the same words."""
    if one.digest is not None and one.digest == other.digest:
        return 1.0
    longer = max(len(one.pairs), len(other.pairs))
    if min(len(one.pairs), len(other.pairs)) < FEWEST_COPIED:
        return 0.0
    return len(one.pairs & other.pairs) / longer


def longest_shared(title: str, text: str) -> list[str]:
    """The longest pieces of a title that stand in a text, for a person to see what is alike."""
    found = [title[start:end] for start, end in shared_spans(title, text)]
    return sorted((each[:LONGEST_SHOWN] for each in found), key=len, reverse=True)[:SHOWN_WORDS]


def shared_spans(text: str, other: str) -> list[tuple[int, int]]:
    """Where a text holds words that the other holds too: start and end of each stretch, those left
    out that hold nothing but everyday words."""
    told = pairs_of(other)
    signs = [folded if len(folded := plain(sign)) == 1 else sign for sign in text]
    spans: list[tuple[int, int]] = []
    start = None
    for place in range(len(signs)):
        if place + 1 < len(signs) and signs[place] + signs[place + 1] in told:
            start = place if start is None else start
        elif start is not None:
            if _tells("".join(signs[start : place + 1])):
                spans.append((start, place + 1))
            start = None
    return spans


def marked(text: str, other: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether the other tells it too."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in shared_spans(text, other):
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[start:end], True))
        done = end
    return [*pieces, (text[done:], False)] if done < len(text) else pieces


def _tells(words: str) -> bool:
    return bool(pairs_of(_EVERYDAY.sub(" ", words)))


def _add_place(one: Matter, other: Matter, facts: dict[str, int], shared: dict[str, str]) -> None:
    """The same place, named as one or in the other's words; another place speaks against it."""
    for here, there in ((one, other), (other, one)):
        said = f"{there.place}\n{there.title}\n{there.text}"
        if here.place and here.place in said:
            facts["place"], shared["place"] = POINTS["place"], here.place
            return
    if one.place and other.place:
        facts["elsewhere"] = POINTS["elsewhere"]


def _sum(pairs: Collection[str], weight_of: Mapping[str, float]) -> float:
    return sum(weight_of.get(pair, 0.0) for pair in pairs)


def _all(other: Matter, weight_of: Mapping[str, float]) -> float:
    return sum(_weight(pair, weight_of) for pair in other.pairs)


def _weight(pair: str, weight_of: Mapping[str, float]) -> float:
    if pair in EVERYDAY:
        return min(weight_of.get(pair, EVERYDAY_WEIGHT), EVERYDAY_WEIGHT)
    return weight_of.get(pair, RAREST**2)


def _held(one: Matter, other: Matter, weight_of: Mapping[str, float]) -> float:
    """How much of one's title stands in the other's words."""
    whole = one.title_weight or sum(_weight(pair, weight_of) for pair in one.title_pairs)
    if whole <= 0:
        return 0.0
    held = sum(_weight(pair, weight_of) for pair in one.title_pairs & other.pairs)
    return min(1.0, held / whole)
