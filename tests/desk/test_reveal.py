"""Looking at a citizen's personal data: asked for a reason, kept, shown once."""

from __future__ import annotations

import pytest
from django.test import Client

from hotline.records.models import Case, Citizen, Reveal
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import form_to, press, read

PHONE = "13900001234"


@pytest.fixture
def case(city: City) -> Case:
    """A case of a citizen with name and phone, waiting for its callback."""
    return case_at(city, Status.AWAITING_CALLBACK, name="刘某某", phone=PHONE)


@pytest.fixture
def agent(city: City, sign_in: SignIn) -> Client:
    """A callback agent's browser."""
    return sign_in(city.person("callback_agent"))


def _look(client: Client, case: Case, *, htmx: bool = False, **facts: str) -> tuple[int, str]:
    """The status and the answer to one look."""
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(f"/desk/cases/{case.number}/reveal", facts, headers=headers)
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("field", "value"), [("phone", PHONE), ("name", "刘某某")])
def test_a_permitted_look_shows_the_value_and_is_kept(
    city: City, case: Case, agent: Client, field: str, value: str
) -> None:
    status, answer = _look(agent, case, field=field, reason="回访核实")
    look = Reveal.objects.get()
    assert (status, value in answer) == (200, True)
    assert (look.case, look.citizen, look.by, look.field, look.reason) == (
        case,
        case.citizen,
        city.person("callback_agent"),
        field,
        "回访核实",
    )


def test_the_value_is_gone_when_the_page_is_opened_again(case: Case, agent: Client) -> None:
    _look(agent, case, field="phone", reason="回访")
    assert PHONE not in agent.get(f"/desk/cases/{case.number}").content.decode()


def test_htmx_gets_the_box_alone(case: Case, agent: Client) -> None:
    status, answer = _look(agent, case, htmx=True, field="phone", reason="回访")
    box = read(answer)
    assert (status, box.has("html"), box.has("div", id="reveal-box")) == (200, False, True)
    assert box.one("p", class_="revealed").text.replace(" ", "") == f"电话{PHONE}拨打"
    assert "csrfmiddlewaretoken" in form_to(box, "/reveal").sends()


def test_without_scripts_the_whole_page_comes_with_the_value(case: Case, agent: Client) -> None:
    page = read(agent.get(f"/desk/cases/{case.number}"))
    answer = press(agent, page, "/reveal", reason="回访")
    shown = read(answer)
    assert answer.status_code == 200
    assert PHONE in shown.one("p", class_="revealed").text
    assert shown.one("h1").text == case.title


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"field": "phone", "reason": ""}, "请填写查看理由"),
        ({"field": "phone", "reason": " x "}, "请填写查看理由"),
        ({"field": "phone", "reason": "长" * 301}, "最多 300 个字"),
        ({"field": "phone", "reason": "a\0bc"}, "里有看不见的空字符；请删去"),
        ({"field": "", "reason": "回访"}, "请选择要查看的信息"),
        ({"field": "phone_index", "reason": "回访"}, "请从列表中选择“查看内容”"),
        ({}, "请选择要查看的信息"),
    ],
)
def test_a_look_without_reason_or_field_is_refused_and_kept_typed(
    case: Case, agent: Client, facts: dict[str, str], said: str, htmx: bool
) -> None:
    status, answer = _look(agent, case, htmx=htmx, **facts)
    page = read(answer)
    assert (status, Reveal.objects.count(), PHONE in answer) == (422, 0, False)
    assert said in page.one("div", class_="form-errors").text
    assert form_to(page, "/reveal").sends()["reason"] == facts.get("reason", "")


@pytest.mark.parametrize("role", ["call_taker", "dispatcher", "reviewer", "supervisor"])
def test_who_may_not_look_has_no_form_and_is_refused(
    city: City, case: Case, sign_in: SignIn, role: str
) -> None:
    client = sign_in(city.person(role))
    page = read(client.get(f"/desk/cases/{case.number}"))
    status, answer = _look(client, case, field="phone", reason="好奇")
    assert not [f for f in page.all("form") if f.attrs["action"].endswith("/reveal")]
    assert (status, Reveal.objects.count(), PHONE in answer) == (403, 0, False)
    assert "您的岗位没有“查看个人信息”的权限" in answer


def test_a_fact_that_was_never_given_is_said_to_be_missing(case: Case, agent: Client) -> None:
    status, answer = _look(agent, case, field="home", reason="核实地址")
    assert (status, "（未登记）" in answer, Reveal.objects.count()) == (200, True, 1)


def test_an_anonymous_case_has_nothing_to_look_at(city: City, agent: Client) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    page = read(agent.get(f"/desk/cases/{case.number}"))
    assert not page.has("div", id="reveal-box")
    status, answer = _look(agent, case, field="phone", reason="回访")
    assert (status, "没有诉求人信息（匿名）" in answer) == (422, True)


def test_a_seal_that_does_not_open_is_explained(case: Case, agent: Client) -> None:
    Citizen.objects.update(phone_sealed=b"\x01" + b"0" * 60)
    status, answer = _look(agent, case, field="phone", reason="回访")
    assert (status, "请联系系统管理员核对密钥文件" in answer) == (422, True)


def test_markup_in_a_name_is_only_text(city: City, agent: Client) -> None:
    evil = "<script>alert(1)</script>"
    case = case_at(city, Status.AWAITING_CALLBACK, name=evil, phone=PHONE)
    _, answer = _look(agent, case, htmx=True, field="name", reason="回访")
    box = read(answer)
    assert box.one("strong").text == evil
    assert not box.has("script")


def test_a_unit_may_look_at_its_own_case_only(city: City, case: Case, sign_in: SignIn) -> None:
    own = sign_in(city.person("unit_clerk", "east"))
    other = sign_in(city.person("unit_clerk", "west"))
    assert _look(own, case, field="phone", reason="联系诉求人")[0] == 200
    answer = other.post(
        f"/desk/cases/{case.number}/reveal", {"field": "phone", "reason": "联系诉求人"}
    )
    assert (answer.status_code, Reveal.objects.count()) == (404, 1)
