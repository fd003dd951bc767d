"""A small invented city for tests: its tables, its people, and cases that walked the real path.

Models are made here directly; a case never is: it is brought to a status by the real steps.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from hotline.records.models import (
    Campaign,
    Case,
    Channel,
    Department,
    Kind,
    Office,
    Role,
    Staff,
    TimeLimit,
    Topic,
    TopicTree,
)
from hotline.records.queries.reference import forget
from hotline.rules.arrivals import Arrival
from hotline.rules.life import Status
from hotline.rules.permits import PERMITS
from hotline.steps.accept import accept
from hotline.steps.archive import archive
from hotline.steps.call_back import call_back
from hotline.steps.close import close
from hotline.steps.dispatch import dispatch
from hotline.steps.duty.refer import refer
from hotline.steps.duty.request_return import request_return
from hotline.steps.intake import Facts, take_in
from hotline.steps.joining.join import join
from hotline.steps.reply import reply
from hotline.steps.review import review
from hotline.steps.sign import sign
from hotline.steps.waiting.ask_more import ask_more
from hotline.steps.waiting.shelve import shelve
from hotline.steps.withdraw import withdraw
from tests.invented_city import HOURS, ROLES, RULES, TEXT, TREE

START = date(2017, 1, 1)
_serial = itertools.count(1)


@dataclass
class City:
    """The invented city's rows, by code."""

    office: Office
    channels: dict[str, Channel]
    kinds: dict[str, Kind]
    topics: dict[str, Topic]
    units: dict[str, Department]
    roles: dict[str, Role]
    campaigns: dict[str, Campaign]
    staff: dict[str, Staff] = field(default_factory=dict)

    def person(self, role: str, unit: str = "", *, name: str = "") -> Staff:
        """A person of this role, made at the first asking."""
        username = f"{role}-{unit}" if unit else role
        if username not in self.staff:
            self.staff[username] = make_staff(
                username, roles=[self.roles[role]], unit=self.units.get(unit), name=name
            )
        return self.staff[username]


def make_city() -> City:
    """The city of 云汀: one office, three channels, two districts with a street, a small tree."""
    city = City(
        office=make_office(),
        channels=_channels(),
        kinds=_kinds(),
        topics=make_topics(),
        units=_units(),
        roles=_roles(),
        campaigns=_campaigns(),
    )
    _limits(city.kinds)
    forget()
    return city


def make_office(**facts: Any) -> Office:
    """The one office."""
    return Office.objects.create(
        **{
            "code": "yunting",
            "name": "云汀市",
            "hotline_name": "云汀12345热线",
            "number_prefix": "YT",
            "hours": HOURS,
            "rules": dict(RULES),
            **facts,
        }
    )


def make_channel(code: str, name: str, medium: str = "telephone", **facts: Any) -> Channel:
    """A channel."""
    return Channel.objects.create(code=code, name=name, medium=medium, **facts)


def make_kind(code: str, name: str, order: int = 0) -> Kind:
    """A kind of request."""
    return Kind.objects.create(code=code, name=name, order=order)


def make_topics(code: str = "2017", rows: Any = TREE) -> dict[str, Topic]:
    """A tree of topics, given as (code, name, parent's code, words)."""
    tree = TopicTree.objects.create(code=code, valid_from=START)
    made: dict[str, Topic] = {}
    for order, (topic, name, above, words) in enumerate(rows):
        parent = made.get(above)
        made[topic] = Topic.objects.create(
            tree=tree,
            code=topic,
            name=name,
            parent=parent,
            path=[*(parent.path if parent else []), topic],
            words=words,
            order=order,
        )
    return made


def make_department(code: str, name: str, kind: str = "district", **facts: Any) -> Department:
    """A unit."""
    return Department.objects.create(code=code, name=name, kind=kind, **facts)


def make_role(code: str, name: str, permits: list[str]) -> Role:
    """A role with permits that exist."""
    unknown = set(permits) - set(PERMITS)
    assert not unknown, unknown
    return Role.objects.create(code=code, name=name, permits=permits)


def make_staff(
    username: str, *, roles: list[Role], unit: Department | None = None, name: str = ""
) -> Staff:
    """A person with a password that nobody guesses."""
    person = Staff(username=username, name=name or f"员{username}", department=unit)
    person.set_unusable_password()
    person.save()
    person.roles.set(roles)
    return person


def make_limit(clock: str, amount: int, unit: str = "working_days", **facts: Any) -> TimeLimit:
    """A time limit that holds since the city began."""
    return TimeLimit.objects.create(
        clock=clock, amount=amount, unit=unit, valid_from=START, **facts
    )


