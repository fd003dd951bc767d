"""Topic versions, roles and the office at the desk, and what keeps the name of its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.records.models import Office, Role, StaffEntry, Topic, TopicTree
from hotline.records.queries.choosing import topics_on
from hotline.records.queries.reference import forget, unit_on, with_words
from hotline.rules.reference.tables import UNITS
from hotline.rules.workdays import CHINA
from hotline.steps.reference.write_row import write_row
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read

BUDGET = 15


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who keeps the reference data, and no accounts."""
    role = city.roles["call_taker"]
    role.permits = ["manage_reference"]
    role.save()
    return sign_in(city.person("call_taker", name="甄资料"))


@pytest.fixture
def security(city: City, sign_in: SignIn) -> Client:
    """A browser of the security administrator."""
    role = Role.objects.create(code="keeper", name="安全员", permits=["manage_staff"])
    return sign_in(factories.make_staff("keeper", roles=[role], unit=None, name="甄安全"))


def test_a_copied_tree_is_edited_as_a_draft_and_used_from_its_day_on(office: Client) -> None:
    today = timezone.localdate()
    page = read(office.get("/desk/reference/topics"))
    press(office, page, "/topics", code="2027", note="新一版")
    page = read(office.get("/desk/reference/topics/2027/topic?topic=0102"))
    press(office, page, "?topic=0102", name="城市管理", parent="02")
    draft = read(office.get("/desk/reference/topics/2027")).text
    assert "0102 城市建设和市政管理 → 城市管理" in draft
    assert Topic.objects.get(tree__code="2027", code="010214").path == ["02", "0102", "010214"]
    assert {topic.tree.code for topic in topics_on(today)} == {"2017"}
    page = read(office.get("/desk/reference/topics/2027"))
    press(office, page, "/publish", begins=str(today + timedelta(days=1)), reason="新国标")
    forget()
    trees = {topic.tree.code for topic in topics_on(today)}
    later = {topic.tree.code for topic in topics_on(today + timedelta(days=1))}
    assert (trees, later) == ({"2017"}, {"2027"})
    assert TopicTree.objects.get(code="2017").valid_to == today


def test_a_tree_in_use_is_not_edited(office: Client) -> None:
    answer = office.post(
        "/desk/reference/topics/2017/topic?topic=01", {"name": "改名", "order": "0"}
    )
    assert answer.status_code == 422
    assert Topic.objects.get(tree__code="2017", code="01").name == "城乡建设"


def test_a_role_is_changed_and_the_audit_tells_of_it(security: Client) -> None:
    page = read(security.get("/desk/reference/roles/reviewer"))
    answer = security.post(
        "/desk/reference/roles/reviewer",
        {"permits": ["review", "see_all_cases"], "reason": "精简", "seen": page.one(
            "input", name="seen").attrs["value"]},
    )  # fmt: skip
    assert answer.status_code == 302
    assert Role.objects.get(code="reviewer").permits == ["review", "see_all_cases"]
    assert StaffEntry.objects.get(verb="change_role").after["role"] == "审核员"


def test_what_is_kept_apart_is_refused_in_a_role(security: Client) -> None:
    answer = security.post(
        "/desk/reference/roles/reviewer",
        {"permits": ["see_all_cases", "manage_staff"], "reason": "图方便"},
    )
    assert answer.status_code == 422
    assert "三权分立" in read(answer).one(class_="form-errors").text


def test_the_office_changes_its_hours_and_a_slip_is_told(office: Client) -> None:
    page = read(office.get("/desk/reference/office"))
    answer = press(office, page, "/office", hours="9点到5点", reason="夏令")
    assert answer.status_code == 422
    press(
        office,
        page,
        "/office",
        hours="09:00-12:00、14:00-17:30",
        quiet_hours="22:00-07:30",
        reason="夏令",
    )
    row = Office.objects.get()
    assert row.hours == [["09:00", "12:00"], ["14:00", "17:30"]]
    assert row.rules["quiet_hours"] == [["22:00", "07:30"]]


@pytest.mark.parametrize("page", ["", "/topics", "/topics/2017", "/office"])
def test_the_pages_are_read_in_few_queries(
    office: Client, page: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(BUDGET):  # type: ignore[operator]
        assert office.get(f"/desk/reference{page}").status_code == 200


def test_what_is_over_keeps_the_name_that_the_unit_had_then(city: City) -> None:
    today = timezone.localdate()
    unit = next(iter(city.units.values()))
    old = unit.name
    city_names = [("旧名", date(2017, 1, 1))]
    for name, begins in city_names:
        unit.names.create(name=name, valid_from=begins)
    facts = {
        "code": unit.code,
        "name": "新名称",
        "kind": unit.kind,
        "parent": unit.parent.code if unit.parent else "",
        "order": unit.order,
        "aliases": list(unit.aliases),
        "needs_approval": unit.needs_approval,
    }
    now = timezone.now()
    write_row(UNITS, facts, key=unit.code, reason="更名", begins=today, by=None, at=now)
    unit.refresh_from_db()
    past = now.astimezone(CHINA) - timedelta(days=30)
    assert (unit_on(unit, past).name, unit_on(unit, now).name) == ("旧名", "新名称")
    case = factories.Case(lead_id=unit.pk, closed_at=past)
    assert with_words(case).lead.name == "旧名"  # type: ignore[union-attr]
    assert with_words(factories.Case(lead_id=unit.pk)).lead.name == "新名称"  # type: ignore[union-attr]
    assert old != "新名称"
