"""The dispatcher's desk: what waits, one case with its suggestion, accepted by one sending."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Case, DispatchRule
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from hotline.steps.duty.agree_return import agree_return
from tests.desk.conftest import SignIn
from tests.desk.way import now
from tests.factories import START, City, case_at
from tests.reading import read

DESK = "/desk/dispatching"
MOST_QUERIES = 15


def rule_for(city: City, topic: str = "010214", unit: str = "east", **facts: Any) -> DispatchRule:
    """A row of the catalogue."""
    row = DispatchRule.objects.create(
        code=f"rule-{topic}",
        order=10,
        topics=[topic],
        unit=city.units[unit],
        valid_from=START,
        made_at=now(),
        reason="职责分工",
        **facts,
    )
    forget()
    return row


def desk(client: Client, **query: str) -> str:
    """What the desk shows."""
    answer = client.get(DESK, query)
    assert answer.status_code == 200
    return answer.content.decode()


def accepted(client: Client, case: Case, to: str, **typed: Any) -> HttpResponse:
    """The answer to accepting what the desk suggests."""
    facts = {"seen": case.version, "to": to, "tab": "dispatch", **typed}
    return client.post(f"{DESK}/{case.number}/dispatch", facts)


def test_the_urgent_case_stands_first_and_is_chosen_with_its_suggestion(
    city: City, sign_in: SignIn
) -> None:
    rule_for(city)
    case_at(city, Status.AWAITING_DISPATCH, title="路边垃圾没人管")
    urgent = case_at(city, Status.AWAITING_DISPATCH, title="垃圾着火冒烟", urgency="critical")
    page = desk(sign_in(city.person("dispatcher")))
    assert page.index("垃圾着火冒烟") < page.index("路边垃圾没人管")
    assert f"/desk/dispatching/{urgent.number}/dispatch" in page
    assert ("采纳并派单" in page, "建议派给" in page) == (True, True)


def test_one_sending_dispatches_and_leads_to_the_next_case_and_can_be_taken_back(
    city: City, sign_in: SignIn
) -> None:
    rule_for(city, assisting=[city.units["west"].pk])
    first, second = (case_at(city, Status.AWAITING_DISPATCH) for _ in range(2))
    client = sign_in(city.person("dispatcher"))
    answer = accepted(client, first, "汀东区", assisting="汀西区", next=second.number)
    assert answer.status_code == 302
    first.refresh_from_db()
    shares = first.assignments.order_by("-part").values_list("part", "department__code")
    assert (first.status, list(shares)) == (
        "awaiting_signature",
        [("lead", "east"), ("assisting", "west")],
    )
    page = client.get(answer["Location"]).content.decode()
    assert (f"/{second.number}/dispatch" in page, f"{first.number}/undo" in page) == (True, True)
    back = client.post(f"{DESK}/{first.number}/undo")
    first.refresh_from_db()
    assert first.status == "awaiting_dispatch"
    assert f"/{first.number}/dispatch" in client.get(back["Location"]).content.decode()


def test_what_the_unit_has_signed_is_not_taken_back_here(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    answer = sign_in(city.person("dispatcher")).post(f"{DESK}/{case.number}/undo")
    assert answer["Location"] == f"/desk/cases/{case.number}"
    assert Case.objects.get(pk=case.pk).status == "in_handling"


def test_where_a_person_must_look_there_is_no_key_and_it_says_why(
    city: City, sign_in: SignIn
) -> None:
    case_at(city, Status.AWAITING_DISPATCH)
    page = desk(sign_in(city.person("dispatcher")), tab="person")
    assert ("采纳并派单" in page, "派单目录中没有适用的条目" in page) == (False, True)


def test_a_refused_unit_is_told_beside_what_was_typed(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    answer = accepted(sign_in(city.person("dispatcher")), case, "没有这个单位", note="请抓紧")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("没有叫“没有这个单位”的承办单位" in page, "请抓紧" in page) == (True, True)


@pytest.mark.parametrize(
    ("tab", "status", "verbs"),
    [
        ("accept", Status.REGISTERED, {"accept", "classify", "split", "join"}),
        ("returns", Status.RETURN_REQUESTED, {"agree_return", "refuse_return", "refer"}),
        ("rulings", Status.AWAITING_RULING, set()),
        ("citizen", Status.AWAITING_CITIZEN, set()),
    ],
)
def test_every_tab_offers_what_its_cases_wait_for(
    city: City, sign_in: SignIn, tab: str, status: Status, verbs: set[str]
) -> None:
    case = case_at(city, status)
    page = read(sign_in(city.person("dispatcher")).get(DESK, {"tab": tab}))
    actions = {form.attrs.get("action", "") for form in page.all("form")}
    begins = f"{DESK}/{case.number}/"
    assert {a.removeprefix(begins) for a in actions if a.startswith(begins)} == verbs


def test_earlier_returns_of_the_topic_say_whose_it_was_not(city: City, sign_in: SignIn) -> None:
    earlier = case_at(city, Status.RETURN_REQUESTED)
    agree_return(earlier, by=city.person("dispatcher"), at=now())
    case = case_at(city, Status.AWAITING_DISPATCH)
    page = desk(sign_in(city.person("dispatcher")), case=case.number)
    assert ("退单获同意" in page, earlier.number in page) == (True, True)


def test_several_suggestions_are_looked_at_before_they_are_sent(
    city: City, sign_in: SignIn
) -> None:
    rule_for(city)
    fine = case_at(city, Status.AWAITING_DISPATCH)
    odd = case_at(city, Status.AWAITING_DISPATCH, topic="0201", title="公交车不停站")
    client = sign_in(city.person("dispatcher"))
    chosen = [f"{case.number}:{case.version}" for case in (fine, odd)]
    page = client.post(f"{DESK}/several", {"chosen": chosen}).content.decode()
    assert (f"{fine.number}:{fine.version}:east" in page, "不能采纳" in page) == (True, True)
    sent = [f"{fine.number}:{fine.version}:east", f"{odd.number}:{odd.version}:"]
    done = client.post(f"{DESK}/several", {"chosen": sent, "sure": "1"}).content.decode()
    assert "派出 1 件，未派 1 件" in done
    statuses = [Case.objects.get(pk=case.pk).status for case in (fine, odd)]
    assert statuses == ["awaiting_signature", "awaiting_dispatch"]


def test_a_suggestion_that_has_changed_since_it_was_shown_is_not_sent(
    city: City, sign_in: SignIn
) -> None:
    rule_for(city, unit="west")
    case = case_at(city, Status.AWAITING_DISPATCH)
    sent = {"chosen": [f"{case.number}:{case.version}:east"], "sure": "1"}
    page = sign_in(city.person("dispatcher")).post(f"{DESK}/several", sent).content.decode()
    assert "建议单位已有变化" in page
    assert Case.objects.get(pk=case.pk).status == "awaiting_dispatch"


@pytest.mark.parametrize("many", [1, 6])
@pytest.mark.parametrize("tab", ["dispatch", "returns"])
def test_the_desk_asks_a_fixed_number_of_questions(
    city: City, sign_in: SignIn, tab: str, many: int
) -> None:
    rule_for(city)
    earlier = case_at(city, Status.RETURN_REQUESTED)
    agree_return(earlier, by=city.person("dispatcher"), at=now())
    status = Status.AWAITING_DISPATCH if tab == "dispatch" else Status.RETURN_REQUESTED
    for _ in range(many):
        case_at(city, status)
    client = sign_in(city.person("dispatcher"))
    desk(client, tab=tab)
    with CaptureQueriesContext(connection) as captured:
        desk(client, tab=tab)
    assert len(captured) <= MOST_QUERIES, [query["sql"][:150] for query in captured]


def test_of_a_split_case_a_unit_reads_its_own_matter_only(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH, text="垃圾没有清运。邻居私搭乱建。")
    office = sign_in(city.person("dispatcher"))
    facts = {"seen": case.version, "tab": "dispatch", "parts": "邻居私搭乱建。"}
    office.post(f"{DESK}/{case.number}/split", {**facts, "text": "垃圾没有清运。"})
    case.refresh_from_db()
    part = Case.objects.get(split_from=case)
    accepted(office, case, "汀东区")
    own = sign_in(city.person("unit_clerk", "east")).get(f"/desk/cases/{case.number}")
    assert ("私搭乱建" in own.content.decode(), part.number in own.content.decode()) == (
        False,
        False,
    )
    whole = office.get(f"/desk/cases/{case.number}").content.decode()
    assert ("私搭乱建" in whole, part.number in whole) == (True, True)
