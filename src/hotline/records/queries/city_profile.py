"""The city as it stands today, in the rows of its files, so that it can be carried elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, time
from typing import TYPE_CHECKING, Any, TypeVar

from hotline.records.models import (
    BulletinLine,
    CalendarDay,
    CallQueue,
    Campaign,
    Channel,
    Department,
    DispatchRule,
    Form,
    ImportMapping,
    Kind,
    MeasureDefinition,
    Office,
    PhraseText,
    Road,
    Role,
    TimeLimit,
    Topic,
    TopicTree,
)
from hotline.records.queries.reference import measure_of, places
from hotline.rules.approving import ApprovalStep
from hotline.rules.city import (
    CampaignRow,
    ChannelRow,
    CityProfile,
    DayRow,
    DepartmentNameRow,
    DepartmentRow,
    DispatchRuleRow,
    FormRow,
    HoursRow,
    IssuerRow,
    KindRow,
    LineRow,
    MappingRow,
    OfficeRow,
    RoleRow,
    RulesRow,
    ScoreRow,
    TopicRow,
    TopicTreeRow,
)
from hotline.rules.city_calls import QueueRow, TelephoneRow
from hotline.rules.city_roads import RoadRow
from hotline.rules.deadlines import Limit
from hotline.rules.dispatching import CATALOGUE
from hotline.rules.phrases import PhraseRow
from hotline.rules.thresholds import Thresholds
from hotline.rules.warnings import WarningRow

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    RowT = TypeVar("RowT", bound=DataclassInstance)


def stored_city(today: date) -> CityProfile:
    """Everything but the accounts, which belong to an installation and not to the city.

    Of the trees of topics it is the one that holds today, of the dispatch rules the catalogue's
    that do or will: rulings are about cases, and stay with them.
    """
    office = Office.objects.get()
    tree = _tree(today)
    return CityProfile(
        office=_office(office),
        days=tuple(
            DayRow(row.day, row.is_workday, row.reason)
            for row in CalendarDay.objects.order_by("day")
        ),
        channels=_rows(ChannelRow, Channel.objects.select_related("parent")),
        kinds=_rows(KindRow, Kind.objects.all()),
        tree=_row(TopicTreeRow, tree),
        topics=_rows(TopicRow, Topic.objects.filter(tree=tree).select_related("parent")),
        lines=_rows(LineRow, BulletinLine.objects.select_related("campaign")),
        departments=_departments(),
        campaigns=_rows(CampaignRow, Campaign.objects.all()),
        limits=_rows(Limit, TimeLimit.objects.select_related("kind", "channel").order_by("pk")),
        warnings=tuple(WarningRow(**row) for row in office.rules.get("warnings", ())),
        rules=_rules(office.rules),
        oversight=Thresholds(**office.rules["oversight"]),
        score_sheet=tuple(ScoreRow(**row) for row in office.rules["score_sheet"]),
        approval=tuple(ApprovalStep(**row) for row in office.rules.get("approval", ())),
        roads=_rows(RoadRow, Road.objects.select_related("channel")),
        roles=_rows(RoleRow, Role.objects.all()),
        staff=(),
        mappings=tuple(
            MappingRow(row.code, row.name, row.columns)
            for row in ImportMapping.objects.order_by("code")
        ),
        forms=tuple(
            FormRow(
                row.code,
                row.family,
                row.period,
                row.name,
                row.valid_from,
                row.valid_to,
                row.body,
                row.text,
            )
            for row in Form.objects.order_by("code")
        ),
        dispatch_rules=_dispatch_rules(today),
        district_map=office.rules.get("district_map", {}),
        telephone=TelephoneRow(**office.rules.get("telephone", {})),
        queues=_rows(QueueRow, CallQueue.objects.filter(is_open=True)),
        measures=tuple(measure_of(row) for row in MeasureDefinition.objects.all()),
        places=places(),
        phrases=_rows(PhraseRow, _held(PhraseText.objects.order_by("code", "valid_from"))),
    )


def _row(row_type: type[RowT], stored: Any, **given: Any) -> RowT:
    """A stored row in the words of the files: codes in place of rows, tuples for lists."""
    told: dict[str, Any] = {}
    for field in fields(row_type):
        value = given[field.name] if field.name in given else getattr(stored, field.name)
        if isinstance(value, list):
            value = tuple(value)
        elif field.type == "str":
            value = "" if value is None else getattr(value, "code", value)
        told[field.name] = value
    return row_type(**told)


def _rows(row_type: type[RowT], stored: Iterable[Any]) -> tuple[RowT, ...]:
    return tuple(_row(row_type, each) for each in stored)


def _held(rows: Iterable[Any]) -> list[Any]:
    """The versions that hold on any day, the newest of each code: a file names a code once."""
    newest = {
        row.code: row for row in rows if row.valid_to is None or row.valid_to >= row.valid_from
    }
    return sorted(newest.values(), key=lambda row: (row.order, row.code))


def _tree(today: date) -> TopicTree:
    held = TopicTree.objects.filter(is_draft=False, valid_from__lte=today)
    return held.order_by("valid_from").last() or TopicTree.objects.filter(is_draft=False)[0]


def _rules(stored: dict[str, Any]) -> RulesRow:
    given = {field.name: stored[field.name] for field in fields(RulesRow)}
    return RulesRow(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})


def _office(office: Office) -> OfficeRow:
    issuers = (
        IssuerRow(
            row["name"],
            row["hotline_name"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in office.rules["issuers"]
    )
    told: dict[str, Any] = {"issuers": tuple(issuers), "sample": office.is_sample}
    told["hours"] = _spans(office.hours)
    told["quiet_hours"] = _spans(office.rules.get("quiet_hours", []))
    return _row(OfficeRow, office, **told)


def _spans(spans: Iterable[tuple[str, str]]) -> tuple[HoursRow, ...]:
    return tuple(HoursRow(time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans)


def _departments() -> tuple[DepartmentRow, ...]:
    rows = Department.objects.select_related("parent", "successor").prefetch_related("names")
    return tuple(
        _row(
            DepartmentRow,
            row,
            names=tuple(
                DepartmentNameRow(name.name, name.valid_from, name.valid_to)
                for name in row.names.all()
                if name.valid_to is None or name.valid_to >= name.valid_from
            ),
        )
        for row in rows
    )


def _dispatch_rules(today: date) -> tuple[DispatchRuleRow, ...]:
    codes = dict(Department.objects.values_list("pk", "code"))
    rows = DispatchRule.objects.filter(source=CATALOGUE).select_related("unit")
    lasting = [row for row in rows if row.valid_to is None or row.valid_to >= today]
    return tuple(
        _row(DispatchRuleRow, row, assisting=tuple(codes[pk] for pk in row.assisting),
             code=row.code.replace("-", "_"))
        for row in _held(lasting)
    )  # fmt: skip
