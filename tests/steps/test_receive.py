"""Receive: one arrival is one contact, its sender sealed, its original kept byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from hotline.records.models import Citizen, Contact
from hotline.records.sealing import blind_index, unseal, unseal_bytes
from hotline.rules.arrivals import Arrival
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.receive import Received, content_digest, receive
from tests.factories import City
from tests.steps.cases import BEGIN, LATER, arrival

NAME, PHONE, ACCOUNT = "测试人甲", "15400000001", "account-1"
RAW = b"\x00\xff\xfe raw \r\n" + "原文".encode("gb18030") + PHONE.encode()


def received(city: City, given: Arrival | None = None, **facts: object) -> Received:
    known = {"channel": city.channels["telephone"], "by": None, "at": LATER, **facts}
    return receive(given or arrival(), **known)


def refusal(city: City, given: Arrival, **facts: object) -> tuple[str, str]:
    """The field and sentence, after which no contact and no citizen is there."""
    with pytest.raises(Refused) as refused:
        received(city, given, **facts)
    assert (Contact.objects.count(), Citizen.objects.count()) == (0, 0)
    return refused.value.field, str(refused.value)


# --- one contact -----------------------------------------------------------------------------


def test_an_arrival_is_kept_as_it_came(city: City) -> None:
    person = city.person("call_taker")
    due = BEGIN + timedelta(days=3)
    given = arrival(title="路灯", external_number="上-1", external_due_at=due)
    made = received(city, given, by=person, campaign=city.campaigns["flood"])
    row = Contact.objects.get()
    assert (made.is_new, made.contact.pk) == (True, row.pk)
    assert (row.key, row.title, row.text, row.external_number, row.external_due_at) == (
        "key-1",
        "路灯",
        "路灯不亮。",
        "上-1",
        due,
    )
    assert (row.arrived_at, row.received_at, row.received_by) == (BEGIN, LATER, person)
    assert (row.channel, row.campaign, row.case) == (
        city.channels["telephone"],
        city.campaigns["flood"],
        None,
    )


def test_the_same_key_twice_is_one_contact(city: City) -> None:
    first, second = received(city), received(city)
    assert (first.is_new, second.is_new, second.contact.pk) == (True, False, first.contact.pk)
    assert Contact.objects.count() == 1


def test_the_same_key_of_another_channel_is_another_contact(city: City) -> None:
    received(city)
    assert received(city, channel=city.channels["province"]).is_new is True


@pytest.mark.parametrize(
    "other",
    [
        {"text": "别的内容。"},
        {"title": "别的标题"},
        {"external_number": "别的编号"},
        {"board": "别的板块"},
        {"sender_phone": "15400000002"},
    ],
)
def test_the_same_key_with_other_content_is_refused(city: City, other: dict[str, str]) -> None:
    received(city)
    with pytest.raises(Refused) as refused:
        received(city, arrival(**other))
    assert (refused.value.field, str(refused.value)) == (
        "key",
        "编号“key-1”已经收到过，但内容不同；请核对后用新的编号再报。",
    )
    assert (Contact.objects.count(), Contact.objects.get().text) == (1, "路灯不亮。")


def test_the_digest_tells_where_one_part_ends_and_the_next_begins() -> None:
    one = content_digest(arrival(title="甲", text="乙丙"))
    other = content_digest(arrival(title="甲乙", text="丙"))
    assert (one == other, len(one)) == (False, 32)


def test_who_may_not_receive_is_refused(city: City) -> None:
    with pytest.raises(NotPermitted):
        received(city, by=city.person("reviewer"))
    assert Contact.objects.count() == 0


# --- the citizen -----------------------------------------------------------------------------


def test_the_same_phone_is_the_same_citizen(city: City) -> None:
    ways = (PHONE, "+86 154-0000-0001", "１５４ ００００ ０００１", "008615400000001")
    made = [
        received(city, arrival(f"key-{number}", sender_phone=phone)).contact.citizen_id
        for number, phone in enumerate(ways)
    ]
    assert (len(set(made)), Citizen.objects.count()) == (1, 1)


def test_a_second_name_on_the_same_phone_is_a_second_citizen(city: City) -> None:
    names = ("甄示例", "贾示例", "", "贾示例", "甄示例")
    found = [
        received(city, arrival(f"key-{place}", sender_phone=PHONE, sender_name=name)).contact
        for place, name in enumerate(names)
    ]
    people = [row.citizen_id for row in found]
    assert people == [people[0], people[1], people[0], people[1], people[0]]
    assert people[0] != people[1]


def test_another_phone_is_another_citizen(city: City) -> None:
    received(city, arrival("key-1", sender_phone=PHONE))
    received(city, arrival("key-2", sender_phone="15400000002"))
    assert Citizen.objects.count() == 2


def test_an_anonymous_arrival_has_no_citizen(city: City) -> None:
    assert received(city).contact.citizen is None
    assert Citizen.objects.count() == 0


@pytest.mark.parametrize("phone", ["", "无", "0", "12345", "110"])
def test_people_without_a_number_of_their_own_are_not_one_person(city: City, phone: str) -> None:
    for number in range(2):
        received(city, arrival(f"key-{number}", sender_name="某人", sender_phone=phone))
    assert list(Citizen.objects.values_list("phone_index", flat=True)) == [None, None]


def test_a_citizen_keeps_name_phone_account_and_form_of_address(city: City) -> None:
    given = arrival(sender_name=NAME, sender_phone=PHONE, sender_account=ACCOUNT)
    received(city, given, form_of_address="女士")
    row = Citizen.objects.get()
    assert unseal("citizen", "name", row.pk, row.name_sealed) == NAME
    assert unseal("citizen", "phone", row.pk, row.phone_sealed) == PHONE
    assert (row.account, row.form_of_address, row.home_sealed) == (ACCOUNT, "女士", None)
    assert (bytes(row.phone_index), row.created_at) == (blind_index(PHONE), LATER)


def test_a_citizen_without_phone_is_kept_without_index(city: City) -> None:
    received(city, arrival(sender_name=NAME))
    row = Citizen.objects.get()
    assert (row.phone_sealed, row.phone_index) == (None, None)


# --- what is stored --------------------------------------------------------------------------


def stored_bytes(table: str) -> bytes:
    """Every binary and text of a table, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(r)::text FROM {table} r")  # noqa: S608 - a constant
        return b"\n".join(row[0].encode() for row in cursor)


