"""The language model at the desk: off until set up and switched on, and never more than a draft."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from hotline.engines.language_model.talking import Connection
from hotline.records.models import Case, EngineEntry, EngineSetting, ModelCall
from hotline.records.sealing import unseal
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.model_server import ModelServer, model_server
from tests.steps.cases import kept

TEXT = "示例路路灯坏了 3 天，村民甄示例，电话15400000001，请尽快修好。"
GOOD = {"标题": "示例路路灯损坏", "摘要": "〖姓名1〗反映示例路路灯坏了三天。", "要求": ["尽快修好"]}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def server(settings: Any) -> Iterator[ModelServer]:
    """A server that is set up and switched on."""
    with model_server() as stand_in:
        stand_in.says = lambda body: json.dumps(GOOD, ensure_ascii=False)
        settings.HOTLINE_MODEL = Connection(stand_in.address, "local-model")
        EngineSetting.objects.create(engine="language_model", is_on=True)
        yield stand_in


@pytest.fixture
def case(city: City) -> Case:
    return case_at(city, Status.AWAITING_DISPATCH, text=TEXT, title="路灯坏了")


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("dispatcher"))


def draft(desk: Client, case: Case, task: str = "summary", **given: str) -> str:
    answer = desk.post(f"/desk/cases/{case.number}/model/{task}", given, headers=HTMX)
    return answer.content.decode()


def test_without_a_server_or_switched_off_nothing_of_it_is_seen(
    city: City, case: Case, desk: Client, settings: Any
) -> None:
    assert "语言模型" not in desk.get(f"/desk/cases/{case.number}").content.decode()
    assert "没有开启" in draft(desk, case)
    settings.HOTLINE_MODEL = Connection("http://127.0.0.1:9/v1", "m")
    assert "语言模型" not in desk.get(f"/desk/cases/{case.number}").content.decode()
    assert ModelCall.objects.count() == 0


def test_a_summary_is_a_draft_and_the_case_stays_as_it_was(
    case: Case, desk: Client, server: ModelServer
) -> None:
    before = kept(case)
    assert "语言模型拟稿" in desk.get(f"/desk/cases/{case.number}").content.decode()
    said = draft(desk, case)
    assert ("机器草稿，未核实" in said, "路灯坏了三天" in said) == (True, True)
    assert kept(Case.objects.get(pk=case.pk)) == before


def test_each_call_is_kept_with_the_version_of_its_words_and_sealed(
    case: Case, desk: Client, server: ModelServer
) -> None:
    draft(desk, case)
    call = ModelCall.objects.get()
    assert (call.task, call.prompt_version, call.outcome, call.tokens_in) == (
        *("summary", "2026-11-1"),
        *("answered", 120),
    )
    assert "路灯" not in bytes(call.sent_sealed or b"").decode(errors="replace")
    sent = unseal("modelcall", "sent", call.pk, call.sent_sealed)
    assert ("〖电话1〗" in sent, "15400000001" in sent) == (True, False)


def test_what_is_unfounded_is_not_shown_and_is_kept(
    case: Case, desk: Client, server: ModelServer
) -> None:
    server.says = lambda body: '{"标题": "路灯", "摘要": "2030年1月1日修好", "要求": []}'
    said = draft(desk, case)
    assert ("2030" in said, "不予采用" in said) == (False, True)
    assert ModelCall.objects.get().outcome == "unfounded"


def test_a_server_that_is_away_says_so_and_the_work_goes_on(
    case: Case, desk: Client, server: ModelServer, settings: Any
) -> None:
    settings.HOTLINE_MODEL = replace(settings.HOTLINE_MODEL, address="http://127.0.0.1:9/v1")
    assert "连不上" in draft(desk, case)
    assert ModelCall.objects.get().outcome == "away"


def test_a_day_has_its_limit(case: Case, desk: Client, server: ModelServer) -> None:
    EngineSetting.objects.update(options={"calls": 1})
    draft(desk, case)
    assert "达到每天 1 次的上限" in draft(desk, case)
    assert len(server.asked) == 1


def test_money_has_its_limit_too(case: Case, desk: Client, server: ModelServer) -> None:
    EngineSetting.objects.update(options={"price": "20000", "cost": "3"})
    draft(desk, case)
    assert ModelCall.objects.get().cost == 3
    assert "达到每天 3 元的上限" in draft(desk, case)


def test_a_confidential_case_is_never_sent(
    city: City, case: Case, desk: Client, server: ModelServer
) -> None:
    Case.objects.filter(pk=case.pk).update(confidential=True)
    draft(desk, case)
    assert server.asked == []


def test_a_unit_drafts_a_reply_from_what_it_just_typed(
    city: City, server: ModelServer, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING, text=TEXT)
    unit = sign_in(city.person("unit_clerk", "east"))
    server.says = lambda body: '{"答复": "您反映的路灯已修好。"}'
    said = draft(unit, case, "reply", handling="已更换灯泡，修好。")
    assert ("您反映的路灯已修好。" in said, "data-model-insert" in said) == (True, True)
    assert server.material()["办理情况"] == "已更换灯泡，修好。"
    assert "还没有“办理情况”" in draft(unit, case, "reply")


def test_a_unit_drafts_nothing_of_anothers_case(
    city: City, server: ModelServer, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    other = sign_in(city.person("unit_clerk", "west"))
    answer = other.post(f"/desk/cases/{case.number}/model/reply", {"handling": "好"})
    assert (answer.status_code, server.asked) == (404, [])


def test_its_words_are_shown_as_words(case: Case, desk: Client, server: ModelServer) -> None:
    hostile = {"标题": "路灯", "摘要": "路灯\"' onload=x", "要求": []}
    server.says = lambda body: json.dumps(hostile)
    assert "&quot;&#x27; onload=x" in draft(desk, case)


def test_without_scripts_the_draft_is_a_page(case: Case, desk: Client, server: ModelServer) -> None:
    page = desk.post(f"/desk/cases/{case.number}/model/summary")
    assert (page.status_code, "<html" in page.content.decode()) == (200, True)


def test_the_administrator_sets_switch_and_limits_and_it_is_written_down(
    city: City, server: ModelServer, sign_in: SignIn
) -> None:
    keeper = sign_in(city.person("system_admin"))
    given = {"on": "yes", "calls": "20", "tokens": "9000", "seconds": "5", "cost": "", "price": "2"}
    assert keeper.post("/desk/language-model", given).status_code == 302
    kept_as = EngineSetting.objects.get().options
    assert kept_as == {"calls": 20, "tokens": 9000, "seconds": 5, "cost": "0", "price": "2"}
    assert EngineEntry.objects.get().after["calls"] == 20
    wrong = keeper.post("/desk/language-model", {**given, "seconds": "一"})
    assert (wrong.status_code, 'value="一"' in wrong.content.decode()) == (422, True)


def test_it_cannot_be_switched_on_without_a_server(city: City, sign_in: SignIn) -> None:
    keeper = sign_in(city.person("system_admin"))
    given = {
        "on": "yes",
        "calls": "20",
        "tokens": "9000",
        "seconds": "5",
        "cost": "0",
        "price": "0",
    }
    answer = keeper.post("/desk/language-model", given)
    assert (answer.status_code, "HOTLINE_MODEL_URL" in answer.content.decode()) == (422, True)


def test_the_page_of_settings_costs_few_questions(
    city: City, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    keeper = sign_in(city.person("system_admin"))
    keeper.get("/desk/language-model")
    with django_assert_max_num_queries(9):
        keeper.get("/desk/language-model")
