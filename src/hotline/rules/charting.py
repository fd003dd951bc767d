"""What a chart says, apart from how it is drawn: in words, as a table, and on which scale.

Whoever cannot see the drawing gets the same figures: the words stand behind it for screen
readers, the table in the appendix and under the drawing on a screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from hotline.rules.pages import Chart, Number, Pieces, Series, Table, Value, Words

KIND_NAMES = {"bar": "条形图", "column": "柱状图", "line": "折线图", "stacked": "堆积柱状图"}
NOT_FROM_ZERO = "纵轴不从0开始"
NOTHING = "—"
_NICE = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_STEPS = 5
_WHOLE = Decimal(100)
# A line whose values all lie in the upper part of the axis would be drawn flat.
_FLAT = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis of values: from `low` to `high` in steps of `step`."""

    low: Decimal
    high: Decimal
    step: Decimal

    def ticks(self) -> list[Decimal]:
        """The values that are written on the axis, lowest first."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]

    def share(self, value: Decimal | int) -> float:
        """How far up the axis a value stands, 0 to 1."""
        return float((Decimal(value) - self.low) / (self.high - self.low))


def value_text(value: Value, unit: str = "") -> str:
    """A value as it stands on a chart: 31681, 99.8%, or a dash where there is none."""
    if value is None:
        return NOTHING
    return f"{value:f}{unit}" if isinstance(value, Decimal) else f"{value}{unit}"


def label_text(value: Value, unit: str) -> str:
    """A value beside its bar or point: the per cent sign stays, the caption says other units."""
    return value_text(value, unit if unit == "%" else "")


def caption(chart: Chart) -> str:
    """The line under a chart: its title and what its values are."""
    return f"{chart.title}（单位：{chart.unit}）"


def note(chart: Chart) -> str:
    """What has to be known to read it, empty where nothing has."""
    cut = NOT_FROM_ZERO if scale_of(chart).low > 0 else ""
    parts = [part for part in (chart.note.rstrip("。"), cut) if part]
    return f"注：{'；'.join(parts)}。" if parts else ""


def chart_words(chart: Chart) -> str:
    """All that a chart shows as text, for those who cannot see it."""
    rows = "；".join(_series_words(row, chart) for row in chart.series)
    said = f"{KIND_NAMES[chart.kind]}：{chart.title}。{rows or '没有数据'}。"
    return said + note(chart)


def _series_words(row: Series, chart: Chart) -> str:
    pairs = zip(chart.labels, row.values, strict=True)
    values = "，".join(f"{label}{value_text(value, chart.unit)}" for label, value in pairs)
    return f"{row.name}：{values}" if row.name else values


def chart_table(chart: Chart) -> Table:
    """The values of a chart as a table, each tied to its figure."""
    columns = [_cells(row, chart) for row in chart.series]
    label_cells: Iterable[Pieces] = ((Words(label),) for label in chart.labels)
    return Table(
        caption=caption(chart),
        header=("项目", *(row.name or chart.title for row in chart.series)),
        rows=tuple(zip(label_cells, *columns, strict=True)),
        widths=(3, *(2 for _ in chart.series)),
        numeric=frozenset(range(1, len(chart.series) + 1)),
    )


def _cells(row: Series, chart: Chart) -> list[Pieces]:
    names = row.figures or ("",) * len(row.values)
    texts = (label_text(value, chart.unit) for value in row.values)
    return [
        (Number(text, name) if name else Words(text),)
        for text, name in zip(texts, names, strict=True)
    ]


def scale_of(chart: Chart) -> Scale:
    """An axis of round numbers that holds all values; only lines may begin above zero."""
    values = _extremes(chart)
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    if not (chart.kind == "line" and low > high * _FLAT and low != high):
        low = min(low, Decimal(0))
    high = max(high, Decimal(0)) if low <= 0 else high
    step = _step(high - low, whole=chart.unit == "件")
    if low > 0:  # below the lowest point of a line stands its number
        low = max(low - step / 3, Decimal(0))
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    if chart.unit == "%" and high <= _WHOLE:
        top = min(top, _WHOLE)
    return Scale(bottom, top if top > bottom else bottom + step, step)


def _extremes(chart: Chart) -> list[Decimal]:
    """The values that the axis must reach; of stacked columns their heights."""
    columns = [[row.values[place] for row in chart.series] for place in range(len(chart.labels))]
    known = [[Decimal(v) for v in column if v is not None] for column in columns]
    if chart.kind == "stacked":
        return [sum(column, Decimal(0)) for column in known]
    return [value for column in known for value in column]


def _step(span: Decimal, *, whole: bool) -> Decimal:
    """A round distance between ticks; cases have no halves."""
    if span <= 0:
        return Decimal(1)
    rough = span / _STEPS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(nice * power for nice in _NICE if nice * power >= rough)
    if whole:
        step = max(step.to_integral_value(ROUND_CEILING), Decimal(1))
    return step.normalize() if step < 1 else step.quantize(Decimal("0.1")).normalize()
