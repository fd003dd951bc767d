"""The engines in the office's hands: on and off, thresholds, versions forth and back, drift."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import EngineEntry, EngineModel, EngineSetting, GuessWeek, LearningRun
from hotline.rules.learning import Answered, measured
from hotline.steps.guessing import running
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read

PAGE = "/desk/engines/classify"
NOW = datetime(2022, 4, 1, tzinfo=UTC)


@pytest.fixture
def keeper(city: City, sign_in: SignIn) -> Client:
    running.forget()
    return sign_in(city.person("system_admin"))


def version(name: str, state: str, *, right: int = 90) -> EngineModel:
    """A version of the topics' model with figures of a hundred held-back cases."""
    told = [Answered("010214", 0.96, "010214")] * right
    told += [Answered("010214", 0.6, "010216")] * (100 - right)
    return EngineModel.objects.create(
        engine="classify",
        field="topic",
        version=name,
        state=state,
        made_at=NOW,
        trained_on={"cases": 800, "values": 2, "from": "2022-01-01T00:00:00+00:00", "until": ""},
        figures=measured(told).kept(),
        against=measured(told[:90]).kept(),
        content=b"x",
    )


def test_nothing_learned_yet_says_where_the_guesses_come_from(keeper: Client) -> None:
    assert (
        "还没有学习过，按专题目录、分类的名称和关键词推测" in read(keeper.get("/desk/engines")).text
    )
    assert "还没有学习过" in read(keeper.get(PAGE)).text
    assert "从专题目录和分类的名称开始推测" in read(keeper.get(f"{PAGE}/topic")).text


def test_an_engine_is_switched_off_and_on_and_both_are_kept(keeper: Client) -> None:
    press(keeper, read(keeper.get("/desk/engines")), "/desk/engines/attention/switch")
    assert EngineSetting.objects.get(pk="attention").is_on is False
    page = read(keeper.get("/desk/engines"))
    assert "需人工关注提醒：关闭" in page.text
    press(keeper, page, "/desk/engines/attention/switch")
    assert EngineSetting.objects.get(pk="attention").is_on is True
    assert EngineEntry.objects.count() == 2


def test_thresholds_are_saved_and_contradictions_are_refused_with_what_was_typed(
    keeper: Client,
) -> None:
    page, action = read(keeper.get(PAGE)), f"{PAGE}/thresholds"
    refused = press(keeper, page, action, topic_fill="60", topic_suggest="90")
    assert refused.status_code == 422
    assert "提示线要在" in read(refused).text
    assert read(refused).one("input", name="topic_fill").attrs["value"] == "60"
    press(keeper, page, action, topic_fill="90", topic_suggest="70", kind_on="")
    options = EngineSetting.objects.get(pk="classify").options
    assert options["topic"] == {"is_on": True, "fill": 90, "suggest": 70}


def test_the_figures_stand_with_what_they_are_counted_of(keeper: Client) -> None:
    version("aaaa", "running")
    text = read(keeper.get(f"{PAGE}/topic")).text
    assert "90 / 100 件" in text
    assert "90 / 100 件，其中对 90 件（100.0%）" in text
    assert "90.0%" in read(keeper.get(PAGE)).text


def test_a_candidate_is_compared_and_let_to_run_and_one_click_goes_back(keeper: Client) -> None:
    first, second = version("aaaa", "running"), version("bbbb", "candidate", right=80)
    compared = read(keeper.get(f"{PAGE}/topic?version={second.pk}")).text
    assert "与在用版本比较" in compared
    for chosen in (second, first):
        keeper.post(f"{PAGE}/topic/run", {"version": str(chosen.pk)})
        assert EngineModel.objects.get(state="running") == chosen
    keeper.post(f"{PAGE}/topic/run", {"version": ""})
    assert not EngineModel.objects.filter(state="running").exists()


def test_learning_is_asked_for_once_and_shows_how_far_it_is(keeper: Client) -> None:
    for _ in range(2):
        press(keeper, read(keeper.get(PAGE)), f"{PAGE}/learn")
    run = LearningRun.objects.get()
    LearningRun.objects.update(status="running", doing="学习“问题分类”", done=2)
    part = keeper.get(PAGE, headers={"HX-Request": "true"})
    assert "学习“问题分类”（2 / 5）" in read(part).text
    LearningRun.objects.filter(pk=run.pk).update(status="done", asked_at=NOW)
    assert keeper.get(PAGE, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_fall_below_the_held_back_figure_warns(keeper: Client) -> None:
    version("aaaa", "running")
    ended = {"suggest": {"kept": 20, "changed": 20}}
    facts = {
        "guessed": 40,
        "kept": 20,
        "changed": 20,
        "by_doing": ended,
        "mix": {},
        "unknown": [0, 0],
    }
    GuessWeek.objects.create(field="topic", week=date(2022, 4, 4), facts=facts)
    for address in (PAGE, f"{PAGE}/topic"):
        assert "明显低于检验时的 90%" in read(keeper.get(address)).text


@pytest.mark.parametrize("address", ["/desk/engines", PAGE, f"{PAGE}/topic"])
def test_the_pages_cost_the_same_for_one_version_and_for_three(
    keeper: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    version("aaaa", "running")
    for name in ("bbbb", "cccc"):
        version(name, "former")
    keeper.get(address)
    with django_assert_max_num_queries(12):
        keeper.get(address)


def test_older_cases_are_wanted_read_and_stopped(keeper: Client) -> None:
    address = "/desk/engines/read-back"
    page = read(keeper.get("/desk/engines"))
    press(keeper, page, address, since="2022-01-01", do="read")
    page = read(keeper.get("/desk/engines"))
    assert "正在读" in page.text
    press(keeper, page, address, do="stop")
    assert "正在读" not in read(keeper.get("/desk/engines")).text
    assert EngineEntry.objects.filter(engine="read_back").count() == 2
