"""The life of a case: every verb from every status, against a table written out by hand."""

from __future__ import annotations

from itertools import product

import pytest

from hotline.rules.life import (
    MOVES,
    OPEN,
    STATUS_NAMES,
    NotOpen,
    Status,
    find_move,
    open_verbs,
)

STATUSES = (
    "registered",
    "awaiting_dispatch",
    "awaiting_signature",
    "in_handling",
    "awaiting_review",
    "awaiting_callback",
    "called_back",
    "closed",
)

# verb: {status it may be done in: status it leads to}. Written out, not derived.
TABLE: dict[str, dict[str, str]] = {
    "register": {},
    "classify": {
        "registered": "registered",
        "awaiting_dispatch": "awaiting_dispatch",
        "awaiting_signature": "awaiting_signature",
        "in_handling": "in_handling",
        "awaiting_review": "awaiting_review",
        "awaiting_callback": "awaiting_callback",
        "called_back": "called_back",
    },
    "answer": {"registered": "closed", "awaiting_dispatch": "closed"},
    "accept": {"registered": "awaiting_dispatch"},
    "dispatch": {"awaiting_dispatch": "awaiting_signature"},
    "sign": {"awaiting_signature": "in_handling"},
    "reply": {"in_handling": "awaiting_review"},
    "review": {"awaiting_review": "awaiting_callback"},
    "send_back": {"awaiting_review": "in_handling"},
    "call_back": {"awaiting_callback": "called_back"},
    "try_call_back": {"awaiting_callback": "awaiting_callback"},
    "handle_again": {"called_back": "awaiting_dispatch"},
    "close": {"called_back": "closed"},
}

OPEN_FROM: dict[str, tuple[str, ...]] = {
    "registered": ("classify", "answer", "accept"),
    "awaiting_dispatch": ("classify", "answer", "dispatch"),
    "awaiting_signature": ("classify", "sign"),
    "in_handling": ("classify", "reply"),
    "awaiting_review": ("classify", "review", "send_back"),
    "awaiting_callback": ("classify", "call_back", "try_call_back"),
    "called_back": ("classify", "handle_again", "close"),
    "closed": (),
}

SENTENCES = {
    ("close", "registered"): (
        "工单现为“已登记”，不能办结；可能已由他人办理，请刷新后再看。目前可以：分类、直接解答、受理。"
    ),
    ("sign", "closed"): (
        "工单现为“已办结”，不能签收；可能已由他人办理，请刷新后再看。目前可以：无。"
    ),
    ("dispatch", "awaiting_review"): (
        "工单现为“待审核”，不能派单；可能已由他人办理，请刷新后再看。"
        "目前可以：分类、审核通过、退回补正。"
    ),
    ("fly", "in_handling"): (
        "工单现为“办理中”，不能fly；可能已由他人办理，请刷新后再看。目前可以：分类、反馈。"
    ),
}


def test_the_statuses_are_these() -> None:
    assert tuple(status.value for status in Status) == STATUSES


def test_the_verbs_are_these() -> None:
    assert tuple(MOVES) == tuple(TABLE)


@pytest.mark.parametrize(("verb", "status"), list(product(TABLE, STATUSES)))
def test_a_verb_from_a_status_leads_where_the_table_says(verb: str, status: str) -> None:
    try:
        reached = find_move(verb, Status(status)).lands_on(Status(status)).value
    except NotOpen:
        reached = None
    assert reached == TABLE[verb].get(status)


@pytest.mark.parametrize("status", STATUSES)
def test_the_open_verbs_of_a_status_are_in_the_tables_order(status: str) -> None:
    assert open_verbs(Status(status)) == OPEN_FROM[status]


@pytest.mark.parametrize(("verb", "status"), SENTENCES)
def test_a_refusal_says_what_was_wanted_how_it_stands_and_what_is_open(
    verb: str, status: str
) -> None:
    with pytest.raises(NotOpen) as refusal:
        find_move(verb, Status(status))
    refused = refusal.value
    assert (str(refused), refused.verb, refused.status, refused.open) == (
        SENTENCES[verb, status],
        verb,
        Status(status),
        OPEN_FROM[status],
    )


def test_every_status_but_closed_is_open() -> None:
    assert sorted(OPEN) == sorted(set(STATUSES) - {"closed"})


def test_every_status_has_a_name_of_its_own() -> None:
    assert [(status, bool(name)) for status, name in STATUS_NAMES.items()] == [
        (Status(status), True) for status in STATUSES
    ]
    assert len(set(STATUS_NAMES.values())) == len(STATUSES)


def test_a_move_without_target_keeps_the_status() -> None:
    assert [MOVES["classify"].lands_on(status) for status in OPEN] == list(OPEN)


def test_only_the_units_own_moves_are_marked_so() -> None:
    assert [verb for verb, move in MOVES.items() if move.by_unit] == ["sign", "reply"]


def test_a_move_needs_the_permit_of_its_verb_except_the_callback_that_reached_nobody() -> None:
    other = {verb: move.permit for verb, move in MOVES.items() if move.permit != verb}
    assert other == {"try_call_back": "call_back"}


def test_every_open_status_can_be_left() -> None:
    leaving = {
        status: [verb for verb, row in TABLE.items() if row.get(status, status) != status]
        for status in STATUSES
    }
    assert [status for status, verbs in leaving.items() if not verbs] == ["closed"]


def test_every_case_can_reach_its_end() -> None:
    able = {"closed"}
    for _ in STATUSES:
        able |= {
            status for row in TABLE.values() for status, target in row.items() if target in able
        }
    assert able == set(STATUSES)
