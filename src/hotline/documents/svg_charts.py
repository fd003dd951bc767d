"""A chart as inline SVG for our screens and the printed web page: no script, no inline style.

It is drawn 400 units wide, so that its letters stay readable on a telephone, and grows with the
page. Values, order and looks are those of the Word file's chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hotline.documents.chart_looks import AXIS, GRID, PAPER, THINNEST, numbered_points
from hotline.documents.svg_marks import (
    LETTERS,
    NUMBERS,
    at,
    block,
    ground,
    line,
    mark,
    patterns,
    stroke,
    width_of,
    words,
    written,
)
from hotline.rules.charting import Scale, chart_words, label_text, scale_of, value_text
from hotline.rules.pages import Chart, Value

WIDTH = 400.0
_PLOT = 180.0
_TOP, _EDGE, _GAP = 22.0, 8.0, 6.0
_BAR, _BETWEEN = 16.0, 9.0
_LONGEST_NAME, _MANY_BARS = 12, 20
_TURNED, _SLOPE = -45, 0.72
_FILLED, _NUMBERED = 0.78, 0.9  # of its slot: what columns take, and their numbers may take
_LEGEND_LINE, _SWATCH = 20.0, 26.0


def chart_svg(chart: Chart, key: str) -> str:
    """The drawing with its words behind it; `key` is unique on the page."""
    drawn, height = _lying(chart, key) if chart.kind == "bar" else _standing(chart, key)
    legend, high = _legend(chart, key, height)
    return (
        f'<svg role="img" viewBox="0 0 {at(WIDTH)} {at(high)}" '
        f'xmlns="http://www.w3.org/2000/svg">'
        f"<title>{written(chart.title)}</title><desc>{written(chart_words(chart))}</desc>"
        f"<defs>{patterns(key, len(chart.series))}</defs>"
        f'<rect width="{at(WIDTH)}" height="{at(high)}" fill="#{PAPER}"/>'
        f'<g aria-hidden="true">{drawn}{legend}</g></svg>'
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where columns and lines stand: the frame between the axes, one slot for each label."""

    left: float
    top: float
    slot: float
    scale: Scale

    def y(self, value: Value) -> float:
        return self.top + _PLOT * (1 - self.scale.share(value or 0))

    def middle(self, place: int) -> float:
        return self.left + self.slot * (place + 0.5)

    @property
    def zero(self) -> float:
        """Where columns begin; only the axis of lines may leave it out."""
        return self.y(0)


def _standing(chart: Chart, key: str) -> tuple[str, float]:
    """Columns, stacks and lines upon an axis of labels, and how high it all is."""
    scale = scale_of(chart)
    ticks = [(tick, value_text(tick, "%" if chart.unit == "%" else "")) for tick in scale.ticks()]
    left = max(width_of(text, NUMBERS) for _, text in ticks) + _GAP + 2
    slot = (WIDTH - left - _EDGE) / len(chart.labels)
    if _lines_of(chart.labels, slot) is None:  # the first name slopes down to the left
        left = max(left, max(width_of(_short(label)) for label in chart.labels) * _SLOPE)
        slot = (WIDTH - left - _EDGE) / len(chart.labels)
    turned = chart.kind == "column" and _widest(chart) + 2 > slot * _NUMBERED / len(chart.series)
    plot = _Plot(left, _TOP + (_widest(chart) if turned else 0), slot, scale)
    grid = "".join(
        line(left, plot.y(tick), WIDTH - _EDGE, plot.y(tick), GRID)
        + words(left - _GAP, plot.y(tick) + 4, text, anchor="end", size=NUMBERS)
        for tick, text in ticks
    )
    foot = plot.top + _PLOT
    axis = line(left, foot, WIDTH - _EDGE, foot, AXIS)
    match chart.kind:
        case "line":
            drawn = _lines(chart, plot)
        case "stacked":
            drawn = _stacks(chart, plot, key)
        case _:
            drawn = _columns(chart, plot, key, turned=turned)
    names, depth = _names(chart.labels, plot, foot)
    return grid + drawn + axis + names, foot + depth


