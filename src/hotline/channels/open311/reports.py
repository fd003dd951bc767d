"""Requests of Open311, read: which are asked for, and what everybody may know of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from hotline.channels.open311.services import services
from hotline.channels.open311.written import Value, Wrong
from hotline.records.models import Case, Road
from hotline.records.public_number import identity_of
from hotline.records.queries.open_cases import OpenCase, open_case, open_cases, read_open
from hotline.rules.life import CLOSED
from hotline.rules.open_facts import PLAIN_STATUS
from hotline.rules.workdays import CHINA

SPAN = timedelta(days=90)
MOST = 1000
DEEPEST = 50_000
MOST_NUMBERS = 200
# What can be reckoned with in every zone of time.
YEARS = range(1970, 2200)
STATUSES = ("open", "closed")


def one(road: Road, number: str, at: datetime) -> dict[str, Value]:
    """One request; raises Wrong where there is none that is public."""
    found = open_case(number, _topics(road, at))
    if found is None:
        raise Wrong(404, "没有这个 service_request_id。")
    return shown(found)


def many(road: Road, asked: Mapping[str, str], at: datetime) -> list[dict[str, Value]]:
    """The requests of a span of at most 90 days, at most 1,000 of them, the newest first."""
    rows = open_cases(_topics(road, at))
    if asked.get("service_request_id"):
        return _named(rows, asked["service_request_id"])
    rows = rows.filter(registered_at__range=_span(asked, at))
    if asked.get("service_code"):
        codes = _words(asked["service_code"])
        wanted = [row.pk for row in services(road, at.astimezone(CHINA).date())]
        rows = rows.filter(topic_id__in=wanted, topic__code__in=codes)
    if asked.get("status"):
        rows = rows.filter(_status(_words(asked["status"])))
    if asked.get("updated_after"):
        rows = rows.filter(moved_at__gte=_moment(asked, "updated_after"))
    if asked.get("updated_before"):
        rows = rows.filter(moved_at__lte=_moment(asked, "updated_before"))
    first, size = _page(asked)
    return [
        shown(each) for each in read_open(rows.order_by("-registered_at")[first : first + size])
    ]


def shown(row: OpenCase) -> dict[str, Value]:
    """One request as the specification names its facts; what it has not, is empty."""
    return {
        "service_request_id": row.number,
        "status": "closed" if row.is_closed else "open",
        "status_notes": PLAIN_STATUS[row.status],
        "service_name": row.topic.name,
        "service_code": row.topic.code,
        "description": f"{row.kind}：{row.topic.name}" if row.kind else row.topic.name,
        "agency_responsible": row.unit,
        "service_notice": "",
        "requested_datetime": _told(row.registered_at),
        "updated_datetime": _told(row.moved_at),
        "expected_datetime": _told(row.due_at),
        "address": row.place,
        "address_id": "",
        "zipcode": "",
        "lat": None,
        "long": None,
        "media_url": "",
    }


def _topics(road: Road, at: datetime) -> list[int]:
    """Of which topics the cases are public: those that citizens may choose, by their codes in
    whatever tree was in use."""
    return [row.pk for row in services(road, at.astimezone(CHINA).date())]


def _named(rows: QuerySet[Case], given: str) -> list[dict[str, Value]]:
    numbers = _words(given)[:MOST_NUMBERS]
    identities = [each for number in numbers if (each := identity_of(number)) is not None]
    return [shown(each) for each in read_open(rows.filter(pk__in=identities))]


def _span(asked: Mapping[str, str], at: datetime) -> tuple[datetime, datetime]:
    start, end = (_moment(asked, f"{name}_date") for name in ("start", "end"))
    if start is not None and end is not None and start > end:
        raise Wrong(400, "start_date 晚于 end_date。")
    last = end or (min(at, start + SPAN) if start is not None else at)
    first = start or last - SPAN
    return (max(first, last - SPAN), last)


def _moment(asked: Mapping[str, str], name: str) -> datetime | None:
    given = asked.get(name, "").strip()
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError as error:
        raise Wrong(400, f"{name} 应写成 2022-04-06T08:00:00+08:00。") from error
    if found.year not in YEARS:
        raise Wrong(400, f"{name} 的年份不对。")
    return found if found.tzinfo is not None else found.replace(tzinfo=CHINA)


def _status(wanted: list[str]) -> Q:
    if any(each not in STATUSES for each in wanted):
        raise Wrong(400, "status 只能是 open 或 closed。")
    asked = Q(pk__in=[])
    if "open" in wanted:
        asked |= ~Q(status__in=CLOSED)
    if "closed" in wanted:
        asked |= Q(status__in=CLOSED)
    return asked


def _page(asked: Mapping[str, str]) -> tuple[int, int]:
    """Where the page begins and how long it is."""
    try:
        page, size = int(asked.get("page") or 1), int(asked.get("page_size") or MOST)
    except ValueError as error:
        raise Wrong(400, "page、page_size 应为整数。") from error
    if page < 1 or not 1 <= size <= MOST or (page - 1) * size > DEEPEST:
        raise Wrong(400, f"page 从 1 开始，page_size 最多 {MOST}；更早的请用日期查询。")
    return (page - 1) * size, size


def _words(given: str) -> list[str]:
    return [each.strip() for each in given.split(",") if each.strip()][:MOST_NUMBERS]


def _told(at: datetime | None) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds") if at is not None else ""
