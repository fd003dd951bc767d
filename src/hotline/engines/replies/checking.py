"""The check of a reply: everything that may be wrong with it, each with its place and what to do.

Pure and quick (some milliseconds a reply). It judges by words and so is a hint to a person: what it
calls serious is asked once more, never refused for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.engines.drafting.asking import Asked, requests_in
from hotline.engines.replies.answering import speaks_to, unanswered
from hotline.engines.replies.clauses import Clause, clauses, own_words, says_anything
from hotline.engines.replies.findings import Checked, Finding, Promised
from hotline.engines.replies.promising import WorkingDays, promised, vague
from hotline.engines.replies.wording import Filled, bad_words, contradictions, not_ours
from hotline.rules.redaction import find

NAME, VERSION = "replies", "1"
LEAVES_THE_BUILDING = False
MOST_OF_A_KIND = 3
COSTS = {"serious": 30, "warn": 10, "note": 4}
EMPTY_SCORE = 10
LONGEST = 6_000
_FACT = re.compile(
    r"已(?!收|转|交|阅|悉)|经(?:核|查|调|现场|了解|检)|现场|核实|查实|属实|整改|根据|按照|依据|检查|\d|目前|规定|可以|不能|没有|属于|位于"
)
_DAY = re.compile(
    r"\d{1,2}月\d{1,2}[日号]|\d{4}[.\-/年]\d{1,2}|今日|当日|昨日|当天|[上本下]周|[上本下]个?月"
)
_BASIS = re.compile(
    r"《[^》]{2,60}》|[〔\[（(]\d{4}[〕\])）]\s*第?\d+号|第[一二三四五六七八九十百\d]+条|条例|办法|规定|政策|标准|规划|通知"
)
_CONTACT = re.compile(
    r"(?<!\d)(?:0\d{2,3}[\-—－ ]{0,3})?\d{7,8}(?!\d)|(?<!\d)1(?:2\d{3}|[3-9]\d{9})(?!\d)|0000-0+"
)
_REFUSES = re.compile(r"不能|无法|不予|不符合|不属于|不支持|暂不|不具备|不享受|不可以")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ASKED_FOR_RULES = frozenset({"whether", "why", "how", "how_much"})


NOTHING_FILLED = Filled()


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it is about to be sent: the petition, the public text, what was filled in, and the
    earlier matter whose reply it repeats (a number or id; empty: none)."""

    title: str
    text: str
    reply: str
    filled: Filled = NOTHING_FILLED
    repeats: str = ""


def weekdays_only(day: date, amount: int) -> date:
    """The n-th working day by the week alone, where no calendar is at hand."""
    while amount:
        day += timedelta(days=1)
        amount -= day.weekday() < 5  # noqa: PLR2004 - Monday to Friday
    return day


def check(reply: Reply, day: date, working: WorkingDays = weekdays_only) -> Checked:
    """Everything that may be wrong with a reply written on `day`, the worst first."""
    text = reply.reply[:LONGEST]
    found = clauses(text)
    asked = requests_in(reply.title, reply.text[:LONGEST])
    dated = promised(text, day, working)
    is_empty = not says_anything(found)
    findings = [*_overall(reply, text, found, is_empty), *_wording(reply, text, found)]
    if not is_empty:
        findings += _missing(asked, text, found, dated)
    findings += [_promise(each) for each in dated]
    findings = _some_of_each(findings)
    verdict = "empty" if is_empty else "template" if _is_template(findings) else "ok"
    score = max(100 - sum(COSTS[each.severity] for each in findings if each.kind != "promise"), 0)
    return Checked(
        findings,
        verdict,
        min(score, EMPTY_SCORE) if is_empty else score,
        [each.words for each in asked],
        dated,
    )


def _overall(reply: Reply, text: str, found: list[Clause], is_empty: bool) -> Iterator[Finding]:
    """Whether it says anything at all, and anything of its own."""
    if is_empty:
        say = "只有称呼、感谢或“已收悉、已转办”，没有答复内容；请写明查了什么、做了什么、结果如何。"
        yield Finding("empty", "serious", 0, len(text), text[:60], say)
    if reply.repeats:
        say = f"与 {reply.repeats} 的答复几乎一字不差，而诉求不同；请写这一件的实际情况。"
        fits = speaks_to(reply.title, own_words(found))
        yield Finding("template", "warn" if fits else "serious", 0, len(text), text[:60], say)
    elif not is_empty and _all_hollow(found):
        first, last = found[0], found[-1]
        say = "都是“高度重视、加强、进一步”一类的话，没有具体事实；请写明何时、何地、做了什么。"
        yield Finding("template", "serious", first.start, last.end, text[:60], say)


