"""The life of a case: every verb from every status, against a table written out by hand."""

from __future__ import annotations

from itertools import product

import pytest

from hotline.rules.life import (
    CLOSED,
    ENDING_NAMES,
    MOVES,
    OPEN,
    STATUS_NAMES,
    Ending,
    NotOpen,
    Status,
    find_move,
    open_verbs,
)
from hotline.steps.setup.load_city import read_folder
from tests.rules.life_by_hand import OPEN_FROM, ROLES, SIPING, STATUSES, TABLE

SENTENCES = {
    ("close", "awaiting_callback"): (
        "工单现为“待回访”，不能办结；可能已由他人办理，请刷新后再看。"
        "目前可以：分类、回访、回访未接通、更正来件、收到来文、回传、撤销、督办、督办升级、督办结束、会商、批示、"
        "设为保密、解除保密、回避。"
    ),
    ("sign", "archived"): (
        "工单现为“已归档”，不能签收；可能已由他人办理，请刷新后再看。"
        "目前可以：更正来件、收到来文、回传、督办结束、设为保密、解除保密。"
    ),
    ("fly", "closed"): (
        "工单现为“已办结”，不能fly；可能已由他人办理，请刷新后再看。"
        "目前可以：重新打开、归档、更正来件、收到来文、回传、督办结束、设为保密、解除保密。"
    ),
}


def targets(verb: str, status: str) -> tuple[str, ...]:
    """Where a verb can lead from a status by the hand-written table; nowhere if it is not open."""
    row = TABLE[verb]
    if status not in row.sources.split():
        return ()
    return tuple(row.targets.split()) or (status,)


def test_the_statuses_are_these() -> None:
    assert tuple(status.value for status in Status) == STATUSES


def test_the_verbs_are_these() -> None:
    assert tuple(MOVES) == tuple(TABLE)


@pytest.mark.parametrize("verb", TABLE)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb: str) -> None:
    found = {}
    for status in STATUSES:
        try:
            move = find_move(verb, Status(status))
        except NotOpen:
            found[status] = ()
        else:
            chosen = move.targets or (None,)
            found[status] = tuple(move.lands_on(Status(status), one).value for one in chosen)
    assert found == {status: targets(verb, status) for status in STATUSES}


@pytest.mark.parametrize("verb", TABLE)
def test_a_move_has_the_shares_and_the_permit_of_the_table(verb: str) -> None:
    move, row = MOVES[verb], TABLE[verb]
    assert (" ".join(move.parts), move.permit) == (row.parts, row.permit or verb)
    assert move.by_unit is bool(row.parts)


@pytest.mark.parametrize(("verb", "status"), list(product(TABLE, STATUSES)))
def test_a_move_refuses_every_other_target(verb: str, status: str) -> None:
    move = MOVES[verb]
    wrong = [target for target in Status if target not in move.targets]
    for target in wrong:
        with pytest.raises(ValueError, match=f"^{verb} does not lead to {target.value}$"):
            move.lands_on(Status(status), target)
    assert move.lands_on(Status(status)) == (move.targets or (Status(status),))[0]


@pytest.mark.parametrize("status", STATUSES)
def test_the_open_verbs_of_a_status_are_in_the_tables_order(status: str) -> None:
    assert open_verbs(Status(status)) == tuple(OPEN_FROM[status].split())


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
        tuple(OPEN_FROM[status].split()),
    )


def test_a_case_is_closed_open_or_withdrawn() -> None:
    assert sorted(CLOSED) == ["archived", "closed"]
    assert sorted(OPEN) == sorted({*STATUSES} - {"archived", "closed", "withdrawn"})


def test_every_status_and_every_ending_has_a_name_of_its_own() -> None:
    assert tuple(STATUS_NAMES) == tuple(Status)
    assert tuple(ENDING_NAMES) == tuple(Ending)
    for names in (STATUS_NAMES, ENDING_NAMES):
        assert len({*names.values()} - {""}) == len(names)


def test_only_the_archive_and_a_withdrawal_can_never_be_left() -> None:
    leaving = {
        status for status, verb in product(STATUSES, TABLE) if {*targets(verb, status)} - {status}
    }
    assert {*STATUSES} - leaving == {"withdrawn", "archived"}


def test_every_case_can_come_to_its_end() -> None:
    able = {"closed"}
    for _ in STATUSES:
        able |= {s for s, verb in product(STATUSES, TABLE) if able & {*targets(verb, s)}}
    assert able == {*STATUSES} - {"withdrawn", "archived"}


def test_every_status_is_reached_from_registering() -> None:
    reached = {"registered"}
    for _ in STATUSES:
        reached |= {t for s, verb in product(reached, TABLE) for t in targets(verb, s)}
    assert reached == {*STATUSES}


# --- who may do what where -------------------------------------------------------------------


def test_the_roles_of_siping_are_these() -> None:
    assert [role.code for role in read_folder(SIPING).roles] == [*ROLES]


def test_each_role_may_do_its_verbs_where_they_are_open_and_nothing_else() -> None:
    permits = {role.code: {*role.permits} for role in read_folder(SIPING).roles}
    may = {
        (verb, status, role)
        for verb, status, role in product(MOVES, Status, permits)
        if status in MOVES[verb].sources and MOVES[verb].permit in permits[role]
    }
    by_hand = {
        (verb, status, role)
        for role, verbs in ROLES.items()
        for verb in verbs.split()
        for status in TABLE[verb].sources.split()
    }
    assert may == by_hand


@pytest.mark.parametrize("role", ROLES)
def test_units_do_the_units_moves_and_the_office_all_others(role: str) -> None:
    of_units = {verb for verb in ROLES[role].split() if TABLE[verb].parts}
    assert of_units == ({*ROLES[role].split()} if role.startswith("unit_") else set())
