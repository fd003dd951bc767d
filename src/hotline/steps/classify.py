"""Classify: say what kind of request it is, which topic, which campaign, how urgent."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Campaign, Case, Kind, Staff, Topic
from hotline.rules.deadlines import URGENCIES
from hotline.steps.moving import Refused, moving


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
    """Set the classification; the journal keeps who changed it, when and from what."""
    if kind is None:
        raise Refused("kind", "请选择诉求类型。")
    if topic is None:
        raise Refused("topic", "请选择问题分类。")
    if urgency not in URGENCIES:
        raise Refused("urgency", "请选择紧急程度：一般、紧急或特急。")
    with moving(case, "classify", by=by, at=at, seen=seen) as change:
        change.details = {"before": _classification(case)}
        change.note = note
        change.set(kind=kind, topic=topic, campaign=campaign, urgency=urgency)
    return case


def _classification(case: Case) -> dict[str, object]:
    return {
        "kind": case.kind_id,
        "topic": case.topic_id,
        "campaign": case.campaign_id,
        "urgency": case.urgency,
    }
