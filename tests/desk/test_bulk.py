"""One verb for many chosen cases: asked once, done one by one, told one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from hotline.desk import bulk
from hotline.desk.bulk import MOST
from hotline.records.models import Case
from hotline.rules.life import Status
from hotline.steps.foretell import foretell
from hotline.steps.in_bulk import in_bulk
from hotline.steps.verbs import STEPS
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read


def _chosen(*cases: Case) -> list[str]:
    return [f"{case.number}:{case.version}" for case in cases]


def _statuses(*cases: Case) -> list[str]:
    return [Case.objects.get(pk=case.pk).status for case in cases]


def _send(client: Client, verb: str, **facts: object) -> object:
    return client.post(f"/desk/cases/bulk/{verb}", facts)


def test_the_list_offers_a_box_for_each_case_and_the_verbs_of_the_person(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    page = read(sign_in(city.person("dispatcher")).get("/desk/cases"))
    box = page.one("input", name="chosen")
    buttons = page.one("form", id="bulk").all("button")
    assert (box.attrs["value"], box.attrs["form"]) == (_chosen(case)[0], "bulk")
    assert [button.text for button in buttons] == ["派单", "并单", "打印办理单"]


def test_who_may_make_no_move_in_bulk_may_print_all_the_same(city: City, sign_in: SignIn) -> None:
    case_at(city, Status.IN_HANDLING)
    page = read(sign_in(city.person("reviewer")).get("/desk/cases"))
    assert [button.text for button in page.one("form", id="bulk").all("button")] == ["打印办理单"]


def test_nothing_is_done_before_the_page_that_asks(city: City, sign_in: SignIn) -> None:
    cases = [case_at(city, Status.AWAITING_DISPATCH) for _ in range(2)]
    answer = _send(sign_in(city.person("dispatcher")), "dispatch", chosen=_chosen(*cases))
    page = read(answer)
    assert page.one("h1").text == "批量派单"
    assert [node.attrs["value"] for node in page.all("input", name="chosen")] == _chosen(*cases)
    assert _statuses(*cases) == [Status.AWAITING_DISPATCH] * 2


def test_what_can_be_done_is_done_and_the_rest_is_told_with_the_reason(
    city: City, sign_in: SignIn
) -> None:
    fine, closed = case_at(city, Status.AWAITING_DISPATCH), case_at(city, Status.CLOSED)
    stale = case_at(city, Status.AWAITING_DISPATCH)
    chosen = [*_chosen(fine, closed), f"{stale.number}:{stale.version - 1}"]
    answer = _send(
        sign_in(city.person("dispatcher")), "dispatch", chosen=chosen, sure="1", to="汀东区"
    )
    page = read(answer)
    refused = page.one("section", class_="box-warn").all("li")
    assert page.one("h1").text == "批量派单：成功 1 件，未办理 2 件"
    assert [node.one("a").text for node in refused] == [closed.number, stale.number]
    assert "工单现为“已办结”，不能派单" in refused[0].text
    assert "工单刚被他人更新" in refused[1].text
    assert _statuses(fine, closed, stale) == [
        Status.AWAITING_SIGNATURE,
        Status.CLOSED,
        Status.AWAITING_DISPATCH,
    ]


def test_what_is_wrong_in_the_form_stops_all_and_keeps_what_was_typed(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    client = sign_in(city.person("dispatcher"))
    answer = _send(client, "dispatch", chosen=_chosen(case), sure="1", to="天上的局", note="保留我")
    page = read(answer)
    assert answer.status_code == 422
    assert "没有叫“天上的局”" in page.one("div", id="dispatch_to_error").text
    assert page.one("textarea", id="dispatch_note").raw.strip() == "保留我"
    assert _statuses(case) == [Status.AWAITING_DISPATCH]


def test_what_every_case_lacks_is_asked_again_with_what_was_typed(
    city: City, sign_in: SignIn
) -> None:
    cases = [case_at(city, Status.AWAITING_DISPATCH) for _ in range(2)]
    client = sign_in(city.person("dispatcher"))
    answer = _send(client, "dispatch", chosen=_chosen(*cases), sure="1", to="", note="保留我")
    page = read(answer)
    assert (answer.status_code, page.one("h1").text) == (422, "批量派单")
    assert page.one("div", id="dispatch_to_error").text == "请选择承办单位。"
    assert page.one("textarea", id="dispatch_note").raw.strip() == "保留我"
    assert _statuses(*cases) == [Status.AWAITING_DISPATCH] * 2


def test_a_case_out_of_sight_is_as_if_not_chosen(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING, unit="west")
    client = sign_in(city.person("unit_clerk", "east"))
    assert _send(client, "close", chosen=_chosen(case), sure="1").status_code == 302


def test_without_the_permit_nothing_is_even_asked(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CALLED_BACK)
    answer = _send(sign_in(city.person("dispatcher")), "close", chosen=_chosen(case), sure="1")
    assert (answer.status_code, _statuses(case)) == (403, [Status.CALLED_BACK])


def test_a_verb_that_is_not_for_many_has_no_such_page(city: City, sign_in: SignIn) -> None:
    assert _send(sign_in(city.person("dispatcher")), "withdraw").status_code == 404


def test_more_than_can_be_taken_at_once_is_said(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    many = [*_chosen(case), *(f"YT{number}:1" for number in range(MOST))]
    page = read(_send(sign_in(city.person("dispatcher")), "dispatch", chosen=many))
    assert f"一次最多 {MOST} 件" in page.one("div", id="toasts").text


def test_what_will_and_what_will_not_move_is_told_before_anything_is_done(
    city: City, sign_in: SignIn
) -> None:
    content, unhappy = (
        case_at(city, Status.CALLED_BACK),
        case_at(city, Status.CALLED_BACK, solved="no"),
    )
    early, stale = case_at(city, Status.IN_HANDLING), case_at(city, Status.CALLED_BACK)
    chosen = [*_chosen(content, unhappy, early), f"{stale.number}:{stale.version - 1}"]
    page = read(_send(sign_in(city.person("callback_agent")), "close", chosen=chosen))
    assert page.one("p", class_="page-note").text.startswith("选了 4 件：1 件可以办结，3 件不能。")
    assert [box.attrs["value"] for box in page.all("input", name="chosen")] == _chosen(content)
    refused = page.one("section", class_="box-warn").all("span", class_="brief-line")
    assert [line.text[:16] for line in refused] == [
        "诉求人表示未解决或不满意：请“重",
        "工单现为“办理中”，不能办结；可",
        "工单刚被他人更新，您的操作没有生",
    ]


def test_what_is_foretold_is_what_the_step_does(city: City, sign_in: SignIn) -> None:
    agent = city.person("callback_agent")
    cases = [
        case_at(city, Status.CALLED_BACK),
        case_at(city, Status.CALLED_BACK, solved="no"),
        case_at(city, Status.CALLED_BACK, rating="dissatisfied"),
        case_at(city, Status.CLOSED),
    ]
    seen = {case.number: case.version for case in cases}
    told = foretell(agent, "close", cases, seen=seen)
    done = in_bulk(STEPS["close"], cases, seen=seen, by=agent, at=datetime.now(UTC))
    assert [each.sentence for each in told] == [each.sentence for each in done]


def test_all_that_fit_the_filter_are_taken_and_done_in_parts(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    cases = [case_at(city, Status.AWAITING_DISPATCH, place="桥北街") for _ in range(3)]
    other = case_at(city, Status.AWAITING_DISPATCH)
    client = sign_in(city.person("dispatcher"))
    asking = read(_send(client, "dispatch", all="1", place="桥北街"))
    chosen = [box.attrs["value"] for box in asking.all("input", name="chosen")]
    assert sorted(chosen) == sorted(_chosen(*cases))
    first = read(_send(client, "dispatch", chosen=chosen, sure="1", to="汀东区"))
    assert first.one("h1").text == "批量派单：已办 2 / 3 件"
    carried: dict[str, list[str]] = {}
    for box in first.one("div", id="bulk-run").all("input", type="hidden"):
        carried.setdefault(box.attrs["name"], []).append(box.attrs["value"])
    last = read(_send(client, "dispatch", **carried))
    assert last.one("h1").text == "批量派单：成功 3 件，未办理 0 件"
    assert _statuses(*cases, other) == [*[Status.AWAITING_SIGNATURE] * 3, Status.AWAITING_DISPATCH]
