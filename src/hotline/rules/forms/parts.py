"""Reading the parts of a form that count: tallies, measures, lists, tables and charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from hotline.rules.counting import COUNT, SHOWN
from hotline.rules.forms.items import Items
from hotline.rules.forms.shapes import (
    BRACES,
    BY,
    COUNTED,
    Breakdown,
    ChartForm,
    FormBroken,
    ListForm,
    TableForm,
    TallyForm,
)
from hotline.rules.forms.terms import FURTHEST, PREVIOUS, YEAR_BEFORE, Term, back, term_of
from hotline.rules.measures import MOST_DECIMALS, Measure, slips
from hotline.rules.pages import ChartKind

BROKEN_DOWN = (
    *("of", "by", *dict.fromkeys(BY.values()), "level", "under", "sort", "ascending", "keep"),
    *("ties", "rest", "at_least", "besides", "last"),
)
LIST_ITEMS = (*BROKEN_DOWN, "item", "separator", "empty", "inner")
TABLE_ITEMS = (
    *(*BROKEN_DOWN, "caption", "header", "columns", "pairs", "total", "rank", "empty"),
    "inner",
)
CHART_ITEMS = (*BROKEN_DOWN, "kind", "title", "columns", "names", "note")
CHART_KINDS: Mapping[str, ChartKind] = {kind: kind for kind in get_args(ChartKind)}
# A list always counts these of a member, whether or not its words print them.
ALWAYS = (Term("count"), Term("share"))
PERIODS = {"now": "", PREVIOUS: PREVIOUS, YEAR_BEFORE: YEAR_BEFORE}
MOST_KEPT, DEEPEST, MOST_PAIRS, MOST_COLUMNS, MOST_CASES = 200, 6, 3, 14, 1_000_000


def tally_of(code: str, row: Any) -> TallyForm:
    """`[tally.X]`."""
    place = f"[tally.{code}]"
    items = Items(row, place, TallyForm.__dataclass_fields__)
    of = items.choice("of", COUNTED, "cases")
    tally = TallyForm(
        label=items.text("label"),
        of=of,
        channels=items.texts("channels"),
        kind=items.text("kind", ""),
        campaign=items.text("campaign", ""),
        without_campaigns=items.texts("without_campaigns"),
        span=items.text("span", ""),
        topics=items.texts("topics"),
        lines=items.texts("lines"),
        unit=items.text("unit", ""),
        where=items.texts("where"),
        share_of=items.text("share_of", ""),
    )
    if of == "contacts":
        _contacts_have_no_more(tally, place)
    if of == "calls":
        _calls_have_no_more(tally, place)
    if tally.campaign and tally.without_campaigns:
        raise FormBroken(f"{place} 的 campaign 和 without_campaigns 只能写一个。")
    if tally.topics and tally.lines:
        raise FormBroken(f"{place} 的 topics 和 lines 只能写一个。")
    return tally


def _contacts_have_no_more(tally: TallyForm, place: str) -> None:
    if tally.kind:
        raise FormBroken(f"{place} 统计的是来件（contacts），来件没有诉求类型，请去掉 kind。")
    for name in ("topics", "lines", "unit", "where"):
        if getattr(tally, name):
            raise FormBroken(
                f"{place} 统计的是来件（contacts），来件只分渠道和专题，请去掉 {name}。"
            )


def _calls_have_no_more(tally: TallyForm, place: str) -> None:
    none = ("channels", "kind", "campaign", "without_campaigns", "topics", "lines", "unit")
    for name in none:
        if getattr(tally, name):
            raise FormBroken(
                f"{place} 统计的是电话（calls），只能写 where 和 span，请去掉 {name}。"
            )


def measure_of(code: str, row: Any) -> Measure:
    """`[measure.X]`: a definition of the form's own."""
    place = f"[measure.{code}]"
    known = ("name", "shown", "numerator", "denominator", "decimals", "meaning", "source")
    items = Items(row, place, known)
    decimals = items.number("decimals", 0, MOST_DECIMALS) if "decimals" in items else None
    measure = Measure(
        code=code,
        name=items.text("name"),
        shown=items.choice("shown", SHOWN, COUNT),
        numerator=items.texts("numerator"),
        denominator=items.texts("denominator"),
        decimals=decimals,
        meaning=items.text("meaning", ""),
        source=items.text("source", ""),
    )
    for field, sentence in slips(measure):
        raise FormBroken(f"{place} 的 {field}：{sentence}")
    return measure


def list_of(code: str, row: Any) -> ListForm:
    """`[list.X]`, with `[list.X.inner]` for the members of its members."""
    return _list(Items(row, f"[list.{code}]", LIST_ITEMS), code)


def _list(items: Items, code: str, outer: Breakdown | None = None) -> ListForm:
    item = items.text("item")
    near = near_terms(item)
    breakdown = _breakdown(items, code, tuple(dict.fromkeys((*ALWAYS, *near))), outer)
    inner = _inner_list(items, code, breakdown) if "inner" in items else None
    if inner is not None:
        breakdown = _with_inner(breakdown, inner.breakdown)
    return ListForm(breakdown, item, items.text("separator", "；"), items.text("empty", ""), inner)