def _widest(chart: Chart) -> float:
    """How wide the longest number of the chart is."""
    texts = (label_text(value, chart.unit) for row in chart.series for value in row.values)
    return max(width_of(text, NUMBERS) for text in texts)


def _names(labels: Sequence[str], plot: _Plot, foot: float) -> tuple[str, float]:
    """The labels below the axis, sloping where they have no room; and how deep they reach."""
    lines = _lines_of(labels, plot.slot)
    if lines is not None:
        drawn = [
            words(plot.middle(n), foot + _GAP + LETTERS * (place + 1), text)
            for n, texts in enumerate(lines)
            for place, text in enumerate(texts)
        ]
        return "".join(drawn), LETTERS * max(len(texts) for texts in lines) + 2 * _GAP
    shown = [_short(label) for label in labels]
    drawn = [
        words(plot.middle(n) + 4, foot + LETTERS, label, anchor="end", turn=_TURNED)
        for n, label in enumerate(shown)
    ]
    return "".join(drawn), max(map(width_of, shown)) * _SLOPE + LETTERS + _GAP


def _lines_of(labels: Sequence[str], slot: float) -> list[list[str]] | None:
    """The labels in as few lines as their slot has room for; None where even two are too few."""
    if max(map(width_of, labels)) <= slot:
        return [[label] for label in labels]
    lines = [[label] if width_of(label) <= slot - 2 else _broken(label) for label in labels]
    fits = all(width_of(part) <= slot - 2 for parts in lines for part in parts)
    return lines if fits else None


def _broken(label: str) -> list[str]:
    """A label in two lines as even as can be; figures are never broken: 12345|电话."""
    places = [
        place
        for place in range(1, len(label))
        if not (label[place - 1].isascii() and label[place].isascii())
    ]
    pairs = [[label[:place], label[place:]] for place in places]
    return min(pairs, key=lambda pair: max(map(width_of, pair)), default=[label])


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_NAME else label[: _LONGEST_NAME - 1] + "…"


def _columns(chart: Chart, plot: _Plot, key: str, *, turned: bool) -> str:
    wide = plot.slot * _FILLED / len(chart.series)
    drawn = []
    for place, row in enumerate(chart.series):
        for n, value in enumerate(row.values):
            if value is None:
                continue
            x = plot.middle(n) + (place - len(chart.series) / 2) * wide
            top, bottom = sorted((plot.y(value), plot.zero))
            drawn.append(block((x, top, wide, bottom - top), key, place))
            text, middle = label_text(value, chart.unit), x + wide / 2
            if turned:
                drawn.append(_upright(middle + 4, top - 4, text))
            else:
                drawn.append(words(middle, top - 4, text, size=NUMBERS))
    return "".join(drawn)


def _upright(x: float, y: float, text: str) -> str:
    return words(x, y, text, anchor="start", size=NUMBERS, turn=-90)


def _stacks(chart: Chart, plot: _Plot, key: str) -> str:
    """Each series upon the one before; a number only where its piece is high enough for it."""
    wide = plot.slot * _FILLED
    heights = [Decimal(0)] * len(chart.labels)
    drawn = []
    for place, row in enumerate(chart.series):
        for n, value in enumerate(row.values):
            if not value:
                continue
            bottom = plot.y(heights[n])
            heights[n] += value
            top = plot.y(heights[n])
            box = (plot.middle(n) - wide / 2, top, wide, bottom - top)
            drawn.append(block(box, key, place))
            if bottom - top >= _PLOT * float(THINNEST):
                drawn.append(_on_paper(plot.middle(n), (top + bottom) / 2, value, chart.unit))
    return "".join(drawn)


