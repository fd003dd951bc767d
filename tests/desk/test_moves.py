"""Every verb on the page of a case: who may, what it says, how it refuses, what it keeps."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime

import pytest

from hotline.desk.forms.moves import FORMS
from hotline.records.models import Assignment, Case, JournalEntry, Staff
from hotline.rules.life import MOVES, Status
from hotline.rules.permits import PERMITS
from hotline.steps.accept import accept
from hotline.steps.classify import classify
from hotline.steps.verbs import STEPS
from tests.desk.conftest import SignIn
from tests.desk.ways import WAYS, case_for_way, filled, offered, page_of, send
from tests.factories import CAREFUL, City, case_at, make_role, make_staff
from tests.reading import form_to, press, read

each_verb = pytest.mark.parametrize("verb", WAYS)
each_refusal = pytest.mark.parametrize("verb", [verb for verb, way in WAYS.items() if way.bad])


def test_every_step_has_its_form_and_all_but_the_systems_own_a_test() -> None:
    assert set(FORMS) == set(STEPS)
    assert set(WAYS) == set(STEPS) - {"share_answer"}


# What no person says: that citizens rated by their own hand, whose part another installation did.
BY_PROGRAMS = {"call_back": {"own_hand"}, "report_back": {"of"}}


@pytest.mark.parametrize("verb", STEPS)
def test_a_forms_fields_are_the_facts_of_its_step(verb: str) -> None:
    facts = set(inspect.signature(STEPS[verb]).parameters) - {"case", "by", "at"}
    facts -= BY_PROGRAMS.get(verb, set())
    assert set(FORMS[verb].base_fields) == facts


@each_verb
def test_a_permitted_person_does_it_from_the_page(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = case_for_way(city, way)
    client = sign_in(city.person(way.role, way.unit))
    answer = press(client, page_of(client, case), f"/{verb}", **filled(city, way))
    case.refresh_from_db()
    last = case.journal.order_by("seq").last()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/cases/{case.number}")
    assert (case.status, last.verb, last.by) == (
        way.end,
        verb,
        city.person(way.role, way.unit),
    )


@each_verb
def test_the_page_afterwards_says_what_was_done(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = case_for_way(city, way)
    client = sign_in(city.person(way.role, way.unit))
    press(client, page_of(client, case), f"/{verb}", **filled(city, way))
    page = page_of(client, case)
    notice = page.one("div", id="toasts")
    assert notice.attrs["aria-live"] == "polite"
    assert f"已{MOVES[verb].name}：工单 {case.number}" in notice.text
    assert page.all("li", class_=f"story-{verb}")


SEES = ["see_all_cases", "see_confidential"]


def _onlooker() -> Staff:
    """A person who sees every case and may do nothing to any."""
    return make_staff("onlooker", roles=[make_role("looks", "旁观", SEES)])


@each_verb
def test_a_person_without_the_permit_is_not_offered_it(
    city: City, sign_in: SignIn, verb: str
) -> None:
    case = case_for_way(city, WAYS[verb])
    assert offered(page_of(sign_in(_onlooker()), case)) == set()


@each_verb
def test_a_person_without_the_permit_is_refused(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = case_for_way(city, way)
    answer = send(sign_in(_onlooker()), case, verb, **filled(city, way))
    page = read(answer)
    before = case.version
    case.refresh_from_db()
    assert (answer.status_code, case.status, case.version) == (403, way.start, before)
    assert (
        f"您的岗位没有“{PERMITS[MOVES[verb].permit]}”的权限"
        in page.one("div", class_="form-errors").text
    )


@each_refusal
def test_what_is_wrong_is_said_beside_its_field_with_the_remedy(
    city: City, sign_in: SignIn, verb: str
) -> None:
    way = WAYS[verb]
    case = case_for_way(city, way)
    answer = send(sign_in(city.person(way.role, way.unit)), case, verb, **way.bad)
    page = read(answer)
    wrong = page.one("div", id=f"{verb}_{way.wrong_field}_error")
    before = case.version
    case.refresh_from_db()
    assert (answer.status_code, case.version) == (422, before)
    assert way.remedy in wrong.text
    control = page.one("", id=f"{verb}_{way.wrong_field}")
    assert control.attrs["aria-invalid"] == "true"
    assert wrong.attrs["id"] in control.attrs["aria-describedby"]


@each_refusal
def test_nothing_typed_is_lost(city: City, sign_in: SignIn, verb: str) -> None:
    way = WAYS[verb]
    case = case_for_way(city, way)
    answer = send(sign_in(city.person(way.role, way.unit)), case, verb, **way.bad)
    kept = form_to(read(answer), f"/{verb}").sends()
    assert {name: kept.get(name, "") for name in way.bad} == way.bad


@each_verb
def test_who_looked_at_an_older_version_is_told_and_may_try_again(
    city: City, sign_in: SignIn, verb: str
) -> None:
    way = WAYS[verb]
    if way.start is Status.CLOSED:
        pytest.skip("a closed case is not re-sorted")
    case = case_for_way(city, way)
    client = sign_in(city.person(way.role, way.unit))
    stale = {"seen": str(case.version)}
    _nudge(city, case)
    answer = client.post(f"/desk/cases/{case.number}/{verb}", {**stale, **filled(city, way)})
    page = read(answer)
    assert answer.status_code == 409
    assert "工单刚被他人更新，您的操作没有生效" in page.one("div", class_="form-errors").text
    kept = form_to(page, f"/{verb}").sends()
    assert {name: kept.get(name) for name in way.typed} == way.typed
    again = press(client, page, f"/{verb}")
    case.refresh_from_db()
    assert (again.status_code, case.status) == (302, way.end)


def _nudge(city: City, case: Case) -> None:
    """Somebody else re-sorts the case meanwhile."""
    classify(
        case,
        kind=city.kinds["help"],
        topic=city.topics["010216"],
        by=city.person("dispatcher"),
        at=datetime.now(UTC),
    )


@each_verb
def test_a_verb_that_is_not_open_any_more_is_refused_with_what_is(
    city: City, sign_in: SignIn, verb: str
) -> None:
    way = WAYS[verb]
    if Status.ARCHIVED in MOVES[verb].sources:
        pytest.skip("is open to the very end")
    unit = "east" if way.unit == CAREFUL else way.unit
    case = case_at(city, Status.ARCHIVED, unit=unit or "east")
    answer = send(sign_in(city.person(way.role, unit)), case, verb, **filled(city, way))
    assert answer.status_code == 409
    assert "工单现为“已归档”" in read(answer).one("div", class_="form-errors").text


def test_words_written_too_late_are_kept_to_be_copied(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_REVIEW)
    clerk = sign_in(city.person("unit_clerk", "east"))
    answer = send(
        clerk, case, "reply", handling="写了很久的情况", answer="写了很久的答复", solved="yes"
    )
    page = read(answer)
    assert "reply" not in offered(page)
    kept = [node.raw.strip() for node in page.one("section", class_="box-warn").all("textarea")]
    assert kept == ["写了很久的情况", "写了很久的答复"]


def test_a_second_click_moves_the_case_once(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    client = sign_in(city.person("dispatcher"))
    page = page_of(client, case)
    first = press(client, page, "/dispatch", to="汀东区")
    second = press(client, page, "/dispatch", to="汀东区")
    assert (first.status_code, second.status_code) == (302, 409)
    assert Assignment.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("seen", ["", "abc", "1.5", "９９９９９９９９９９９９９９９９９９９９"])
def test_a_form_without_the_version_it_saw_does_nothing(
    city: City, sign_in: SignIn, seen: str
) -> None:
    case = case_at(city, Status.REGISTERED)
    answer = sign_in(city.person("call_taker")).post(
        f"/desk/cases/{case.number}/accept", {"seen": seen}
    )
    case.refresh_from_db()
    assert answer.status_code in (409, 422)
    assert case.status == Status.REGISTERED
    assert "刷新" in read(answer).one("div", class_="form-errors").text


def test_a_move_from_somewhere_else_is_not_overwritten(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.REGISTERED)
    client = sign_in(city.person("call_taker"))
    page = page_of(client, case)
    person: Staff = city.person("dispatcher")
    accept(case, by=person, at=datetime.now(UTC))
    answer = press(client, page, "/accept")
    assert answer.status_code == 409
    assert [entry.verb for entry in JournalEntry.objects.filter(case=case).order_by("seq")] == [
        "register",
        "accept",
    ]
