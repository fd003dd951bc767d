"""The unit's desk: whose shares stand in which tab, who has them, and what is done from there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Assignment, Attachment, Case, PhraseText, Reveal
from hotline.records.queries.reference import forget
from hotline.records.queries.unit_shares import TABS
from hotline.rules.life import Status
from hotline.steps.dispatch import dispatch
from hotline.steps.handle_again import handle_again
from hotline.steps.pass_down import pass_down
from hotline.steps.send_back import send_back
from hotline.steps.waiting.request_extension import request_extension
from tests.attached_files import picture
from tests.desk.conftest import SignIn
from tests.factories import CAREFUL, City, case_at
from tests.reading import read

QUERIES = 8
CASE_QUERIES = 13
URL = "/desk/unit"


def now() -> datetime:
    return datetime.now(UTC)


def listed(client: Client, tab: str = "") -> list[str]:
    """The numbers in a tab, in order."""
    page = read(client.get(URL, {"tab": tab} if tab else {}))
    return [cell.one("a").text for cell in page.all("td", class_="c-number")]


def counts(client: Client) -> dict[str, str]:
    """What the tabs say."""
    page = read(client.get(URL))
    tabs = page.one("nav", id="unit-tabs").all("a")
    return {
        tab.attrs["href"].rsplit("=", 1)[1]: tab.one("span", class_="unit-count")
        .text.removesuffix("件")
        .strip()
        for tab in tabs
    }


def with_replies_back(city: City) -> Case:
    """A case whose reply was sent back for correction."""
    case = case_at(city, Status.AWAITING_REVIEW)
    send_back(case, reason="请写明完成时间。", by=city.person("reviewer"), at=now())
    return case


def test_each_share_stands_in_the_tabs_of_its_state(city: City, sign_in: SignIn) -> None:
    clerk = city.person("unit_clerk", "east")
    waits = case_at(city, Status.AWAITING_SIGNATURE)
    works = case_at(city, Status.IN_HANDLING)
    back = with_replies_back(city)
    asked = case_at(city, Status.RETURN_REQUESTED)
    longer = case_at(city, Status.IN_HANDLING)
    request_extension(longer, amount=2, reason="等材料", by=clerk, at=now())
    done = case_at(city, Status.AWAITING_CALLBACK)
    case_at(city, Status.IN_HANDLING, unit="west")
    client = sign_in(clerk)
    found = {tab: set(listed(client, tab)) for tab in TABS if tab != "approve"}
    assert found == {
        "sign": {waits.number},
        "handle": {works.number, back.number, longer.number},
        "soon": set(),
        "late": set(),
        "back": {back.number},
        "below": set(),
        "asked": {asked.number, longer.number},
        "done": {done.number},
    }
    assert counts(client) == {tab: str(len(numbers)) for tab, numbers in found.items()}


def test_a_case_handled_again_is_marked_and_stands_among_those_sent_back(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.CALLED_BACK, solved="no", rating="dissatisfied")
    handle_again(case, reason="未解决", by=city.person("callback_agent"), at=now())
    dispatch(case, to=city.units["east"], by=city.person("dispatcher"), at=now())
    client = sign_in(city.person("unit_clerk", "east"))
    assert listed(client) == [case.number]
    page = read(client.get(URL))
    assert "第 2 次" in page.one("td", class_="c-title").text


def test_what_is_due_is_told_apart_and_the_urgent_stand_first(city: City, sign_in: SignIn) -> None:
    late, soon, urgent = (
        case_at(city, Status.IN_HANDLING, urgency=urgency)
        for urgency in ("ordinary", "ordinary", "critical")
    )
    for case, due in ((late, -2), (soon, 5), (urgent, 300)):
        moment = now() + timedelta(hours=due)
        Assignment.objects.filter(case=case).update(due_at=moment)
    client = sign_in(city.person("unit_clerk", "east"))
    assert listed(client, "handle") == [urgent.number, late.number, soon.number]
    assert (listed(client, "late"), listed(client, "soon")) == ([late.number], [soon.number])


def test_what_was_passed_down_says_who_has_it_and_is_seen_on_both_desks(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    clerk, street = city.person("unit_clerk", "east"), city.units["east_street"]
    pass_down(case, to=street, by=clerk, at=now())
    page = read(sign_in(clerk).get(URL, {"tab": "handle"}))
    assert page.one("td", class_="c-who").text == "临河街道"
    assert listed(sign_in(clerk), "below") == [case.number]
    assert listed(sign_in(city.person("unit_clerk", "east_street")), "handle") == [case.number]


def test_only_a_leader_is_shown_what_waits_for_approval(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_APPROVAL)
    leader = sign_in(city.person("unit_leader", CAREFUL))
    assert listed(leader, "approve") == [case.number]
    assert "approve" not in counts(sign_in(city.person("unit_clerk", CAREFUL)))


def test_a_case_is_signed_from_the_list_and_the_desk_stays(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    client = sign_in(city.person("unit_clerk", "east"))
    button = read(client.get(URL)).one("button", name="seen")
    answer = client.post(
        button.attrs["formaction"], {"seen": button.attrs["value"], "page": "unit"}
    )
    assert answer.headers["Location"] == f"{URL}/cases/{case.number}"
    assert Case.objects.get(pk=case.pk).status == Status.IN_HANDLING


def test_several_are_passed_down_after_a_preview_and_the_units_below_are_offered(
    city: City, sign_in: SignIn
) -> None:
    cases = [case_at(city, Status.IN_HANDLING) for _ in range(2)]
    client = sign_in(city.person("unit_clerk", "east"))
    chosen = [f"{case.number}:{case.version}" for case in cases]
    facts = {"chosen": chosen, "page": "unit"}
    page = read(client.post("/desk/cases/bulk/pass_down", facts))
    assert [node.attrs["value"] for node in page.one("datalist", id="units").all("option")] == [
        "临河街道（汀东区政府）"
    ]
    assert Assignment.objects.filter(part="below").count() == 0
    sent = {**facts, "sure": "1", "to": "临河街道（汀东区政府）"}
    done = read(client.post("/desk/cases/bulk/pass_down", sent))
    assert done.one("h1").text == "批量转派下级：成功 2 件，未办理 0 件"
    assert Assignment.objects.filter(part="below").count() == 2


def test_several_are_signed_at_once(city: City, sign_in: SignIn) -> None:
    cases = [case_at(city, Status.AWAITING_SIGNATURE) for _ in range(2)]
    client = sign_in(city.person("unit_clerk", "east"))
    chosen = [f"{case.number}:{case.version}" for case in cases]
    client.post("/desk/cases/bulk/sign", {"chosen": chosen, "page": "unit", "sure": "1"})
    found = set(Case.objects.values_list("status", flat=True))
    assert found == {Status.IN_HANDLING}


def test_the_case_at_the_desk_shows_the_note_and_the_place_and_begins_with_the_refused_reply(
    city: City, sign_in: SignIn
) -> None:
    case = with_replies_back(city)
    Assignment.objects.filter(case=case).update(note="请两日内清运。")
    page = read(sign_in(city.person("unit_clerk", "east")).get(f"{URL}/cases/{case.number}"))
    form = page.one("form", id="reply-form")
    assert "请两日内清运。" in page.one("div", class_="unit-note").text
    assert "请写明完成时间。" in page.one("section", class_="box-warn").text
    assert form.sends()["handling"].strip() == "已派人清运。"
    assert (form.sends()["solved"], form.attrs["data-draft"]) == ("yes", f"reply-{case.number}")


def test_templates_of_the_topic_are_offered_and_a_blank_left_in_is_refused(
    city: City, sign_in: SignIn
) -> None:
    for code, topic in (("plain", ""), ("waste", "0102"), ("bus", "02")):
        PhraseText.objects.create(
            code=code,
            kind="reply_template",
            topic=topic,
            title=code,
            text="您好，已于【日期】清运。",
            valid_from=now().date() - timedelta(days=9),
        )
    forget()
    case = case_at(city, Status.IN_HANDLING)
    client = sign_in(city.person("unit_clerk", "east"))
    page = read(client.get(f"{URL}/cases/{case.number}"))
    offered = [
        node.attrs["data-key-name"] for node in page.all("button") if "data-insert" in node.attrs
    ]
    assert offered == ["插入：waste", "插入：plain"]
    typed = {"handling": "已清运。", "answer": "已于【日期】清运。", "solved": "yes"}
    sent = {**typed, "page": "unit", "seen": case.version}
    answer = client.post(f"/desk/cases/{case.number}/reply", sent)
    page = read(answer)
    assert answer.status_code == 422
    assert "【日期】" in page.one("div", id="reply_answer_error").text
    assert page.one("textarea", id="reply_answer").raw.strip() == "已于【日期】清运。"
    assert page.has("form", id="reply-form")


def test_a_reply_from_the_desk_leads_back_to_it(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    client = sign_in(city.person("unit_clerk", "east"))
    sent = {"handling": "已清运。", "answer": "已清运。", "solved": "yes", "page": "unit"}
    answer = client.post(f"/desk/cases/{case.number}/reply", {**sent, "seen": case.version})
    assert answer.headers["Location"] == f"{URL}/cases/{case.number}"
    assert Case.objects.get(pk=case.pk).status == Status.AWAITING_REVIEW


def test_a_photograph_is_taken_by_script_and_without_it_and_a_bad_file_is_told(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    client = sign_in(city.person("unit_clerk", "east"))
    url, facts = f"/desk/cases/{case.number}/attach", {"belongs_to": "reply", "page": "unit"}
    good = SimpleUploadedFile("现场.jpg", picture())
    told = client.post(url, {**facts, "files": good}, headers={"Accept": "application/json"})
    bad = SimpleUploadedFile("现场.jpg", b"no picture")
    refused = client.post(url, {**facts, "files": bad}, headers={"Accept": "application/json"})
    plain = client.post(url, {**facts, "files": SimpleUploadedFile("二.jpg", picture(size=(9, 9)))})
    assert (told.status_code, told.json()) == (
        200,
        {"files": [{"name": "现场.jpg", "refusal": ""}]},
    )
    assert (refused.status_code, bool(refused.json()["files"][0]["refusal"])) == (422, True)
    assert plain.headers["Location"] == f"{URL}/cases/{case.number}"
    kept = Attachment.objects.filter(case=case).values_list("belongs_to", flat=True)
    assert list(kept) == ["reply", "reply"]


def test_a_number_can_be_dialled_once_the_look_at_it_is_journaled(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING, phone="154 0000 1234", name="甄示例")
    client = sign_in(city.person("unit_clerk", "east"))
    assert "tel:" not in client.get(f"{URL}/cases/{case.number}").content.decode()
    sent = {"field": "phone", "reason": "联系诉求人", "page": "unit"}
    page = read(client.post(f"/desk/cases/{case.number}/reveal", sent))
    links = [node.attrs["href"] for node in page.all("a") if node.attrs["href"].startswith("tel:")]
    assert (links, Reveal.objects.filter(case=case).count()) == (["tel:15400001234"], 1)


def test_nobody_of_another_unit_finds_the_case_at_their_desk(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING, unit="west")
    client = sign_in(city.person("unit_clerk", "east"))
    assert client.get(f"{URL}/cases/{case.number}").status_code == 404
    assert [listed(client, tab) for tab in TABS] == [[]] * len(TABS)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_few_questions_however_long_it_is(
    city: City, sign_in: SignIn, many: int
) -> None:
    clerk = city.person("unit_clerk", "east")
    for _ in range(many):
        pass_down(
            case_at(city, Status.IN_HANDLING), to=city.units["east_street"], by=clerk, at=now()
        )
    client = sign_in(clerk)
    client.get(URL)
    with CaptureQueriesContext(connection) as asked:
        assert len(listed(client, "handle")) == many
    assert len(asked) == QUERIES


def test_the_page_of_a_case_asks_no_more_than_its_budget(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    client = sign_in(city.person("unit_clerk", "east"))
    client.get(f"{URL}/cases/{case.number}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{URL}/cases/{case.number}")
    assert len(asked) == CASE_QUERIES
