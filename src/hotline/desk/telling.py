"""A case's story for a newcomer: sentences by day and round, with how long each took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

from hotline.desk.story import Line
from hotline.desk.story_phrases import PHRASES
from hotline.records.models import Clock
from hotline.records.queries.comments import Said
from hotline.rules.deadlines import part_of
from hotline.rules.masking import mask_text

TOPICS = {
    "": "全部",
    "flow": "流转",
    "talk": "沟通",
    "watch": "督办",
    "files": "附件",
    "system": "系统",
}
TALK = frozenset(
    {
        *("contact", "ask_more", "call_back", "try_call_back", "comment", "tell_progress"),
        *("amend", "take_message", "write_back"),
    }
)
WATCH = frozenset({"urge", "supervise", "raise_supervision", "end_supervision"}) | frozenset(
    {"confer", "instruct"}
)
FILES = frozenset({"attach", "detach", "scan_attachment"})
# What begins a further round, and what it is called.
ANEW = {"handle_again": "重办", "reopen": "重新打开"}
# The clock that a move stops.
STOPS = {"sign": "sign", "contact": "contact", "reply": "handle", "call_back": "callback"}
JUMPS = {"reply": "最近一次反馈", "call_back": "最近一次回访"}
WORTH_TELLING = timedelta(minutes=1)
ONE_DAY, ONE_HOUR, ONE_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
COMMENT_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: who, what, how long it took; `gap` is the time since the one before."""

    line: Line
    phrase: str
    took: str
    gap: str
    topics: frozenset[str]
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One day of one round; `heading` names the round where a new one begins."""

    day: date
    round: int
    heading: str
    told: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Tale:
    """The story as asked for, what it was narrowed to, and where one can jump to."""

    chapters: Sequence[Chapter]
    topic: str
    newest_first: bool
    counts: Mapping[str, int]
    jumps: Mapping[str, str]


def tale(
    lines: Sequence[Line], clocks: Sequence[Clock], *, topic: str = "", newest_first: bool = False
) -> Tale:
    """The lines, oldest first, as chapters; unknown topics mean all."""
    topic = topic if topic in TOPICS else ""
    told = _with_anchors(_sentences(lines, clocks))
    counts = {each: sum(not each or each in row.topics for row in told) for each in TOPICS}
    chapters = _chapters(told, topic)
    if newest_first:
        chapters = [replace(row, told=row.told[::-1]) for row in reversed(chapters)]
    jumps = {row.anchor: JUMPS[row.line.verb] for row in told if row.anchor}
    return Tale(chapters, topic, newest_first, counts, jumps)


def comment_lines(said: Iterable[Said]) -> list[Line]:
    """Comments as lines of the story; a withdrawn one is not told."""
    return [
        Line(
            at=row.comment.at,
            who=row.comment.by.name,
            post=row.comment.by.department.name if row.comment.by.department else "",
            verb="comment",
            name="留言",
            facts=[],
            note=_shortened(row.now.text),
            link=f"#comment-{row.comment.pk}",
        )
        for row in said
        if row.comment.withdrawn_at is None
    ]


def span(length: timedelta) -> str:
    """How long something took, to the minute: 2 小时 5 分."""
    days, hours = length.days, (length % ONE_DAY) // ONE_HOUR
    minutes = (length % ONE_HOUR) // ONE_MINUTE
    parts = [f"{days} 天"] if days else []
    parts += [f"{hours} 小时"] if hours else []
    if not days and (minutes or not hours):
        parts.append(f"{minutes} 分")
    return " ".join(parts)


def _sentences(lines: Sequence[Line], clocks: Sequence[Clock]) -> list[Told]:
    """Each line with its phrase, and what the clocks say of how long it took."""
    stopped = {(row.name, row.stopped_at): row for row in clocks if row.stopped_at is not None}
    told, before = [], None
    for line in lines:
        gap = span(line.at - before) if before and line.at - before >= WORTH_TELLING else ""
        clock = stopped.get((STOPS.get(line.verb, ""), line.at))
        phrase = PHRASES.get(line.verb, line.name)
        took = _took(clock, line.at) if clock is not None else ""
        told.append(Told(line, phrase, took, gap, _topics(line), link=line.link))
        before = line.at
    return told


def _took(clock: Clock, at: datetime) -> str:
    """How long the clock ran, against what it was given."""
    limit = "＋".join(part_of(part).words() for part in clock.parts)
    late = "，已超时限" if clock.due_at is not None and at > clock.due_at else ""
    return f"用时 {span(at - clock.started_at)}" + (f"（时限 {limit}{late}）" if limit else late)


def _topics(line: Line) -> frozenset[str]:
    named = (("talk", TALK), ("watch", WATCH), ("files", FILES))
    found = {topic for topic, verbs in named if line.verb in verbs} or {"flow"}
    return frozenset(found | ({"system"} if line.who == "系统" else set()))


def _with_anchors(told: list[Told]) -> list[Told]:
    """The last reply and the last callback can be jumped to."""
    last = {row.line.verb: place for place, row in enumerate(told) if row.line.verb in JUMPS}
    for verb, place in last.items():
        told[place] = replace(told[place], anchor=f"told-{verb}")
    return told


def _chapters(told: Iterable[Told], topic: str) -> list[Chapter]:
    """Days in order; a new round begins a new chapter also within a day."""
    found: list[Chapter] = []
    kept: list[Told] = []
    turn, heading = 1, ""
    for row in told:
        if row.line.verb in ANEW:
            turn += 1
            heading = f"第 {turn} 轮：{ANEW[row.line.verb]}"
        if topic and topic not in row.topics:
            continue
        day = localtime(row.line.at).date()
        if not found or (found[-1].day, found[-1].round) != (day, turn):
            kept = []
            found.append(Chapter(day, turn, heading, kept))
            heading = ""
        kept.append(row)
    return found


def _shortened(text: str) -> str:
    line = mask_text(" ".join(text.split()))
    return line if len(line) <= COMMENT_SHOWN else f"{line[:COMMENT_SHOWN]}…"