def taken_in(city: City, *, at: datetime | None = None, **facts: Any) -> Case:
    """A case that was just handed in; `facts` are the arrival's and the matter's."""
    moment = at or datetime.now(UTC)
    channel = city.channels[facts.pop("channel", "telephone")]
    known = {"kind": "complaint", "topic": "010214", **facts}
    return take_in(
        Arrival(
            channel=channel.code,
            key=f"test-{next(_serial)}",
            text=known.get("text", TEXT),
            arrived_at=moment,
            title=known.get("title", "小区垃圾三天未清运"),
            sender_name=known.get("name", ""),
            sender_phone=known.get("phone", ""),
            place=known.get("place", ""),
            external_number=known.get("external_number", ""),
            external_due_at=known.get("external_due_at"),
        ),
        Facts(
            kind=city.kinds.get(known["kind"]),
            topic=city.topics.get(known["topic"]),
            campaign=city.campaigns.get(known.get("campaign", "")),
            urgency=known.get("urgency", "ordinary"),
            form_of_address=known.get("form_of_address", ""),
            accept=False,
        ),
        channel=channel,
        by=city.person("call_taker"),
        at=moment,
    ).case


def case_at(
    city: City,
    status: Status | str,
    *,
    unit: str = "east",
    at: datetime | None = None,
    solved: str = "yes",
    rating: str = "satisfied",
    **facts: Any,
) -> Case:
    """A case that walked the real path as far as `status`, one minute a step from `at` on."""
    moment = at or datetime.now(UTC) - timedelta(minutes=10)
    aside = ASIDE.get(Status(status))
    unit = aside.unit if aside is not None and aside.unit else unit
    case = taken_in(city, at=moment, **facts)
    steps = list(_path(city, case, unit=unit, solved=solved, rating=rating))
    steps = steps[: PATH.index(aside.after if aside is not None else Status(status))]
    if aside is not None:
        steps.append(partial(aside.step, city, case))
    for minute, step in enumerate(steps, start=1):
        step(at=moment + timedelta(minutes=minute))
    assert case.status == status, case.status
    return case


PATH = (
    *(Status.REGISTERED, Status.AWAITING_DISPATCH, Status.AWAITING_SIGNATURE),
    *(Status.IN_HANDLING, Status.AWAITING_REVIEW, Status.AWAITING_CALLBACK),
    *(Status.CALLED_BACK, Status.CLOSED),
)


def _path(
    city: City, case: Case, *, unit: str, solved: str, rating: str
) -> Iterator[Callable[..., Any]]:
    """The steps of the main path, each leading to the next status of PATH."""
    clerk, agent = city.person("unit_clerk", unit), city.person("callback_agent")
    yield partial(accept, case, by=city.person("call_taker"))
    yield partial(dispatch, case, to=city.units[unit], by=city.person("dispatcher"))
    yield partial(sign, case, by=clerk)
    yield partial(
        reply, case, handling="已派人清运。", answer="垃圾已清运。", solved=True, by=clerk
    )
    yield partial(review, case, by=city.person("reviewer"))
    yield partial(
        call_back,
        case,
        reached=True,
        solved=solved,
        handling_rating=rating,
        service_rating="satisfied",
        by=agent,
    )
    yield partial(close, case, note="", by=agent)


@dataclass(frozen=True)
class Aside:
    """A status beside the main path: from which one it is reached, by which step."""

    after: Status
    step: Callable[..., Any]
    unit: str = ""


def _ask_more(city: City, case: Case, *, at: datetime) -> None:
    ask_more(case, question="请补充具体楼号。", by=city.person("unit_clerk", "east"), at=at)


def _request_return(city: City, case: Case, *, at: datetime) -> None:
    request_return(
        case,
        reason="not_our_duty",
        evidence="按三定方案不属于本单位职责。",
        by=city.person("unit_clerk", "east"),
        at=at,
    )


def _refer(city: City, case: Case, *, at: datetime) -> None:
    _request_return(city, case, at=at)
    refer(case, question="由哪个单位负责清运？", by=city.person("dispatcher"), at=at)


def _reply_for_approval(city: City, case: Case, *, at: datetime) -> None:
    clerk = city.person("unit_clerk", CAREFUL)
    reply(case, handling="已派人清运。", answer="垃圾已清运。", solved=True, by=clerk, at=at)


def _shelve(city: City, case: Case, *, at: datetime) -> None:
    until = at.date() + timedelta(days=60)
    shelve(case, until=until, reason="列入明年计划。", by=city.person("dispatcher"), at=at)


