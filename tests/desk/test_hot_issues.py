"""Hot issues at the desk: why each is hot, its cases behind every number, and what people rule."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import Case, HotIssue, HotIssueCase, Notice
from hotline.steps.issues.weigh import weigh_all
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read
from tests.steps.issues import told as calls
from tests.steps.issues.told import issue, many, told

SMOKE = (
    ("烧烤店油烟扰民", "楼下烧烤店油烟大，没有排烟管道，开窗都是烟味。"),
    ("油烟直排居民楼", "烧烤店油烟直排，排烟管道对着居民楼。"),
    ("烧烤摊油烟", "烧烤店晚上油烟熏人，请查排烟管道。"),
)


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


def lately(hours: int = 1) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def burst(city: City, number: int = 6) -> HotIssue:
    """So many calls of the last hour about one thing, read by the engine."""
    many(city, number, lately())
    calls.read(timezone.now())
    return issue()


def another(city: City, number: int = 3) -> HotIssue:
    """Another concern elsewhere."""
    for n in range(number):
        told(
            city, 20 + n, lately() + timedelta(minutes=n), said=SMOKE[n % 3], place="样例里小区",
            topic="010214",
        )  # fmt: skip
    calls.read(timezone.now())
    return HotIssue.objects.get(size__gt=1, place="样例里小区")


def test_nothing_hot_says_so_and_off_says_so(city: City, desk: Client, sign_in: SignIn) -> None:
    assert "现在没有热点" in read(desk.get("/desk/issues")).text
    admin = sign_in(city.person("system_admin"))
    page = read(admin.get("/desk/issues/settings"))
    form = page.one("form", class_="issue-settings").sends()
    form.pop("is_on")
    assert admin.post("/desk/issues/settings", form).status_code == 302
    assert "自动归并已停用" in read(desk.get("/desk/issues")).text


def test_a_burst_is_listed_with_what_makes_it_hot(city: City, desk: Client) -> None:
    row = burst(city)
    page = read(desk.get("/desk/issues"))
    shown = page.one("article", class_="issue")
    assert row.name in shown.text
    assert "突发" in shown.text
    table = shown.one("table", class_="heat-parts")
    cells = [[cell.text for cell in line.all("td")[:2]] for line in table.all("tr")[1:]]
    assert cells == [["6", "6"], ["6", "6"], ["6", "12"], ["", "24"]]


def test_two_clicks_lead_from_a_part_to_its_cases(city: City, desk: Client) -> None:
    row = burst(city)
    case = Case.objects.latest("pk")
    Case.objects.filter(pk=case.pk).update(due_at=lately(2))
    weigh_all(at=timezone.now())
    listed = read(desk.get("/desk/issues"))
    link = next(a for a in listed.all("a") if a.text == "逾期未办结").attrs["href"]
    page = read(desk.get(link.partition("#")[0]))
    held = [one.attrs["value"] for one in page.all("input", name="chosen")]
    assert held == [f"{case.number}:{case.version}"]
    assert str(row.pk) in link


def test_the_page_says_why_each_case_is_there(city: City, desk: Client) -> None:
    row = burst(city)
    page = read(desk.get(f"/desk/issues/{row.pk}"))
    assert len(page.all("ul", class_="issue-cases")[0].all("li")) == 6
    assert "停水" in [mark.text for mark in page.all("mark")]
    assert "最早的一件" in page.text
    assert "苗头预警" in page.text


def test_a_warning_is_acknowledged_on_the_page(city: City, desk: Client) -> None:
    row = burst(city)
    answer = press(desk, read(desk.get(f"/desk/issues/{row.pk}")), "/seen")
    assert answer.url == f"/desk/issues/{row.pk}"
    assert Notice.objects.get(issue=row).seen_by == city.person("supervisor")


def test_merged_by_a_person_it_leads_on_and_comes_back(city: City, desk: Client) -> None:
    water, smoke = burst(city), another(city)
    page = read(desk.get(f"/desk/issues/{smoke.pk}"))
    answer = press(desk, page, f"{smoke.pk}/merge", into=str(water.pk))
    assert answer.url == f"/desk/issues/{water.pk}"
    assert desk.get(f"/desk/issues/{smoke.pk}").url == f"/desk/issues/{water.pk}"
    water.refresh_from_db()
    assert water.size == 9
    entry = smoke.entries.get(verb="merged")
    desk.post(f"/desk/issues/{smoke.pk}/undo/{entry.pk}")
    water.refresh_from_db()
    assert (water.size, HotIssue.objects.get(pk=smoke.pk).size) == (6, 3)


def test_a_refused_name_comes_back_as_it_was_typed(city: City, desk: Client) -> None:
    row = burst(city)
    answer = desk.post(f"/desk/issues/{row.pk}/rename", {"name": "停" * 130})
    assert answer.status_code == 422
    assert "停" * 130 in answer.content.decode()


def test_cases_that_are_ticked_become_an_issue_of_their_own(city: City, desk: Client) -> None:
    row = burst(city)
    cases = Case.objects.order_by("pk")[:2]
    chosen = [f"{case.number}:{case.version}" for case in cases]
    answer = desk.post(f"/desk/issues/{row.pk}/split", {"chosen": chosen, "name": "示例路停水"})
    part = HotIssue.objects.get(name="示例路停水")
    assert answer.url == f"/desk/issues/{part.pk}"
    assert {m.case_id for m in part.members.all()} == {case.pk for case in cases}
    assert desk.post(f"/desk/issues/{row.pk}/split", {"name": "空"}).status_code == 422


def test_what_a_person_may_not_see_is_counted_and_not_shown(city: City, desk: Client) -> None:
    row = burst(city)
    case = Case.objects.earliest("pk")
    Case.objects.filter(pk=case.pk).update(stepped_aside=[city.person("supervisor").pk])
    page = read(desk.get(f"/desk/issues/{row.pk}"))
    assert case.number not in page.text
    assert "另有 1 件您无权查看" in page.text


def test_what_became_confidential_is_gone(city: City, desk: Client) -> None:
    row = burst(city)
    case = Case.objects.latest("pk")
    Case.objects.filter(pk=case.pk).update(confidential=True)
    weigh_all(at=timezone.now())
    page = read(desk.get(f"/desk/issues/{row.pk}"))
    assert (case.number in page.text, HotIssue.objects.get(pk=row.pk).cases) == (False, 5)


def test_its_cases_are_exported_by_the_usual_way(city: City, desk: Client) -> None:
    row = burst(city)
    answer = desk.get("/desk/exports/new/hot_issue", {"issue": str(row.pk), "part": "cases"})
    assert answer.status_code == 200
    assert row.name in read(answer).text


def test_the_pages_cost_the_same_for_one_and_for_three(
    city: City, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = burst(city)
    another(city)
    HotIssueCase.objects.count()
    for address in ("/desk/issues", f"/desk/issues/{row.pk}"):
        desk.get(address)
        with django_assert_max_num_queries(15):
            desk.get(address)
