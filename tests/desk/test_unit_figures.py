"""A unit's own figures: its month counted, each number as long as the list behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Assignment, Case
from hotline.records.queries.unit_figures import Asked, cases_behind, count_unit
from hotline.rules.life import Status
from hotline.rules.unit_measures import MEASURES
from hotline.rules.workdays import CHINA
from hotline.steps.call_back import call_back
from hotline.steps.dispatch import dispatch
from hotline.steps.handle_again import handle_again
from hotline.steps.send_back import send_back
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read

QUERIES = 5
URL = "/desk/unit/figures"


def now() -> datetime:
    return datetime.now(UTC)


def month_of(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m}"


def lived(city: City) -> dict[str, Case]:
    """Cases of the east district and its street, in different states."""
    late = case_at(city, Status.IN_HANDLING)
    Case.objects.filter(pk=late.pk).update(due_at=now() - timedelta(hours=1))
    Assignment.objects.filter(case=late).update(sign_due_at=late.registered_at)
    back = case_at(city, Status.AWAITING_REVIEW)
    send_back(back, reason="补正", by=city.person("reviewer"), at=now())
    again = case_at(city, Status.CALLED_BACK, solved="no", rating="dissatisfied")
    handle_again(again, reason="未解决", by=city.person("callback_agent"), at=now())
    unrated = case_at(city, Status.AWAITING_CALLBACK, unit="east_street")
    agent = city.person("callback_agent")
    rated = {"handling_rating": "no_rating", "service_rating": "no_rating"}
    call_back(unrated, reached=True, solved="partly", **rated, by=agent, at=now())
    closed = case_at(city, Status.CLOSED)
    case_at(city, Status.CLOSED, unit="west")
    return {"late": late, "back": back, "again": again, "unrated": unrated, "closed": closed}


def told(client: Client, **query: str) -> dict[str, str]:
    """The first table: measure → value of the month, with numerator and denominator."""
    page = read(client.get(URL, query))
    rows = page.all("table")[0].one("tbody").all("tr")
    cells = {row.one("th").text: [cell.text for cell in row.all("td")] for row in rows}
    return {name: f"{texts[0]} {texts[1]}".strip() for name, texts in cells.items()}


def test_the_month_is_counted_by_the_definitions_and_another_units_cases_are_not(
    city: City, sign_in: SignIn
) -> None:
    lived(city)
    found = told(sign_in(city.person("unit_clerk", "east")))
    days = found.pop("平均办理天数")
    assert found == {
        "承办件数": "5",
        "按时签收": "80.0% 4 ÷ 5",
        "按期办结": "40.0% 2 ÷ 5",
        "现已逾期": "20.0% 1 ÷ 5",
        "被退回补正": "20.0% 1 ÷ 5",
        "重办": "0.0% 0 ÷ 5",
        "解决率": "33.3% 1 ÷ 3",
        "满意率": "50.0% 1 ÷ 2",
    }
    assert days == "0.0 天 0.0 天 ÷ 3"


def test_every_number_is_as_long_as_the_list_behind_it(city: City) -> None:
    lived(city)
    clerk = city.person("unit_clerk", "east")
    month = month_of(now())
    cells = count_unit(clerk, [month], now())
    for code in MEASURES:
        for whole in (False, True):
            cases, more = cases_behind(clerk, Asked(month, code, whole=whole), now())
            counted = sum(cell.counts[code][whole] for cell in cells)
            if code != "days" or whole:
                assert (code, len(cases), more) == (code, counted, False)


def test_a_case_handled_again_counts_once_its_next_unit_has_it(city: City) -> None:
    again = lived(city)["again"]
    dispatch(again, to=city.units["east"], by=city.person("dispatcher"), at=now())
    clerk = city.person("unit_clerk", "east")
    cases, _ = cases_behind(clerk, Asked(month_of(now()), "again"), now())
    assert [case.number for case in cases] == [again.number]


def test_the_street_has_a_line_of_its_own_and_topics_are_told_apart(
    city: City, sign_in: SignIn
) -> None:
    cases = lived(city)
    page = read(sign_in(city.person("unit_clerk", "east")).get(URL))
    units, topics = page.all("table")[1:3]
    lines = {row.one("th").text: row.all("td")[0].text for row in units.one("tbody").all("tr")}
    assert lines == {"汀东区政府（本级）": "4", "临河街道": "1"}
    assert [row.one("th").text for row in topics.one("tbody").all("tr")] == ["城乡建设"]
    street = units.one("tbody").all("tr")[1].all("td")[0].one("a").attrs["href"]
    behind = read(sign_in(city.person("unit_clerk", "east")).get(street))
    numbers = [cell.one("a").text for cell in behind.all("td", class_="c-number")]
    assert numbers == [cases["unrated"].number]


def test_the_month_before_is_shown_beside_and_can_be_opened(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    past = now().astimezone(CHINA).replace(day=1, hour=12) - timedelta(days=3)
    Case.objects.filter(pk=case.pk).update(accepted_at=past)
    client = sign_in(city.person("unit_clerk", "east"))
    row = read(client.get(URL)).all("table")[0].one("tbody").all("tr")[0]
    assert [cell.text for cell in row.all("td")][:4] == ["0", "", "1", ""]
    assert told(client, month=month_of(past))["承办件数"] == "1"


@pytest.mark.parametrize(
    "query",
    [
        {"month": "2022-13"},
        {"month": "2022-04", "measure": "wishes"},
        {"month": "2022-04", "unit": "west"},
        {"month": "2022-04", "unit": "nowhere"},
    ],
)
def test_what_there_is_not_and_another_unit_is_not_found(
    city: City, sign_in: SignIn, query: dict[str, Any]
) -> None:
    client = sign_in(city.person("unit_clerk", "east"))
    assert client.get(f"{URL}/cases", query).status_code == 404


def test_the_figures_ask_few_questions(city: City, sign_in: SignIn) -> None:
    lived(city)
    client = sign_in(city.person("unit_clerk", "east"))
    client.get(URL)
    with CaptureQueriesContext(connection) as asked:
        client.get(URL)
    assert len(asked) == QUERIES
