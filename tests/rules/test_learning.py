"""What held-back cases say of a model, whether it takes over, and when guesses no longer hold."""

from __future__ import annotations

import pytest

from hotline.rules.drift import drift_of
from hotline.rules.guessed_fields import WrongThreshold, options_of, thresholds_of
from hotline.rules.guessing import Doing
from hotline.rules.learning import Answered, Measured, Share, capped, measured, takes_over


def answers(right: int, wrong: int, sure: float = 0.9) -> list[Answered]:
    return [
        *[Answered("water", sure, "water") for _ in range(right)],
        *[Answered("water", sure, "waste") for _ in range(wrong)],
    ]


def test_every_share_is_told_with_what_it_is_counted_of() -> None:
    found = measured([*answers(8, 2), *answers(1, 1, 0.4)])
    assert (found.accuracy, found.values) == (Share(9, 12), 2)
    assert found.from_sureness(0.8) == (Share(10, 12), Share(8, 10))
    assert found.from_sureness(0.3, 0.8) == (Share(2, 12), Share(1, 2))
    assert found.confused == [("waste", "water", 3)]


def test_sureness_that_is_as_often_right_as_it_says_has_no_calibration_error() -> None:
    assert round(measured(answers(9, 1, 0.9)).calibration_error, 6) == 0
    assert round(measured(answers(5, 5, 0.9)).calibration_error, 6) == 0.4


def test_the_mean_over_the_values_counts_a_rare_value_as_much_as_a_common_one() -> None:
    found = measured(answers(9, 1))
    assert round(found.macro_f1, 4) == round((2 * 9 / 19 + 0) / 2, 4)


def test_what_was_measured_is_stored_and_read_again_as_it_was() -> None:
    found = measured(answers(3, 1))
    again = Measured.of(found.kept())
    assert again is not None
    assert (again.accuracy, again.from_sureness(0.5)) == (Share(3, 4), (Share(4, 4), Share(3, 4)))
    assert Measured.of({}) is None


def test_a_model_takes_over_when_it_is_not_worse_and_says_why_it_does_not() -> None:
    good, bad = measured(answers(90, 10)), measured(answers(80, 20))
    assert takes_over(good, good)[0] is True
    assert takes_over(good, bad)[0] is True
    takes, why = takes_over(bad, good)
    assert (takes, "正确率差 10.0 个百分点" in why) == (False, True)
    assert takes_over(bad, None)[0] is True


def test_too_few_held_back_cases_leave_it_to_a_person() -> None:
    assert takes_over(measured(answers(9, 1)), None)[0] is False


def test_learning_takes_the_newest_and_older_ones_of_rare_values() -> None:
    assert capped(["a", "a", "b", "a", "b", "b"], newest=2, least=2) == [0, 1, 2, 4]


def test_thresholds_are_set_in_per_cent_and_must_not_cross() -> None:
    kept = options_of({"topic": (True, 90, 60)})
    limits = thresholds_of(kept, "topic")
    doings = [limits.doing(sure) for sure in (0.95, 0.6, 0.5)]
    assert doings == [Doing.FILL, Doing.SUGGEST, Doing.SILENT]
    with pytest.raises(WrongThreshold, match="提示线"):
        options_of({"topic": (True, 60, 90)})


def week(kept: int, changed: int, **mix: int) -> dict[str, object]:
    ended = {"suggest": {"kept": kept, "changed": changed}, "silent": {"changed": 50}}
    return {"by_doing": ended, "mix": mix, "unknown": [10, 100]}


def test_guesses_that_people_change_more_than_was_held_back_warn() -> None:
    held = Share(90, 100)
    calm = drift_of([week(45, 5, a=50)], held, {"a": 50}, (10, 100))
    assert (calm.kept, calm.warnings) == (Share(45, 50), [])
    worse = drift_of([week(30, 20, a=50)], held, {"a": 50}, (10, 100))
    assert ["30/50" in said for said in worse.warnings] == [True]


def test_another_mix_and_new_words_warn() -> None:
    found = drift_of([week(45, 5, b=50)], Share(90, 100), {"a": 50}, (1, 100))
    assert len(found.warnings) == 2
    assert found.shift == 1.0


def test_a_few_cases_warn_of_nothing() -> None:
    assert drift_of([week(1, 5, b=6)], Share(90, 100), {"a": 50}, (10, 100)).warnings == []
