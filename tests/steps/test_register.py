"""Register: a contact becomes a case with a number, a receipt, and a first entry."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from hotline.records.models import Campaign, Case, Contact, TopicTree
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.receive import receive
from hotline.steps.register import case_number, register
from tests.factories import City, make_topics
from tests.steps.cases import LATER, arrival, china, journal

RECEIPT = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")


def contact(city: City, **facts: object) -> Contact:
    given = arrival(**facts)
    return receive(given, channel=city.channels["telephone"], by=None, at=given.arrived_at).contact


def refusal(made: Contact, **facts: object) -> tuple[str, str]:
    """The field and sentence, after which there is no case."""
    with pytest.raises(Refused) as refused:
        register(made, **{"by": None, "at": LATER, **facts})
    made.refresh_from_db()
    assert (Case.objects.count(), made.case) == (0, None)
    return refused.value.field, str(refused.value)


def test_a_case_takes_over_what_arrived(city: City) -> None:
    made = contact(city, title="路灯", external_number="上-1", sender_phone="15400000001")
    case = register(made, by=city.person("call_taker"), at=LATER)
    case.refresh_from_db()
    assert (case.title, case.text, case.external_number) == ("路灯", "路灯不亮。", "上-1")
    assert (case.channel, case.citizen, case.registered_at) == (
        city.channels["telephone"],
        made.citizen,
        LATER,
    )
    assert (case.accepted_at, case.closed_at, case.due_at, case.lead) == (None, None, None, None)
    assert (case.status, case.version, case.urgency) == ("registered", 1, "ordinary")
    assert journal(case) == [(1, "register", "registered")]


def test_a_case_takes_what_the_call_taker_says(city: City) -> None:
    facts = {
        "kind": city.kinds["help"],
        "topic": city.topics["010214"],
        "campaign": city.campaigns["flood"],
        "urgency": "urgent",
    }
    case = register(
        contact(city), by=None, at=LATER, title=" 新\n标题 ", text=" 正文 ", place=" 某街 ", **facts
    )
    case.refresh_from_db()
    assert (case.title, case.text, case.place) == ("新 标题", "正文", "某街")
    assert {name: getattr(case, name) for name in facts} == facts


def test_the_contact_points_to_its_case(city: City) -> None:
    made = contact(city)
    case = register(made, by=None, at=LATER)
    stored = Contact.objects.get()
    assert (stored.case, stored.outcome, made.case) == (case, "case", case)


def test_a_title_is_made_of_the_texts_first_words(city: City) -> None:
    case = register(contact(city, text="一二三四五\n" * 10), by=None, at=LATER)
    assert case.title == "一二三四五 一二三四五 一二三四五 一二三四五 一二三四五"


def test_a_long_title_is_cut(city: City) -> None:
    assert len(register(contact(city), by=None, at=LATER, title="题" * 600).title) == 500


def test_the_number_has_the_day_of_china_and_the_next_of_the_sequence(city: City) -> None:
    late = datetime(2022, 4, 6, 16, 30, tzinfo=UTC)  # the 7th in China
    first, second = case_number(late), case_number(late)
    assert (first[:11], int(second[11:]) - int(first[11:])) == ("YT20220407-", 1)


def test_the_receipt_says_nothing_of_order(city: City) -> None:
    cases = [
        register(contact(city, key=f"key-{number}"), by=None, at=LATER) for number in range(20)
    ]
    receipts = [case.receipt for case in cases]
    assert [RECEIPT.fullmatch(receipt) is not None for receipt in receipts] == [True] * 20
    assert (len(set(receipts)), receipts == sorted(receipts)) == (20, False)


def test_who_may_not_register_is_refused(city: City) -> None:
    made = contact(city)
    with pytest.raises(NotPermitted):
        register(made, by=city.person("unit_clerk", "east"), at=LATER)
    assert (Case.objects.count(), made.case_id) == (0, None)


def test_a_contact_is_registered_once(city: City) -> None:
    made = contact(city)
    register(made, by=None, at=LATER)
    with pytest.raises(Refused) as refused:
        register(made, by=None, at=LATER)
    assert (refused.value.field, str(refused.value)) == (
        "contact",
        "这条来件已经登记为工单，请刷新后再看。",
    )
    assert Case.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_matter_without_words_is_refused(city: City, text: str) -> None:
    assert refusal(contact(city, text=text)) == ("text", "请填写诉求内容。")


def test_an_unknown_urgency_is_refused(city: City) -> None:
    assert refusal(contact(city), urgency="asap") == (
        "urgency",
        "请选择紧急程度：一般、紧急或特急。",
    )


def test_a_long_place_is_refused(city: City) -> None:
    assert refusal(contact(city), place="地" * 501) == ("place", "事发地点超过 500 个字，请缩短。")


def test_a_topic_of_an_ended_tree_is_refused(city: City) -> None:
    old = make_topics("2010", [("99", "旧类", "", [])])["99"]
    TopicTree.objects.filter(code="2010").update(valid_to=date(2022, 4, 5))
    old.tree.refresh_from_db()
    assert refusal(contact(city), topic=old) == (
        "topic",
        "“旧类”不在 2022-04-06 使用的问题分类中，请重新选择。",
    )


def test_a_topic_of_a_tree_to_come_is_refused(city: City) -> None:
    new = make_topics("2030", [("99", "新类", "", [])])["99"]
    new.tree.valid_from = date(2022, 4, 7)
    assert refusal(contact(city), topic=new)[0] == "topic"


@pytest.mark.parametrize(
    ("arrived", "runs"),
    [
        ("2022-04-06T23:59", False),
        ("2022-04-07T00:01", True),
        ("2022-04-08T23:59", True),
        ("2022-04-09T00:01", False),
    ],
)
def test_a_campaign_holds_for_what_arrived_on_its_days(
    city: City, arrived: str, runs: bool
) -> None:
    days = {"starts_on": date(2022, 4, 7), "ends_on": date(2022, 4, 8)}
    campaign = Campaign.objects.create(code="dogs", name="犬类", **days)
    made = contact(city, arrived_at=china(arrived))
    if runs:
        # Registered much later, as an old message is when it is imported.
        assert register(made, by=None, at=china("2023-01-01"), campaign=campaign).pk is not None
    else:
        assert refusal(made, campaign=campaign) == (
            "campaign",
            f"专题“犬类”在 {arrived[:10]} 没有开展，请重新选择或不选。",
        )


def test_the_day_of_a_campaign_is_that_of_china(city: City) -> None:
    campaign = Campaign.objects.create(code="dogs", name="犬类", starts_on=date(2022, 4, 7))
    made = contact(city, arrived_at=china("2022-04-07T00:30").astimezone(UTC))
    assert register(made, by=None, at=made.arrived_at, campaign=campaign).campaign == campaign
