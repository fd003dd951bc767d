"""The dispatch catalogue as people read it: its lines in order, searched, and a line's history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hotline.records.models import DispatchRule
from hotline.records.queries.reference import catalogue_on, dispatch_world, rule_of
from hotline.rules.dispatching import Rule, World

IN_FORCE, TO_COME, ENDED = "in_force", "to_come", "ended"
STATES = {IN_FORCE: "有效", TO_COME: "待生效", ENDED: "已失效"}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule for a screen or a file: what it says in words, and how it stands on a day."""

    row: DispatchRule
    rule: Rule
    topics: tuple[str, ...]
    kinds: tuple[str, ...]
    unit: str
    assisting: tuple[str, ...]
    state: str
    problem: str

    @property
    def label(self) -> str:
        """How the line is called."""
        return self.rule.label

    @property
    def state_name(self) -> str:
        """How it stands, in Chinese."""
        return STATES[self.state]

    def mentions(self, words: str) -> bool:
        """Whether any of its texts has these words."""
        texts = (
            self.label, self.unit, self.rule.basis, self.rule.reason, *self.topics, *self.kinds,
            *self.rule.topics, *self.rule.places, *self.rule.words, *self.assisting,
        )  # fmt: skip
        return any(words in text for text in texts)


def lines_on(day: date, words: str = "", *, ended: bool = False) -> list[Line]:
    """The lines that hold on `day` or begin later, in the order of asking; the ended on demand."""
    rows = DispatchRule.objects.select_related("made_by", "ended_by")
    found = [line for line in lines_of(rows, day) if line.mentions(words)]
    shown = [line for line in found if ended == (line.state == ENDED)]
    return sorted(shown, key=lambda line: (line.rule.rank, line.rule.valid_from, line.rule.key))


def history_of(row: DispatchRule, day: date) -> list[Line]:
    """Every version of a rule, the latest first."""
    rows = DispatchRule.objects.select_related("made_by", "ended_by").filter(code=row.code)
    return list(lines_of(rows.order_by("-made_at", "-pk"), day))


def lines_of(rows: Iterable[DispatchRule], day: date) -> Sequence[Line]:
    """Rules as lines, as they stand on `day`."""
    problems, world = catalogue_on(day).problems, dispatch_world()
    return [_line(row, day, problems.get(str(row.pk), ""), world) for row in rows]


def _line(row: DispatchRule, day: date, problem: str, world: World) -> Line:
    rule = rule_of(row)
    return Line(
        row=row,
        rule=rule,
        topics=tuple(world.topics.get(code, code) for code in rule.topics),
        kinds=tuple(world.kinds.get(code, code) for code in rule.kinds),
        unit=world.unit_name(rule.unit),
        assisting=tuple(world.unit_name(code) for code in rule.assisting),
        state=_state(row, day),
        problem=problem,
    )


def _state(row: DispatchRule, day: date) -> str:
    if row.valid_to is not None and (row.valid_to < day or row.valid_to < row.valid_from):
        return ENDED
    return TO_COME if day < row.valid_from else IN_FORCE
