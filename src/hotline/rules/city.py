"""A city is data: the rows of `cities/<code>/`, one dataclass per table, field names as in TOML.

The files are read by `city_reading.py` and their references checked by `city_checking.py`.
Every `valid_to` and `ends_on` is the last day on which the row holds; None is "until further
notice". Empty text means "none". `order` is the place in the file when the file does not say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Protocol

from hotline.rules.approving import ApprovalStep
from hotline.rules.city_calls import STANDARD, QueueRow, SeatRow, TelephoneRow
from hotline.rules.city_places import PlaceRow
from hotline.rules.city_roads import RoadRow
from hotline.rules.dated import holds_on
from hotline.rules.deadlines import Limit
from hotline.rules.following import USUAL_BY_PHONE
from hotline.rules.measures import Measure
from hotline.rules.phrases import PhraseRow
from hotline.rules.thresholds import USUAL, Thresholds
from hotline.rules.warnings import WarningRow

# Words that the program itself tells apart, each with what a person reads.
MEDIA = {
    "telephone": "电话",
    "mailbox": "信箱",
    "platform": "上级平台",
    "web": "网络",
    "other": "其他",
}
DEPARTMENT_KINDS = {
    "office": "热线办公室",
    "district": "市辖区",
    "county": "县（市）",
    "bureau": "部门",
    "company": "企业",
    "zone": "开发区",
    "command": "指挥部",
    "street": "街道乡镇",
    "community": "社区",
}


@dataclass(frozen=True, slots=True)
class CityFault:
    """One thing wrong in a city's files: which file, which row, which field, and what to do."""

    file: str
    row: str
    field: str
    reason: str

    def __str__(self) -> str:
        row = f" {self.row}" if self.row else ""
        field = f"“{self.field}”" if self.field else ""
        return f"{self.file}{row}{field}：{self.reason}"


