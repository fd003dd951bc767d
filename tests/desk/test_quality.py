"""The pages of quality sampling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import QualitySample, Staff
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.desk.way import now
from tests.factories import City, case_at, make_role, make_staff

MOST_QUERIES = 15


@pytest.fixture
def inspector(city: City) -> Staff:
    """Somebody who samples, in a city with a score sheet."""
    city.office.rules["score_sheet"] = [
        {"code": "registration", "name": "登记完整", "points": 60, "order": 10},
        {"code": "reply", "name": "答复有据", "points": 40, "order": 20},
    ]
    city.office.save()
    forget()
    role = make_role("inspector", "质检员", ["sample_quality", "see_all_cases"])
    return make_staff("inspector", roles=[role])


def test_a_sample_is_drawn_scored_and_averaged(
    city: City, inspector: Staff, sign_in: SignIn
) -> None:
    for _ in range(3):
        case_at(city, Status.CLOSED)
    client = sign_in(inspector)
    day = now().date()
    facts = {"starts_on": day - timedelta(days=3), "ends_on": day + timedelta(days=1), "size": 2}
    answer = client.post("/desk/quality/draw", facts)
    sample = QualitySample.objects.get()
    assert answer["Location"] == f"/desk/quality/{sample.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert (sample.seed in page, "符合条件的 3 件中抽取 2 件" in page) == (True, True)
    sheet = f"/desk/quality/{sample.pk}/1"
    given = {"seen": 0, "registration": 60, "reply": 30}
    refused = client.post(sheet, given)
    assert (refused.status_code, "有扣分的" in refused.content.decode()) == (422, True)
    assert client.post(sheet, {**given, "findings": "没有依据"})["Location"] == sheet[:-1] + "2"
    listed = client.get("/desk/quality").content.decode()
    assert ("90.0 / 100" in listed, "2 / 3 件" in listed) == (True, True)
    with CaptureQueriesContext(connection) as captured:
        for address in ("/desk/quality", f"/desk/quality/{sample.pk}", sheet):
            before = len(captured)
            assert client.get(address).status_code == 200
            assert len(captured) - before <= MOST_QUERIES, address
