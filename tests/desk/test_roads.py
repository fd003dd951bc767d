"""线路 and 回传 at the desk: set up, switched, tried; what is due back is brought, sent again."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from hotline.records.models import Case, Contact, Delivery, Notice, Road, RoadEntry
from hotline.records.queries.reference import forget
from hotline.records.queries.roads import secrets_of
from hotline.rules.life import Status
from hotline.steps.roads.amend import amend
from hotline.steps.roads.write_back import write_back
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read
from tests.steps.roads import hand_down


def keeper(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("system_admin"))


def owing(city: City, **facts: object) -> Case:
    """A case in handling that a superior handed down by a board without interface."""
    case = case_at(city, Status.IN_HANDLING)
    hand_down(case, **facts)
    return Case.objects.get(pk=case.pk)


def answered(city: City, case: Case, text: str = "正在清运。") -> Delivery:
    write_back(case, kind="progress", text=text, by=city.person("dispatcher"), at=now())
    return Delivery.objects.order_by("pk").last()


def now() -> datetime:
    return datetime.now(UTC)


def test_a_road_is_begun_set_up_tried_and_switched_on(city: City, sign_in: SignIn) -> None:
    browser = keeper(city, sign_in)
    typed = {"name": "演练", "code": "drill", "adapter": "dummy", "channel": "telephone"}
    assert browser.post("/desk/roads/new", typed).headers["Location"] == "/desk/roads/drill"
    tried = browser.post("/desk/roads/drill/try", follow=True)
    assert "连接正常：演练线路应答正常。" in read(tried).text
    browser.post("/desk/roads/drill/switch", {"on": "1"})
    assert Road.objects.get().is_on
    assert list(RoadEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "began",
        "switched",
    ]


def test_a_secret_is_sealed_kept_when_left_empty_and_never_shown(
    city: City, sign_in: SignIn
) -> None:
    browser = keeper(city, sign_in)
    browser.post("/desk/roads/new", {"name": "演练", "code": "drill", "adapter": "dummy"})
    road = Road.objects.get()
    typed = {"name": "演练", "answers": "on", "set_place": "甲", "set_password": "白日依山尽"}
    for seen, password in (("0", "白日依山尽"), ("1", "")):
        sent = {**typed, "seen": seen, "set_password": password, "set_place": seen}
        assert browser.post(f"/desk/roads/{road.code}", sent).status_code == 302
    road.refresh_from_db()
    assert (secrets_of(road), road.settings) == ({"password": "白日依山尽"}, {"place": "1"})
    page = browser.get("/desk/roads/drill").content.decode()
    told = [entry.after for entry in RoadEntry.objects.order_by("pk")]
    assert ("白日依山尽" in page, "白日依山尽" in str(told)) == (False, False)
    stale = browser.post("/desk/roads/drill", {**typed, "seen": "0"})
    assert (stale.status_code, "白日依山尽" in stale.content.decode()) == (409, False)


def test_what_is_owed_by_hand_is_shown_word_for_word_and_marked_as_brought(
    city: City, sign_in: SignIn
) -> None:
    case = owing(city)
    answered(city, case, "已到现场。")
    row = answered(city, Case.objects.get(pk=case.pk), "已清运，联系 15400000001。")
    browser = sign_in(city.person("dispatcher"))
    lines = read(browser.get("/desk/returns")).all("tr", class_="row-none")
    assert len(lines) == 1  # the newest of one case and road; the earlier goes with it
    page = read(browser.get(f"/desk/returns/{row.pk}"))
    said = [node.text for node in page.all("p", class_="return-text")]
    assert said == ["已到现场。", "已清运，联系 154****0001。"]
    typed = {"state": "by_hand", "number": "回-7", "brought_at": "2022-04-06T10:00"}
    assert browser.post(f"/desk/returns/{row.pk}/brought", typed).status_code == 302
    kept = list(Delivery.objects.order_by("pk").values_list("state", "peer_number"))
    assert kept == [("done", "回-7"), ("done", "回-7")]
    again = browser.post(f"/desk/returns/{row.pk}/brought", typed)
    assert again.status_code == 422


def test_what_failed_is_sent_again_and_what_is_needless_says_why(
    city: City, sign_in: SignIn
) -> None:
    row = answered(city, owing(city, adapter="dummy"))
    Delivery.objects.update(state="failed", next_at=None, problem="对方拒收。")
    browser = sign_in(city.person("dispatcher"))
    assert "对方拒收。" in read(browser.get("/desk/returns?tab=failed")).text
    browser.post(f"/desk/returns/{row.pk}/again")
    row.refresh_from_db()
    assert (row.state, row.problem) == ("waiting", "")
    assert browser.post(f"/desk/returns/{row.pk}/needless", {"reason": ""}).status_code == 422
    browser.post(f"/desk/returns/{row.pk}/needless", {"reason": "上级已知悉。"})
    row.refresh_from_db()
    assert (row.state, row.problem) == ("moot", "上级已知悉。")


def test_the_bar_counts_what_is_due_back_only_for_whose_work_it_is(
    city: City, sign_in: SignIn
) -> None:
    answered(city, owing(city))
    bars = {
        role: "待回传" in read(sign_in(city.person(role)).get("/desk/")).text
        for role in ("dispatcher", "call_taker")
    }
    assert bars == {"dispatcher": True, "call_taker": False}


def test_a_case_shows_the_first_text_the_difference_and_tells_its_unit(
    city: City, sign_in: SignIn
) -> None:
    case = owing(city)
    first = case.text
    amend(case, text=first + "下水道也堵了。", by=city.person("call_taker"), at=now())
    page = read(sign_in(city.person("dispatcher")).get(f"/desk/cases/{case.number}"))
    assert [node.text for node in page.all("ins")] == ["下水道也堵了。"]
    assert first in page.one("section", id="roads").text
    told = set(Notice.objects.values_list("act", "department__code"))
    assert told == {("corrected", None), ("corrected", "east")}


def test_pages_of_roads_ask_few_questions_however_much_waits(
    city: City, sign_in: SignIn, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        answered(city, owing(city))
    office, admin = sign_in(city.person("dispatcher")), keeper(city, sign_in)
    row = Delivery.objects.order_by("pk").last()
    asked = [
        (office, "/desk/returns", 10),
        (office, f"/desk/returns/{row.pk}", 13),
        (admin, "/desk/roads", 8),
        (admin, "/desk/roads/hand", 12),
        (admin, "/desk/quarantine/originals", 8),
    ]
    for browser, path, most in asked:
        with django_assert_max_num_queries(most):
            assert browser.get(path).status_code == 200


def test_two_matters_of_a_board_are_taken_down_one_after_the_other(
    city: City, sign_in: SignIn
) -> None:
    hand = {"code": "hand", "name": "领导留言板", "adapter": "hand", "is_on": True}
    Road.objects.create(channel=city.channels["mayor_mailbox"], **hand)
    forget()
    browser = sign_in(city.person("call_taker"))
    for number in ("留-1", "留-2"):
        form = read(browser.get("/desk/cases/from-platform?road=hand")).one(
            "form", **{"data-draft": "platform-case"}
        )
        typed = {**form.sends(), "button": "register", "external_number": number}
        typed |= {"board": "市长", "text": f"{number} 路灯不亮。", "urgency": "ordinary"}
        answer = browser.post("/desk/cases/from-platform", typed)
        assert answer.headers["Location"] == "/desk/cases/from-platform?road=hand"
    contacts = Contact.objects.order_by("pk")
    assert [(row.external_number, row.board, row.road.code) for row in contacts] == [
        ("留-1", "市长", "hand"),
        ("留-2", "市长", "hand"),
    ]
    assert [case.owes_back for case in Case.objects.all()] == [True, True]
    page = read(browser.get("/desk/cases/from-platform"))
    numbers = [row.number for row in Case.objects.order_by("-pk")]
    listed = [node.text for node in page.one("ul", class_="brief-list").all("a")]
    assert listed == numbers
    again = {**typed, "key": "0" * 32, "text": "另一件"}
    refused = browser.post("/desk/cases/from-platform", again)
    assert (refused.status_code, "已经登记过" in read(refused).text) == (422, True)
