"""Drafting: the paragraph of a well-handled case, put together from the case's own records.

Nothing is invented. Each piece is either a form's fixed words or a stretch of one record, and says
which; what no record holds is left as a blank that the check refuses. Names become surname and form
of address, places lose what is below the residential area.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hotline.rules.redaction import find

FIXED, REDACTED, MISSING = "固定用语", "隐去", "待补"
BLANK = "［待补："
ASKED, FOUND, DONE = 120, 160, 160
# A sentence with one of these speaks to the caller, not to everybody.
TO_CALLER = ("您", "你好", "如有疑问", "祝", "再见")
THANKS = ("感谢", "谢谢", "锦旗", "表扬")
ADDRESSES = ("先生", "女士")
# Surnames of two characters (《百家姓》) that callers have.
COMPOUND = frozenset(
    (
        *("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"),
        *("宇文", "长孙", "司徒", "夏侯", "轩辕", "端木", "南宫"),
    )
)
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")
_ENDS = "。！？；，、 "
_PROBLEM = re.compile(r"(的?问题)?[。！？；，、 ]*$")


@dataclass(frozen=True, slots=True)
class Handled:
    """A case's records as plain values; an empty one is not known.

    `unit` is the unit's name on the day it was assigned, "" where the hotline dealt with it itself.
    """

    number: str
    office: str
    asked_on: date
    by_phone: bool
    name: str
    form_of_address: str
    title: str
    text: str
    unit: str
    handling: str
    answer: str
    solved: bool
    satisfied: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the draft and where it comes from."""

    text: str
    source: str


def well_handled(case: Handled) -> tuple[Piece, ...]:
    """The paragraph in the bulletin's shape: unit and what; date, caller, what was asked; who was
    charged; finding; outcome; what the callback said."""
    return tuple(
        piece
        for part in (_heading(case), _asked(case), _charged(case), _outcome(case), _said(case))
        for piece in part
        if piece.text
    )


def text_of(pieces: tuple[Piece, ...]) -> str:
    """The draft as one text."""
    return "".join(piece.text for piece in pieces)


def without_sensitive(text: str) -> str:
    """A record's words with what may not be published left out or said more widely."""
    return "".join(piece.text for piece in _taken(" ".join(text.split()), ""))


def surname(name: str) -> str:
    """The surname of a full name; "" where there is none to be seen."""
    plain = name.strip()
    if len(plain) < 2 or not ("一" <= plain[0] <= "龥"):  # noqa: PLR2004 - surname and more
        return ""
    return plain[:2] if plain[:2] in COMPOUND and len(plain) > 2 else plain[:1]  # noqa: PLR2004


def _heading(case: Handled) -> Iterator[Piece]:
    yield Piece(case.unit or case.office, "承办单位" if case.unit else "热线名称")
    yield Piece("解决" if case.solved else "办理", FIXED)
    title = _PROBLEM.sub("", " ".join(case.title.split()))
    yield from _taken(title, "标题") if title else [_missing("什么")]
    yield Piece("问题。", FIXED)


def _asked(case: Handled) -> Iterator[Piece]:
    yield Piece(f"{case.asked_on.month}月{case.asked_on.day}日，", "受理日期")
    yield Piece("市民", FIXED)
    family = surname(case.name)
    if family and case.form_of_address in ADDRESSES:
        yield Piece(family + case.form_of_address, "诉求人姓氏和称呼")
    yield Piece("打电话反映，" if case.by_phone else "反映，", FIXED)
    yield from _sentences(case.text, ASKED, "诉求内容", "反映的内容")


def _charged(case: Handled) -> Iterator[Piece]:
    if case.unit:
        yield Piece(f"{case.office}", "热线名称")
        yield Piece("交办", FIXED)
        yield Piece(case.unit, "承办单位")
        yield Piece("调查处理。", FIXED)
    else:
        yield Piece("经", FIXED)
        yield Piece(case.office, "热线名称")
        yield Piece("协调办理。", FIXED)


def _outcome(case: Handled) -> Iterator[Piece]:
    if case.unit:
        yield from _sentences(case.handling, FOUND, "办理情况", "调查情况")
    answer = _told_to_all(case.answer, case.handling)
    if answer or not case.handling.strip():
        yield from _sentences(answer, DONE, "公开答复", "处理结果")


def _told_to_all(answer: str, handling: str) -> str:
    """The answer's sentences that are not said to the caller, nor already in the handling; only
    these together stand in the record one after the other, so the first run of them is taken."""
    whole = " ".join(answer.split())
    run = ""
    for match in _SENTENCE.finditer(whole):
        sentence = match.group()
        is_ours = bool(sentence) and not any(word in sentence for word in TO_CALLER)
        if is_ours and sentence.strip(_ENDS) not in handling:
            run += sentence
        elif run:
            break
    return run


def _said(case: Handled) -> Iterator[Piece]:
    if not case.satisfied:
        return
    yield Piece("反映人对处理结果表示满意", "回访评价")
    if any(word in case.remark for word in THANKS):
        yield Piece("并表示感谢", "回访记录")
    yield Piece("。", FIXED)


def _sentences(text: str, limit: int, source: str, missing: str) -> Iterator[Piece]:
    """The first whole sentences that fit, closed with a full stop."""
    whole = " ".join(text.split())
    if not whole:
        yield _missing(missing)
        yield Piece("。", FIXED)
        return
    taken = ""
    for match in _SENTENCE.finditer(whole):
        if taken and len(taken) + len(match.group()) > limit:
            break
        taken += match.group()
    if len(taken) > limit:
        cut = taken[:limit]
        taken = cut[: cut.rfind("，")] if "，" in cut else cut
    yield from _taken(taken.rstrip(_ENDS), source)
    yield Piece("。", FIXED)


def _taken(text: str, source: str) -> Iterator[Piece]:
    """A stretch of a record without what may not be published."""
    at = 0
    for sensitive in find(text):
        if sensitive.start < at:
            continue
        yield Piece(text[at : sensitive.start], source)
        yield Piece(sensitive.suggestion, REDACTED)
        at = sensitive.end
    yield Piece(text[at:], source)


def _missing(what: str) -> Piece:
    return Piece(f"{BLANK}{what}］", MISSING)
