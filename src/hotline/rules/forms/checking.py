"""Whether the parts of a form fit together: what refers to what, what stands inside what."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.rules.forms.shapes import BRACES, Breakdown, Form, FormBroken, ListForm

# What a breakdown splits by must not be settled already by the tally that it splits.
SETTLED = {"kind": "kind", "line": "campaign", "campaign": "campaign"}
NO_TOTAL = ("district", "department", "tally", "period")
CASES_ONLY = frozenset({"line", "kind", "topic", "unit", "district", "department", "street"})


def check_form(form: Form) -> None:
    """Raises FormBroken with the first thing that does not fit."""
    _check_tallies(form)
    earlier: set[str] = set()
    for breakdown in form.breakdowns():
        _check_breakdown(breakdown, form, earlier)
        earlier.add(breakdown.code)
    _check_totals(form)
    _check_units(form)
    _check_blocks(form)
    _check_nesting(form)
    _check_phrases(form)
    _check_codes(form)


def texts_of(form: Form) -> Iterator[tuple[str, str]]:
    """Every text of the form that may have something in braces, with its place."""
    yield "title", form.title
    for number, block in enumerate(form.blocks, 1):
        if block.kind in ("paragraph", "heading", "appendix"):
            yield f"{block.kind} 第 {number} 个", block.text
        for name in (block.when, block.unless):
            yield f"第 {number} 个的条件", f"{{{name}}}" if name else ""
    for section in form.sections:
        yield f"[[section]] {section.code}", section.heading
        yield f"[[section]] {section.code}", section.after_group
    for code, phrase in form.phrases.items():
        yield from ((f"[phrase.{code}]", text) for text in phrase.values())
    for row in form.lists.values():
        yield from _texts_of_list(row)
    for code, table in form.tables.items():
        texts = (table.caption, table.empty, *table.header)
        yield from ((f"[table.{code}]", text) for text in texts)
    for code, chart in form.charts.items():
        texts = (chart.title, chart.note, *chart.names)
        yield from ((f"[chart.{code}]", text) for text in texts)


def _texts_of_list(row: ListForm) -> Iterator[tuple[str, str]]:
    yield row.breakdown.place, row.item
    yield row.breakdown.place, row.empty
    if row.inner is not None:
        yield from _texts_of_list(row.inner)


def _check_tallies(form: Form) -> None:
    for code, tally in form.tallies.items():
        if tally.span not in ("", form.span):
            raise FormBroken(f"[tally.{code}] 引用的 span “{tally.span}”不存在。")
        whole = form.tallies.get(tally.share_of)
        if tally.share_of and whole is None:
            raise FormBroken(f"[tally.{code}] 引用的 tally “{tally.share_of}”不存在。")
        if whole is not None and whole.of != tally.of:
            raise FormBroken(f"[tally.{code}] 和“{tally.share_of}”统计的不是同一样东西，不能相除。")


def _check_breakdown(row: Breakdown, form: Form, earlier: set[str]) -> None:
    _need_tally(row.place, row.of, form)
    whole = form.tallies[row.of]
    if whole.of != "cases" and row.by in CASES_ONLY:
        raise FormBroken(f"{row.place} 引用的 tally “{row.of}”统计的是来件，不能再分。")
    if row.by in SETTLED and getattr(whole, SETTLED[row.by]):
        raise FormBroken(f"{row.place} 引用的 tally “{row.of}”已限定了要分的内容，不能再分。")
    if row.by == "tally":
        for code in row.members:
            _need_tally(row.place, code, form)
    if row.rest and not row.keep and row.by not in ("line", "kind"):
        raise FormBroken(f"{row.place} 有 rest 时要写明 keep，其余的才归到“{row.rest}”。")
    if row.rest and row.by in ("tally", "period"):
        raise FormBroken(f"{row.place} 按 {row.by} 列出，没有“其余”，请去掉 rest。")
    for code in row.besides:
        if code not in earlier:
            raise FormBroken(f"{row.place} 的 besides “{code}”不是写在它前面的列表、表格或图。")


def _check_totals(form: Form) -> None:
    """A total row says of the whole what the rows say of its members."""
    for code, table in form.tables.items():
        if table.total and table.breakdown.by in NO_TOTAL:
            raise FormBroken(
                f"[table.{code}] 按 {table.breakdown.by} 列出，各行不是一个整体的全部，"
                "不能有合计，请去掉 total。"
            )


def _need_tally(place: str, code: str, form: Form) -> None:
    if code not in form.tallies:
        raise FormBroken(f"{place} 引用的 tally “{code}”不存在。")


def _check_units(form: Form) -> None:
    if form.units is None:
        return
    _need_tally("[units]", form.units.of, form)
    if form.tallies[form.units.of].of != "cases":
        raise FormBroken(f"[units] 引用的 tally “{form.units.of}”统计的是来件，不能按单位分。")


def _check_blocks(form: Form) -> None:
    known = {
        "section": {section.code for section in form.sections},
        "table": set(form.tables),
        "chart": set(form.charts),
        "units": {""} if form.units is not None else set(),
    }
    for number, block in enumerate(form.blocks, 1):
        if block.kind in known and block.text not in known[block.kind]:
            raise FormBroken(f"[[block]] 第 {number} 个引用的 {block.kind} “{block.text}”不存在。")


def _check_nesting(form: Form) -> None:
    """What stands inside a list or a phrase holds no list and no phrase, or it would never end."""
    inner = [(f"[phrase.{code}]", text) for code, row in form.phrases.items()
             for text in row.values()]  # fmt: skip
    for row in form.lists.values():
        inner += list(_texts_of_list(row))
    for place, text in inner:
        for name in BRACES.findall(text):
            if name in form.lists or name.partition("|")[2] in form.phrases:
                raise FormBroken(f"{place} 里的“{{{name}}}”是列表或短语，不能再套用。")


def _check_phrases(form: Form) -> None:
    """A phrase words how many of some cases are closed; contacts are not closed."""
    for _, text in texts_of(form):
        for name in BRACES.findall(text):
            tally, _, phrase = name.partition("|")
            known = phrase in form.phrases and tally in form.tallies
            if known and form.tallies[tally].of != "cases":
                raise FormBroken(f"“{{{name}}}”统计的是来件，没有办结与否，不能用短语。")


def _check_codes(form: Form) -> None:
    """Figures are named after tallies, lists, tables and charts, so no code is given twice."""
    seen: set[str] = {"units"} if form.units is not None else set()
    parts = (form.tallies, form.lists, form.tables, form.charts)
    for code in (code for part in parts for code in part):
        if code in seen:
            raise FormBroken(f"代码“{code}”用了两次；tally、list、table、chart 的代码不能相同。")
        seen.add(code)
