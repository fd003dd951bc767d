"""Write a rule of the dispatch catalogue (维护派单目录): a new one, or one in place of another.

A rule that was in force is never edited: the one in its place begins on a day, the former ends the
day before, and both stay. A ruling writes its rule through `rule_from_ruling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from hotline.records.identity import new_id
from hotline.records.models import Case, Department, DispatchRule, Staff
from hotline.records.queries.reference import dispatch_world, forget, rule_of
from hotline.rules.dispatching import CATALOGUE, RULING, faults_of
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

PERMIT = "manage_dispatch_rules"
ONE_DAY = timedelta(days=1)
# Units that answer for an area: a ruling for one of them is about cases of that area.
OF_AN_AREA = frozenset({"district", "county", "zone", "street", "community"})
GOVERNMENT = ("人民政府", "街道办事处", "办事处", "政府", "管委会")
OFFICE = "office"
LONGEST_WORD = 40
# The catalogue is read by people who may not see the case.
OF_A_CONFIDENTIAL = "保密工单的职责裁定，理由见该工单。"
NOT_THE_PAST = "不能改写已经过去的日子，请填写今天或以后的日期。"


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a rule says; selectors as in `rules/dispatching.py`, units as rows."""

    order: int
    unit: Department | None
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    assisting: tuple[Department, ...] = ()
    basis: str = ""


def write_dispatch_rule(
    facts: RuleFacts,
    *,
    reason: str,
    valid_from: date,
    by: Staff | None,
    at: datetime,
    replacing: DispatchRule | None = None,
    code: str = "",
) -> DispatchRule:
    """Store a rule that begins on `valid_from`; `replacing` ends the day before.

    A new rule is known by `code`, or by one that is made for it.
    """
    permit(by, PERMIT)
    need_reason(reason)
    need_day_to_come(valid_from, at)
    source = replacing.source if replacing is not None else CATALOGUE
    row = _row(facts, reason=reason, source=source, valid_from=valid_from, by=by, at=at)
    row.code = replacing.code if replacing is not None else code or f"office-{row.pk.hex[:20]}"
    _check(facts, row, valid_from)
    changes = (
        [] if replacing is None else [(replacing, ending(replacing, valid_from, reason, by, at))]
    )
    book().write(Writing(rows=[row], changes=list(changes)))
    forget()
    return row


def rule_from_ruling(
    case: Case, unit: Department, *, reason: str, basis: str, by: Staff | None, at: datetime
) -> DispatchRule:
    """The rule that a ruling on `case` becomes, not stored yet: the step that rules adds it.

    Where an earlier ruling says the same already, that one's rule.

    It is found again for the next similar case: of the same topic and, where the case has one, the
    same kind. A unit that answers for an area gets only cases that name its area, or a ruling for
    one district would take those of all others.
    """
    if case.topic is None:
        raise Refused("topic", "请先给工单选定问题分类，再作裁定：裁定要按分类用于以后的同类工单。")
    facts = RuleFacts(
        order=0,
        unit=unit,
        topics=(case.topic.code,),
        kinds=(case.kind.code,) if case.kind is not None else (),
        places=area_words(unit) if unit.kind in OF_AN_AREA else (),
        basis=basis.strip(),
    )
    day = at.astimezone(CHINA).date()
    told = OF_A_CONFIDENTIAL if case.confidential else reason
    row = _row(facts, reason=told, source=RULING, valid_from=day, by=by, at=at)
    row.code = f"ruling-{row.pk.hex[:20]}"
    return _same_ruling(row, day) or row


def _same_ruling(row: DispatchRule, day: date) -> DispatchRule | None:
    """An earlier ruling's rule that holds on `day`, of the same cases and the same unit."""
    held = DispatchRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        source=RULING,
        ended_at=None,
        valid_from__lte=day,
        unit=row.unit,
        topics=row.topics,
        kinds=row.kinds,
        places=row.places,
    )
    return held.order_by("-valid_from", "-pk").first()


def area_words(unit: Department) -> tuple[str, ...]:
    """How people name the area of a unit: its names without the word for its government."""
    names = [_without_government(name) for name in (unit.name, *unit.aliases)]
    return tuple(dict.fromkeys(names))


def need_reason(reason: str) -> None:
    """A change of the catalogue says why."""
    if not reason.strip():
        raise Refused("reason", "请写明理由，例如依据的文件或部门的意见。")


def need_day_to_come(
    day: date, at: datetime, field: str = "valid_from", sentence: str = NOT_THE_PAST
) -> None:
    """The past is not rewritten: a change begins today or later."""
    if day < at.astimezone(CHINA).date():
        raise Refused(field, sentence)


def ending(
    rule: DispatchRule, begins: date, reason: str, by: Staff | None, at: datetime
) -> dict[str, object]:
    """The facts that end a rule before `begins`; one that is ended already cannot be again."""
    if rule.ended_at is not None:
        raise Refused("rule", "这一条已经停用或已被替换，请刷新目录后再办理。")
    last = begins - ONE_DAY
    if rule.valid_to is not None and rule.valid_to < last:
        raise Refused("rule", f"这一条到 {rule.valid_to} 就不再有效，请另写新的一条。")
    # A rule that has not begun ends before its first day: it never held.
    return {
        "valid_to": max(last, rule.valid_from - ONE_DAY),
        "ended_at": at,
        "ended_by": by,
        "ended_because": reason.strip(),
    }


def _row(
    facts: RuleFacts,
    *,
    reason: str,
    source: str,
    valid_from: date,
    by: Staff | None,
    at: datetime,
) -> DispatchRule:
    return DispatchRule(
        id=new_id(),
        order=facts.order,
        topics=list(facts.topics),
        places=list(facts.places),
        kinds=list(facts.kinds),
        words=list(facts.words),
        unit=facts.unit,
        assisting=[unit.pk for unit in facts.assisting],
        basis=facts.basis.strip(),
        reason=reason.strip(),
        source=source,
        valid_from=valid_from,
        made_at=at,
        made_by=by,
    )


def _check(facts: RuleFacts, row: DispatchRule, valid_from: date) -> None:
    """Refuse a rule that could not be applied, or that would take every case."""
    if facts.unit is None:
        raise Refused("unit", "请选择承办单位。")
    if facts.unit.kind == OFFICE:
        raise Refused("unit", f"“{facts.unit.name}”是热线办公室，不能作为承办单位，请另选。")
    for field, sentence in faults_of(rule_of(row), dispatch_world()):
        raise Refused(field, f"{sentence}，请改正。")
    if not dispatch_world().units[facts.unit.code].exists_on(valid_from):
        raise Refused("unit", f"“{facts.unit.name}”在 {valid_from} 已停用或尚未启用，请另选。")
    if not (facts.topics or facts.places or facts.kinds or facts.words):
        raise Refused("topics", "请至少填写一个条件；没有条件的条目会拿走所有工单。")
    for field, words in (("places", facts.places), ("words", facts.words)):
        if any(not word.strip() or len(word) > LONGEST_WORD for word in words):
            raise Refused(field, f"每个词语要有内容，不超过 {LONGEST_WORD} 个字，请改正。")


def _without_government(name: str) -> str:
    for ending_word in GOVERNMENT:
        if name.endswith(ending_word) and len(name) > len(ending_word) + 1:
            return name.removesuffix(ending_word)
    return name
