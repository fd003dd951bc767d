"""A second look at cases that share few words with an issue: message by message with some of its
cases, by the comparing that also tells repeats (`engines/alike`).

It knows names of places and things in free text and what is said of any trouble, so it finds the
same concern in quite other words; it costs more, so only the likeliest issues are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hotline.engines.alike.reading import Reading, read
from hotline.engines.alike.scoring import Comparer
from hotline.engines.alike.usual import Usual
from hotline.engines.issues.grouping import JOINED_FROM
from hotline.engines.messages import Message
from hotline.records.models import Case, HotIssue
from hotline.records.queries.hot_material import spokesmen_of
from hotline.rules.hot_grouping import Fit

MOST_LOOKED_AT, SPOKESMEN = 8, 5


@dataclass
class Likening:
    """The readings of one batch; each case is read once."""

    comparer: Comparer = field(default_factory=lambda: Comparer(Usual()))
    readings: dict[UUID, Reading] = field(default_factory=dict)
    spokesmen: dict[UUID, list[Reading]] = field(default_factory=dict)

    def look(self, case: Case, issues: Sequence[HotIssue]) -> tuple[HotIssue | None, Fit]:
        """The issue whose cases this one is most likely of the same matter with, on average."""
        self._know(issues)
        mine = self._reading(case)
        best, why = None, Fit(0)
        for issue in issues:
            others = self.spokesmen.get(issue.pk, [])
            if not others:
                continue
            near = sum(self.comparer.score(mine, each) for each in others) / len(others)
            if near >= JOINED_FROM and round(near * 100) > why.score:
                best, why = issue, Fit(round(near * 100), shared=self._shared(mine, others))
        return best, why

    def took(self, issue: HotIssue, case: Case) -> None:
        """An issue has a case more, which may stand for it from now on."""
        if issue.pk not in self.spokesmen and not issue._state.adding:
            return  # its cases are read when it is looked at
        held = self.spokesmen.setdefault(issue.pk, [])
        held.append(self._reading(case))
        if len(held) > SPOKESMEN:
            held.pop(1)  # the first one stays, for how it began

    def _know(self, issues: Sequence[HotIssue]) -> None:
        unknown = [issue.pk for issue in issues if issue.pk not in self.spokesmen]
        found = spokesmen_of(unknown, SPOKESMEN) if unknown else {}
        for key in unknown:
            self.spokesmen[key] = [self._reading(case) for case in found.get(key, [])]

    def _reading(self, case: Case) -> Reading:
        if case.pk not in self.readings:
            message = Message(str(case.pk), case.title, case.text, place=case.place)
            self.readings[case.pk] = read(message)
        return self.readings[case.pk]

    def _shared(self, mine: Reading, others: Sequence[Reading]) -> list[str]:
        """What they share, in the words of the likest."""
        best = max(others, key=lambda each: self.comparer.score(mine, each))
        facts = self.comparer.likeness(mine, best).facts
        return list(dict.fromkeys(word for fact in facts for word in fact.words))[:SPOKESMEN]
