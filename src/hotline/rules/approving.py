"""Approval of a bulletin: the steps a submitted draft goes through, the last of which publishes it.

The steps are the city's data (`[[approval]]` in city.toml); a city that says nothing has one, the
leader's. Where there are several, they are several people: nobody takes two of them, nor approves
what they submitted themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

APPROVE, PUBLISH = "approve_bulletin", "publish_bulletin"


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """One step: its name on the screens and the permit of whoever takes it. `family` narrows it to
    one family of bulletins; a family with steps of its own has only those."""

    name: str
    permit: str
    family: str = ""


LAST = ApprovalStep("审定发布", PUBLISH)


def steps_of(family: str, rows: Iterable[ApprovalStep]) -> tuple[ApprovalStep, ...]:
    """The steps of a family's bulletins, in order; the last one publishes."""
    every = tuple(rows)
    own = tuple(row for row in every if row.family == family)
    steps = own or tuple(row for row in every if not row.family)
    return steps if steps and steps[-1].permit == PUBLISH else (*steps, LAST)


def why_not(
    steps: Collection[ApprovalStep],
    person: int | None,
    submitted_by: int | None,
    approved_by: Collection[int],
) -> str:
    """Why this person may not take the next step, in Chinese; "" where they may."""
    if person is None or len(steps) == 1:
        return ""
    if person == submitted_by:
        return "这份通报是您送审的，请由另一位审核人审核。"
    if person in approved_by:
        return "您已审核过上一步，请由另一位审核人办理这一步。"
    return ""
