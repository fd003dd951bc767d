"""GET /figures/{period}: the same values as the command line, for those who may see them."""

from __future__ import annotations

from typing import Any

import pytest

from hotline.steps.draft import begin
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.bulletin_form import FIRST, MONTH, april_cases, make_form
from tests.factories import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(city: City, program_of: ProgramOf) -> Program:
    """A program of somebody who may see figures, in an office with three cases of April."""
    make_form()
    april_cases(city)
    return program_of(city.person("supervisor"))


def by_name(answer: dict[str, Any]) -> dict[str, tuple[str, int, int | None]]:
    """Value, numerator and denominator by name."""
    return {
        row["name"]: (row["value"], row["numerator"], row["denominator"])
        for row in answer["figures"]
    }


def test_every_figure_comes_with_what_it_was_counted_from(supervisor: Program) -> None:
    answer = supervisor.get(f"figures/{MONTH}").json()
    assert (answer["period"], answer["form"], answer["slips"]) == (MONTH, "monthly-test", [])
    figures = by_name(answer)
    assert figures["total.count"] == ("3", 3, None)
    assert figures["total.closing_rate"] == ("33.3%", 1, 3)
    assert figures["topics.dirt.share"] == ("66.7%", 2, 3)


def test_a_past_moment_can_be_asked(supervisor: Program) -> None:
    moment = FIRST.replace(minute=1).isoformat().replace("+00:00", "Z")
    answer = supervisor.get(f"figures/{MONTH}?as_of={moment}").json()
    assert answer["as_of"] == "2022-04-06T09:01:00+08:00"
    assert by_name(answer)["total.closed"] == ("0", 0, None)


def test_a_slip_of_an_earlier_print_is_told(supervisor: Program) -> None:
    bulletin = begin(MONTH, by=None, at=FIRST.replace(month=5))
    bulletin.printed = {"total.closing_rate": "33.4%", "total.count": "3"}
    bulletin.save()
    assert supervisor.get(f"figures/{MONTH}").json()["slips"] == [
        {
            "name": "total.closing_rate",
            "label": "受理办结率",
            "printed": "33.4%",
            "counted": "33.3%",
            "arithmetic": "1 ÷ 3",
        }
    ]


def test_figures_need_the_permit(city: City, intake: Program) -> None:
    make_form()
    assert told(intake.get(f"figures/{MONTH}"))[0] == 403


@pytest.mark.parametrize("month", ["2022-13", "2022-W54", "april", "9999-12", "%00", "2022-4"])
def test_a_month_that_is_none_is_refused(supervisor: Program, month: str) -> None:
    assert told(supervisor.get(f"figures/{month}"))[:2] == (422, "period")


def test_a_month_without_a_form_is_not_found(supervisor: Program) -> None:
    assert told(supervisor.get("figures/2019-04"))[:2] == (404, "period")


@pytest.mark.parametrize("moment", ["2099-01-01T00:00:00Z", "2022-05-01", "yesterday"])
def test_a_moment_that_is_none_or_not_past_is_refused(supervisor: Program, moment: str) -> None:
    assert told(supervisor.get(f"figures/{MONTH}?as_of={moment}"))[:2] == (422, "as_of")


def test_two_moments_can_be_compared(supervisor: Program) -> None:
    moment = FIRST.replace(minute=1).isoformat().replace("+00:00", "Z")
    answer = supervisor.get(f"figures/{MONTH}/compared?as_of={moment}").json()
    [closed] = [row for row in answer["figures"] if row["name"] == "total.closed"]
    assert (closed["then"]["numerator"], closed["now"]["numerator"], closed["change"]) == (
        0,
        1,
        "+1",
    )


def test_a_quarter_of_one_unit_can_be_asked(supervisor: Program) -> None:
    answer = supervisor.get("figures/2022-Q2?unit=east").json()
    assert (answer["period"], answer["unit"]) == ("2022-Q2", "east")
    assert told(supervisor.get("figures/2022-Q2?unit=nowhere"))[:2] == (404, "unit")
    assert told(supervisor.get("figures/2022-Q2?family=nowhere"))[:2] == (404, "period")
