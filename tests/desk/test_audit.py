"""The journals of the whole office: who reads them, what they tell, and what they never tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.desk import audit as page_of_audit
from hotline.records.models import Case, StaffEntry
from hotline.records.queries.audit import Asked, Entry, entries
from hotline.records.scope import only_journals
from hotline.rules.life import Status
from hotline.steps.draft import begin
from hotline.steps.exporting.journal_lines import VERB_NAMES
from tests.desk.audited import AT, FILE, PAGE, SECRETS, asked, auditor, case, keep, lines
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_role, make_staff
from tests.reading import read
from tests.records.month import make_form

__all__ = ["auditor", "case"]
BUDGET = 6
HOSTILE = ("前\0后", "=1+1<script>alert(1)</script>", "%s{{ 7*7 }}", "长" * 5_000, "9" * 5_000)


# --- who reads ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permits", "status"),
    [
        (["see_journal"], 200),
        (["see_journal", "see_figures"], 200),
        (["see_journal", "see_all_cases"], 403),
        (["see_journal", "see_unit_cases"], 403),
        (["see_all_cases"], 403),
        (["manage_staff"], 403),
        ([], 403),
    ],
)
def test_the_journals_are_for_who_audits_and_sees_no_case(
    city: City, sign_in: SignIn, permits: list[str], status: int
) -> None:
    person = make_staff("x", roles=[make_role("x", "某岗", permits)], unit=city.units["east"])
    client = sign_in(person)
    assert (client.get(PAGE).status_code, client.post(FILE).status_code) == (status, status)
    led = [link.attrs["href"] for link in read(client.get("/desk/")).all("a")].count(PAGE)
    assert led == (2 if status == 200 else 0)


def test_the_page_shows_no_word_of_a_case_and_leads_to_none(auditor: Client, case: Case) -> None:
    answer = auditor.get(PAGE)
    text = answer.content.decode()
    assert case.number in text
    assert [word for word in SECRETS if word in text] == []
    links = [link.attrs["href"] for link in read(answer).all("a")]
    assert [link for link in links if "/cases" in link] == []
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT text FROM records_case",
        "SELECT status FROM records_case",
        "SELECT note FROM records_journalentry",
        "SELECT details FROM records_journalentry",
        "SELECT note FROM records_bulletinentry",
        "SELECT password FROM records_staff",
        "SELECT post_data FROM axes_accessattempt",
        "SELECT ip_address FROM axes_accessfailurelog",
        "SELECT count(*) FROM records_citizen",
        "UPDATE records_case SET number = ''",
        "DELETE FROM records_staffentry",
    ],
)
def test_the_database_itself_shows_an_auditor_nothing_else(case: Case, query: str) -> None:
    with (
        only_journals(),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(query)


# --- what is told ---------------------------------------------------------------------------------


def test_moves_tell_number_verb_status_and_person(auditor: Client, case: Case) -> None:
    moves = asked(auditor, what="moves")
    assert [row[1] for row in moves] == [
        *("办结", "回访", "审核通过", "反馈", "签收", "派单", "受理", "登记"),
    ]
    assert moves[0] == [
        "工单流转",
        "办结",
        "陈一诺（callback_agent）",
        case.number,
        "已办结",
    ]


def test_a_look_tells_field_and_reason_without_a_number_in_it(auditor: Client, case: Case) -> None:
    (row,) = asked(auditor, what="reveals")
    assert row == ["查看个人信息", "电话", row[2], case.number, "理由：回访 154****1111"]
    assert asked(auditor, what="reveals.name") == []


def test_an_account_tells_what_changed(city: City, auditor: Client, sign_in: SignIn) -> None:
    client, person = sign_in(city.person("security_admin", name="安然")), city.person("reviewer")
    facts = {"name": person.name, "department": "", "roles": ["reviewer", "call_taker"]}
    assert client.post(f"/desk/staff/{person.pk}", facts).status_code == 302
    client.post(f"/desk/staff/{person.pk}/deactivate")
    ended, changed, signed_in, _own = asked(auditor, what="staff")
    who, whom = "安然（security_admin）", "员reviewer（reviewer）"
    told = "岗位：审核员 → 话务员、审核员"
    assert changed == ["账号和登录", "更改账号", who, whom, told]
    assert ended == ["账号和登录", "停用账号", who, whom, "在用：是 → 否"]
    assert signed_in == ["账号和登录", "登录", who, "—", "—"]


def test_a_failed_sign_in_names_an_account_and_never_what_else_was_typed(
    city: City, auditor: Client
) -> None:
    city.person("call_taker", name="林晓禾")
    for username in ("call_taker", "my-password-in-the-wrong-box"):
        Client().post("/login", {"username": username, "password": "wrong"})
    assert asked(auditor, what="failures") == [
        ["登录失败", "密码错误", "—", "（没有这个账号）", "—"],
        ["登录失败", "密码错误", "—", "林晓禾（call_taker）", "—"],
    ]


def test_a_lock_is_told_and_a_later_success_takes_no_failure_away(
    city: City, auditor: Client
) -> None:
    person = city.person("call_taker")
    person.set_password("water-lamp-orchard-9")
    person.save()
    sent = {"username": "call_taker", "password": "wrong"}
    for _ in range(2):
        Client().post("/login", sent)
    Client().post("/login", {**sent, "password": "water-lamp-orchard-9"})
    assert [row[1] for row in asked(auditor, what="failures")] == ["密码错误"] * 2
    for _ in range(5):
        Client().post("/login", sent)
    told = [row[1] for row in asked(auditor, what="failures")]
    assert (len(told), told.count("密码错误，暂停登录")) == (7, 1)
    assert len(asked(auditor, what="failures.true")) == 1


def test_a_bulletin_tells_its_month(city: City, auditor: Client) -> None:
    make_form(city)
    begin("2022-03", by=None, at=AT)
    assert asked(auditor, what="bulletins") == [["通报", "开始编写", "系统", "2022-03", "—"]]


# --- filters, pages ---------------------------------------------------------------------------


def test_filters_narrow_by_person_verb_day_and_case(
    city: City, auditor: Client, case: Case
) -> None:
    other = case_at(city, Status.REGISTERED, at=AT + timedelta(days=1))
    assert len(asked(auditor, number=case.number)) == 9
    assert len(asked(auditor, number=case.number.lower())) == 9
    assert {row[3] for row in asked(auditor, what="moves.register")} == {case.number, other.number}
    assert [row[3] for row in asked(auditor, what="moves", first="2026-03-03")] == [other.number]
    assert len(asked(auditor, what="moves", last="2026-03-02")) == 8
    assert len(asked(auditor, what="moves", first="2026-03-02", last="2026-03-02")) == 8
    by_name, by_account = (asked(auditor, person=x) for x in ("陈一诺", "callback_agent"))
    assert (by_name, len(by_name)) == (by_account, 3)
    assert asked(auditor, person="没有此人") == []
    assert asked(auditor, person="陈一诺", what="moves.register") == []


def test_a_day_is_the_office_s_own(city: City, auditor: Client) -> None:
    keep(1, at=datetime(2026, 3, 1, 16, 0, tzinfo=UTC))  # midnight between the 1st and the 2nd
    assert len(asked(auditor, first="2026-03-02", last="2026-03-02")) == 1
    assert asked(auditor, first="2026-03-01", last="2026-03-01") == []


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"what": "moves.fly"}, "事项", "请从列表中选择"),
        ({"what": "passwords"}, "事项", "请从列表中选择"),
        ({"first": "明天"}, "自", "不是有效的日期"),
        ({"first": "9999-12-31"}, "自", "不是有效的日期"),
        ({"first": "2026-03-02", "last": "2026-03-01"}, "至", "不能早于"),
        ({"person": "前\0后"}, "人员", "空字符"),
        ({"number": "长" * 31}, "工单号", "最多 30 个字"),
    ],
)
def test_a_filter_that_cannot_be_is_told_and_shows_nothing(
    auditor: Client, case: Case, query: dict[str, str], field: str, said: str
) -> None:
    for answer in (auditor.get(PAGE, query), auditor.post(FILE, query)):
        told = read(answer).one("div", role="alert").text
        assert (answer.status_code, field in told, said in told) == (422, True, True)
        assert lines(answer) == []
    assert StaffEntry.objects.filter(verb="export").count() == 0


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_break_nothing(auditor: Client, words: str) -> None:
    for name in ("what", "person", "number", "first", "last", "before"):
        answer = auditor.get(PAGE, {name: words})
        assert answer.status_code in (200, 404, 422), name
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "mark",
    [
        "x",
        "2026-03-02T02:00:00+00:00~staff",
        "2026-03-02T02:00:00~staff~1",
        "2026-03-02T02:00:00+00:00~passwords~1",
        "2026-03-02T02:00:00+00:00~staff~-1",
        "2026-03-02T02:00:00+00:00~staff~9223372036854775808",
        "0001-01-01T00:00:00+14:00~staff~1",
        f"2026-03-02T02:00:00+00:00~staff~{'9' * 5000}",
    ],
)
def test_a_mark_that_we_did_not_make_leads_nowhere(auditor: Client, mark: str) -> None:
    assert auditor.get(PAGE, {"before": mark}).status_code == 404


def walked(client: Client, **query: str) -> list[list[str]]:
    """All pages one after the other, as somebody goes through them."""
    answer, told = client.get(PAGE, query), []
    for _ in range(20):
        told += lines(answer)
        older = [link for link in read(answer).all("a") if link.attrs.get("rel") == "next"]
        if not older:
            return told
        answer = client.get(f"{PAGE}{older[0].attrs['href']}")
    raise AssertionError(len(told))


@pytest.mark.parametrize("step", [timedelta(), timedelta(seconds=7)], ids=["at once", "apart"])
def test_the_pages_hold_every_entry_once_also_those_of_one_moment(
    city: City, auditor: Client, case: Case, monkeypatch: pytest.MonkeyPatch, step: timedelta
) -> None:
    keep(40, step=step)
    make_form(city)
    begin("2022-03", by=None, at=AT)
    everything = entries(Asked(), limit=1_000)
    expected = [[cell or "—" for cell in told(entry)] for entry in everything]
    monkeypatch.setattr(page_of_audit, "PAGE_SIZE", 7)
    assert (walked(auditor), len(expected)) == (expected, 8 + 1 + 40 + 1 + 1)


def told(entry: Entry) -> list[str]:
    line = page_of_audit.line_of(entry)
    return [line.journal, line.verb, line.who, line.about, line.told]


def test_the_order_is_by_moment_and_what_comes_in_meanwhile_shifts_no_page(
    city: City, auditor: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = entries(Asked(), limit=1_000)
    assert [entry.place for entry in found] == sorted((e.place for e in found), reverse=True)
    monkeypatch.setattr(page_of_audit, "PAGE_SIZE", 4)
    first = auditor.get(PAGE)
    (older,) = (link for link in read(first).all("a") if link.attrs.get("rel") == "next")
    keep(9, at=datetime.now(UTC))
    assert lines(auditor.get(f"{PAGE}{older.attrs['href']}")) == [
        [cell or "—" for cell in told(entry)] for entry in found[4:8]
    ]


@pytest.mark.parametrize("query", [{}, {"person": "陈一诺", "first": "2026-03-01"}])
def test_a_page_asks_at_most_six_times(auditor: Client, case: Case, query: dict[str, str]) -> None:
    keep(60)
    auditor.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        assert auditor.get(PAGE, query).status_code == 200
    assert len(queries) <= BUDGET, [each["sql"] for each in queries]


def test_every_verb_of_every_journal_can_be_asked_for(auditor: Client) -> None:
    options = [node.attrs["value"] for node in read(auditor.get(PAGE)).all("option")]
    wanted = {f"{journal}.{verb}" for journal, verbs in VERB_NAMES.items() for verb in verbs}
    assert set(options) == {"", *VERB_NAMES, *wanted}
    for value in sorted(wanted):
        assert auditor.get(PAGE, {"what": value}).status_code == 200
