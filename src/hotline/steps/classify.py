"""Classify: say what kind of request it is, which topic, which campaign, how urgent."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Campaign, Case, Kind, Staff, Topic
from hotline.rules.deadlines import URGENCIES
from hotline.rules.workdays import CHINA
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.shares import open_shares


def classify(
    case: Case,
    *,
    kind: Kind | None,
    topic: Topic | None,
    by: Staff | None,
    at: datetime,
    campaign: Campaign | None = None,
    urgency: str = "ordinary",
    note: str = "",
    seen: int | None = None,
) -> Case:
    """Set the classification; the journal keeps who changed it, when and from what.

    A new topic and a new campaign are those of the day on which the case was registered.
    """
    if kind is None:
        raise Refused("kind", "请选择诉求类型。")
    if topic is None:
        raise Refused("topic", "请选择问题分类。")
    if urgency not in URGENCIES:
        raise Refused("urgency", "请选择紧急程度：一般、紧急或特急。")
    day = case.registered_at.astimezone(CHINA).date()
    if topic.pk != case.topic_id:
        need_current_topic(topic, day)
    if campaign is not None and campaign.pk != case.campaign_id:
        need_running_campaign(campaign, day)
    with moving(case, "classify", by=by, at=at, seen=seen) as change:
        change.details = {"before": _classification(case)}
        change.note = note.strip()
        change.set(kind=kind, topic=topic, campaign=campaign, urgency=urgency)
        if (kind.pk, urgency) != (case.kind_id, case.urgency):
            _retime(change, kind.code, urgency)
    return case


def _retime(change: Change, kind: str, urgency: str) -> None:
    """Give the units that have the case the deadline of what it is now taken for.

    A clock that has stopped stays: whether a reply was in time is judged by what the unit was told.
    """
    case = change.case
    for share in open_shares(case):
        for clock in clocks.running(case, "handle", share):
            if not clock.parts:
                continue  # passed down: its end was given by the unit above
            limit = clocks.limit_of(case, "handle", clock.started_at, kind=kind, urgency=urgency)
            due = clocks.retime(change, clock, limit)
            change.change(share, due_at=due)
            if share.part == "lead":
                change.set(due_at=due)


def need_current_topic(topic: Topic | None, day: date) -> None:
    """Refuse a topic of a tree that does not hold on `day`."""
    if topic is None:
        return
    tree = topic.tree
    if day < tree.valid_from or (tree.valid_to is not None and tree.valid_to < day):
        raise Refused("topic", f"“{topic.name}”不在 {day} 使用的问题分类中，请重新选择。")


def need_running_campaign(campaign: Campaign | None, day: date) -> None:
    """Refuse a campaign that is not switched on on `day`."""
    if campaign is None:
        return
    if day < campaign.starts_on or (campaign.ends_on is not None and campaign.ends_on < day):
        raise Refused("campaign", f"专题“{campaign.name}”在 {day} 没有开展，请重新选择或不选。")


def _classification(case: Case) -> dict[str, object]:
    return {
        "kind": case.kind_id,
        "topic": case.topic_id,
        "campaign": case.campaign_id,
        "urgency": case.urgency,
    }
