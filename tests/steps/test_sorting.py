"""Sorting: a case that is not handled ends with what was told, and is not counted as accepted."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.factories import City
from tests.steps.acts import act, ready
from tests.steps.cases import LATER, china, journal, last_entry, read_again, refused, walked

ENDS = {
    "transfer": ("transferred", {"line": "119", "three_way": True}),
    "direct": ("directed", {"route": "litigation"}),
    "tell_progress": ("progress_told", None),
    "decline": ("declined", {"ground": "beyond_remit"}),
}


@pytest.mark.parametrize("verb", ENDS)
def test_a_case_that_is_not_handled_ends_with_what_was_told(city: City, verb: str) -> None:
    case = ready(city, verb)
    act(city, verb, case, text=" 已告知。 ")
    stored, (ending, details) = read_again(case), ENDS[verb]
    assert (stored.status, stored.closed_as, stored.closed_at, stored.accepted_at) == (
        "closed",
        ending,
        LATER,
        None,
    )
    assert (stored.answer, last_entry(case).note) == ("已告知。", "已告知。")
    if details is not None:
        assert last_entry(case).details == details


def test_a_repeat_points_to_the_earlier_case(city: City) -> None:
    earlier, case = walked(city, "in_handling"), walked(city, "registered")
    act(city, "tell_progress", case, earlier=earlier)
    stored = read_again(case)
    assert (stored.repeats_id, last_entry(case).details) == (
        earlier.pk,
        {"earlier": earlier.number},
    )
    assert "办理中" in stored.answer


@pytest.mark.parametrize(
    ("verb", "facts", "field"),
    [
        ("transfer", {"line": "12345"}, "line"),
        ("direct", {"route": "revenge"}, "route"),
        ("decline", {"ground": "tired"}, "ground"),
        ("tell_progress", {"earlier": None}, "earlier"),
        ("explain", {"ground": "tired"}, "ground"),
        ("explain", {"text": " "}, "text"),
        ("reopen", {"reason": " "}, "reason"),
        ("withdraw", {"reason": " "}, "reason"),
        ("contact", {"reached": None}, "reached"),
        ("contact", {"dialled": "12"}, "dialled"),
        ("pass_down", {"to": None}, "to"),
        ("report_back", {"handling": " "}, "handling"),
        ("hold_back", {"reason": " "}, "reason"),
    ],
)
def test_what_is_missing_is_told(
    city: City, verb: str, facts: dict[str, object], field: str
) -> None:
    case = ready(city, verb)
    assert refused(case, lambda: act(city, verb, case, **facts))[0] == field


def test_a_case_is_not_a_repeat_of_itself_nor_of_a_confidential_one(city: City) -> None:
    case, secret = walked(city, "registered"), walked(city, "in_handling")
    act(city, "mark_confidential", secret)
    tells = [partial(act, city, "tell_progress", case, earlier=one) for one in (case, secret)]
    assert [refused(case, tell)[0] for tell in tells] == ["earlier", "earlier"]


# --- after the end ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "may"), [("2022-05-06T11:00:00", True), ("2022-05-06T11:00:01", False)]
)
def test_a_closed_case_is_reopened_within_thirty_days(city: City, at: str, may: bool) -> None:
    case = walked(city, "called_back")
    act(city, "close", case, at=china("2022-04-06T11:00:00"))
    if may:
        act(city, "reopen", case, at=china(at), reason=" 又漏水了 ")
        stored = read_again(case)
        assert (stored.status, stored.closed_at, stored.closed_as, stored.due_at) == (
            "awaiting_dispatch",
            None,
            "",
            None,
        )
        assert last_entry(case).note == "又漏水了"
    else:
        assert refused(case, lambda: act(city, "reopen", case, at=china(at))) == (
            "reason",
            "办结后30天内可以重新打开，期限 2022-05-06 11:00 已过；请登记为新工单。",
        )


@pytest.mark.parametrize("verb", ENDS)
def test_what_was_never_accepted_is_sorted_anew(city: City, verb: str) -> None:
    case = ready(city, verb)
    act(city, verb, case)
    act(city, "reopen", case)
    stored = read_again(case)
    assert (stored.status, stored.repeats, stored.accepted_at) == ("registered", None, None)


def test_an_archived_case_stays_as_it_is(city: City) -> None:
    case = walked(city, "closed")
    closed_at = case.closed_at
    act(city, "archive", case, at=LATER + timedelta(days=400))
    stored = read_again(case)
    assert (stored.status, stored.closed_at, stored.closed_as) == (
        "archived",
        closed_at,
        "handled",
    )
    assert journal(case)[-1][1:] == ("archive", "archived")
