"""Suspicious patterns: what each rule looks for, in plain sight of its numbers.

A finding is a lead and not a verdict: each has a harmless explanation too, which the rule names.
The field's known tricks: the caller's number replaced before the callback, cloned replies,
complaints turned into consultations, replies just before the deadline [人民日报 2019-04].
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar
from uuid import UUID

from hotline.rules.thresholds import Thresholds

MOST_PIECES = 60
MOST_COMPARED = 300
SHINGLE = 2
SEVERAL = 2
RUN = 6
WORDLESS = re.compile(r"[\W\d_]+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is called, what it says (filled with a finding's numbers), and what else
    may explain it. `least` names the threshold of how many pieces make a finding."""

    code: str
    name: str
    says: str
    otherwise: str
    least: str

    def enough(self, thresholds: Thresholds) -> int:
        """How many pieces make a finding."""
        wanted: int = getattr(thresholds, self.least)
        return wanted


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "other_number",
            "拨打的不是来电号码",
            "近 {days} 天联系或回访 {of} 次，其中 {count} 次拨打的不是来电号码；"
            "同一个其他号码最多用在 {most} 位诉求人身上。",
            "诉求人可能另留了联系电话；同一号码用在几位诉求人身上的，更值得核实。",
            "other_number_least",
        ),
        Rule(
            "clones",
            "答复雷同",
            "近 {days} 天有 {count} 件工单的公开答复相同或几乎相同（{topics} 个问题分类）。",
            "也可能是同一件事（例如片区停水）有多人反映，或使用了规定的答复口径。",
            "clone_least",
        ),
        Rule(
            "relabelled",
            "投诉举报改为咨询",
            "派单以后，诉求类型由“{before}”改为“{after}”；改后办理时限可能变短，也不再计入投诉举报。",
            "也可能是登记时选错，后来改正。",
            "relabel_least",
        ),
        Rule(
            "last_minutes",
            "临期才反馈",
            "近 {days} 天反馈 {of} 件，其中 {count} 件在办理时限的最后 {minutes} 分钟内反馈；"
            "如果反馈时间是均匀的，应约为 {expected} 件。",
            "也可能是集中在下班前报送；请看答复是否有实质内容。",
            "last_least",
        ),
        Rule(
            "hasty",
            "签收后马上反馈",
            "近 {days} 天反馈 {of} 件，其中 {count} 件在签收后 {minutes} 分钟内反馈。",
            "也可能是事情先已办好、后补签收，或问题确实简单。",
            "hasty_least",
        ),
        Rule(
            "unreached",
            "称已联系，但没有接通记录",
            "近 {days} 天有 {count} 件工单的反馈写明已联系诉求人，此前登记的联系都没有接通。",
            "也可能是后来接通了，只写在反馈里。",
            "unreached_least",
        ),
        Rule(
            "rated_alike",
            "回访结果千篇一律",
            "近 {days} 天接通回访 {of} 次，其中 {count} 次结果完全相同（{rating}）；"
            "其他回访员合计 {others_of} 次中有 {others} 次为这一结果。",
            "也可能是分到的工单相近。",
            "alike_least",
        ),
    )
}
STANDINGS = {"open": "待核实", "watched": "继续观察", "confirmed": "属实", "dismissed": "不属实"}
VERDICTS = {"confirmed": "属实", "dismissed": "不属实", "watched": "继续观察"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence by identity: the case, and the row of it that is meant."""

    case: UUID
    row: UUID


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found at one subject: a unit or a person, and the pieces, the newest first."""

    rule: str
    subject: str
    pieces: tuple[Piece, ...]
    unit: int | None = None
    person: int | None = None
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """A unit's reply: when it was given, signed, due and replied, and what it says.

    `tries` are the recorded tries to reach the citizen before it, each reached or not.
    """

    piece: Piece
    unit: int
    text: str
    topic: int | None
    given_at: datetime
    signed_at: datetime | None
    due_at: datetime | None
    replied_at: datetime
    says_contacted: bool = False
    tries: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialled:
    """A try on a number that is not the caller's: by a unit's or the office's person. `number` only
    tells one number from another."""

    piece: Piece
    unit: int | None
    person: int | None
    number: Hashable
    citizen: Hashable


@dataclass(frozen=True, slots=True)
class Rated:
    """A callback that reached the citizen, and what it gave."""

    piece: Piece
    person: int
    result: str


@dataclass(frozen=True, slots=True)
class Relabelled:
    """A case whose kind was changed after it had been dispatched."""

    piece: Piece
    unit: int | None
    person: int | None
    before: str
    after: str


def cloned(replies: Iterable[Reply], t: Thresholds) -> Iterator[Finding]:
    """Replies of one unit to different cases whose words are the same, or nearly."""
    for unit, own in _by(replies, lambda reply: reply.unit).items():
        for words, alike in _alike(own, t).items():
            if len(alike) < t.clone_least:
                continue
            topics = len({reply.topic for reply in alike})
            numbers = {"days": t.days, "count": len(alike), "topics": topics}
            subject = f"unit:{unit}:{_digest(words)}"
            yield Finding("clones", subject, _pieces(alike), unit=unit, numbers=numbers)


def last_minute(replies: Iterable[Reply], t: Thresholds) -> Iterator[Finding]:
    """Units that reply in the last minutes of their clock far more often than by chance."""
    span = timedelta(minutes=t.last_minutes)
    for unit, own in _by(replies, lambda reply: reply.unit).items():
        timed = [reply for reply in own if reply.due_at and reply.due_at > reply.given_at]
        late = [r for r in timed if r.due_at and timedelta() <= r.due_at - r.replied_at <= span]
        expected = sum(min(span / (r.due_at - r.given_at), 1.0) for r in timed if r.due_at)
        if len(late) < t.last_least or len(late) < t.last_times * expected:
            continue
        numbers = {
            "days": t.days, "of": len(timed), "count": len(late), "minutes": t.last_minutes,
            "expected": round(expected, 1),
        }  # fmt: skip
        yield Finding("last_minutes", f"unit:{unit}", _pieces(late), unit=unit, numbers=numbers)


def hasty(replies: Iterable[Reply], t: Thresholds) -> Iterator[Finding]:
    """Units that reply within minutes of signing."""
    span = timedelta(minutes=t.hasty_minutes)
    for unit, own in _by(replies, lambda reply: reply.unit).items():
        quick = [r for r in own if r.signed_at and r.replied_at - r.signed_at <= span]
        if len(quick) < t.hasty_least:
            continue
        numbers = {
            "days": t.days, "of": len(own), "count": len(quick), "minutes": t.hasty_minutes,
        }  # fmt: skip
        yield Finding("hasty", f"unit:{unit}", _pieces(quick), unit=unit, numbers=numbers)


def unreached(replies: Iterable[Reply], t: Thresholds) -> Iterator[Finding]:
    """Replies that say the citizen was spoken to, where every recorded try before failed."""
    doubtful = (r for r in replies if r.says_contacted and r.tries and not any(r.tries))
    for unit, own in _by(doubtful, lambda reply: reply.unit).items():
        if len(own) >= t.unreached_least:
            numbers = {"days": t.days, "count": len(own)}
            yield Finding("unreached", f"unit:{unit}", _pieces(own), unit=unit, numbers=numbers)


def other_numbers(
    dialled: Iterable[Dialled], tries: Mapping[str, int], t: Thresholds
) -> Iterator[Finding]:
    """Who dials other numbers than the caller's again and again, or one for several callers.

    `tries` is how often each subject tried at all.
    """
    for subject, own in _by(dialled, subject_of).items():
        callers = defaultdict(set)
        for one in own:
            callers[one.number].add(one.citizen)
        most = max(len(citizens) for citizens in callers.values())
        if len(own) < t.other_number_least and most < SEVERAL:
            continue
        numbers = {
            "days": t.days, "of": tries.get(subject, len(own)), "count": len(own), "most": most,
        }  # fmt: skip
        first = own[0]
        yield Finding("other_number", subject, _pieces(own), first.unit, first.person, numbers)


def subject_of(one: Dialled) -> str:
    """Whose tries they are: a unit's, else those of a person of the office."""
    return f"unit:{one.unit}" if one.unit is not None else f"person:{one.person}"


def relabelled(changes: Iterable[Relabelled], t: Thresholds) -> Iterator[Finding]:
    """Cases that were dispatched as complaints or reports, and are consultations now."""
    for one in changes:
        numbers = {"before": one.before, "after": one.after}
        subject = f"case:{one.piece.case}"
        yield Finding("relabelled", subject, (one.piece,), one.unit, one.person, numbers)


def rated_alike(callbacks: Iterable[Rated], t: Thresholds) -> Iterator[Finding]:
    """Agents whose callbacks nearly all give the same, while those of the others do not."""
    given = list(callbacks)
    everywhere = Counter(one.result for one in given)
    for person, own in _by(given, lambda one: one.person).items():
        result, count = Counter(one.result for one in own).most_common(1)[0]
        others_of = len(given) - len(own)
        others = everywhere[result] - count
        is_alike = count * 100 >= t.alike_per_cent * len(own)
        is_usual = others_of and others * 100 >= t.alike_per_cent * others_of
        if len(own) < t.alike_least or not is_alike or is_usual:
            continue
        numbers = {
            "days": t.days, "of": len(own), "count": count, "rating": result,
            "others": others, "others_of": others_of,
        }  # fmt: skip
        alike = [one for one in own if one.result == result]
        yield Finding(
            "rated_alike", f"person:{person}", _pieces(alike), person=person, numbers=numbers
        )


def plain_words(text: str) -> str:
    """A reply without what differs by chance: marks, spaces, numbers, width and case of letters."""
    return WORDLESS.sub("", unicodedata.normalize("NFKC", text)).lower()


def shared(model: str, text: str) -> list[tuple[bool, str]]:
    """A text in parts: those that stand in `model` too, as runs of RUN characters or more."""
    runs = {model[at : at + RUN] for at in range(len(model) - RUN + 1)}
    same = [False] * len(text)
    for at in range(len(text) - RUN + 1):
        if text[at : at + RUN] in runs:
            same[at : at + RUN] = [True] * RUN
    parts = groupby(zip(same, text, strict=True), key=itemgetter(0))
    return [(is_same, "".join(sign for _, sign in signs)) for is_same, signs in parts]


def _alike(replies: Sequence[Reply], t: Thresholds) -> dict[str, list[Reply]]:
    """The replies of one unit by their words; the nearly same are put together.

    Only the newest MOST_COMPARED different texts are compared with each other.
    """
    by_words = _by(replies, lambda reply: plain_words(reply.text))
    long = {words: own for words, own in by_words.items() if len(words) >= t.clone_characters}
    shingles: dict[str, frozenset[str]] = {}
    for words in list(long)[:MOST_COMPARED]:
        made = _shingles(words)
        near = next((w for w, other in shingles.items() if _near(made, other, t)), None)
        if near is None:
            shingles[words] = made
        else:
            long[near] = [*long[near], *long.pop(words)]
    return {words: list({r.piece.case: r for r in own}.values()) for words, own in long.items()}


def _near(one: frozenset[str], other: frozenset[str], t: Thresholds) -> bool:
    """Whether two texts share so many runs of characters."""
    wanted = t.clone_per_cent
    if min(len(one), len(other)) * 100 < wanted * max(len(one), len(other)):
        return False
    return len(one & other) * 100 >= wanted * len(one | other)


def _shingles(words: str) -> frozenset[str]:
    return frozenset(words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))


def _digest(words: str) -> str:
    """Enough to know a text again, and nothing of what it says."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _pieces(rows: Iterable[Any]) -> tuple[Piece, ...]:
    return tuple(row.piece for row in rows)[:MOST_PIECES]


def _by(rows: Iterable[T], key: Callable[[T], Any]) -> dict[Any, list[T]]:
    """The rows by what they share, in their order."""
    found: dict[Any, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)