def _on_paper(x: float, y: float, value: Value, unit: str) -> str:
    text = label_text(value, unit)
    wide = width_of(text, NUMBERS) + 2
    paper = ground(x - wide / 2, y - NUMBERS / 2, wide, NUMBERS + 1)
    return paper + words(x, y + NUMBERS / 2 - 1, text, size=NUMBERS)


def _lines(chart: Chart, plot: _Plot) -> str:
    """Lines that break where there is no value, above them the marks and numbers."""
    numbered = numbered_points(len(chart.labels), len(chart.series))
    drawn, above = [], []
    for place, row in enumerate(chart.series):
        away = -8 if place % 2 == 0 else NUMBERS + 5
        points: list[tuple[float, float]] = []
        for n, value in enumerate(row.values):
            if value is None:
                drawn.append(stroke(points, place) if len(points) > 1 else "")
                points = []
                continue
            x, y = plot.middle(n), plot.y(value)
            points.append((x, y))
            above.append(mark(x, y, place))
            if n in numbered:
                above.append(words(x, y + away, label_text(value, chart.unit), size=NUMBERS))
        drawn.append(stroke(points, place) if len(points) > 1 else "")
    return "".join([*drawn, *above])


@dataclass(frozen=True, slots=True)
class _Bars:
    """Where lying bars begin, and how far the longest may reach."""

    chart: Chart
    key: str
    left: float
    room: float
    scale: Scale

    def drawn(self, value: Decimal | int, place: int, top: float) -> str:
        """One bar from zero, its number behind it."""
        begins, ends = sorted((self.scale.share(0), self.scale.share(value)))
        box = (self.left + self.room * begins, top, self.room * (ends - begins), _BAR - 2)
        beside, text = self.left + self.room * ends + 4, label_text(value, self.chart.unit)
        number = words(beside, top + NUMBERS + 1, text, anchor="start", size=NUMBERS)
        return block(box, self.key, place) + number


def _lying(chart: Chart, key: str) -> tuple[str, float]:
    """Bars below each other with their names at the left, and how high it all is."""
    shown = [_short(label) for label in chart.labels]
    left = max(width_of(label) for label in shown) + _GAP
    bars = _Bars(chart, key, left, WIDTH - left - _widest(chart) - _GAP - 2, scale_of(chart))
    crowded = len(shown) * len(chart.series) > _MANY_BARS
    high = _BAR * len(chart.series) + (_BETWEEN / 4 if crowded else _BETWEEN)
    drawn = []
    for n, label in enumerate(shown):
        top = _EDGE + n * high
        middle = top + _BAR * len(chart.series) / 2
        drawn.append(words(left - _GAP, middle + LETTERS / 2 - 2, label, anchor="end"))
        drawn += [
            bars.drawn(value, place, top + place * _BAR)
            for place, row in enumerate(chart.series)
            if (value := row.values[n]) is not None
        ]
    height = _EDGE + len(shown) * high
    return line(left, _EDGE / 2, left, height, AXIS) + "".join(drawn), height


def _legend(chart: Chart, key: str, below: float) -> tuple[str, float]:
    """Which look is which series, in as many lines as it takes; none for a single one."""
    if len(chart.series) == 1:
        return "", below + _GAP
    x, y, drawn = _EDGE, below + _LEGEND_LINE, []
    for place, row in enumerate(chart.series):
        wide = _SWATCH + width_of(row.name) + 2 * _EDGE
        if x > _EDGE and x + wide > WIDTH:
            x, y = _EDGE, y + _LEGEND_LINE
        drawn.append(_sample(chart, x, y, key, place))
        drawn.append(words(x + _SWATCH, y, row.name, anchor="start"))
        x += wide
    return "".join(drawn), y + _EDGE


def _sample(chart: Chart, x: float, y: float, key: str, place: int) -> str:
    if chart.kind == "line":
        return stroke([(x, y - 5), (x + 20, y - 5)], place) + mark(x + 10, y - 5, place)
    return block((x, y - LETTERS + 2, 18, LETTERS - 2), key, place)
