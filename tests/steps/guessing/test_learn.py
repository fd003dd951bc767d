"""Learning from closed cases: what is learned from, what takes over, how the office goes back."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest

from hotline.records.models import Case, EngineEntry, EngineModel, LearningRun
from hotline.records.queries.guess_material import settled_cases
from hotline.rules import learning
from hotline.rules.guessing import Text
from hotline.rules.permits import NotPermitted
from hotline.steps.guessing import learn, running
from hotline.steps.guessing.let_run import drop_old, let_run, let_words_run
from hotline.steps.moving import Refused
from tests.factories import City, taken_in
from tests.steps.cases import LATER

WASTE = ("垃圾桶{}满了没有人清运", "楼下堆着{}袋垃圾气味难闻", "环卫{}天没有来清扫")
WATER = ("自来水{}天没有水压", "家里停水{}小时了", "{}楼的水龙头放不出水")
DAY = timedelta(days=1)


def closed(city: City, number: int) -> None:
    """So many closed cases of two topics, a day apart."""
    words = itertools.cycle(zip(WASTE, WATER, strict=True))
    for place in range(number):
        waste, water = next(words)
        for topic, text in (("010214", waste), ("010216", water)):
            case = taken_in(city, at=LATER, topic=topic, title="", text=text.format(place) * 2)
            closed_at = LATER + place * DAY
            Case.objects.filter(pk=case.pk).update(status="closed", closed_at=closed_at)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few cases are enough for a test."""
    monkeypatch.setattr(learn, "FEWEST", 12)
    monkeypatch.setattr(learn, "HELD_BACK", 0.3)
    monkeypatch.setattr(learn, "FEWEST_OF_A_VALUE", 3)
    monkeypatch.setattr(learning, "FEWEST_TO_COMPARE", 4)
    monkeypatch.setattr(learn, "groups_of", lambda texts: list(range(len(texts))))
    running.forget()


def learned(at: datetime = LATER + 90 * DAY) -> LearningRun:
    return learn.run_learning(learn.begin_learning(by=None, at=at), at=at, fast=True)


def test_the_office_learns_from_its_closed_cases_and_guesses_by_what_it_learned(
    city: City,
) -> None:
    closed(city, 12)
    run = learned()
    model = EngineModel.objects.get(field="topic")
    assert (run.status, model.state) == ("done", "running")
    assert (model.trained_on["cases"], model.figures["number"]) == (17, 7)
    found, has_learned = running.classifier("topic", LATER.date())
    assert (found.version, has_learned) == (model.version, True)
    best = found.classify([Text("", "垃圾没有人清运")])[0][0]
    assert running.own_value(best.value) == "010214"


def test_too_few_cases_are_told_and_words_go_on_guessing(city: City) -> None:
    closed(city, 2)
    run = learned()
    assert "不够学习" in run.told[1]
    assert (EngineModel.objects.count(), running.running_models()) == (0, {})


def test_confidential_and_open_cases_are_never_learned_from(city: City) -> None:
    closed(city, 2)
    Case.objects.filter(topic__code="010214").update(confidential=True)
    taken_in(city, at=LATER)
    assert {case.values["topic"] for case in settled_cases()} == {"010216"}


def test_copies_of_what_is_held_back_are_not_learned_from(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(city, 4)
    cases = settled_cases()
    monkeypatch.setattr(learn, "groups_of", lambda texts: [0, *range(1, len(texts) - 1), 0])
    split = learn.split_of(cases)
    assert (len(split.held), len(split.learned)) == (2, 5)


def test_a_worse_model_is_kept_as_a_candidate_with_its_reason(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(city, 12)
    learned()
    first = EngineModel.objects.get(field="topic")
    monkeypatch.setattr(learn, "takes_over", lambda new, old: (False, "比在用版本差。"))
    closed(city, 6)
    learned(LATER + 91 * DAY)
    states = dict(EngineModel.objects.filter(field="topic").values_list("pk", "state"))
    assert sorted(states.values()) == ["candidate", "running"]
    assert states[first.pk] == "running"
    assert EngineModel.objects.get(field="topic", state="candidate").reason == "比在用版本差。"


def test_the_same_cases_again_are_not_learned_again(city: City) -> None:
    closed(city, 12)
    learned()
    assert "没有新办结的工单" in learned(LATER + 91 * DAY).told[1]
    assert EngineModel.objects.filter(field="topic").count() == 1


def test_one_click_goes_back_and_the_other_undoes_it(city: City) -> None:
    closed(city, 12)
    learned()
    first = EngineModel.objects.get(field="topic")
    let_words_run("topic", by=None, at=LATER)
    assert running.running_models().get("topic") is None
    let_run(first, by=None, at=LATER)
    assert running.running_models()["topic"] == first.pk
    last = EngineEntry.objects.filter(before__field="topic").order_by("-pk").first()
    assert last is not None
    assert last.after == {"field": "topic", "version": first.version}


def test_versions_long_past_lose_their_content_and_cannot_run(city: City) -> None:
    for number in range(8):
        EngineModel.objects.create(
            engine="classify",
            field="kind",
            version=str(number),
            state="running" if number == 0 else "former",
            made_at=LATER + number * DAY,
            content=b"x",
        )
    assert drop_old("kind") == 2
    with pytest.raises(Refused):
        let_run(EngineModel.objects.get(version="1"), by=None, at=LATER)
    assert bytes(EngineModel.objects.get(version="0").content or b"") == b"x"


def test_one_learns_at_a_time_and_only_who_keeps_the_engines_asks(city: City) -> None:
    with pytest.raises(NotPermitted):
        learn.ask_learning(by=city.person("call_taker"), at=LATER)
    learn.begin_learning(by=None, at=LATER)
    with pytest.raises(Refused):
        learn.begin_learning(by=None, at=LATER + timedelta(minutes=1))


def test_a_failure_leaves_the_running_model_alone(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn, "settled_cases", lambda: 1 / 0)
    run = learned()
    assert (run.status, "在用的版本没有变动" in run.told[0]) == ("failed", True)
