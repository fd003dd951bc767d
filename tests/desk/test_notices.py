"""Reminders: shown to those for whom they are meant, and read once."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from hotline.records.identity import new_id
from hotline.records.models import Case, Clock, Notice
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import press, read


def _given(
    city: City, case: Case, unit: str = "", *, name: str = "handle", act: str = "red"
) -> Notice:
    """A warning of one of the case's clocks."""
    clock = Clock.objects.get(case=case, name=name)
    return Notice.objects.create(
        id=new_id(),
        clock=clock,
        case=case,
        act=act,
        due_at=clock.due_at,
        at=datetime.now(UTC),
        department=city.units.get(unit),
    )


def _shown(client: Client, **query: str) -> list[str]:
    page = read(client.get("/desk/notices", query))
    return [line.one("a").attrs["href"] for line in page.all("li", class_="notice-line")]


def test_a_unit_reads_its_own_and_the_office_its_own(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    _given(city, case, "east")
    other = case_at(city, Status.IN_HANDLING)
    _given(city, other)
    shown = {
        "east": _shown(sign_in(city.person("unit_clerk", "east"))),
        "west": _shown(sign_in(city.person("unit_clerk", "west"))),
        "office": _shown(sign_in(city.person("supervisor"))),
    }
    assert shown == {
        "east": [f"/desk/cases/{case.number}"],
        "west": [],
        "office": [f"/desk/cases/{other.number}"],
    }


def test_a_notice_that_was_read_leaves_the_list_and_keeps_who_read_it(
    city: City, sign_in: SignIn
) -> None:
    notice = _given(city, case_at(city, Status.IN_HANDLING), "east")
    clerk = city.person("unit_clerk", "east")
    client = sign_in(clerk)
    press(client, read(client.get("/desk/notices")), "/seen")
    notice.refresh_from_db()
    assert (notice.seen_by, notice.seen_at is not None) == (clerk, True)
    assert (_shown(client), len(_shown(client, all="1"))) == ([], 1)


def test_a_whole_page_is_read_at_once_and_anothers_notice_is_left_alone(
    city: City, sign_in: SignIn
) -> None:
    mine = [_given(city, case_at(city, Status.IN_HANDLING), "east") for _ in range(2)]
    others = _given(city, case_at(city, Status.IN_HANDLING), "west")
    client = sign_in(city.person("unit_clerk", "east"))
    given = [str(row.pk) for row in (*mine, others)]
    answer = client.post("/desk/notices/seen-all", {"notice": [*given, "not-a-number"]})
    unread = set(Notice.objects.filter(seen_at=None).values_list("pk", flat=True))
    assert (answer.status_code, unread, _shown(client)) == (302, {others.pk}, [])


def test_reading_a_notice_on_the_first_page_stays_there(city: City, sign_in: SignIn) -> None:
    _given(city, case_at(city, Status.IN_HANDLING), "east")
    client = sign_in(city.person("unit_clerk", "east"))
    answer = press(client, read(client.get("/desk/")), "/seen")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


def test_the_first_to_read_it_stays(city: City, sign_in: SignIn) -> None:
    notice = _given(city, case_at(city, Status.IN_HANDLING), "east")
    address = f"/desk/notices/{notice.pk}/seen"
    first, second = city.person("unit_clerk", "east"), city.person("unit_leader", "east")
    for person in (first, second):
        assert sign_in(person).post(address).status_code == 302
    notice.refresh_from_db()
    assert notice.seen_by == first


def test_anothers_notice_does_not_exist(city: City, sign_in: SignIn) -> None:
    notice = _given(city, case_at(city, Status.IN_HANDLING), "east")
    client = sign_in(city.person("unit_clerk", "west"))
    assert client.post(f"/desk/notices/{notice.pk}/seen").status_code == 404


def test_notices_stand_on_the_first_page(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING, title="路灯不亮")
    _given(city, case, "east")
    home = read(sign_in(city.person("unit_clerk", "east")).get("/desk/"))
    line = home.one("li", class_="notice-line").text
    assert "红色预警 路灯不亮" in line
    assert "办理时限" in line


def test_office_notices_go_to_those_whose_work_they_are_about(city: City, sign_in: SignIn) -> None:
    late = case_at(city, Status.IN_HANDLING)
    _given(city, late)
    waiting = case_at(city, Status.AWAITING_CALLBACK)
    _given(city, waiting, name="callback")
    shown = {
        role: _shown(sign_in(city.person(role)))
        for role in ("dispatcher", "supervisor", "callback_agent", "call_taker")
    }
    about = {
        name: [f"/desk/cases/{case.number}"] for name, case in {"l": late, "w": waiting}.items()
    }
    assert shown == {
        "dispatcher": about["l"],
        "supervisor": about["l"],
        "callback_agent": about["w"],
        "call_taker": [],
    }


def test_a_red_warning_takes_the_place_of_the_yellow_one(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    _given(city, case, "east", act="yellow")
    client = sign_in(city.person("unit_clerk", "east"))
    assert len(_shown(client)) == 1
    red = _given(city, case, "east")
    assert (len(_shown(client)), len(_shown(client, all="1"))) == (1, 2)
    page = read(client.get("/desk/notices"))
    assert str(red.pk) in page.one("li", class_="notice-line").one("form").attrs["action"]


def test_what_a_stopped_clock_gave_is_no_longer_to_be_read(city: City, sign_in: SignIn) -> None:
    notice = _given(city, case_at(city, Status.IN_HANDLING), "east")
    client = sign_in(city.person("unit_clerk", "east"))
    Clock.objects.filter(pk=notice.clock_id).update(stopped_at=datetime.now(UTC))
    assert (_shown(client), len(_shown(client, all="1"))) == ([], 1)