def _join(city: City, case: Case, *, at: datetime) -> None:
    main = case_at(city, Status.IN_HANDLING, at=at - timedelta(minutes=9))
    join(case, main=main, by=city.person("dispatcher"), at=at)


def _withdraw(city: City, case: Case, *, at: datetime) -> None:
    withdraw(case, reason="诉求人来电撤销。", by=city.person("dispatcher"), at=at)


def _archive(city: City, case: Case, *, at: datetime) -> None:
    archive(case, by=city.person("supervisor"), at=at)


CAREFUL = "careful"  # the unit whose leader approves every reply
ASIDE = {
    Status.AWAITING_CITIZEN: Aside(Status.IN_HANDLING, _ask_more),
    Status.RETURN_REQUESTED: Aside(Status.IN_HANDLING, _request_return),
    Status.AWAITING_RULING: Aside(Status.IN_HANDLING, _refer),
    Status.AWAITING_APPROVAL: Aside(Status.IN_HANDLING, _reply_for_approval, CAREFUL),
    Status.SHELVED: Aside(Status.IN_HANDLING, _shelve),
    Status.JOINED: Aside(Status.AWAITING_DISPATCH, _join),
    Status.WITHDRAWN: Aside(Status.AWAITING_DISPATCH, _withdraw),
    Status.ARCHIVED: Aside(Status.CLOSED, _archive),
}


def _channels() -> dict[str, Channel]:
    rows = [
        Channel(code="telephone", name="12345电话", medium="telephone", order=1),
        Channel(code="mayor_mailbox", name="市长信箱", medium="mailbox", order=2),
        Channel(code="province", name="省转办平台", medium="platform", order=3),
        Channel(code="old_line", name="旧热线", medium="telephone", order=4),
    ]
    rows[2].passed_on_by, rows[3].valid_to = "省公开电话办", date(2018, 12, 31)
    return {row.code: row for row in Channel.objects.bulk_create(rows)}


def _kinds() -> dict[str, Kind]:
    names = {"consultation": "咨询", "help": "求助", "complaint": "投诉", "report": "举报"}
    rows = [Kind(code=code, name=name, order=i) for i, (code, name) in enumerate(names.items())]
    return {row.code: row for row in Kind.objects.bulk_create(rows)}


def _roles() -> dict[str, Role]:
    for _, permits in ROLES.values():
        assert set(permits) <= set(PERMITS), permits
    rows = [Role(code=code, name=name, permits=may) for code, (name, may) in ROLES.items()]
    return {row.code: row for row in Role.objects.bulk_create(rows)}


def _units() -> dict[str, Department]:
    east = make_department("east", "汀东区政府", aliases=["汀东区"], order=1)
    west = make_department("west", "汀西区政府", aliases=["汀西区"], order=2)
    street = make_department("east_street", "临河街道", "street", parent=east, order=3)
    twin = make_department("west_street", "临河街道", "street", parent=west, order=4)
    gone = make_department("gone", "撤销的局", "bureau", valid_to=date(2019, 12, 31), order=5)
    careful = make_department(CAREFUL, "审慎局", "bureau", needs_approval=True, order=6)
    return {row.code: row for row in (east, west, street, twin, gone, careful)}


def _campaigns() -> dict[str, Campaign]:
    rows = [
        Campaign.objects.create(code="flood", name="防汛", starts_on=START),
        Campaign.objects.create(
            code="epidemic", name="疫情", starts_on=START, ends_on=date(2023, 1, 7)
        ),
    ]
    return {row.code: row for row in rows}


def _limits(kinds: dict[str, Kind]) -> None:
    hours, days = "working_hours", "working_days"
    handle: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
        (5, days, "一般诉求办理时限", {}),
        (1, days, "咨询办理时限", {"kind": kinds["consultation"]}),
        (24, "hours", "紧急诉求办理时限", {"urgency": "urgent"}),
        (2, "hours", "特急诉求办理时限", {"urgency": "critical"}),
    )
    rows = [
        TimeLimit(clock="sign", amount=4, unit=hours, basis="签收时限"),
        TimeLimit(clock="contact", amount=1, unit=days, basis="首次联系时限"),
        TimeLimit(clock="callback", amount=2, unit=days, basis="回访时限"),
        *(
            TimeLimit(clock="handle", amount=amount, unit=unit, basis=basis, **facts)
            for amount, unit, basis, facts in handle
        ),
    ]
    for row in rows:
        row.valid_from = START
    TimeLimit.objects.bulk_create(rows)
