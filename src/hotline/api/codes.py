"""What a program writes as a code, and the row that a step wants in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from hotline.api.bodies import Code
from hotline.records.models import Campaign, Case, Department, Kind, Staff, Topic
from hotline.records.queries.access import case_for
from hotline.records.queries.choosing import campaigns_on, topics_on
from hotline.records.queries.people import active_staff
from hotline.records.queries.reference import departments_by_code, kinds
from hotline.rules.permits import NotPermitted
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused

MOST_UNITS = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, when, and for which case (in bulk for none in particular)."""

    by: Staff
    at: datetime
    case: Case | None = None

    @property
    def day(self) -> date:
        """The day whose topics and campaigns count: that on which the case was registered."""
        moment = self.case.registered_at if self.case is not None else self.at
        return moment.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class Means:
    """Marks a field of a body whose code the step is given as a row."""

    find: Callable[[Asked, str, Any], Any]


def rows_of(body: BaseModel, facts_class: type[BaseModel], asked: Asked) -> dict[str, Any]:
    """The facts of a body as its step takes them; raises Refused for what a code does not name.

    `facts_class` says which of the body's fields are facts of the step.
    """
    facts = {}
    for name, field in facts_class.model_fields.items():
        value = getattr(body, name)
        means = next((mark for mark in field.metadata if isinstance(mark, Means)), None)
        facts[name] = means.find(asked, name, value) if means is not None else value
    return facts


def kind_of(code: str) -> Kind | None:
    """The kind with this code; None for none."""
    if code and code not in kinds():
        raise Refused("kind", "没有这个诉求类型代码，请核对。")
    return kinds().get(code)


def topic_of(code: str, day: date) -> Topic | None:
    """The topic with this code in the tree that holds on `day`; None for none."""
    if not code:
        return None
    for topic in topics_on(day):
        if topic.code == code:
            return topic
    raise Refused("topic", "现行分类中没有这个问题分类代码，请核对。")


def campaign_of(code: str, day: date) -> Campaign | None:
    """The campaign with this code that is on on `day`; None for none."""
    if not code:
        return None
    for campaign in campaigns_on(day):
        if campaign.code == code:
            return campaign
    raise Refused("campaign", "没有这个专题代码，或专题不在有效期内，请核对。")


def _kind(asked: Asked, field: str, code: str) -> Kind | None:
    return kind_of(code)


def _topic(asked: Asked, field: str, code: str) -> Topic | None:
    """The topic; one that the case has already stays possible."""
    kept = asked.case.topic if asked.case is not None else None
    return kept if kept is not None and kept.code == code else topic_of(code, asked.day)


def _campaign(asked: Asked, field: str, code: str) -> Campaign | None:
    kept = asked.case.campaign if asked.case is not None else None
    return kept if kept is not None and kept.code == code else campaign_of(code, asked.day)


def _unit(asked: Asked, field: str, code: str) -> Department | None:
    if not code:
        return None
    unit = departments_by_code().get(code)
    if unit is None:
        raise Refused(field, "没有这个单位代码，请核对。")
    return unit


def _units(asked: Asked, field: str, codes: list[str]) -> list[Department]:
    found = (_unit(asked, field, code) for code in codes)
    return [unit for unit in found if unit is not None]


def _units_or_none(asked: Asked, field: str, codes: list[str] | None) -> list[Department] | None:
    """None where nothing was said of them, which is not the same as none of them."""
    return _units(asked, field, codes) if codes is not None else None


def _case(asked: Asked, field: str, number: str) -> Case | None:
    """Another case by the one door: one that the caller may not see is as unknown as none."""
    if not number:
        return None
    try:
        return case_for(asked.by, number)
    except Case.DoesNotExist as error:
        raise Refused(field, "没有这件工单，或您无权查看，请核对编号。") from error


def _person(asked: Asked, field: str, username: str) -> Staff | None:
    """Oneself, or for whoever supervises another person; nobody else learns who has an account."""
    if not username or username == asked.by.username:
        return None
    if not asked.by.may("supervise"):
        raise NotPermitted("supervise")
    person = active_staff(username)
    if person is None:
        raise Refused(field, "没有这个账号，或账号已停用，请核对。")
    return person


KindCode = Annotated[Code, Means(_kind), Field(description="诉求类型代码")]
TopicCode = Annotated[Code, Means(_topic), Field(description="问题分类代码，按登记当日的分类")]
CampaignCode = Annotated[Code, Means(_campaign), Field(description="专题代码")]
UnitCode = Annotated[Code, Means(_unit)]
UnitCodes = Annotated[list[Code], Means(_units), Field(max_length=MOST_UNITS)]
UnitCodesOrNone = Annotated[
    Annotated[list[Code], Field(max_length=MOST_UNITS)] | None, Means(_units_or_none)
]
CaseNumber = Annotated[Code, Means(_case)]
Username = Annotated[Code, Means(_person)]
