"""From the tallies of a form to selections of cells, in the words of a city."""

from __future__ import annotations

from dataclasses import replace

from hotline.rules.conditions import Unclear, narrowed
from hotline.rules.counting import Selection
from hotline.rules.forms.shapes import Form, FormBroken, TallyForm
from hotline.rules.measuring.register import Register


def selection_of(code: str, form: Form, register: Register, unit: str) -> Selection:
    """What a tally counts; raises FormBroken for a word that the city lacks."""
    row, place = form.tallies[code], f"[tally.{code}]"
    _check_words(row, place, register)
    chosen = Selection(
        of=row.of,
        channels=frozenset().union(*(register.boards[name] for name in row.channels)),
        kind=row.kind,
        campaign="-" if row.without_campaigns else row.campaign,
        first=frozenset(row.without_campaigns),
        unit=row.unit or unit,
        span=row.span,
    )
    chosen = _with_topics(chosen, row, form, place, register)
    try:
        return narrowed(chosen, row.where)
    except Unclear as problem:
        raise FormBroken(f"{place} 的 where：{problem}") from problem


def topics_alone(chosen: Selection, form: Form) -> Selection:
    """The same without the campaigns that are counted before the topics."""
    if not form.first_campaigns or chosen.campaign not in ("", "-"):
        return chosen
    return replace(chosen, campaign="-", first=chosen.first | frozenset(form.first_campaigns))


def _check_words(row: TallyForm, place: str, register: Register) -> None:
    for channel in row.channels:
        if channel not in register.boards:
            raise FormBroken(f"{place} 的渠道“{channel}”不在渠道表中。")
    for topic in row.topics:
        if topic not in register.topics:
            raise FormBroken(f"{place} 的问题分类“{topic}”不存在。")
    units = {unit.code for unit in (*register.units, *register.lower)}
    if row.unit and row.unit not in units:
        raise FormBroken(f"{place} 的单位“{row.unit}”不存在。")


def _with_topics(
    chosen: Selection, row: TallyForm, form: Form, place: str, register: Register
) -> Selection:
    """Limited to the branches of the tally's topics, or of its lines."""
    topics, excepted = [*row.topics], list[str]()
    for code in row.lines:
        line = register.lines.get(code)
        if line is None or line.campaign or not line.topics:
            raise FormBroken(f"{place} 的分类行“{code}”不存在，或不是按问题分类统计的一行。")
        topics += line.topics
        excepted += line.excepted
    if not topics:
        return chosen
    # A branch that one line leaves out may be another line's own.
    without = tuple(code for code in excepted if code not in topics)
    limited = replace(chosen, topics=tuple(topics), excepted=without)
    return topics_alone(limited, form)
