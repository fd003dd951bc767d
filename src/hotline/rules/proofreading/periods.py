"""Periods: the month of the title against the months and dates of the text, and no 2月30日."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline.rules.proofreading.findings import Finding
from hotline.rules.proofreading.reading import Read

_TITLE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?!\d{1,2}日)"
)
_NAMES_BULLETIN = re.compile(r"情况|通报|简报|月报|专报|分析|办理|热线")
_NUMBERED = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]")
_OPENING = re.compile(r"^(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月份?[，,]")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>\d{1,2})月[ ]?(?P<day>\d{1,2})[ ]?[日号]"
)
_RANGE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日?(?:至|到|—|-|~)"
    r"(?:(?P<year2>20\d\d)年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日[，,]?(?:期间)?[，,]?"
    r"(?:共|累计|全市|我市|12345|热线|市长)"
)
_STORY = re.compile(
    r"(?P<month>\d{1,2})月[ ]?(?P<day>\d{1,2})[ ]?日[，,][^。]{0,15}(?:打电话|来电|致电|拨打|反映)"
)
_OTHER_PERIOD = re.compile(r"上月|上年|去年|同期|较|比|同比|环比|上个月|截至|截止|下月|下一步|预计")
_MONTHS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
TITLE_LENGTH, HEADING_LENGTH = 60, 40
DECEMBER = 12
LEAP = 2020


@dataclass(frozen=True, slots=True)
class Period:
    """The month that a text is about; the year is 0 where it is never written."""

    year: int
    month: int


def check_periods(reads: Sequence[Read], period: Period | None = None) -> Iterator[Finding]:
    """Dates that do not exist, and months that are not the text's own."""
    own = period or period_of(reads)
    year = own.year if own else 0
    for read in reads:
        yield from _impossible(read, year)
        if own is not None:
            yield from _months(read, own)
            yield from _ranges(read, own)
            yield from _stories(read, own)


def period_of(reads: Sequence[Read]) -> Period | None:
    """The month of the title, with the year from the first place that gives one beside it."""
    titles = [read for read in reads[:6] if len(read.text) <= TITLE_LENGTH]
    for read in titles:
        match = _TITLE.search(read.text)
        if match and _NAMES_BULLETIN.search(read.text) and not _NUMBERED.match(read.text):
            month = _month(match.group("month"))
            return Period(int(match.group("year") or _year(reads, month)), month)
    return None


def _year(reads: Sequence[Read], month: int) -> int:
    for read in reads:
        match = re.search(rf"(20\d\d)年0?{month}月", read.text)
        if match:
            return int(match.group(1))
    return 0


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    return sum(_MONTHS[sign] for sign in words)


def _impossible(read: Read, year: int) -> Iterator[Finding]:
    for match in _DATE.finditer(read.text):
        month, day = int(match.group("month")), int(match.group("day"))
        own_year = int(match.group("year") or year or LEAP)
        most = monthrange(own_year, month)[1] if 1 <= month <= DECEMBER else 0
        if not 1 <= day <= most:
            written = re.sub(r"\s", "", match.group())
            limit = f"{month}月只有 {most} 天" if most else "没有这个月份"
            yield Finding(
                "date", read.at(*match.span()), written, "", limit, f"日期“{written}”不存在。"
            )


def _months(read: Read, own: Period) -> Iterator[Finding]:
    """The month of a heading, or of a paragraph's opening words."""
    is_heading = len(read.text) <= HEADING_LENGTH and not read.text.rstrip().endswith("日")
    if is_heading and (_NUMBERED.match(read.text) or _NAMES_BULLETIN.search(read.text)):
        match = _TITLE.search(read.text)
    else:
        match = _OPENING.match(read.text)
    if match is None or _OTHER_PERIOD.search(read.text[: match.start()]):
        return
    month, year = _month(match.group("month")), int(match.group("year") or 0)
    wrong_year = bool(year and own.year and year != own.year)
    if month != own.month or wrong_year:
        yield _wrong(read, match, match.group().rstrip("，,"), own)


def _ranges(read: Read, own: Period) -> Iterator[Finding]:
    """A counted stretch of days that leaves the month, or ends before it begins."""
    for match in _RANGE.finditer(read.text):
        first = int(match.group("m1"))
        last = int(match.group("m2") or first)
        spans = (first, int(match.group("d1"))) <= (last, int(match.group("d2")))
        year = int(match.group("year") or 0)
        if own.month not in (first, last) or (year and own.year and year != own.year):
            yield _wrong(read, match, match.group(), own)
        elif first == last and not spans:
            yield Finding(
                "period", read.at(*match.span()), match.group(), "", "", "起止日期前后颠倒。"
            )


def _stories(read: Read, own: Period) -> Iterator[Finding]:
    """The day on which a caller called, in a text about another month."""
    for match in _STORY.finditer(read.text):
        if int(match.group("month")) != own.month and not _OTHER_PERIOD.search(
            read.text[max(0, match.start() - 6) : match.start()]
        ):
            written = f"{match.group('month')}月{match.group('day')}日"
            yield Finding(
                "period",
                read.at(match.start(), match.end("day") + 1),
                written,
                f"{own.month}月",
                "",
                f"来电日期“{written}”不在本期（{own.month}月）之内，请核对。",
                "notice",
            )


def _wrong(read: Read, match: re.Match[str], printed: str, own: Period) -> Finding:
    right = f"{own.year}年{own.month}月" if own.year else f"{own.month}月"
    return Finding(
        "period",
        read.at(*match.span()),
        printed,
        right,
        "",
        f"此处写的是“{printed}”，标题的期间是{right}。",
    )
