"""Which verbs a case's page offers to whom: what the table of moves and the permits allow."""

from __future__ import annotations

import pytest

from hotline.desk.forms.moves import FORMS
from hotline.desk.panel_order import FIRST, GROUPS
from hotline.records.models import Case
from hotline.rules.life import MOVES, Status
from tests.desk.conftest import SignIn
from tests.desk.ways import WAYS, offered, page_of, send
from tests.factories import ROLES, City, case_at, make_role, make_staff
from tests.reading import Node, press, read

# Of the moves that the table opens, those that the facts of a plain case leave aside: nobody asked
# for time or for a return that was refused, nothing is supervised or confidential, and no superior
# handed it down.
NOT_NOW = {
    *("grant_extension", "refuse_extension", "dispute", "share_answer", "lift_confidential"),
    *("raise_supervision", "end_supervision", "take_message", "write_back"),
}
BELOW = "east_street"


def _expected(role: str, status: Status, own: bool) -> set[str]:
    """The verbs that the table and the role's permits allow."""
    permits = ROLES[role][1]
    return {
        verb
        for verb, move in MOVES.items()
        if verb in FORMS
        and status in move.sources
        and move.permit in permits
        and (not move.by_unit or (own and "lead" in move.parts))
        and verb not in NOT_NOW
    }


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "security_admin"])
def test_the_panel_offers_exactly_what_the_table_allows(
    city: City, sign_in: SignIn, role: str, status: Status
) -> None:
    case = case_at(city, status, unit="east")
    unit = (case.lead.code if case.lead else "east") if role.startswith("unit") else ""
    answer = sign_in(city.person(role, unit)).get(f"/desk/cases/{case.number}")
    if answer.status_code == 404:
        assert unit
        assert case.assignments.count() == 0
        return
    assert offered(read(answer)) == _expected(role, status, own=bool(unit))


def _after(
    city: City, sign_in: SignIn, role: str, *verbs: str, unit: str = "", case: Case | None = None
) -> set[str]:
    """What a person is offered after these verbs were done in turn on one case."""
    first = WAYS[verbs[0]] if verbs else None
    case = case or case_at(city, first.start if first else Status.IN_HANDLING)
    for verb in verbs:
        way = WAYS[verb]
        client = sign_in(city.person(way.role, way.unit))
        press(client, page_of(client, case), f"/{verb}", **way.typed)
    return offered(page_of(sign_in(city.person(role, unit)), case))


def test_more_time_is_decided_only_where_it_was_asked_for(city: City, sign_in: SignIn) -> None:
    both = {"grant_extension", "refuse_extension"}
    assert _after(city, sign_in, "dispatcher") & both == set()
    assert _after(city, sign_in, "dispatcher", "request_extension") & both == both
    again = _after(city, sign_in, "unit_clerk", "request_extension", unit="east")
    assert "request_extension" not in again


def test_confidentiality_is_marked_or_lifted_but_not_both(city: City, sign_in: SignIn) -> None:
    both = {"mark_confidential", "lift_confidential"}
    assert _after(city, sign_in, "dispatcher") & both == {"mark_confidential"}
    assert _after(city, sign_in, "dispatcher", "mark_confidential") & both == {"lift_confidential"}


@pytest.mark.skipif("supervise" not in FORMS, reason="there is no such step yet")
def test_a_supervision_is_begun_once_and_then_raised_or_ended(city: City, sign_in: SignIn) -> None:
    three = {"supervise", "raise_supervision", "end_supervision"}
    assert _after(city, sign_in, "supervisor") & three == {"supervise"}
    assert _after(city, sign_in, "supervisor", "supervise") & three == three - {"supervise"}


def test_a_unit_disputes_only_after_its_return_was_refused(city: City, sign_in: SignIn) -> None:
    assert "dispute" not in _after(city, sign_in, "unit_clerk", unit="east")
    verbs = ("request_return", "refuse_return")
    assert "dispute" in _after(city, sign_in, "unit_clerk", *verbs, unit="east")


def test_a_unit_bound_by_a_ruling_neither_returns_nor_disputes(city: City, sign_in: SignIn) -> None:
    open_to = _after(city, sign_in, "unit_clerk", "rule", unit="west")
    assert open_to == {"sign"}


