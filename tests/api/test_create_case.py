"""POST /cases: a program's request becomes one case, whatever it sends and however often."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from hotline.records.models import Case, Citizen, Contact, JournalEntry
from hotline.records.sealing import unseal, unseal_bytes
from tests.api.program import Program, case, told
from tests.factories import City

pytestmark = pytest.mark.django_db
CLASSIFIED = {"kind": "complaint", "topic": "010214"}


def test_a_case_is_registered_and_waits(intake: Program) -> None:
    answer = intake.post(case())
    stored = Case.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "number": stored.number,
        "receipt": stored.receipt,
        "status": "registered",
        "status_name": "已登记",
        "registered_at": answer.json()["registered_at"],
    }
    assert datetime.fromisoformat(answer.json()["registered_at"]) == _to_milliseconds(stored)
    assert urlsplit(answer["Location"]).path == f"/api/v1/cases/{stored.number}"


def _to_milliseconds(stored: Case) -> datetime:
    moment = stored.registered_at
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def test_everything_that_was_sent_is_kept(city: City, intake: Program) -> None:
    sent = case(
        **CLASSIFIED,
        place="汀东区青禾路 2 号",
        campaign="flood",
        urgency="urgent",
        arrived_at="2022-04-06T08:05:00+08:00",
        external_number="省-42",
        external_due_at="2022-04-20T17:00:00+08:00",
        sender={"name": "艾思远", "phone": "13900000000", "form_of_address": "女士"},
        accept=True,
    )
    assert intake.post(sent).status_code == 201
    stored = Case.objects.select_related("kind", "topic", "campaign", "channel").get()
    contact = Contact.objects.get()
    citizen = Citizen.objects.get()
    assert (stored.status, stored.kind.code, stored.topic.code, stored.campaign.code) == (
        "awaiting_dispatch", "complaint", "010214", "flood",
    )  # fmt: skip
    assert (stored.place, stored.urgency, stored.external_number) == (
        sent["place"], "urgent", "省-42",
    )  # fmt: skip
    assert contact.arrived_at == datetime(2022, 4, 6, 0, 5, tzinfo=UTC)
    assert contact.external_due_at == datetime(2022, 4, 20, 9, 0, tzinfo=UTC)
    assert unseal("citizen", "phone", citizen.pk, citizen.phone_sealed) == "13900000000"
    assert unseal("citizen", "name", citizen.pk, citizen.name_sealed) == "艾思远"
    assert citizen.form_of_address == "女士"
    raw = unseal_bytes("contact", "raw", contact.pk, contact.raw_sealed)
    assert raw == json.dumps(sent).encode()


def test_the_journal_says_as_whom_the_program_acted(city: City, intake: Program) -> None:
    intake.post(case(**CLASSIFIED, accept=True))
    entries = JournalEntry.objects.order_by("seq").values_list("verb", "by__username")
    assert list(entries) == [("register", "call_taker"), ("accept", "call_taker")]


def test_an_answer_closes_the_case_at_once(intake: Program) -> None:
    answer = intake.post(case(**CLASSIFIED, answer="路灯已于今晨修好。"))
    assert (answer.status_code, answer.json()["status"]) == (201, "closed")
    assert Case.objects.get().answer == "路灯已于今晨修好。"


def test_the_key_may_stand_in_the_header(intake: Program) -> None:
    for header in ("a-1", '"a-1"'):
        body = case()
        del body["key"]
        assert intake.post(body, Idempotency_Key=header).status_code in (200, 201)
    assert list(Contact.objects.values_list("key", flat=True)) == ["a-1"]


def test_the_same_key_again_is_the_same_case(intake: Program) -> None:
    first, second = intake.post(case()), intake.post(case())
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), JournalEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize("change", [{"text": "另一件事"}, {"title": "另一个标题"}])
def test_the_same_key_with_other_content_is_a_conflict(
    intake: Program, change: dict[str, str]
) -> None:
    intake.post(case())
    status, field, detail = told(intake.post(case(**change)))
    assert (status, field) == (409, "key")
    assert "T-1" in detail
    assert Case.objects.count() == 1


def test_the_same_key_for_another_callers_phone_is_a_conflict(intake: Program) -> None:
    assert intake.post(case(sender={"phone": "13900000001"})).status_code == 201
    assert told(intake.post(case(sender={"phone": "13900000002"})))[:2] == (409, "key")
    assert intake.post(case(sender={"phone": "139 0000 0001"})).status_code == 200


def test_the_same_key_on_another_channel_is_another_case(intake: Program) -> None:
    assert intake.post(case()).status_code == 201
    assert intake.post(case(channel="mayor_mailbox")).status_code == 201


@pytest.mark.parametrize(
    ("change", "field", "detail"),
    [
        ({"channel": "nowhere"}, "channel", "没有这个渠道代码，请核对。"),
        ({"channel": "old_line"}, "channel", "渠道“旧热线”已停用。"),
        ({"kind": "nothing"}, "kind", "没有这个诉求类型代码，请核对。"),
        ({"topic": "99"}, "topic", "现行分类中没有这个问题分类代码，请核对。"),
        ({"campaign": "epidemic"}, "campaign", "没有这个专题代码，或专题不在有效期内，请核对。"),
        ({"accept": True}, "kind", "请先选择诉求类型，再办理下一步。"),
        ({"text": "  \n "}, "text", "“text”不能为空。"),
        ({"text": 5}, "text", "“text”应为文字。"),
        ({"text": "长" * 100_001}, "text", "“text”超过 100000 个字，请缩短。"),
        ({"title": "长" * 501}, "title", "“title”超过 500 个字，请缩短。"),
        ({"key": ""}, "key", "缺少来件编号：请填写“key”或 Idempotency-Key 头。"),
        ({"key": "长" * 201}, "key", "“key”超过 200 个字，请缩短。"),
        ({"accept": "maybe"}, "accept", "“accept”应为 true 或 false。"),
        ({"sender": "艾思远"}, "sender", "“sender”应为对象。"),
        ({"sender": {"fone": "1"}}, "sender.fone", "“sender.fone”没有这一项，请核对名称。"),
        ({"titel": "x"}, "titel", "“titel”没有这一项，请核对名称。"),
        (
            {"urgency": "now"},
            "urgency",
            "“urgency”只能是 'ordinary', 'urgent' or 'critical' 之一。",
        ),
        (
            {"arrived_at": "2022-04-06 08:05"},
            "arrived_at",
            "“arrived_at”应为带时区的时间，例如 2022-04-06T08:05:00+08:00。",
        ),
        (
            {"arrived_at": "1022-04-06T08:05:00Z"},
            "arrived_at",
            "年份应在 1990 至 2100 之间，请核对。",
        ),
        ({"text": "路灯\0不亮"}, "text", "“text”含有空字符（NUL），请删去。"),
        ({"text": "路灯\ud83d不亮"}, "text", "“text”含有残缺的字符（半个代理码），请删去。"),
        ({"key": "a\ud83d"}, "key", "“key”含有残缺的字符（半个代理码），请删去。"),
        ({"channel": "a\0"}, "channel", "“channel”含有空字符（NUL），请删去。"),
        (
            {"sender": {"name": "\udfff"}},
            "sender.name",
            "“sender.name”含有残缺的字符（半个代理码），请删去。",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    intake: Program, change: dict[str, Any], field: str, detail: str
) -> None:
    assert told(intake.post(case(**change))) == (422, field, detail)
    assert (Case.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_field_whose_name_is_no_text_is_refused(intake: Program) -> None:
    assert told(intake.post(case(**{"x\ud83d\0": "1"})))[0] == 422


def test_several_slips_are_told_at_once(intake: Program) -> None:
    answer = intake.post({"title": 5, "urgency": "ordinary"})
    fields = [each["field"] for each in answer.json()["errors"]]
    assert (answer.status_code, fields) == (422, ["channel", "title", "text"])


def test_a_time_that_has_not_come_is_refused(intake: Program) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert told(intake.post(case(arrived_at=tomorrow)))[:2] == (422, "arrived_at")


def test_two_different_keys_in_one_request_are_refused(intake: Program) -> None:
    assert told(intake.post(case(key="a"), Idempotency_Key="b"))[:2] == (422, "key")


def test_a_key_in_the_header_is_plain(intake: Program) -> None:
    status, field, _ = told(intake.post(case(key=""), Idempotency_Key="a b"))
    assert (status, field) == (422, "Idempotency-Key")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"text": NaN}',
        json.dumps(case(), ensure_ascii=False).encode("gb18030"),
        json.dumps(case(), ensure_ascii=False).encode("utf-16"),
        '{"text": "\ud83d"}'.encode("utf-8", "surrogatepass"),
        b'{"text": ' + b"9" * 5000 + b"}",
    ],
    ids=["empty", "cut off", "nested", "NaN", "GB18030", "UTF-16", "CESU-8", "long number"],
)
def test_a_body_that_is_no_json_is_refused(intake: Program, body: bytes) -> None:
    status, _, detail = told(intake.post(body))
    assert status in (400, 422)
    assert detail


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"5"])
def test_json_that_is_no_object_is_refused(intake: Program, body: bytes) -> None:
    assert told(intake.post(body))[0] == 422


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 3 * 1024 * 1024])
def test_a_body_over_1_mb_is_refused(intake: Program, size: int) -> None:
    body = json.dumps(case(text="x" * size)).encode()
    status, _, detail = told(intake.post(body))
    assert (status, detail) == (413, "请求内容超过 1 MB，请缩短内容，附件另行提交。")


def test_formulas_and_markup_are_kept_as_they_are(intake: Program) -> None:
    words = "=1+1 <script>alert(1)</script> '; DROP TABLE records_case; --"
    assert intake.post(case(text=words)).status_code == 201
    assert Case.objects.get().text == words
