"""Campaigns at the desk: begun, ended today, given other days."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from hotline.records.models import Campaign
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who switches campaigns."""
    return sign_in(city.person("dispatcher"))


def _rows(client: Client) -> dict[str, str]:
    page = read(client.get("/desk/campaigns"))
    rows = page.one("tbody").all("tr")
    return {row.one("th").one("span").text: row.all("td")[0].text for row in rows}


def test_the_page_says_which_are_on(city: City, office: Client) -> None:
    assert _rows(office) == {"flood": "开展中", "epidemic": "已结束"}


def test_a_new_campaign_is_on_at_once(city: City, office: Client) -> None:
    page = read(office.get("/desk/campaigns"))
    answer = press(office, page, "/campaigns/new", name="供热", code="heating")
    row = Campaign.objects.get(code="heating")
    assert (answer.status_code, row.name, row.starts_on) == (302, "供热", timezone.localdate())
    assert _rows(office)["heating"] == "开展中"


def test_today_is_the_last_day_of_one_that_is_ended(city: City, office: Client) -> None:
    press(office, read(office.get("/desk/campaigns")), "/flood/end")
    assert Campaign.objects.get(code="flood").ends_on == timezone.localdate()


def test_the_days_can_be_changed(city: City, office: Client) -> None:
    page = read(office.get("/desk/campaigns"))
    press(office, page, "/campaigns/epidemic", starts_on="2020-01-20", ends_on="")
    row = Campaign.objects.get(code="epidemic")
    assert (row.starts_on, row.ends_on) == (date(2020, 1, 20), None)


def test_the_words_that_point_to_it_are_kept_each_once(city: City, office: Client) -> None:
    page = read(office.get("/desk/campaigns"))
    press(office, page, "/campaigns/flood", words="内涝、积水 内涝")
    assert Campaign.objects.get(code="flood").words == ["内涝", "积水"]
    press(office, read(office.get("/desk/campaigns")), "/flood/end")
    assert Campaign.objects.get(code="flood").words == ["内涝", "积水"]


@pytest.mark.parametrize(
    ("address", "facts", "wrong", "said"),
    [
        ("new", {"name": "防汛", "code": "flood"}, "new_code", "已经用过"),
        ("new", {"name": "防汛", "code": "防汛"}, "new_code", "小写英文字母开头"),
        ("new", {"name": "", "code": "heating"}, "new_name", "请填写专题名称"),
        ("flood", {"starts_on": ""}, "flood_starts_on", "请填写开始日期"),
        ("flood", {"ends_on": "2016-01-01"}, "flood_ends_on", "不能早于开始日期"),
        ("flood", {"ends_on": "明天"}, "flood_ends_on", "请写成 2022-04-01"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    office: Client, address: str, facts: dict[str, str], wrong: str, said: str
) -> None:
    page = read(office.get("/desk/campaigns"))
    before = list(Campaign.objects.values())
    answer = press(office, page, f"/campaigns/{address}", **facts)
    assert answer.status_code == 422
    assert said in read(answer).one("div", id=f"{wrong}_error").text
    assert list(Campaign.objects.values()) == before


def test_without_the_permit_the_page_is_closed(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("reviewer"))
    assert client.get("/desk/campaigns").status_code == 403