def test_the_last_level_is_not_asked_for_a_higher_one(city: City, sign_in: SignIn) -> None:
    assert "escalate" in _after(city, sign_in, "supervisor", "escalate")
    assert "escalate" not in _after(city, sign_in, "supervisor", "escalate", "escalate")


def test_a_unit_below_reports_to_the_one_above(city: City, sign_in: SignIn) -> None:
    assert _after(city, sign_in, "unit_clerk", "pass_down", unit=BELOW) == {"report_back"}


def test_a_unit_without_units_below_passes_nothing_down(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING, unit=BELOW)
    assert "pass_down" not in _after(city, sign_in, "unit_clerk", unit=BELOW, case=case)


def test_a_unit_that_had_the_case_before_may_look_but_not_act(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CALLED_BACK, unit="east")
    agent = sign_in(city.person("callback_agent"))
    press(agent, page_of(agent, case), "/handle_again", reason="没有解决")
    dispatcher = sign_in(city.person("dispatcher"))
    press(dispatcher, page_of(dispatcher, case), "/dispatch", to="汀西区")
    before = sign_in(city.person("unit_clerk", "east"))
    now = sign_in(city.person("unit_clerk", "west"))
    assert offered(page_of(before, case)) == set()
    assert offered(page_of(now, case)) == {"sign", "request_return"}
    case.refresh_from_db()
    assert send(before, case, "sign").status_code == 403


def test_a_parent_unit_may_sign_for_the_one_below(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE, unit="east_street")
    above = sign_in(city.person("unit_clerk", "east"))
    assert press(above, page_of(above, case), "/sign").status_code == 302


def test_an_office_person_with_a_units_permit_cannot_sign(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    role = make_role("odd", "杂务", ["sign", "reply", "see_all_cases"])
    client = sign_in(make_staff("odd", roles=[role]))
    assert offered(page_of(client, case)) == set()
    assert send(client, case, "sign").status_code == 403


def _first(page: Node) -> list[str]:
    """The panels above the headings."""
    panels = page.all("details", class_="panel")
    grouped = [node for group in page.all("div", class_="panel-group") for node in group.walk()]
    return [panel.all("summary")[0].text for panel in panels if panel not in grouped]


def test_the_awaited_verb_stands_open_and_others_are_folded(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    page = page_of(sign_in(city.person("dispatcher")), case)
    panels = page.all("details", class_="panel")
    assert [panel.one("summary").text for panel in panels if "open" in panel.attrs] == ["派单"]
    assert _first(page) == ["派单", "直接解答", "分类"]
    assert [node.text for node in page.one("div", id="actions").all("h3")] == ["分流", "其他"]


def test_what_takes_something_away_looks_different(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    page = page_of(sign_in(city.person("dispatcher")), case)
    against = [node.one("summary").text for node in page.all("details", class_="is-against")]
    assert against == ["收回改派", "撤销", "回避"]


@pytest.mark.parametrize("status", Status)
def test_every_verb_has_one_place_among_the_panels(status: Status) -> None:
    grouped = [verb for verbs in GROUPS.values() for verb in verbs]
    assert sorted(grouped) == sorted(set(MOVES) - {"register", "try_call_back"})
    assert [verb for verb in FIRST[status] if status not in MOVES[verb].sources] == []


def test_the_page_says_whom_the_case_waits_for(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    assert "正等待汀东区政府签收" in page_of(sign_in(city.person("dispatcher")), case).text
    case = case_at(city, Status.AWAITING_REVIEW)
    assert "正等待热线办公室审核" in page_of(sign_in(city.person("dispatcher")), case).text


def test_the_page_says_what_no_one_here_can_do(city: City, sign_in: SignIn) -> None:
    told = {
        status: page_of(sign_in(city.person("reviewer")), case_at(city, status)).one(
            "p", class_="awaited"
        )
        for status in (Status.AWAITING_CITIZEN, Status.JOINED)
    }
    assert [node.text for node in told.values()] == [
        "正等待诉求人补充情况。",
        "正等待主工单的答复。",
    ]


def test_nothing_stands_open_where_the_case_waits_for_others(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    page = page_of(sign_in(city.person("call_taker")), case)
    assert _first(page) == ["直接解答", "分类"]
    assert [node for node in page.all("details", class_="panel") if "open" in node.attrs] == []
