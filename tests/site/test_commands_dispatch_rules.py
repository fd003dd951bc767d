"""`hotline dispatch-rules`: the catalogue listed, and a changed one tried over past cases."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.records.models import DispatchSimulation
from hotline.steps.write_dispatch_rule import RuleFacts, write_dispatch_rule
from tests.factories import City, case_at
from tests.site.office import called, city, commands, refusal

__all__ = ["city", "commands"]
pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def written(city: City, day: int) -> None:
    """A rule about refuse that begins `day` days from now."""
    write_dispatch_rule(
        RuleFacts(order=10, unit=city.units["west"], topics=("010214",), words=("垃圾",)),
        reason="x",
        valid_from=timezone.localdate() + day * ONE,
        by=None,
        at=timezone.now(),
    )


def days(first: int, last: int, on: int) -> tuple[str, ...]:
    today = timezone.localdate()
    given = {"--from": first, "--to": last, "--on": on}
    return tuple(f"{name}={today + day * ONE}" for name, day in given.items())


def test_the_rules_are_listed_with_their_words_and_days(city: City) -> None:
    written(city, 0)
    (row,) = json.loads(called("dispatch-rules", "list", "--json").stdout)
    assert (row["条目"], row["条件"], row["承办单位"], row["状态"]) == (
        "派单目录第 10 条", "环境卫生、垃圾", "汀西区政府", "有效",
    )  # fmt: skip
    assert "派单目录第 10 条" in called("dispatch-rules", "list").stdout


def test_a_simulation_tells_what_would_move(city: City) -> None:
    case_at(city, "in_handling")
    written(city, 1)
    told = called("dispatch-rules", "simulate", *days(-1, 0, 1), "--json").stdout
    data = json.loads(told[told.index("{") :])
    assert (data["cases"], data["status"], data["counts"]["会改变"]) == (1, "finished", 1)
    assert data["pairs"] == [["（无建议，由人工派单）", "汀西区政府", 1]]
    assert DispatchSimulation.objects.get().position == 1
    assert "会改变: 1" in called("dispatch-rules", "simulate", *days(-1, 0, 1)).stdout


def test_a_catalogue_that_does_not_change_is_refused(city: City) -> None:
    code, told = refusal(called("dispatch-rules", "simulate", *days(-1, 0, 1)))
    assert (code, "目录没有变化" in told) == (1, True)


def test_a_day_that_is_none_is_told(city: City) -> None:
    asked = called("dispatch-rules", "simulate", "--from=x", "--to=x", "--on=x")
    code, told = refusal(asked)
    assert (code, "写成 2026-01-31" in told) == (2, True)
