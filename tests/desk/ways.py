"""One way to do each verb on the page of a case, and how a test does it there."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Case
from hotline.rules.life import MOVES
from tests.desk import ways_along, ways_beside
from tests.desk.way import Way
from tests.factories import City, case_at
from tests.reading import Node, read

# The system alone shares answers.
WAYS = {**ways_along.WAYS, **ways_beside.WAYS}


def case_for_way(city: City, way: Way, **facts: object) -> Case:
    """A case on which this verb can be done."""
    case = case_at(city, way.start, name="刘某", phone="13900001111", **facts)
    if way.before is not None:
        way.before(city, case)
    return Case.objects.get(pk=case.pk)


def filled(city: City, way: Way) -> dict[str, str]:
    """What is typed for this verb, the number of the other case included."""
    if not way.names:
        return way.typed
    return {**way.typed, way.names: case_at(city, way.other, unit="west").number}


def page_of(client: Client, case: Case) -> Node:
    """The page of a case, which this browser may see."""
    answer = client.get(f"/desk/cases/{case.number}")
    assert answer.status_code == 200
    return read(answer)


def offered(page: Node) -> set[str]:
    """The verbs whose forms stand on the page."""
    forms = [form.attrs.get("action", "") for form in page.all("form")]
    return {a.rsplit("/", 1)[1] for a in forms if a.startswith("/desk/cases/")} & set(MOVES)


def send(client: Client, case: Case, verb: str, **facts: str) -> HttpResponse:
    """The answer to a form filled in by hand."""
    return client.post(f"/desk/cases/{case.number}/{verb}", {"seen": case.version, **facts})
