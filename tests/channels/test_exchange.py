"""The exchange from above and below: each message once, in any order, through the real steps."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.channels.exchange.composing import compose
from hotline.records.models import (
    Assignment,
    Attachment,
    Case,
    Contact,
    Delivery,
    Inbound,
    JournalEntry,
)
from hotline.records.sealing import digest, unseal
from hotline.rules.life import Status
from hotline.steps.answer import answer
from hotline.steps.dispatch import dispatch
from hotline.steps.duty.refuse_return import refuse_return
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.recall import recall
from hotline.steps.roads.hear import raw_of
from hotline.steps.send_back import send_back
from hotline.steps.withdraw import withdraw
from tests.attached_files import PDF
from tests.channels.exchange_peer import (
    Peer,
    envelope,
    lines,
    new,
    outcome,
    peer_above,
    peer_below,
)
from tests.factories import City, case_at
from tests.steps.cases import read_again


def verbs_of(case: Case) -> list[str]:
    return list(
        JournalEntry.objects.filter(case=case).order_by("seq").values_list("verb", flat=True)
    )


def given(city: City, peer: Peer) -> Case:
    """A case that was given to the unit of the road."""
    return read_again(case_at(city, Status.AWAITING_SIGNATURE))


def answered(case: Case, city: City, text: str = "已修好。") -> Case:
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    return answer(case, text=text, by=None, at=datetime.now(UTC))


def test_a_matter_from_above_is_a_case_once_however_often_it_is_sent(city: City) -> None:
    peer = peer_above(city)
    first, again = peer.say(new()), peer.say(new())
    case, contact, kept = Case.objects.get(), Contact.objects.get(), Inbound.objects.get()
    taken = {"key": "k-1", "state": "taken", "number": case.number}
    assert (first.status_code, first.json()) == (200, {"results": [taken]})
    assert again.json() == {"results": [{**taken, "state": "repeated"}]}
    assert raw_of(kept) == lines(new()).strip()
    assert (contact.external_number, contact.external_due_at is not None) == ("JL-1", True)
    citizen = case.citizen
    assert citizen is not None
    assert unseal("citizen", "name", citizen.pk, citizen.name_sealed) == "甄示例"
    assert list(Delivery.objects.values_list("kind", flat=True)) == ["received"]


def test_what_is_owed_to_the_side_above_says_its_number_and_its_round(city: City) -> None:
    peer = peer_above(city)
    peer.say(new())
    case = answered(Case.objects.get(), city)
    row = Delivery.objects.select_related("case", "road", "contact").get(kind="result")
    told = json.loads(compose(row))
    assert {name: told[name] for name in ("key", "matter", "round", "kind")} == {
        "key": str(row.pk),
        "matter": "JL-1",
        "round": 1,
        "kind": "result",
    }
    assert told["body"]["answer"] == case.answer == "已修好。"


def test_a_further_round_reopens_what_was_closed_and_is_answered_as_that_round(city: City) -> None:
    peer = peer_above(city)
    peer.say(new())
    answered(Case.objects.get(), city)
    again = new(key="k-2", round=2, body={"note": "诉求人说又不亮了。"})
    assert peer.say(again).json()["results"][0]["state"] == "taken"
    case = Case.objects.get()
    assert verbs_of(case) == ["register", "answer", "reopen"]
    answered(case, city, "第二次修好。")
    rows = Delivery.objects.select_related("case", "road", "contact").filter(kind="result")
    assert [json.loads(compose(row))["round"] for row in rows.order_by("pk")] == [1, 2]


def test_a_round_of_a_withdrawn_case_is_a_new_case_of_the_same_citizen(city: City) -> None:
    peer = peer_above(city)
    peer.say(new())
    first = Case.objects.get()
    withdraw(first, reason="诉求人撤回。", by=None, at=datetime.now(UTC))
    peer.say(envelope("send_back", "JL-1", "k-2", {"text": "请再查。"}))
    second = Case.objects.exclude(pk=first.pk).get()
    assert (second.citizen_id, second.external_number, second.status) == (
        first.citizen_id,
        "JL-1",
        Status.REGISTERED,
    )


def test_messages_before_their_matter_wait_for_it_and_late_rounds_change_nothing(
    city: City,
) -> None:
    peer = peer_above(city)
    early = envelope("urge", "JL-1", "k-0", {"text": "请加快。"})
    assert peer.say(early).json()["results"][0]["state"] == "waiting"
    peer.say(new(key="k-2", round=2))
    assert peer.say(new(key="k-1")).json()["results"][0]["state"] == "taken"
    assert verbs_of(Case.objects.get()) == ["register", "take_message", "take_message"]


def test_a_result_from_below_walks_the_case_through_the_unit_s_own_steps(city: City) -> None:
    peer = peer_below(city)
    case = given(city, peer)
    assert peer.say(envelope("received", case.number, "r-1")).json()["results"][0] == {
        "key": "r-1",
        "state": "taken",
        "number": case.number,
    }
    peer.say(outcome(case.number, "r-2"), outcome(case.number, "r-2"))
    share = Assignment.objects.get()
    assert (share.answer, share.solved, read_again(case).status) == (
        "路灯已修好。",
        True,
        Status.AWAITING_REVIEW,
    )
    assert verbs_of(case)[-2:] == ["sign", "reply"]


def test_a_result_before_the_receipt_signs_too_and_the_receipt_changes_nothing(city: City) -> None:
    peer = peer_below(city)
    case = given(city, peer)
    peer.say(outcome(case.number, "r-2"))
    peer.say(envelope("received", case.number, "r-1"))
    assert verbs_of(case)[-2:] == ["sign", "reply"]


def test_a_result_after_a_send_back_replies_again_and_one_more_is_noted(city: City) -> None:
    peer = peer_below(city)
    case = given(city, peer)
    peer.say(outcome(case.number, "r-1"))
    send_back(read_again(case), reason="没有照片。", by=None, at=datetime.now(UTC))
    down = Delivery.objects.select_related("case", "road", "assignment").get(kind="send_back")
    told = json.loads(compose(down))
    assert (told["matter"], told["round"], told["body"]) == (
        case.number,
        1,
        {"text": "没有照片。"},
    )
    peer.say(outcome(case.number, "r-2", "已补照片。"), outcome(case.number, "r-3", "又及。"))
    assert Assignment.objects.get().answer == "已补照片。"
    assert verbs_of(case)[-3:] == ["send_back", "reply", "take_message"]


def test_a_result_of_a_round_that_was_taken_away_is_noted_and_the_next_finds_its_own(
    city: City,
) -> None:
    peer = peer_below(city)
    case = given(city, peer)
    recall(read_again(case), reason="派错。", by=None, at=datetime.now(UTC))
    dispatch(read_again(case), to=city.units["east"], by=None, at=datetime.now(UTC))
    peer.say(outcome(case.number, "r-1", "第一轮。"))
    assert verbs_of(case)[-1] == "take_message"
    peer.say(outcome(case.number, "r-2", "第二轮。", round=2))
    shares = Assignment.objects.order_by("pk").values_list("answer", flat=True)
    assert list(shares) == ["", "第二轮。"]


def test_a_refusal_asks_to_return_and_our_no_is_sent_back(city: City) -> None:
    peer = peer_below(city)
    case = given(city, peer)
    body = {"text": "不在本辖区。", "reason": "not_our_area"}
    peer.say(envelope("refused", case.number, "r-1", body))
    asked = read_again(case)
    assert (asked.status, asked.returns.get().reason) == (Status.RETURN_REQUESTED, "not_our_area")
    refuse_return(asked, reason="属于你处。", by=None, at=datetime.now(UTC))
    assert Delivery.objects.filter(kind="send_back").count() == 1


def test_a_question_from_below_pauses_the_clock_and_a_second_one_is_noted(city: City) -> None:
    peer = peer_below(city)
    case = given(city, peer)
    peer.say(envelope("question", case.number, "r-1", {"text": "几号灯杆？"}))
    assert read_again(case).status == Status.AWAITING_CITIZEN
    peer.say(envelope("question", case.number, "r-2", {"text": "哪一侧？"}))
    assert verbs_of(case)[-1] == "take_message"


def test_a_unit_s_road_speaks_of_nothing_but_what_the_unit_was_given(city: City) -> None:
    peer = peer_below(city, "west")
    case = given(city, peer)
    said = peer.say(outcome(case.number, "r-1"), new(key="r-2"))
    assert said.status_code == 422
    assert [each["reason"] for each in said.json()["results"]] == [
        "unknown_matter",
        "unheard_kind",
    ]
    assert verbs_of(case)[-1] == "dispatch"


def test_a_file_goes_in_pieces_and_on_from_where_it_was_cut(city: City) -> None:
    peer = peer_above(city)
    sm3 = digest(PDF).hex()
    message = new(files=[{"name": "现场.pdf", "sm3": sm3, "size": len(PDF)}])
    lacking = peer.say(message)
    assert (lacking.status_code, lacking.json()["results"][0]) == (
        409,
        {"key": "k-1", "state": "files_missing", "missing": [sm3]},
    )
    half = len(PDF) // 2
    for start, end in ((0, half), (0, half), (half, len(PDF))):
        span = {"Content-Range": f"bytes {start}-{end - 1}/{len(PDF)}"}
        state = peer.ask("PUT", f"files/{sm3}", PDF[start:end], more=span)
    assert (state.status_code, state.json()["whole"]) == (201, True)
    assert peer.say(message).json()["results"][0]["state"] == "taken"
    kept = Attachment.objects.get()
    assert (kept.name, bytes(kept.digest)) == ("现场.pdf", digest(PDF))


def test_a_file_that_is_not_what_its_digest_says_is_not_kept(city: City) -> None:
    peer = peer_above(city)
    sm3 = digest(PDF).hex()
    wrong = peer.ask("PUT", f"files/{sm3}", b"x" * 10)
    assert (wrong.status_code, wrong.json()["have"]) == (422, 0)
    gap = peer.ask("PUT", f"files/{sm3}", b"x", more={"Content-Range": "bytes 5-5/10"})
    assert (gap.status_code, gap.json()["have"]) == (409, 0)
    assert peer.ask("GET", f"files/{sm3}").status_code == 404


def test_what_was_missed_can_be_asked_for_and_is_the_same_byte_for_byte(city: City) -> None:
    peer = peer_above(city)
    peer.say(new())
    answered(Case.objects.get(), city)
    first = peer.ask("GET", "messages").content
    assert peer.ask("GET", "messages").content == first
    said = [json.loads(line) for line in first.splitlines()]
    assert [each["kind"] for each in said] == ["received", "result"]
    rest = peer.ask("GET", f"messages?after={said[0]['key']}").content
    assert rest == first.splitlines(keepends=True)[1]
    assert peer.ask("GET", "messages?after=x").status_code == 400


def test_nothing_of_a_confidential_matter_tells_who_asked(city: City) -> None:
    peer_below(city)
    case = read_again(case_at(city, Status.AWAITING_DISPATCH, name="甄示例", phone="15400000001"))
    mark_confidential(case, reason="举报。", by=None, at=datetime.now(UTC))
    dispatch(case, to=city.units["east"], by=None, at=datetime.now(UTC))
    row = Delivery.objects.select_related("case__citizen", "road", "assignment").get()
    assert json.loads(compose(row))["body"]["sender"] == {}


@pytest.mark.parametrize(("count", "budget"), [(1, 14), (3, 40)])
def test_a_new_matter_costs_a_bounded_number_of_queries(
    city: City, count: int, budget: int
) -> None:
    peer = peer_above(city)
    peer.say(new("JL-0", "k-0"))
    batch = [new(f"JL-{n}", f"k-{n}") for n in range(1, count + 1)]
    with CaptureQueriesContext(connection) as asked:
        assert peer.say(*batch).status_code == 200
    said = [each["sql"][:200] for each in asked if "SAVEPOINT" not in each["sql"]]
    assert len(said) <= budget, "\n".join(said)