class BadCity(ValueError):
    """A city's files cannot be used. `faults` lists everything found; the text is for a person."""

    def __init__(self, faults: Iterable[CityFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class IssuerRow:
    """Who signs the bulletin in a period, and what the hotline was called then."""

    name: str
    hotline_name: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One stretch of the office's working hours, the same on every workday."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """The hotline office; `sample` marks a city whose accounts are for showing only.

    In its `quiet_hours`, which may pass midnight, no citizen is called back unless
    they asked for it.
    """

    code: str
    name: str
    hotline_name: str
    number_prefix: str
    issuers: tuple[IssuerRow, ...]
    hours: tuple[HoursRow, ...]
    quiet_hours: tuple[HoursRow, ...] = ()
    sample: bool = False


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day on which this office differs from the published work calendar."""

    date: date
    workday: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A road by which requests arrive; a board is the child of its channel."""

    code: str
    name: str
    medium: str
    aliases: tuple[str, ...] = ()
    passed_on_by: str = ""
    parent: str = ""
    order: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class KindRow:
    """诉求类型."""

    code: str
    name: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class TopicRow:
    """问题分类: one node; `words` point at it in a citizen's text."""

    code: str
    name: str
    parent: str = ""
    words: tuple[str, ...] = ()
    order: int = 0


@dataclass(frozen=True, slots=True)
class TopicTreeRow:
    """A dated version of the tree of topics."""

    code: str
    valid_from: date
    valid_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the bulletin: topic branches, or a campaign; with neither it is the rest."""

    code: str
    name: str
    topics: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    campaign: str = ""
    order: int = 0

    @property
    def is_rest(self) -> bool:
        """Whether this line takes what no other line names."""
        return not self.topics and not self.campaign


@dataclass(frozen=True, slots=True)
class DepartmentNameRow:
    """A unit's official name in a period, as a bulletin of that period prints it."""

    name: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """承办单位: a node of the tree of units. `order` settles ties of the bulletin's table.

    Where `needs_approval`, the unit's leader approves a reply before it goes to the office. A unit
    that ended may name its `successor`.
    """

    code: str
    kind: str
    names: tuple[DepartmentNameRow, ...]
    parent: str = ""
    order: int = 0
    aliases: tuple[str, ...] = ()
    needs_approval: bool = False
    successor: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def name_on(self, day: date) -> str:
        """The unit's name on `day`; outside all periods, the latest name."""
        held = [row.name for row in self.names if holds_on(row, day)]
        return held[0] if held else self.names[-1].name


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """专题: a concern across topics, switched on for a period; its `words` point to it."""

    code: str
    name: str
    starts_on: date
    ends_on: date | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DispatchRuleRow:
    """派单目录: one row; `rules/dispatching.py` says what the selectors mean."""

    code: str
    unit: str
    valid_from: date
    valid_to: date | None = None
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    basis: str = ""
    reason: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class RulesRow:
    """How often and how long a case may be extended, returned, made to wait, and handled again.

    `pause_*` is the wait for the citizen, `reopen_*` the time after closing in which a case may be
    opened again, `supervision_*` what a supervised unit has where nobody says otherwise,
    `dispatch_*` how long a case waits for its dispatcher at most, `dispatch_urgent_*` an urgent
    one. After the n-th vain callback the n-th of `callback_pause_hours` waits. `phone_tail_opens`
    is what a receipt opens to who knows the last four digits of the caller's number instead of the
    secret code (`rules/following.RIGHTS`); `reopens_online` says whether a citizen's wish to reopen
    is `asked` of the office or done `at_once`.
    """

    extension_times: int
    extension_amount: int
    extension_unit: str
    return_times: int
    return_amount: int
    return_unit: str
    callback_tries: int
    rework_times: int
    pause_times: int
    pause_amount: int
    pause_unit: str
    reopen_amount: int
    reopen_unit: str
    supervision_amount: int
    supervision_unit: str
    dispatch_amount: int = 2
    dispatch_unit: str = "working_hours"
    dispatch_urgent_amount: int = 1
    dispatch_urgent_unit: str = "hours"
    callback_pause_hours: tuple[int, ...] = (2, 24)
    phone_tail_opens: tuple[str, ...] = USUAL_BY_PHONE
    reopens_online: str = "asked"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One item of the quality score sheet and what it is worth."""

    code: str
    name: str
    points: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class RoleRow:
    """岗位: a named set of permits."""

    code: str
    name: str
    permits: tuple[str, ...]
    order: int = 0


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person's account without its password; no department means the office."""

    username: str
    name: str
    roles: tuple[str, ...]
    department: str = ""


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A saved column mapping of a batch file; `column_mapping.mapping_from` reads its `body`."""

    code: str
    name: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A dated bulletin form; `forms.read_form` reads its `body`, whose days are ISO dates.

    `text` is the file itself, with its comments.
    """

    code: str
    family: str
    period: str
    name: str
    valid_from: date
    valid_to: date | None
    body: Mapping[str, Any]
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CityProfile:
    """Everything that makes the platform this city's."""

    office: OfficeRow
    days: tuple[DayRow, ...]
    channels: tuple[ChannelRow, ...]
    kinds: tuple[KindRow, ...]
    tree: TopicTreeRow
    topics: tuple[TopicRow, ...]
    lines: tuple[LineRow, ...]
    departments: tuple[DepartmentRow, ...]
    campaigns: tuple[CampaignRow, ...]
    limits: tuple[Limit, ...]
    warnings: tuple[WarningRow, ...]
    rules: RulesRow
    roles: tuple[RoleRow, ...]
    staff: tuple[StaffRow, ...]
    mappings: tuple[MappingRow, ...]
    forms: tuple[FormRow, ...]
    dispatch_rules: tuple[DispatchRuleRow, ...] = ()
    phrases: tuple[PhraseRow, ...] = ()
    measures: tuple[Measure, ...] = ()
    oversight: Thresholds = USUAL
    score_sheet: tuple[ScoreRow, ...] = ()
    # The board's map as its file says it; `district_map.read_map` reads it. Empty: no map.
    district_map: Mapping[str, Any] = field(default_factory=dict)
    approval: tuple[ApprovalStep, ...] = ()
    roads: tuple[RoadRow, ...] = ()
    telephone: TelephoneRow = STANDARD
    queues: tuple[QueueRow, ...] = ()
    seats: tuple[SeatRow, ...] = ()
    places: tuple[PlaceRow, ...] = ()


class Coded(Protocol):
    """A row that is known by its code."""

    @property
    def code(self) -> str: ...


class InTree(Coded, Protocol):
    """A row that may hang under another of its table."""

    @property
    def parent(self) -> str: ...


def paths(rows: Iterable[InTree]) -> dict[str, tuple[str, ...]]:
    """For each code of a tree without cycles, the codes from its root down to itself."""
    parents = {row.code: row.parent for row in rows}

    def path(code: str) -> tuple[str, ...]:
        above = parents[code]
        return (*(path(above) if above else ()), code)

    return {code: path(code) for code in parents}


def covers(line: LineRow, path: Iterable[str]) -> bool:
    """Whether a bulletin line takes a topic, given the codes from the root to that topic."""
    codes = set(path)
    return not codes.isdisjoint(line.topics) and codes.isdisjoint(line.excepted)
