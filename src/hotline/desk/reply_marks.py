"""A reply with what was found in it: the findings in words, and the text cut at their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.desk.templatetags.desk import masked
from hotline.engines.replies.findings import KINDS, SEVERITIES, Checked, Finding
from hotline.records.models import ReplyCheck

VERDICTS = {"empty": "空答复", "template": "套话或雷同答复", "ok": ""}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a screen shows it."""

    kind: str
    severity: str
    say: str
    words: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return KINDS.get(self.kind, self.kind)

    @property
    def weight(self) -> str:
        """How much it weighs, in a word."""
        return SEVERITIES.get(self.severity, "")


@dataclass(frozen=True, slots=True)
class Marked:
    """A check beside its reply; `pieces` is the text, each stretch with its finding or None."""

    findings: Sequence[Shown]
    pieces: Sequence[tuple[str, Shown | None]]
    verdict: str
    anyway: str = ""

    @property
    def serious(self) -> int:
        """How many have to be mended first."""
        return sum(each.severity == "serious" for each in self.findings)


def marked_check(check: ReplyCheck, answer: str) -> Marked:
    """A kept check with the answer that it is about."""
    found = [(row, _shown(row)) for row in check.findings]
    return Marked(
        [shown for _, shown in found], _cut(answer, found), VERDICTS.get(check.verdict, ""),
        check.anyway,
    )  # fmt: skip


def marked_now(checked: Checked, answer: str) -> Marked:
    """A check that was made just now of a text that is being written."""
    found = [(_row(each), Shown(each.kind, each.severity, each.say)) for each in checked.findings]
    shown = [shown for _, shown in found]
    return Marked(shown, _cut(answer, found), VERDICTS.get(checked.verdict, ""))


def _row(finding: Finding) -> dict[str, Any]:
    return {"start": finding.start, "end": finding.end}


def _shown(row: Mapping[str, Any]) -> Shown:
    return Shown(row["kind"], row["severity"], row["say"])


def _cut(
    answer: str, found: Sequence[tuple[Mapping[str, Any], Shown]]
) -> list[tuple[str, Shown | None]]:
    """The masked text in stretches. Masking must not move the places; where it does none is marked,
    and what is found of the whole text marks none of it."""
    text = masked(answer)
    if len(text) != len(answer):
        return [(text, None)]
    cut: list[tuple[str, Shown | None]] = []
    start = 0
    for row, shown in sorted(found, key=lambda one: one[0]["start"]):
        left, right = row["start"], row["end"]
        if left < start or right <= left or right - left >= len(text):
            continue
        cut += [(text[start:left], None), (text[left:right], shown)]
        start = right
    return [piece for piece in [*cut, (text[start:], None)] if piece[0]]
