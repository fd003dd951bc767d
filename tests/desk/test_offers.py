"""Which verbs a case's page offers to whom: what the table of moves and the permits allow."""

from __future__ import annotations

import pytest

from hotline.desk.forms.moves import FORMS
from hotline.rules.life import MOVES, Status
from tests.desk.conftest import SignIn
from tests.desk.ways import offered, page_of, send
from tests.factories import ROLES, City, case_at, make_role, make_staff
from tests.reading import press, read


def _expected(role: str, status: Status, own: bool) -> set[str]:
    """The verbs that the table and the role's permits allow."""
    permits = ROLES[role][1]
    return {
        verb
        for verb, move in MOVES.items()
        if verb in FORMS
        and status in move.sources
        and move.permit in permits
        and (own or not move.by_unit)
    }


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "security_admin"])
def test_the_panel_offers_exactly_what_the_table_allows(
    city: City, sign_in: SignIn, role: str, status: Status
) -> None:
    case = case_at(city, status, unit="east")
    unit = "east" if role == "unit_clerk" else ""
    answer = sign_in(city.person(role, unit)).get(f"/desk/cases/{case.number}")
    if answer.status_code == 404:
        assert role == "unit_clerk"
        assert status in (Status.REGISTERED, Status.AWAITING_DISPATCH)
        return
    assert offered(read(answer)) == _expected(role, status, own=bool(unit))


def test_a_unit_that_had_the_case_before_may_look_but_not_act(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CALLED_BACK, unit="east")
    agent = sign_in(city.person("callback_agent"))
    press(agent, page_of(agent, case), "/handle_again", reason="没有解决")
    dispatcher = sign_in(city.person("dispatcher"))
    press(dispatcher, page_of(dispatcher, case), "/dispatch", to="汀西区")
    before = sign_in(city.person("unit_clerk", "east"))
    now = sign_in(city.person("unit_clerk", "west"))
    assert offered(page_of(before, case)) == set()
    assert offered(page_of(now, case)) == {"sign"}
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


def test_the_awaited_verb_stands_open_and_others_are_folded(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    page = page_of(sign_in(city.person("dispatcher")), case)
    panels = page.all("details", class_="panel")
    assert [panel.one("summary").text for panel in panels if "open" in panel.attrs] == ["派单"]
    assert len(panels) == 3


def test_the_page_says_whom_the_case_waits_for(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    assert "正等待汀东区政府签收" in page_of(sign_in(city.person("dispatcher")), case).text
    case = case_at(city, Status.AWAITING_REVIEW)
    assert "正等待热线办公室审核" in page_of(sign_in(city.person("dispatcher")), case).text


def test_nothing_stands_open_where_the_case_waits_for_others(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    panels = page_of(sign_in(city.person("call_taker")), case).all("details", class_="panel")
    assert [panel.one("summary").text for panel in panels] == ["分类", "直接解答"]
    assert [panel for panel in panels if "open" in panel.attrs] == []