def _inner_list(items: Items, code: str, outer: Breakdown) -> ListForm:
    known = tuple(name for name in LIST_ITEMS if name not in ("of", "inner", "besides"))
    return _list(Items(items.row["inner"], f"[list.{code}.inner]", known), code, outer)


def table_of(code: str, row: Any) -> TableForm:
    """`[table.X]`; with `[table.X.inner]` its members head the rows of their members."""
    items = Items(row, f"[table.{code}]", TABLE_ITEMS)
    columns, header = items.terms("columns"), items.texts("header", None)
    table = TableForm(
        _breakdown(items, code, columns),
        caption=items.text("caption", ""),
        header=header,
        pairs=max(1, items.number("pairs", 1, MOST_PAIRS)),
        total=items.text("total", ""),
        rank=items.text("rank", ""),
        empty=items.text("empty", ""),
    )
    if len(columns) > MOST_COLUMNS or len(header) != len(columns) + 1:
        raise FormBroken(f"{items.place} 的 columns 要比 header 少一列，最多 {MOST_COLUMNS} 列。")
    if "inner" not in items:
        return table
    if table.pairs > 1:
        raise FormBroken(f"{items.place} 有 inner，不能并排（pairs）。")
    known = tuple(name for name in BROKEN_DOWN if name not in ("of", "besides", "rest"))
    inner = Items(items.row["inner"], f"[table.{code}.inner]", known)
    below = _breakdown(inner, code, columns, table.breakdown)
    return replace(table, breakdown=_with_inner(table.breakdown, below))


def chart_of(code: str, row: Any) -> ChartForm:
    """`[chart.X]`."""
    items = Items(row, f"[chart.{code}]", CHART_ITEMS)
    columns, names = items.terms("columns"), items.texts("names", None)
    if not columns or len(columns) > MOST_COLUMNS or len(names) != len(columns):
        raise FormBroken(f"{items.place} 的 columns 和 names 要一样多，最多 {MOST_COLUMNS} 个。")
    if any(term.word for term in columns):
        raise FormBroken(f"{items.place} 只能画件数、比率和天数，不能画环比、同比。")
    return ChartForm(
        _breakdown(items, code, columns),
        CHART_KINDS[items.choice("kind", CHART_KINDS)],
        items.text("title"),
        names,
        items.text("note", ""),
    )


def near_terms(text: str) -> tuple[Term, ...]:
    """The terms that a text asks of the member or tally near it: `{.count}`."""
    found = (term_of(name[1:]) for name in BRACES.findall(text) if name.startswith("."))
    return tuple(dict.fromkeys(term for term in found if term is not None))


def _breakdown(
    items: Items, code: str, terms: tuple[Term, ...], outer: Breakdown | None = None
) -> Breakdown:
    by = items.choice("by", BY)
    of = items.text("of") if outer is None else outer.of
    deeper = outer is not None and outer.by == by == "topic"
    sort = items.term(items.text("sort"), "sort") if "sort" in items else None
    breakdown = Breakdown(
        place=items.place,
        code=code,
        of=of,
        by=by,
        members=_members(items, by),
        level=items.number("level", outer.level + 1 if outer and deeper else 1, DEEPEST) or 1,
        under=items.text("under", ""),
        terms=tuple(dict.fromkeys((*terms, sort))) if sort else terms,
        sort=sort,
        ascending=items.flag("ascending"),
        keep=items.number("keep", 0, MOST_KEPT),
        ties=items.flag("ties"),
        rest=items.text("rest", ""),
        at_least=items.number("at_least", 0, MOST_CASES),
        besides=items.texts("besides"),
    )
    if by == "period" and any(term.needs for term in breakdown.terms):
        raise FormBroken(f"{items.place} 按时期列出，各列不能再写 @ 或环比、同比。")
    return breakdown


def _members(items: Items, by: str) -> tuple[str, ...]:
    """The members that are named; those of other kinds are slips of the pen."""
    own = BY[by]
    for name in set(BY.values()) - {own}:
        if name in items:
            raise FormBroken(f"{items.place} 按 {by} 列出，请把 {name} 改为 {own}。")
    if "last" in items and by != "period":
        raise FormBroken(f"{items.place} 不是按时期列出，请去掉 last。")
    if by == "period":
        return _periods(items)
    wanted = by in ("kind", "line", "tally")
    return items.texts(own, None if wanted else ())


def _periods(items: Items) -> tuple[str, ...]:
    """`last = 6`: this period and the five before, in time's order; or named ones."""
    if "last" in items:
        last = max(1, items.number("last", 1, FURTHEST))
        return tuple(back(number) for number in range(last - 1, -1, -1))
    named = items.texts("periods", None)
    for name in named:
        if name not in PERIODS:
            raise FormBroken(f"{items.place} 的 periods 只能是 {'、'.join(PERIODS)}。")
    return tuple(PERIODS[name] for name in named)


def _with_inner(outer: Breakdown, inner: Breakdown) -> Breakdown:
    if "period" in (outer.by, inner.by) or "tally" in (outer.by, inner.by):
        raise FormBroken(f"{inner.place} 不能按时期或 tally 再分。")
    return replace(outer, inner=inner)
