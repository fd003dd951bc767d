"""What both databases say when all is quiet: lost, doubled, and written back how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.pairing.side import Side

KEYS_SAID = "SELECT id::text FROM records_delivery"
KEYS_HEARD = "SELECT key FROM records_inbound WHERE state = 'taken'"
OPEN = (
    "SELECT (SELECT count(*) FROM records_delivery WHERE state = 'waiting'),"
    " (SELECT count(*) FROM records_case WHERE status <> 'closed'),"
    " (SELECT count(*) FROM records_journalentry)"
)
FAILED = (
    "SELECT kind, state, problem FROM records_delivery WHERE state NOT IN ('sent', 'waiting')"
    " UNION ALL SELECT kind, state, detail FROM records_inbound WHERE state <> 'taken'"
)
MATTERS_BELOW = (
    "SELECT x.external_number, count(DISTINCT c.id) FROM records_contact x"
    " JOIN records_case c ON c.id = x.case_id GROUP BY 1"
)
GIVEN = (
    "SELECT c.number, count(*) FROM records_assignment a JOIN records_case c ON c.id = a.case_id"
    " GROUP BY 1"
)
REPLIES = (
    "SELECT c.number, j.note FROM records_journalentry j JOIN records_case c ON c.id = j.case_id"
    " WHERE j.verb = 'reply' OR (j.verb = 'take_message' AND j.details->>'kind' = 'result')"
)
RESULTS = (
    "SELECT c.external_number, coalesce(nullif(j.note, ''), c.answer)"
    " FROM records_delivery d JOIN records_case c ON c.id = d.case_id"
    " JOIN records_journalentry j ON j.case_id = c.id AND j.seq = d.journal_seq"
    " WHERE d.kind = 'result'"
)
RETURNS = "SELECT c.number FROM records_return r JOIN records_case c ON c.id = r.case_id"
REFUSALS = (
    "SELECT c.external_number FROM records_delivery d JOIN records_case c ON c.id = d.case_id"
    " WHERE d.kind = 'refused'"
)
BETWEEN = (
    "SELECT (SELECT count(*) FROM records_inbound WHERE state = 'taken' AND kind = 'new')"
    " > (SELECT count(DISTINCT external_number) FROM records_contact)"
)
UNSETTLED = "SELECT number, status FROM records_case WHERE status <> 'closed'"


@dataclass
class Truth:
    """The comparison, as numbers and as the first few examples of each fault."""

    cases: int = 0
    said_down: int = 0
    said_up: int = 0
    results: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, fault: str, what: Any) -> None:
        """Count a fault and remember an example."""
        self.faults[fault] += 1
        self.examples.setdefault(fault, [])
        if len(self.examples[fault]) < 3:
            self.examples[fault].append(str(what))


def compared(province: Side, city: Side, count: int) -> Truth:
    """Every case of one side against the same case of the other."""
    given = dict(province.ask(GIVEN))
    below = dict(city.ask(MATTERS_BELOW))
    truth = Truth(cases=len(given))
    if len(given) != count:
        truth.note("never given", count - len(given))
    for number in given.keys() - below.keys():
        truth.note("lost", number)
    for number in below.keys() - given.keys():
        truth.note("invented", number)
    for number, many in below.items():
        if many > 1:
            truth.note("doubled", (number, many))
    _messages(truth, province, city)
    _results(truth, province, city)
    for side in (province, city):
        for row in side.ask(FAILED):
            truth.note("failed or held", (side.name, *row))
        for row in side.ask(UNSETTLED):
            truth.note("never ended", (side.name, *row))
    return truth


def _messages(truth: Truth, province: Side, city: Side) -> None:
    """What one side said is what the other heard, each message once."""
    for teller, hearer, way in ((province, city, "down"), (city, province, "up")):
        said = {key for (key,) in teller.ask(KEYS_SAID)}
        heard = Counter(key for (key,) in hearer.ask(KEYS_HEARD))
        setattr(truth, f"said_{way}", len(said))
        for key in said - heard.keys():
            truth.note(f"message {way} lost", key)
        for key in heard.keys() - said:
            truth.note(f"message {way} invented", key)


def _results(truth: Truth, province: Side, city: Side) -> None:
    """Every result is written back once, word for word; so is every refusal."""
    results = Counter((number, text) for number, text in city.ask(RESULTS))
    replies = Counter((number, note.split("\n")[0]) for number, note in province.ask(REPLIES))
    truth.results = results.total()
    own = {number for number, text in results}
    texts = Counter(number for number, _ in results.elements())
    written = Counter(number for number, _ in replies.elements())
    for number in own | written.keys():
        if texts[number] > written[number]:
            truth.note("result lost", (number, texts[number], written[number]))
        if texts[number] < written[number]:
            truth.note("result doubled", (number, texts[number], written[number]))
    asked = Counter(number for (number,) in province.ask(RETURNS))
    refused = Counter(number for (number,) in city.ask(REFUSALS))
    for number in (asked - refused) + (refused - asked):
        truth.note("refusal not once", number)


def progress(province: Side, city: Side) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Waiting messages, open cases and journal entries of both sides."""
    return province.ask(OPEN)[0], city.ask(OPEN)[0]


def between(side: Side) -> bool:
    """Whether a case is noted as taken that is not there: never so but in a broken build."""
    return bool(side.ask(BETWEEN)[0][0])


def has_begun(side: Side) -> bool:
    """Whether anything has happened to a case of this side."""
    return bool(side.ask(OPEN)[0][2])