_HOLLOW = re.compile(
    r"重视|加强|加大|进一步|努力|争取|积极|尽力|继续|不断|切实|认真|密切|大力|着力|更好|力度|督促|引导|完善|提升|加快|抓紧|尽快"
)
_SOLID = re.compile(
    r"\d|已(?!收|转|交|阅|悉)|经[核查调现]|《|没有|不能|无法|可以|不|因|由于|如果|属|目前|正在[^，]{4,}"
)


def _all_hollow(found: list[Clause]) -> bool:
    """Whether every clause that says something says only what fits any matter."""
    says = [clause.words for clause in found if clause.says]
    return bool(says) and all(_HOLLOW.search(words) and not _SOLID.search(words) for words in says)


def _is_template(findings: Sequence[Finding]) -> bool:
    return any(each.kind == "template" and each.severity == "serious" for each in findings)


def _wording(reply: Reply, text: str, found: list[Clause]) -> Iterator[Finding]:
    yield from bad_words(text)
    yield from not_ours(found, reply.filled)
    yield from contradictions(text, reply.filled)
    yield from _personal(text)


def _personal(text: str) -> Iterator[Finding]:
    """What tells too much of a person; the numbers of offices are meant to be told."""
    for each in find(text):
        if each.kind == "phone" and not _MOBILE.search(re.sub(r"\D", "", each.text)):
            continue
        is_number = each.kind in ("identity", "bank_card", "plate", "phone")
        severity = "serious" if is_number and each.is_sure else "warn"
        reason = each.reason.rstrip("。")
        instead = f"，可改为“{each.suggestion}”" if each.suggestion else ""
        say = f"{reason}{instead}；公开答复里不能有，请改。"
        yield Finding(
            "personal_data",
            "serious" if severity == "serious" else "warn",
            each.start,
            each.end,
            each.text,
            say,
        )


def _missing(
    asked: list[Asked], text: str, found: list[Clause], dated: list[Promised]
) -> Iterator[Finding]:
    """What a good reply would have and this one has not."""
    for each in unanswered(asked, text, own_words(found)):
        say = f"诉求人提出“{each.words[:40]}”，答复里没有回应；请逐项答复。"
        yield Finding("unanswered", "warn", -1, -1, each.words, say)
    yield from vague(text, dated)
    if not _FACT.search(text):
        say = "没有写明事实；请写查看了什么、做了什么。"
        yield Finding("no_fact", "warn", -1, -1, "", say)
    if not _DAY.search(text) and not dated:
        yield Finding("no_date", "note", -1, -1, "", "没有写日期；请写明何时办理、何时完成。")
    wants = {kind for each in asked for kind in each.wants}
    if not _BASIS.search(text) and (_REFUSES.search(text) or wants & _ASKED_FOR_RULES):
        say = "没有写依据；不能办的或政策问题，请写明法规、文件名称和条款。"
        yield Finding("no_basis", "note", -1, -1, "", say)
    if not _CONTACT.search(text):
        say = "没有联系电话；请写明还有疑问时找谁、打哪个电话。"
        yield Finding("no_contact", "note", -1, -1, "", say)


def _promise(each: Promised) -> Finding:
    say = f"承诺期限为 {each.due:%Y-%m-%d}；发出后到期提醒，请确认能做到。"
    return Finding("promise", "note", each.start, each.end, each.words, say)


def _some_of_each(findings: list[Finding]) -> list[Finding]:
    """The worst first, of one kind a few at the most."""
    order = {"serious": 0, "warn": 1, "note": 2}
    kept: list[Finding] = []
    for each in sorted(findings, key=lambda one: (order[one.severity], one.start)):
        if sum(other.kind == each.kind for other in kept) < MOST_OF_A_KIND:
            kept.append(each)
    return kept