def test_no_personal_data_lies_in_plain_text(city: City) -> None:
    given = arrival(sender_name=NAME, sender_phone=PHONE)
    received(city, given, raw=RAW)
    held = stored_bytes("records_citizen") + stored_bytes("records_contact")
    plain = (NAME.encode(), PHONE.encode(), RAW)
    shapes = [shape for value in plain for shape in (value, value.hex().encode())]
    assert [shape for shape in shapes if shape in held] == []
    assert given.text.encode() in held  # the search would have found it


def test_the_original_is_kept_byte_for_byte(city: City) -> None:
    row = received(city, raw=RAW).contact
    row.refresh_from_db()
    assert unseal_bytes("contact", "raw", row.pk, row.raw_sealed) == RAW


def test_an_arrival_without_original_keeps_none(city: City) -> None:
    assert received(city).contact.raw_sealed is None


def test_an_empty_original_is_not_a_missing_one(city: City) -> None:
    row = received(city, raw=b"").contact
    assert unseal_bytes("contact", "raw", row.pk, row.raw_sealed) == b""


# --- what cannot be kept ---------------------------------------------------------------------

KEY_TOLD = "请给每件来件 1 至 200 个字的编号，用来判断是否重复。"
UNSTORABLE = "里有不能保存的字符，请删去后再报。"
BAD: dict[str, tuple[dict[str, object], tuple[str, str]]] = {
    "no key": ({"key": ""}, ("key", KEY_TOLD)),
    "a long key": ({"key": "k" * 201}, ("key", KEY_TOLD)),
    "a NUL in the key": ({"key": "a\0b"}, ("key", KEY_TOLD)),
    "a NUL in the text": ({"text": "路\0灯"}, ("text", f"“诉求内容”{UNSTORABLE}")),
    "half a character": ({"text": "路\ud800灯"}, ("text", f"“诉求内容”{UNSTORABLE}")),
    "a NUL in the name": ({"sender_name": "甲\0"}, ("sender_name", f"“姓名”{UNSTORABLE}")),
    "a long title": ({"title": "题" * 501}, ("title", "“标题”超过 500 个字，请缩短。")),
    "a long text": ({"text": "字" * 100_001}, ("text", "“诉求内容”超过 100000 个字，请缩短。")),
    "a long account": (
        {"sender_account": "a" * 101},
        ("sender_account", "“平台账号”超过 100 个字，请缩短。"),
    ),
    "a time to come": (
        {"arrived_at": LATER + timedelta(minutes=11)},
        ("arrived_at", "来件时间没有时区或晚于现在，请核对。"),
    ),
    "a time without zone": (
        {"arrived_at": datetime(2022, 4, 6, 9)},  # noqa: DTZ001 - that is the point
        ("arrived_at", "来件时间没有时区或晚于现在，请核对。"),
    ),
}


@pytest.mark.parametrize(("facts", "told"), BAD.values(), ids=BAD)
def test_what_cannot_be_kept_is_refused(
    city: City, facts: dict[str, object], told: tuple[str, str]
) -> None:
    assert refusal(city, arrival(**{"key": "key-1", **facts})) == told


def test_a_long_form_of_address_is_refused(city: City) -> None:
    assert refusal(city, arrival(sender_name=NAME), form_of_address="尊" * 11) == (
        "form_of_address",
        "称谓超过 10 个字，请缩短。",
    )


def test_everything_that_may_be_long_can_be_kept(city: City) -> None:
    longest = {"key": "k" * 200, "title": "题" * 500, "text": "字" * 100_000, "place": "地" * 500}
    people = {"sender_name": "名" * 100, "sender_phone": "1" * 50, "sender_account": "a" * 100}
    assert received(city, arrival(**longest, **people)).is_new is True


def test_a_clock_ten_minutes_fast_passes(city: City) -> None:
    fast = (LATER + timedelta(minutes=10)).astimezone(UTC)
    assert received(city, arrival(arrived_at=fast)).is_new is True
