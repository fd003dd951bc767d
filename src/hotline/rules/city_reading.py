"""From the parsed files of a city to its rows: every value of the right type, or a clear fault.

The dataclasses of `city.py` describe the files: a table's keys are the fields, a field without a
default must be given, an unknown key is a fault (it is a slip of the pen).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from pathlib import PurePosixPath
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from hotline.rules.approving import ApprovalStep
from hotline.rules.city import (
    BadCity,
    CampaignRow,
    ChannelRow,
    CityFault,
    CityProfile,
    DayRow,
    DepartmentRow,
    DispatchRuleRow,
    FormRow,
    KindRow,
    LineRow,
    MappingRow,
    OfficeRow,
    RoleRow,
    RulesRow,
    ScoreRow,
    StaffRow,
    TopicRow,
    TopicTreeRow,
)
from hotline.rules.city_calls import QueueRow, SeatRow, TelephoneRow
from hotline.rules.city_checking import check_city
from hotline.rules.city_roads import RoadRow
from hotline.rules.column_mapping import MappingError, mapping_from
from hotline.rules.deadlines import Limit
from hotline.rules.forms import FormBroken, read_form
from hotline.rules.forms.source import as_json
from hotline.rules.measures import Measure
from hotline.rules.phrases import LONGEST_TEXT, PhraseRow
from hotline.rules.thresholds import Thresholds
from hotline.rules.warnings import WarningRow

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    RowT = TypeVar("RowT", bound=DataclassInstance)

Table = Mapping[str, Any]
Files = Mapping[str, Table]

WANTED: dict[type, str] = {
    str: "应为文字，写在引号里",
    int: "应为整数",
    bool: "应为 true 或 false",
    date: "应为日期，如 2022-04-01",
    time: "应为时刻，如 08:30:00",
}
LENGTHS = {
    "code": 40,
    "name": 40,
    "username": 60,
    "words": 40,
    "basis": 300,
    "note": 500,
    "meaning": 300,
    "source": 300,
    "text": LONGEST_TEXT,
}
LENGTH = 100
NAMING_KEYS = ("code", "username", "name", "date", "clock")
MAPPINGS = "mappings"
FORMS = "forms"
ORDER_STEP = 10


def read_city(files: Files) -> CityProfile:
    """The profile of a city from its parsed TOML files, keyed by path within the city's folder.

    Files that are no part of the profile are left alone. Raises BadCity with every fault found.
    """
    profile = _Reader(files).profile()
    faults = tuple(check_city(profile))
    if faults:
        raise BadCity(faults)
    return profile


class _Reader:
    """Reads the tables of one city and gathers what is wrong with them."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.faults: list[CityFault] = []

    def profile(self) -> CityProfile:
        """All tables as rows; raises BadCity when a value is missing or of the wrong type."""
        office = self.one("city.toml", "office", OfficeRow)
        tree = self.one("topics.toml", "tree", TopicTreeRow)
        rules = self.one("limits.toml", "rules", RulesRow)
        given = self._file("limits.toml").get("oversight", {})
        tables: dict[str, Any] = {
            "oversight": self._row(Thresholds, given, "limits.toml", "[oversight]"),
            **self.telephone(),
            "days": self.many("city.toml", "day", DayRow),
            "score_sheet": self.many("city.toml", "score", ScoreRow),
            "approval": self.many("city.toml", "approval", ApprovalStep),
            "channels": self.many("channels.toml", "channel", ChannelRow),
            "kinds": self.many("kinds.toml", "kind", KindRow),
            "topics": self.many("topics.toml", "topic", TopicRow),
            "lines": self.many("bulletin_lines.toml", "line", LineRow),
            "departments": self.many("departments.toml", "department", DepartmentRow),
            "campaigns": self.many("campaigns.toml", "campaign", CampaignRow),
            "dispatch_rules": self.many("dispatch_rules.toml", "rule", DispatchRuleRow),
            "limits": self.many("limits.toml", "limit", Limit),
            "warnings": self.many("limits.toml", "warning", WarningRow),
            "phrases": self.phrases(),
            "district_map": as_json(self.files.get("districts.toml", {})),
            "measures": self.measures(),
            "roads": self.roads(),
            "roles": self.many("roles.toml", "role", RoleRow),
            "staff": self.many("staff.toml", "staff", StaffRow),
            "mappings": self.mappings(),
            "forms": self.forms(),
        }
        if self.faults or office is None or tree is None or rules is None:
            raise BadCity(self.faults)
        return CityProfile(office=office, tree=tree, rules=rules, **tables)

    def one(self, file: str, table: str, row_type: type[RowT]) -> RowT | None:
        """The row of a `[table]`, or None and a fault."""
        return self._row(row_type, self._file(file).get(table), file, f"[{table}]")

    def many(self, file: str, table: str, row_type: type[RowT]) -> tuple[RowT, ...]:
        """The rows of a `[[table]]` in the file's order; no such table is no rows."""
        return self._rows(row_type, self._file(file).get(table, []), file, f"[[{table}]]")

    def telephone(self) -> dict[str, Any]:
        """The telephone line; without a file its limits are those of the standard."""
        file = "queues.toml"
        said = self.files.get(file, {})
        return {
            "telephone": self._row(TelephoneRow, said.get("telephone", {}), file, "[telephone]"),
            "queues": self._rows(QueueRow, said.get("queue", []), file, "[[queue]]"),
            "seats": self._rows(SeatRow, said.get("seat", []), file, "[[seat]]"),
        }

    def phrases(self) -> tuple[PhraseRow, ...]:
        """The agreed texts; a city may have none yet."""
        given = self.files.get("phrases.toml", {}).get("phrase", [])
        return self._rows(PhraseRow, given, "phrases.toml", "[[phrase]]")

    def measures(self) -> tuple[Measure, ...]:
        """The city's definitions of measures; without a file only the standard ones hold."""
        given = self.files.get("measures.toml", {}).get("measure", [])
        return self._rows(Measure, given, "measures.toml", "[[measure]]")

    def roads(self) -> tuple[RoadRow, ...]:
        """The connections to other systems; a city may have none."""
        given = self.files.get("roads.toml", {}).get("road", [])
        return self._rows(RoadRow, given, "roads.toml", "[[road]]")

    def mappings(self) -> tuple[MappingRow, ...]:
        """The column mappings: one file each, its code is the file's name."""
        rows = [self._mapping(file) for file in self._files_in(MAPPINGS)]
        return tuple(row for row in rows if row is not None)

    def forms(self) -> tuple[FormRow, ...]:
        """The bulletin's forms: one file each, named after its code."""
        rows = [self._form(file) for file in self._files_in(FORMS)]
        return tuple(row for row in rows if row is not None)

    def _files_in(self, folder: str) -> list[str]:
        return [file for file in sorted(self.files) if PurePosixPath(file).parts[0] == folder]

    def _mapping(self, file: str) -> MappingRow | None:
        body = dict(self.files[file])
        name = self._value(str, body.pop("name", None), file, "", "name")
        try:
            mapping_from(body)
        except MappingError as problem:
            self._fault(file, "", "", str(problem))
            return None
        return MappingRow(PurePosixPath(file).stem, name, body)

    def _form(self, file: str) -> FormRow | None:
        body = as_json(self.files[file])
        try:
            form = read_form(body)
        except FormBroken as problem:
            self._fault(file, "", "", str(problem))
            return None
        except (ValueError, TypeError, AttributeError) as problem:
            self._fault(file, "", "", f"通报格式读不懂，请核对写法（{problem}）")
            return None
        return FormRow(
            form.code, form.family, form.period, form.name, form.valid_from, form.valid_to, body
        )

    def _file(self, file: str) -> Table:
        if file not in self.files:
            self._fault(file, "", "", "缺少这个文件")
        return self.files.get(file, {})

    def _rows(self, row_type: type[RowT], given: Any, file: str, label: str) -> tuple[RowT, ...]:
        if not isinstance(given, Sequence) or isinstance(given, str):
            self._fault(file, label, "", "应为多行，每行以双层方括号开头")
            return ()
        rows = [
            self._row(row_type, cells, file, _label(label, number, cells), number)
            for number, cells in enumerate(given, 1)
        ]
        return tuple(row for row in rows if row is not None)

    def _row(
        self, row_type: type[RowT], cells: Any, file: str, label: str, number: int = 1
    ) -> RowT | None:
        """One row of `row_type`; None, and faults, when a cell is wrong."""
        if not isinstance(cells, Mapping):
            self._fault(file, label, "", "缺少这一节")
            return None
        before = len(self.faults)
        described = {field.name: field for field in fields(row_type)}
        for key in cells.keys() - described.keys():
            self._fault(file, label, key, f"没有这个字段；可用的有：{'、'.join(described)}")
        values = self._cells(
            row_type, described, {"order": number * ORDER_STEP, **cells}, file, label
        )
        return row_type(**values) if len(self.faults) == before else None

    def _cells(
        self,
        row_type: type,
        described: Mapping[str, Field[Any]],
        cells: Table,
        file: str,
        label: str,
    ) -> dict[str, Any]:
        """The values of the described cells; a missing one keeps its default or is a fault."""
        hints = get_type_hints(row_type)
        values: dict[str, Any] = {}
        for key, field in described.items():
            if key in cells:
                values[key] = self._value(hints[key], cells[key], file, label, key)
            elif field.default is MISSING:
                self._fault(file, label, key, "缺少这个字段")
        return values

    def _value(self, hint: Any, given: Any, file: str, label: str, key: str) -> Any:
        """`given` when it is what `hint` wants; otherwise a fault."""
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], given, file, label, key)
        wanted = get_args(hint)[0] if get_origin(hint) is UnionType else hint
        if type(given) is not wanted:
            self._fault(file, label, key, WANTED[wanted])
        elif wanted is str and (not given or given != given.strip()):
            self._fault(file, label, key, "不能为空，首尾不能有空格")
        elif wanted is str and len(given) > LENGTHS.get(key, LENGTH):
            self._fault(file, label, key, f"不能超过 {LENGTHS.get(key, LENGTH)} 个字")
        return given

    def _list(self, item: Any, given: Any, file: str, label: str, key: str) -> tuple[Any, ...]:
        if is_dataclass(item):
            return self._rows(item, given, file, f"{label} {key}")  # type: ignore[arg-type]
        if not isinstance(given, list):
            self._fault(file, label, key, '应为列表，如 ["甲", "乙"]')
            return ()
        return tuple(self._value(item, one, file, label, key) for one in given)

    def _fault(self, file: str, row: str, field: str, reason: str) -> None:
        fault = CityFault(file, row, field, reason)
        if fault not in self.faults:
            self.faults.append(fault)


def _label(label: str, number: int, cells: Any) -> str:
    """How a person finds a row in its file: its place and what it is called."""
    called = ""
    if isinstance(cells, Mapping):
        called = next((f"（{cells[key]}）" for key in NAMING_KEYS if key in cells), "")
    return f"{label} 第 {number} 项{called}"
