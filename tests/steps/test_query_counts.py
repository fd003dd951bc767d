"""How many queries each step makes, as exact numbers: one more is noticed here.

SAVEPOINT and RELEASE are left out: a step outside of a test makes BEGIN and COMMIT of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Bulletin, BulletinItem
from hotline.records.queries.figures import month_figures
from hotline.steps.count import count
from hotline.steps.draft import begin, drop, pick, rewrite, shift
from hotline.steps.intake import Facts, take_in
from hotline.steps.publish import publish
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.reveal import reveal
from hotline.steps.submit import submit
from tests.factories import City
from tests.records.month import make_form
from tests.steps.acts import ACTS, act, actor, facts_of, ready
from tests.steps.cases import LATER, arrival, walked

# Read and written of one case that a screen has read whole (see `case_for`); every move is posted
# into the ledger by one statement more.
CASE_STEPS = {
    "classify": 3,  # case, entry
    "answer": 6,  # clocks; case, what it is found by, entry; those joined to it
    "transfer": 6,
    "direct": 6,
    "tell_progress": 6,
    "decline": 6,
    "accept": 3,  # case, entry
    # Shares, returns, superior's deadlines; case, who finds it, share, three clocks, entry.
    "dispatch": 11,
    "sign": 7,  # shares, clocks; case, share, clock, entry
    "contact": 8,  # and the try
    "ask_more": 8,
    "resume": 8,
    "pass_down": 7,
    "report_back": 7,
    "request_extension": 7,
    "grant_extension": 9,
    "refuse_extension": 5,
    "reply": 9,
    "approve": 9,
    "hold_back": 5,
    "recall": 10,
    "request_return": 7,
    "agree_return": 12,
    "refuse_return": 5,
    "refer": 6,
    "dispute": 7,
    "escalate": 5,
    "rule": 19,  # every fact of two units, a rule, one like it, and a ruling
    "review": 9,  # shares, clocks; case, share, clock, entry; those joined to it
    "send_back": 7,
    "call_back": 6,  # clocks; case, clock, callback, entry
    "try_call_back": 5,  # moves; case, callback, entry
    "handle_again": 4,
    "explain": 4,
    "close": 5,  # callbacks, clocks; case, entry
    "reopen": 3,
    "archive": 3,
    "amend": 10,  # arrivals, and units and texts of notices
    "take_message": 9,  # roads, units and texts of notices anew; case, two notices, entry
    "write_back": 7,  # roads anew, arrivals; case, entry, what is owed
    "shelve": 10,
    "take_up": 9,
    "join": 7,  # both cases held, those joined; extension, shares; case, entry
    "part": 3,
    "split": 11,  # number, clocks, case, entry; the part's case, entries, and its accepting
    "share_answer": 6,
    "withdraw": 10,  # extension, shares, clocks; case, share, two clocks, entry; those joined to it
    "urge": 5,
    "supervise": 6,  # supervisions; case, supervision, clock, entry
    "raise_supervision": 5,
    "end_supervision": 7,
    "confer": 4,
    "instruct": 4,
    "mark_confidential": 5,  # shares; case, entry; those joined to it
    "lift_confidential": 4,
    "step_aside": 3,
}
OTHER_STEPS = {
    "receive": 3,  # key, phone; contact
    "receive anew a known person": 3,
    "receive a new person": 4,
    "receive again": 1,  # key with its person
    "register": 5,  # number; case, contact, entry
    "take in and accept": 8,  # key, phone, number; contact, case, entries, the ledger
    "take in again": 1,  # key with its person and its case
    "reveal": 1,
    "begin": 4,  # known, form; bulletin, entry
    "pick": 8,  # bulletin held, last place; bulletin, entry, word, item, text, its cases
    "pick another": 8,
    "rewrite": 6,  # bulletin held; bulletin, entry, word, item, text
    "shift": 7,  # items; bulletin, entry, two places
    "drop": 9,
    "submit": 11,  # confidential, items, cases, figures 3, names, cleared; bulletin, entry, word
    "figures": 3,  # cases, contacts, names of units
    "count": 6,  # figures 3, names of units, trees; figures kept
    "publish": 15,  # confidential, items, cases, figures 5, names, cleared; kept, bulletin, …
}


def queries(step: Callable[[], object]) -> list[str]:
    """What a step asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        step()
    asked = [query["sql"] for query in captured]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]


@pytest.fixture
def warm(city: City) -> City:
    """The city with its words and permits read already, as in a running site."""
    make_form(city)
    walked(city, "closed", phone="15400000001")
    month_figures("2022-04", LATER)
    for verb in ACTS:
        assert actor(city, verb).permits
    return city


@pytest.mark.parametrize("verb", ACTS)
def test_a_step_of_a_case_makes_this_many_queries(warm: City, verb: str) -> None:
    case = ready(warm, verb)
    by, facts = actor(warm, verb), facts_of(warm, verb, case)
    asked = queries(lambda: act(warm, verb, case, by=by, **facts))
    reads = [sql for sql in asked if sql.startswith("SELECT")]
    assert (len(asked), len(set(reads))) == (CASE_STEPS[verb], len(reads))


def test_another_step_makes_this_many_queries(warm: City) -> None:
    made = {name: len(queries(step)) for name, step in others(warm).items()}
    assert made == OTHER_STEPS


def others(city: City) -> dict[str, Callable[[], object]]:
    """The steps that are no move of a case; each stands on those before it."""
    channel, staff = city.channels["telephone"], city.person("call_taker")
    agent = city.person("callback_agent")
    matter = Facts(kind=city.kinds["help"], topic=city.topics["010214"])
    known = {"channel": channel, "by": staff, "at": LATER}
    old, new = "15400000001", "15400000002"
    plain: Any = {"by": None, "at": LATER}
    case = walked(city, "registered", phone="15400000003")
    anonymous = receive(arrival("key-0"), channel=channel, by=None, at=LATER).contact
    held: dict[str, Any] = {}

    def keep(name: str, value: object) -> None:
        held[name] = value

    return {
        "receive": lambda: receive(arrival("a", sender_phone=old), **known),
        "receive anew a known person": lambda: receive(arrival("b", sender_phone=old), **known),
        "receive a new person": lambda: receive(arrival("c", sender_phone=new), **known),
        "receive again": lambda: receive(arrival("c", sender_phone=new), **known),
        "register": lambda: register(anonymous, by=staff, at=LATER),
        "take in and accept": lambda: take_in(arrival("d", sender_phone=old), matter, **known),
        "take in again": lambda: take_in(arrival("d", sender_phone=old), matter, **known),
        "reveal": lambda: reveal(case, "phone", reason="回访", by=agent, at=LATER),
        "begin": lambda: keep("bulletin", begin("2022-03", **plain)),
        "pick": lambda: keep("item", picked(held["bulletin"])),
        "pick another": lambda: keep("other", picked(held["bulletin"])),
        "rewrite": lambda: rewrite(held["item"], text="新。", **plain),
        "shift": lambda: shift(held["other"], -1, **plain),
        "drop": lambda: drop(held["item"], **plain),
        "submit": lambda: submit(held["bulletin"], **plain),
        "figures": lambda: month_figures("2022-03", LATER, form_row=held["bulletin"].form),
        "count": lambda: count(
            month_figures("2022-03", LATER, form_row=held["bulletin"].form), **plain
        ),
        "publish": lambda: publish(held["bulletin"], issued_on=LATER.date(), **plain),
    }


def picked(bulletin: Bulletin) -> BulletinItem:
    return pick(bulletin, section="prominent", text="条。", by=None, at=LATER)
