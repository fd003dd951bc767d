"""The callback desk: whom to call, one call for all cases of a citizen, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Callback, CallPlan, Case, Reveal
from hotline.records.queries.calling_back import calls_for
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA
from hotline.steps.call_back import call_back
from hotline.steps.calling_back.claim_call import claim_call
from tests.desk.conftest import SignIn
from tests.desk.way import now
from tests.factories import City, case_at

DESK = "/desk/callbacks"
PHONE = "15400001111"
MOST_QUERIES = 15
SAID = {"solved": "yes", "handling_rating": "satisfied", "note": "", "then": "close"}


def waiting(city: City, phone: str = PHONE, **facts: Any) -> Case:
    """A case that waits for its callback."""
    return case_at(city, Status.AWAITING_CALLBACK, name="甄示例", phone=phone, **facts)


def called(client: Client, *cases: Case, reached: str = "yes", **said: str) -> HttpResponse:
    """The answer to recording one call about these cases."""
    facts: dict[str, Any] = {"reached": reached, "service_rating": "satisfied"}
    facts["about"] = [case.number for case in cases]
    for case in cases:
        told = {**SAID, **said, "seen": case.version}
        facts |= {f"{case.number}-{name}": value for name, value in told.items()}
    facts |= {name: said[name] for name in ("asked_for", "next") if name in said}
    return client.post(f"{DESK}/{cases[0].number}", facts)


def stands(*cases: Case) -> list[str]:
    """Where the cases stand."""
    return [Case.objects.get(pk=case.pk).status for case in cases]


def test_a_citizen_with_several_cases_is_one_call_and_rates_each(
    city: City, sign_in: SignIn
) -> None:
    first, second = waiting(city), waiting(city, title="路灯不亮没人修")
    other = waiting(city, "15400002222", title="公交车不停站")
    agent = city.person("callback_agent")
    calls = calls_for(agent, now())
    assert [[case.number for case in call.cases] for call in calls] == [
        [first.number, second.number],
        [other.number],
    ]
    answer = called(sign_in(agent), first, second, next=other.number)
    assert answer.status_code == 302
    assert stands(first, second, other) == ["closed", "closed", "awaiting_callback"]
    assert Callback.objects.filter(service_rating="satisfied").count() == 2
    page = sign_in(agent).get(answer["Location"]).content.decode()
    assert f"{DESK}/{other.number}" in page


def test_who_is_not_content_has_it_handled_again_in_the_same_sending(
    city: City, sign_in: SignIn
) -> None:
    case = waiting(city)
    words = "垃圾第二天又堆满了。"
    said = {"solved": "no", "handling_rating": "dissatisfied", "then": "handle_again"}
    called(sign_in(city.person("callback_agent")), case, **said, note=words)
    assert stands(case) == ["awaiting_dispatch"]
    entries = case.journal.order_by("-seq").values_list("verb", "note")[:2]
    assert list(entries) == [("handle_again", words), ("call_back", words)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"handling_rating": "dissatisfied"}, "未解决或不满意的不能直接办结"),
        ({"solved": "no", "then": "handle_again"}, "重办请写明诉求人的原话"),
        ({"solved": ""}, "请选择诉求人认为问题是否已解决"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    city: City, sign_in: SignIn, said: dict[str, str], told: str
) -> None:
    first, second = waiting(city), waiting(city)
    answer = called(sign_in(city.person("callback_agent")), first, second, **said)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert stands(first, second) == ["awaiting_callback"] * 2
    assert Callback.objects.count() == 0


def test_who_was_not_reached_waits_for_the_next_try(city: City, sign_in: SignIn) -> None:
    case, agent = waiting(city), city.person("callback_agent")
    client = sign_in(agent)
    called(client, case, reached="no")
    (call,) = calls_for(agent, now())
    assert (call.is_now, call.tries) == (False, 1)
    assert call.turn.why == "第 1 次未接通，2 小时后再打"
    assert "2 小时后再打" in client.get(DESK, {"tab": "later"}).content.decode()


def test_the_hour_that_a_citizen_asked_for_is_kept(city: City, sign_in: SignIn) -> None:
    case, agent = waiting(city), city.person("callback_agent")
    evening = (now() + timedelta(hours=5)).astimezone(CHINA).replace(second=0, microsecond=0)
    called(sign_in(agent), case, reached="no", asked_for=f"{evening:%Y-%m-%dT%H:%M}")
    assert CallPlan.objects.get(case=case).asked_for == evening
    (call,) = calls_for(agent, evening + timedelta(minutes=1))
    assert (call.is_now, call.turn.why) == (True, "诉求人约定的时间")
    other = waiting(city, "15400002222")
    late = called(sign_in(agent), other, reached="no", asked_for="2020-01-01T09:00")
    assert (late.status_code, "约定的时间应在现在以后" in late.content.decode()) == (422, True)


def test_a_colleague_is_told_who_is_calling_until_the_claim_ends(
    city: City, sign_in: SignIn
) -> None:
    case, agent = waiting(city), city.person("callback_agent")
    colleague = city.person("callback_agent", "east", name="王芳")
    assert claim_call([case], by=colleague, at=now()) is None
    held = claim_call([case], by=agent, at=now())
    assert held is not None
    assert held.claimed_by == colleague
    page = sign_in(agent).get(DESK, {"case": case.number}).content.decode()
    assert "王芳正在回访" in page
    assert claim_call([case], by=agent, at=now() + timedelta(minutes=11)) is None


def test_dialling_shows_the_number_once_and_keeps_who_looked(city: City, sign_in: SignIn) -> None:
    case, client = waiting(city), sign_in(city.person("callback_agent"))
    assert PHONE not in client.get(DESK, {"case": case.number}).content.decode()
    answer = client.post(f"{DESK}/{case.number}/dial", headers={"HX-Request": "true"})
    assert PHONE in answer.content.decode()
    assert Reveal.objects.get().reason == "回访诉求人"


def test_the_last_vain_try_ends_the_callback(city: City, sign_in: SignIn) -> None:
    case, agent = waiting(city), city.person("callback_agent")
    call_back(case, reached=False, by=agent, at=now())
    called(sign_in(agent), case, reached="no")
    assert stands(case) == ["called_back"]


@pytest.mark.parametrize("many", [1, 5])
def test_the_desk_asks_a_fixed_number_of_questions(city: City, sign_in: SignIn, many: int) -> None:
    agent = city.person("callback_agent")
    for number in range(many):
        call_back(waiting(city), reached=False, by=agent, at=now())
        waiting(city, f"1540000{number:04}")
    client = sign_in(agent)
    client.get(DESK)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(DESK).status_code == 200
    assert len(captured) <= MOST_QUERIES, [query["sql"][:150] for query in captured]
