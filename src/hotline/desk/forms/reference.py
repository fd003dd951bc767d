"""The forms of reference data, made from the description of a table: a row, its end, a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hotline.desk.forms.fields import Day, Tick, Words
from hotline.rules.reference.shapes import (
    CHOICE,
    DAY,
    LIST,
    LONG,
    NUMBER,
    REFERENCE,
    YES_NO,
    Column,
    Facts,
    Known,
    Shape,
    Unreadable,
    cell_of,
    value_of,
)

SHORT_TABLES = ("kinds", "channels")
LONGEST_CELL = 10_000
WHY = "为什么这样改，例如文件的文号；留在历史中。"
FILE_LIMIT = 5 * 1024 * 1024


class ChangeForm(forms.Form):
    """From which day a change holds, and why it is made."""

    begins = Day("生效日", needed=True, help_text="今天或以后；以前的日子保持原样。")
    reason = Words("理由", limit=1_000, rows=2, needed=True, help_text=WHY)

    def __init__(self, data: Any = None, files: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(
            data, files, initial={"begins": today, **options.pop("initial", {})}, **options
        )

    def clean_begins(self) -> date:
        """The day, which must be given."""
        day: date | None = self.cleaned_data["begins"]
        if day is None:
            raise ValidationError("请填写从哪一天起生效。")
        return day


class RowForm(ChangeForm):
    """One row of a table: a field for each of its columns; the key of a stored row stays."""

    def __init__(
        self,
        data: Any = None,
        *,
        shape: Shape,
        names: Known,
        today: date,
        facts: Facts | None = None,
    ) -> None:
        super().__init__(data, today=today)
        self.shape, self.names, self.present = shape, names, facts
        asked = [column for column in shape.columns if not facts or column.name not in shape.keys]
        for column in asked:
            self.fields[column.name] = _field(column, names)
            if facts is not None:
                self.initial[column.name] = _initial(column, facts[column.name], names)
        self.order_fields([*(column.name for column in asked), "begins", "reason"])

    def clean(self) -> dict[str, Any]:
        """Every cell as the value that it means."""
        self.facts: Facts = dict(self.present or {})
        for column in self.shape.columns:
            if column.name in self.fields and column.name not in self.errors:
                given = self.cleaned_data.get(column.name)
                try:
                    text = "" if given is None else str(given)
                    self.facts[column.name] = value_of(column, text, self.names)
                except Unreadable as problem:
                    self.add_error(column.name, str(problem))
        return self.cleaned_data


class EndForm(ChangeForm):
    """From which day a row holds no longer; a unit may name who takes over."""

    begins = Day("停用日", needed=True, help_text="从这一天起不再使用。")

    def __init__(self, data: Any = None, *, shape: Shape, names: Known, today: date) -> None:
        super().__init__(data, today=today, auto_id="end_%s")
        self.names = names
        if shape.code == "units":
            help_text = "撤并的填写承接单位；旧工单仍记在原单位名下。"
            self.fields["successor"] = Words("承接单位", help_text=help_text, list="offer_units")
            self.order_fields(["successor", "begins", "reason"])

    def clean_successor(self) -> str:
        """The code of the unit that was named."""
        column = Column("successor", "承接单位", REFERENCE, table="units")
        try:
            return str(value_of(column, self.cleaned_data["successor"], self.names))
        except Unreadable as problem:
            raise ValidationError(str(problem)) from problem


class UndoForm(forms.Form):
    """Why the last change is taken back."""

    reason = Words("理由", limit=1_000, needed=True, help_text="例如：日期写错。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="undo_%s")


class FileForm(ChangeForm):
    """A file of rows, and whether what it does not name ends."""

    file = forms.FileField(
        label="文件",
        help_text="先导出再改最稳妥。CSV 或 Excel（.xlsx），第一行是列名，5 MB 以内。",
        widget=forms.FileInput({"class": "form-control", "accept": ".csv,.xlsx"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "missing", "empty"), "请选择要导入的文件；空文件不能导入。"
        ),
    )
    ends_missing = Tick(
        "文件里没有的条目一并停用", help_text="不勾选时，文件里没有的条目保持原样。"
    )
    field_order = ("file", "begins", "reason", "ends_missing")
    file.needed = True  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """A file that a table of reference data can be."""
        given = self.cleaned_data["file"]
        if given.size > FILE_LIMIT:
            raise ValidationError("文件超过 5 MB；请拆成几个文件后重试。")
        return given


def _field(column: Column, names: Known) -> forms.Field:
    if column.holds == YES_NO:
        return Tick(column.label, help_text=column.help)
    if column.holds == CHOICE or column.table in SHORT_TABLES:
        return _choice(column, names)
    options: dict[str, Any] = {"needed": column.needed, "help_text": column.help}
    if column.holds == NUMBER:
        options["inputmode"] = "numeric"
    if column.holds == DAY:
        options["type"] = "date"
    if column.holds == REFERENCE:
        options["list"] = f"offer_{column.table}"
        options["help_text"] = column.help or "输入名称或代码，从列表中选。"
    limit = LONGEST_CELL if column.holds == LIST else column.limit
    return Words(column.label, limit=limit, rows=6 if column.holds == LONG else 0, **options)


def _choice(column: Column, names: Known) -> forms.Field:
    offered = column.choices if column.holds == CHOICE else names[column.table]
    blank = [("", column.empty or ("请选择" if column.needed else "没有"))]
    field = forms.ChoiceField(
        label=column.label,
        required=False,
        help_text=column.help,
        choices=[*blank, *offered.items()],
        widget=forms.Select({"class": "form-select"}),
        error_messages={"invalid_choice": f"请从列表中选择“{column.label}”。"},
    )
    field.needed = column.needed  # type: ignore[attr-defined]
    return field


def _initial(column: Column, value: Any, names: Known) -> Any:
    as_it_is = column.holds in (YES_NO, CHOICE) or column.table in SHORT_TABLES
    return value if as_it_is else cell_of(column, value, names)
