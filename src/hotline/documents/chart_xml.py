"""The chart part of a Word file as DrawingML: what to draw, in the order the schema demands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.documents.chart_looks import (
    AXIS,
    COLUMNS_SIDE_BY_SIDE,
    GRID,
    INK,
    PAPER,
    THINNEST,
    SeriesLook,
    look_of,
    numbered_points,
)
from hotline.rules.charting import scale_of
from hotline.rules.pages import Chart, Series, Value

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES, _VALUES = 111111111, 222222222
_HAIR, _THIN, _LINE = 6350, 9525, 25400
_TEXT, _SMALL = 1050, 900
_MANY_BARS = 20
_UPRIGHT = "-5400000"


def chart_xml(block: Chart, book: str) -> str:
    """The whole part; `book` is the relation to the workbook of its values."""
    drawn = _lines(block) if block.kind == "line" else _bars(block)
    legend = _legend() if len(block.series) > 1 else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"'
        f' xmlns:r="{_RELATIONS}"><c:date1904 val="0"/><c:lang val="zh-CN"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea><c:layout/>{drawn}{_name_axis(block)}{_value_axis(block)}"
        f'<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}<c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_solid(PAPER)}<a:ln><a:noFill/></a:ln></c:spPr>{_text(_text_size(block))}"
        f'<c:externalData r:id="{book}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _text_size(block: Chart) -> int:
    crowded = block.kind == "bar" and len(block.labels) * len(block.series) > _MANY_BARS
    return _SMALL if crowded else _TEXT


def _bars(block: Chart) -> str:
    stacked = block.kind == "stacked"
    series = "".join(_bar_series(block, place) for place in range(len(block.series)))
    return (
        f'<c:barChart><c:barDir val="{"bar" if block.kind == "bar" else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/><c:overlap val="{100 if stacked else 0}"/>'
        f"{_axis_keys()}</c:barChart>"
    )


def _bar_series(block: Chart, place: int) -> str:
    look, row = look_of(place), block.series[place]
    fill = f"{_fill(look)}<a:ln w={_q(_THIN)}>{_solid(look.colour)}</a:ln>"
    return (
        f"<c:ser>{_named(block, place)}<c:spPr>{fill}</c:spPr>"
        f'<c:invertIfNegative val="0"/><c:dLbls>{_bar_labels(block, row)}</c:dLbls>'
        f"{_data(block, place, row)}</c:ser>"
    )


def _bar_labels(block: Chart, row: Series) -> str:
    """The numbers beside the bars; on a stack within, upon paper, so that no pattern hides them."""
    if block.kind == "stacked":
        scale = scale_of(block)
        thin = {
            place
            for place, value in enumerate(row.values)
            if value is not None and value < (scale.high - scale.low) * THINNEST
        }
        return _without(thin) + _labels(block, "ctr", paper=True)
    crowded = block.kind == "column" and len(block.labels) * len(block.series) > (
        COLUMNS_SIDE_BY_SIDE
    )
    return _labels(block, "outEnd", turned=crowded)


def _without(points: Iterable[int]) -> str:
    """The points that bear no number."""
    return "".join(
        f'<c:dLbl><c:idx val="{point}"/><c:delete val="1"/></c:dLbl>' for point in sorted(points)
    )


def _lines(block: Chart) -> str:
    series = "".join(_line_series(block, place) for place in range(len(block.series)))
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{series}<c:marker val="1"/>{_axis_keys()}</c:lineChart>'
    )


def _line_series(block: Chart, place: int) -> str:
    look, row = look_of(place), block.series[place]
    line = (
        f'<a:ln w={_q(_LINE)} cap="rnd">{_solid(look.colour)}<a:prstDash val="{look.dash}"/>'
        "<a:round/></a:ln>"
    )
    inside = _solid(look.colour if place % 2 == 0 else PAPER)
    mark = (
        f'<c:marker><c:symbol val="{look.mark}"/><c:size val="7"/><c:spPr>{inside}'
        f"<a:ln w={_q(_THIN)}>{_solid(look.colour)}</a:ln></c:spPr></c:marker>"
    )
    return (
        f"<c:ser>{_named(block, place)}<c:spPr>{line}</c:spPr>{mark}"
        f"<c:dLbls>{_line_labels(block, place)}</c:dLbls>"
        f'{_data(block, place, row)}<c:smooth val="0"/></c:ser>'
    )


def _line_labels(block: Chart, place: int) -> str:
    """Numbers above the first line and below the second, at the ends only where it is crowded."""
    points = len(block.labels)
    bare = frozenset(range(points)) - numbered_points(points, len(block.series))
    return _without(bare) + _labels(block, "t" if place % 2 == 0 else "b")


def _labels(block: Chart, at: str, *, paper: bool = False, turned: bool = False) -> str:
    ground = _solid(PAPER) if paper else "<a:noFill/>"
    size = min(_text_size(block), _SMALL)
    return (
        f"<c:numFmt formatCode={_q(_number_format(block))} sourceLinked={_q(0)}/>"
        f"<c:spPr>{ground}<a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_text(size, turned=turned)}<c:dLblPos val="{at}"/><c:showLegendKey val="0"/>'
        '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _named(block: Chart, place: int) -> str:
    """Number, order and name of a series, with the cell that holds its name."""
    name = _t(block.series[place].name)
    return (
        f'<c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef>'
        f"<c:f>Sheet1!${_column(place)}$1</c:f>"
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:tx>"
    )


def _data(block: Chart, place: int, row: Series) -> str:
    """Labels and values, each with its cells and a copy that is drawn without the workbook."""
    last = len(block.labels) + 1
    names = _points(block.labels)
    numbers = _points(
        [
            None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
            for value in row.values
        ]
    )
    return (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{names}</c:strCache>"
        f"</c:strRef></c:cat><c:val><c:numRef>"
        f"<c:f>Sheet1!${_column(place)}$2:${_column(place)}${last}</c:f>"
        f"<c:numCache><c:formatCode>{_t(_number_format(block))}</c:formatCode>{numbers}"
        "</c:numCache></c:numRef></c:val>"
    )


def _points(texts: Sequence[str | None]) -> str:
    """The copy of a row of cells; one without a value is left out, its place stays."""
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{_t(text)}</c:v></c:pt>'
        for index, text in enumerate(texts)
        if text is not None
    )
    return f'<c:ptCount val="{len(texts)}"/>{points}'


def _name_axis(block: Chart) -> str:
    """The axis of the labels; bars lie in reading order, the first one uppermost."""
    lying = block.kind == "bar"
    return (
        f'<c:catAx><c:axId val="{_NAMES}"/>'
        f'<c:scaling><c:orientation val="{"maxMin" if lying else "minMax"}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{_stroke(AXIS, _THIN)}</c:spPr>{_text(_text_size(block))}"
        f'<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(block: Chart) -> str:
    """The axis of the values, on a scale of our own so that every program draws the same."""
    scale, lying = scale_of(block), block.kind == "bar"
    crosses = "max" if lying else "autoZero"
    return (
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{scale.high:f}"/><c:min val="{scale.low:f}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if lying else "l"}"/>'
        f"<c:majorGridlines><c:spPr>{_stroke(GRID, _HAIR)}</c:spPr></c:majorGridlines>"
        f"<c:numFmt formatCode={_q(_axis_format(block))} sourceLinked={_q(0)}/>"
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text(_SMALL)}"
        f'<c:crossAx val="{_NAMES}"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="between"/><c:majorUnit val="{scale.step:f}"/></c:valAx>'
    )


def _axis_keys() -> str:
    return f'<c:axId val="{_NAMES}"/><c:axId val="{_VALUES}"/>'


def _legend() -> str:
    return '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'


def _number_format(block: Chart) -> str:
    """As many decimals as the values bring, and the per cent sign where they are shares."""
    values = (value for row in block.series for value in row.values)
    return _format(max((decimals(value) for value in values), default=0), block.unit)


def _axis_format(block: Chart) -> str:
    return _format(decimals(scale_of(block).step), block.unit)


def _format(places: int, unit: str) -> str:
    number = f"0.{'0' * places}" if places else "0"
    return f'{number}"%"' if unit == "%" else number


def decimals(value: Value) -> int:
    """How many digits a value has after its point."""
    if not isinstance(value, Decimal):
        return 0
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _fill(look: SeriesLook) -> str:
    if not look.pattern:
        return _solid(look.colour)
    return (
        f'<a:pattFill prst="{look.pattern}"><a:fgClr><a:srgbClr val="{look.colour}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{PAPER}"/></a:bgClr></a:pattFill>'
    )


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _stroke(colour: str, width: int) -> str:
    return f'<a:ln w="{width}">{_solid(colour)}</a:ln>'


def _text(size: int, *, turned: bool = False) -> str:
    """Letters in the fonts of the page, `size` in hundredths of a point."""
    turn = f' rot="{_UPRIGHT}" vert="horz"' if turned else ""
    return (
        f'<c:txPr><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">'
        f'{_solid(INK)}<a:latin typeface="{gbt9704.WESTERN}"/><a:ea typeface="{gbt9704.FANGSONG}"/>'
        '</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _column(place: int) -> str:
    """The letters of the column of the series at a place: B, C, …, AA."""
    letters = get_column_letter(place + 2)
    return str(letters)


def _t(text: str) -> str:
    return escape(printable(text))


def _q(value: object) -> str:
    return quoteattr(str(value))
