"""What came of each move, in Chinese, read from what its journal entry kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.timezone import localtime

from hotline.records.models import JournalEntry
from hotline.records.queries.choosing import topic_label
from hotline.records.queries.reference import campaigns, departments_by_code, kinds, topics
from hotline.rules.roads import KINDS as ROAD_KINDS
from hotline.rules.supervision import LEVELS as SUPERVISION_LEVELS
from hotline.rules.telling import EMERGENCY_LINES, GROUNDS_TO_DECLINE, LEGAL_ROUTES
from hotline.steps.call_back import RATINGS, SOLVED
from hotline.steps.duty.dispute import LEVELS
from hotline.steps.duty.request_return import REASONS
from hotline.steps.explain import GROUNDS

Teller = Callable[[JournalEntry], list[str]]


def _registered(entry: JournalEntry) -> list[str]:
    whole = entry.details.get("whole")
    return [f"来自{entry.channel.name}", *([f"由 {whole} 拆出"] if whole else [])]


def _split(entry: JournalEntry) -> list[str]:
    numbers = entry.details.get("into", [])
    before = entry.details.get("before_text")
    return [
        *([f"拆出 {'、'.join(numbers)}"] if numbers else []),
        *([f"拆分前的内容：{before}"] if before else []),
    ]


def _classified(entry: JournalEntry) -> list[str]:
    before = entry.details.get("before", {})
    pairs = (
        ("诉求类型", _kind_called(before.get("kind")), entry.kind.name if entry.kind else ""),
        ("问题分类", _topic_called(before.get("topic")), _topic_called(entry.topic_id)),
        ("专题", _campaign_called(before.get("campaign")), _campaign_called(entry.campaign_id)),
    )
    return [f"{name}：{old or '无'} → {new or '无'}" for name, old, new in pairs if old != new]


def _dispatched(entry: JournalEntry) -> list[str]:
    facts = [f"派给{entry.lead.name}"] if entry.lead else []
    assisting = entry.details.get("assisting")
    if assisting:
        facts.append(f"协办：{_units(assisting)}")
    return [*facts, *_deadline(entry)]


def _deadline(entry: JournalEntry) -> list[str]:
    if not entry.due_at:
        return []
    due = f"办理时限 {localtime(entry.due_at):%Y-%m-%d %H:%M}"
    reason = entry.details.get("deadline", "")
    return [f"{due}：{reason}" if reason else due]


def _sent_back(entry: JournalEntry) -> list[str]:
    answer = entry.details.get("answer")
    return [f"被退回的公开答复：{answer}"] if answer else []


def _called_back(entry: JournalEntry) -> list[str]:
    if not entry.details.get("reached"):
        return ["未接通"]
    solved = SOLVED.get(entry.details.get("solved", ""), "")
    rating = RATINGS.get(entry.details.get("rating", ""), "")
    return ["，".join(fact for fact in ("已接通", solved, rating) if fact)]


def _contacted(entry: JournalEntry) -> list[str]:
    return ["已联系上" if entry.details.get("reached") else "未联系上"]


def _transferred(entry: JournalEntry) -> list[str]:
    line = _named(EMERGENCY_LINES, entry, "line")
    return [f"{line}（三方通话）" if entry.details.get("three_way") else line]


def _returned(entry: JournalEntry) -> list[str]:
    suggested = entry.details.get("suggested")
    facts = [f"理由：{_named(REASONS, entry, 'reason')}"]
    return [*facts, f"建议：{_units([suggested])}"] if suggested else facts


def _escalated(entry: JournalEntry) -> list[str]:
    return [f"{_named(LEVELS, entry, 'from')} → {_named(LEVELS, entry, 'to')}"]


def _ruled(entry: JournalEntry) -> list[str]:
    return [f"由{_units([entry.details.get('unit', '')])}办理", *_deadline(entry)]


def _granted(entry: JournalEntry) -> list[str]:
    details = entry.details
    return [
        f"申请延长天数：{details.get('asked')}，同意：{details.get('granted')}",
        *_deadline(entry),
    ]


def _named(names: dict[str, str], entry: JournalEntry, fact: str) -> str:
    code = str(entry.details.get(fact, ""))
    return names.get(code, code)


def _detail(label: str, fact: str) -> Teller:
    """Tell one fact of the entry as it stands."""
    return lambda entry: [f"{label}{entry.details[fact]}"] if entry.details.get(fact) else []


def _choice(names: dict[str, str], fact: str) -> Teller:
    """Tell what was chosen out of a list."""
    return lambda entry: [_named(names, entry, fact)] if entry.details.get(fact) else []


def _of_units(label: str, fact: str) -> Teller:
    """Tell the units that an entry names by their codes."""

    def tell(entry: JournalEntry) -> list[str]:
        codes = entry.details.get(fact) or []
        codes = [codes] if isinstance(codes, str) else codes
        return [f"{label}{_units(codes)}"] if codes else []

    return tell


def _reopened(entry: JournalEntry) -> list[str]:
    closed = entry.details.get("closed_at")
    when = localtime(datetime.fromisoformat(closed)) if closed else None
    return [f"原办结时间 {when:%Y-%m-%d %H:%M}"] if when else []


TELLERS: dict[str, Teller] = {
    "register": _registered,
    "classify": _classified,
    "transfer": _transferred,
    "direct": _choice(LEGAL_ROUTES, "route"),
    "tell_progress": _detail("原工单 ", "earlier"),
    "decline": _choice(GROUNDS_TO_DECLINE, "ground"),
    "dispatch": _dispatched,
    "contact": _contacted,
    "resume": _deadline,
    "pass_down": _of_units("转派给", "to"),
    "report_back": _of_units("", "unit"),
    "request_extension": _detail("申请延长天数：", "amount"),
    "grant_extension": _granted,
    "request_return": _returned,
    "escalate": _escalated,
    "rule": _ruled,
    "send_back": _sent_back,
    "hold_back": _sent_back,
    "call_back": _called_back,
    "take_message": _choice(ROAD_KINDS, "kind"),
    "try_call_back": _called_back,
    "explain": _choice(GROUNDS, "ground"),
    "reopen": _reopened,
    "shelve": _detail("挂账到 ", "until"),
    "take_up": _deadline,
    "join": _detail("主工单 ", "main"),
    "split": _split,
    "supervise": _choice(SUPERVISION_LEVELS, "level"),
    "raise_supervision": _choice(SUPERVISION_LEVELS, "level"),
    "confer": _of_units("参加单位：", "units"),
    "instruct": _detail("批示领导：", "leader"),
    "mark_confidential": _of_units("被举报单位：", "accused"),
}


def _units(codes: list[str]) -> str:
    known = departments_by_code()
    return "、".join(known[code].name if code in known else code for code in codes)


def _kind_called(pk: int | None) -> str:
    return next((kind.name for kind in kinds().values() if kind.pk == pk), "")


def _topic_called(pk: int | None) -> str:
    topic = topics().get(pk) if pk is not None else None
    return topic_label(topic) if topic else ""


def _campaign_called(pk: int | None) -> str:
    return next((row.name for row in campaigns().values() if row.pk == pk), "")
