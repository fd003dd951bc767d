"""Each list that can be exported: the file holds what its page lists, in the same order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.desk import exported_lists
from hotline.records.models import Export
from hotline.rules.life import Status
from hotline.steps.exporting.lists import LISTS
from tests.bulletin_form import MONTH, april_cases, make_editor, make_form
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read
from tests.steps.exporting.exported import done, rows_of

LONG_AGO = timedelta(days=30)
THIS_MONTH = "{month:%Y-%m}"
PAGES = {
    "cases": ("dispatcher", "", "/desk/cases?queue=dispatch&sort=-number"),
    "unit": ("unit_clerk", "east", "/desk/unit?tab=handle"),
    "unit_figure": ("unit_clerk", "east", f"/desk/unit/figures/cases?month={THIS_MONTH}"),
    "oversight": ("supervisor", "", "/desk/oversight/cases?what=late_reply"),
    "leader": ("office_leader", "", "/desk/leader/cases?what=late"),
}


def exported(client: Client, code: str, query: str) -> list[str]:
    """The first column of the file that one gets for this list."""
    order = {"columns": ["number"], "format": "csv"}
    assert client.post(f"/desk/exports/new/{code}?{query}", order).status_code == 302
    row = done(Export.objects.get())
    assert row.problem == ""
    return [line[0] for line in rows_of(row)[1:]]


@pytest.mark.parametrize("code", PAGES)
def test_the_file_holds_the_cases_of_the_page_in_their_order(
    city: City, sign_in: SignIn, code: str
) -> None:
    now = timezone.now()
    for status in (Status.IN_HANDLING, Status.AWAITING_DISPATCH, Status.IN_HANDLING):
        case_at(city, status, at=now - LONG_AGO)
        case_at(city, status, at=now - timedelta(minutes=1))
    case_at(city, Status.CLOSED, unit="west", at=now - LONG_AGO)
    role, unit, address = PAGES[code]
    address = address.format(month=timezone.localtime(now))
    client = sign_in(city.person(role, unit))
    page = read(client.get(address))
    button = page.one("a", class_="export-button")
    path, _, query = button.attrs["href"].partition("?")
    shown = [cell.one("a").text for cell in page.all("td", class_="c-number")]
    shown = shown or [cell.one("a").text for cell in page.all("td", class_="unit-cell c-number")]
    assert (path, len(shown) > 0) == (f"/desk/exports/new/{code}", True)
    assert exported(client, code, query) == shown


def test_those_to_be_called_back_are_exported_with_their_numbers_masked(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK, phone="15400001234")
    client = sign_in(city.person("callback_agent"))
    assert 'href="/desk/exports/new/callbacks"' in client.get("/desk/callbacks").content.decode()
    assert exported(client, "callbacks", "") == [case.number]


@pytest.mark.usefixtures("contexts")
def test_the_cases_behind_a_figure_are_exported_those_of_its_denominator_too(
    city: City, sign_in: SignIn
) -> None:
    make_form()
    april_cases(city)
    client, name = sign_in(make_editor()), "total.closing_rate"
    page = client.get(f"/desk/figures/{MONTH}/{name}?whole=1")
    listed = [case.number for case, _ in page.context["cases"]]
    assert exported(client, "figure", f"month={MONTH}&name={name}&whole=1") == listed
    assert Export.objects.get().told == "2022年4月；受理办结率；分母"


def test_every_list_has_its_page() -> None:
    assert set(exported_lists.PAGES) == set(LISTS)
