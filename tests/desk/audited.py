"""What the tests of the audit stand on: who audits, a case with words in it, a page as read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Case
from hotline.rules.life import Status
from hotline.steps.reveal import reveal
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_staff
from tests.reading import read

PAGE, FILE = "/desk/audit", "/desk/audit/file.csv"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in the office
PHONE = "15400001111"
SECRETS = ("翠柏苑的路灯", "欧阳某", PHONE, "已派人清运", "垃圾已清运", "路灯不亮三天")


@pytest.fixture
def auditor(city: City, sign_in: SignIn) -> Client:
    """A browser of the audit administrator."""
    return sign_in(city.person("audit_admin", name="陆明鉴"))


@pytest.fixture
def case(city: City) -> Case:
    """A case on its way, with words in it that are nobody's but the citizen's."""
    agent = city.person("callback_agent", name="陈一诺")
    made = case_at(
        city,
        Status.CLOSED,
        at=AT,
        text=f"{SECRETS[0]}{SECRETS[5]}",
        title=SECRETS[5],
        name=SECRETS[1],
        phone=PHONE,
    )
    reveal(made, "phone", reason=f"回访 {PHONE}", by=agent, at=AT + timedelta(hours=1))
    return made


def lines(answer: HttpResponse) -> list[list[str]]:
    """The table, its times left out."""
    page = read(answer)
    if not page.has("tbody"):
        return []
    return [[cell.text for cell in row.all("td")][1:] for row in page.one("tbody").all("tr")]


def asked(client: Client, **query: str) -> list[list[str]]:
    """What the page shows for these filters."""
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return lines(answer)


def keep(count: int, *, at: datetime = AT, step: timedelta = timedelta()) -> None:
    """Many entries of nothing in particular."""
    person = make_staff("many", roles=[])
    rows = [
        staff_entry("change", person, by=None, at=at + number * step) for number in range(count)
    ]
    book().write(Writing(rows=list(rows)))
