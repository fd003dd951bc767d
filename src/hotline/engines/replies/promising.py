"""Days that a reply promises, read out of its words; and promises that name no day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from hotline.engines.replies.findings import Finding, Promised

# The n-th working day after a day; the calendar is the caller's.
WorkingDays = Callable[[date, int], date]
HALF_A_YEAR = 180
FARTHEST = timedelta(days=3 * 366)
_NUMBER = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_MONTH = r"(?:(?P<year>20\d\d|明|今|本)年)?(?P<month>1[0-2]|0?[1-9])月"
_SENTENCE = re.compile(r"[^。！!\n\r；;]+")
_FUTURE = re.compile(
    r"将|会在|会于|预计|计划|力争|争取|确保|保证|承诺|拟|准备|限|责令|要求|安排|可在|有望|前(?:完成|完工|到位|解决|修复|竣工|启动|开工|整改"
    r"|落实|清理|拆除|安装|恢复|发放|支付|搬离|办结|回复|答复|交付|开通)|(?:内|前|底|末|日|月)(?:完成|完工|到位|解决|修复|竣工|启动|开工|整改|落实"
    r"|清理|拆除|安装|恢复|发放|支付|搬离|办结|回复|答复|交付|开通)"
)
# How an office works in general, and what the citizen has to do, is no promise.
_GENERAL = re.compile(
    r"申请|受理|材料|之日起|应当|须在|需在|规定|凭|出生|逾期|缴费|参保|截止|有效期|报名|办法|条例|自收到|如对|不服|您可|您应|请您?在|请于"
    r"|工作时间|上班时间|营业时间"
)
# What was done before the day is none of it; said of another clause, it says nothing of this one.
_DONE = re.compile(r"已于|已在|于上|去年|上月|上周")
_WORD_DAYS = {"明天": 1, "明日": 1, "后天": 2}
_DIGITS = {word: place for place, word in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_PATTERNS = re.compile(
    rf"(?P<worked>{_NUMBER}个?工作日(?:之?内|以内|后))"
    rf"|(?P<span>(?:未来|今后|近)?(?P<many>半|{_NUMBER[1:-1]})个?(?P<unit>小时|天|日|周|星期|月|年)(?:之?内|以内))"
    rf"|(?P<inmonth>{_MONTH}(?:(?P<date>3[01]|[12]\d|0?[1-9])[日号]"
    r"|(?P<which>上旬|中旬|下旬|底|末|初|中)))"
    r"|(?P<week>(?P<whose>本周|这周|下周|下星期|本星期|周|星期)(?P<weekday>[一二三四五六日天末])(?![期次边围年到]))"
    r"|(?P<monthend>(?P<next>本月|这个月|下个?月)?(?:月)?(?:底|末)(?:之?前|前|完成)?(?=.{0,12}))"
    r"|(?P<yearend>(?:今年|本年|明年|年)(?:年)?(?P<half>底|末|内|上半年|下半年))"
    r"|(?P<soon>明天|明日|后天)"
)


def promised(text: str, day: date, working: WorkingDays) -> list[Promised]:
    """The days promised in a reply written on `day` (China's), each day once, in their order."""
    found: dict[date, Promised] = {}
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group()
        for match in _PATTERNS.finditer(words):
            due = _due(match, day, working)
            if due is None or not day < due <= day + FARTHEST or not _is_promise(words, match):
                continue
            start = sentence.start() + match.start()
            end = sentence.start() + _clause_end(words, match.end())
            found.setdefault(due, Promised(due, start, end, text[start:end]))
    return list(found.values())


def _is_promise(words: str, match: re.Match[str]) -> bool:
    """Whether somebody will do something by then, and it is not how things go in general."""
    before, after = words[max(match.start() - 24, 0) : match.start()], words[match.end() :]
    clause = after[: _clause_end(after, 0)]
    if _GENERAL.search(before) or _OTHERS.match(clause):
        return False
    near = re.split(r"[，,、]", before)[-1]
    if _DONE.search(near):
        return False
    return bool(_FUTURE.search(near) or _FUTURE.search(match.group()[-1] + clause))


_OTHERS = re.compile(r"起|至|收费|向|[:：]\d|期间|以来|期限|来电|申请|提出|网友|您好")
_VAGUE = re.compile(
    r"(?:将|会|我们|我局|我办|下一步|正在?|继续)[^，。；！\n]{0,16}(?:尽快|抓紧|适时|择期|早日|逐步|加快|争取|择机|及时)[^，。；！\n]{0,24}"
    r"|(?:尽快|抓紧|适时|择期|早日|择机)[^，。；！\n]{0,6}(?:办理|处理|解决|落实|完成|修复|整改|安排|推进|实施|协调|启动|答复|回复|到位)"
)


def vague(text: str, dated: list[Promised]) -> Iterator[Finding]:
    """Promises whose sentence names no day."""
    for sentence in _SENTENCE.finditer(text):
        held = any(sentence.start() <= each.start < sentence.end() for each in dated)
        match = _VAGUE.search(sentence.group())
        if match is None or held:
            continue
        start, end = sentence.start() + match.start(), sentence.start() + match.end()
        words = text[start:end]
        say = f"“{words[:16]}”没有时间，请写明几月几日前做到什么；定不了的，写明何时再告知。"
        yield Finding("vague_promise", "warn", start, end, words, say)


def _clause_end(words: str, end: int) -> int:
    """To the end of the clause, so that the words also tell what was promised."""
    stop = re.search(r"[，,、]", words[end:])
    return min(end + stop.start() if stop else len(words), end + 24)


def _due(match: re.Match[str], day: date, working: WorkingDays) -> date | None:
    """The last day that these words allow."""
    try:
        if match["worked"]:
            return working(day, _number(match[2]))
        if match["span"]:
            return _later(day, match["many"], match["unit"])
        if match["inmonth"]:
            return _in_month(match, day)
        return _named(match, day)
    except (ValueError, OverflowError):
        return None  # 2月30日, 十十天 and the like


def _named(match: re.Match[str], day: date) -> date | None:
    """A day that is told by the week, the month's or the year's end, or by a word."""
    if match["soon"]:
        return day + timedelta(days=_WORD_DAYS[match["soon"]])
    if match["week"]:
        said = match["weekday"]
        weekday = 6 if said in "末天日" else _number(said) - 1
        ahead = 7 if match["whose"].startswith("下") else 0
        due = day + timedelta(days=weekday - day.weekday() + ahead)
        return due + timedelta(days=7) if due < day and match["whose"] in ("周", "星期") else due
    if match["monthend"]:
        ahead = 1 if (match["next"] or "").startswith("下") else 0
        return _last_of(day.year, day.month + ahead) if "月" in match["monthend"] else None
    year = day.year + (match["yearend"] or "").startswith("明")
    return date(year, 6, 30) if match["half"] == "上半年" else date(year, 12, 31)


def _in_month(match: re.Match[str], day: date) -> date:
    """4月30日, 4月底, 4月中旬: in December 1月15日 is next year's, in May 4月30日 is over."""
    month, year = int(match["month"]), _year(match["year"], day)
    last = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}.get(match["which"])
    if match["date"]:
        last = int(match["date"])
    due = date(year, month, last) if last else _last_of(year, month)
    is_next_year = due < day and not match["year"] and (day - due).days > HALF_A_YEAR
    return due.replace(year=due.year + 1) if is_next_year else due


def _year(said: str | None, day: date) -> int:
    if said and said.isdigit():
        return int(said)
    return day.year + (said == "明")


def _later(day: date, many: str, unit: str) -> date:
    if many == "半":
        return day + timedelta(days={"月": 15, "年": 183, "天": 0, "日": 0}.get(unit, 4))
    amount = _number(many)
    if unit == "小时":
        return day + timedelta(days=-(-amount // 24))
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "年": 365}.get(unit)
    if days is not None:
        return day + timedelta(days=days * amount)
    month = day.month + amount
    last = _last_of(day.year, month)
    return last if day.day >= last.day else last.replace(day=day.day)


def _last_of(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _number(words: str) -> int:
    """一 to 九十九, or digits."""
    if words.isdigit():
        return int(words)
    tens, found, ones = words.rpartition("十")
    if not found:
        return _digit(words)
    return 10 * (_digit(tens) if tens else 1) + (_digit(ones) if ones else 0)


def _digit(word: str) -> int:
    """Raises ValueError for what is no digit, such as 二二."""
    if word not in _DIGITS:
        raise ValueError(word)
    return _DIGITS[word]
