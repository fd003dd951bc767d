"""Every page: nothing inline, every field named, every reference leading somewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hotline.records.models import Suspicion
from hotline.rules.life import Status
from hotline.steps.duty.escalate import escalate
from hotline.steps.find_suspicions import search_nightly
from hotline.steps.reply import reply
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import Node, label_of, read
from tests.steps.dispatch_rules import keeper, written

Visit = Callable[[City, SignIn], HttpResponse]
CONTROLS = ("input", "select", "textarea")


def _page(role: str, address: str, unit: str = "") -> Visit:
    return lambda city, sign_in: sign_in(city.person(role, unit)).get(address)


def _case(role: str, status: Status, unit: str = "") -> Visit:
    def visit(city: City, sign_in: SignIn) -> HttpResponse:
        case = case_at(city, status, name="刘某", phone="13900001111")
        return sign_in(city.person(role, unit)).get(f"/desk/cases/{case.number}")

    return visit


def _refused(role: str, status: Status, verb: str) -> Visit:
    def visit(city: City, sign_in: SignIn) -> HttpResponse:
        case = case_at(city, status, name="刘某", phone="13900001111")
        unit = "east" if role == "unit_clerk" else ""
        client = sign_in(city.person(role, unit))
        return client.post(f"/desk/cases/{case.number}/{verb}", {"seen": case.version})

    return visit


def _posted(role: str, address: str) -> Visit:
    return lambda city, sign_in: sign_in(city.person(role)).post(address)


def _own_account(verb: str) -> Visit:
    def visit(city: City, sign_in: SignIn) -> HttpResponse:
        admin = city.person("security_admin")
        path = f"/desk/staff/{admin.pk}{verb}".removesuffix("/")
        client = sign_in(admin)
        return client.get(path) if verb == "/" else client.post(path)

    return visit


VISITS: dict[str, Visit] = {
    "login": lambda city, sign_in: Client().get("/login"),
    "login refused": lambda city, sign_in: Client().post("/login", {"username": "a"}),
    "home": _page("dispatcher", "/desk/"),
    "home of an administrator": _page("security_admin", "/desk/"),
    "list": _page("dispatcher", "/desk/cases"),
    "list of a queue": _page("dispatcher", "/desk/cases?queue=dispatch&q=x&overdue=1"),
    "new case": _page("call_taker", "/desk/cases/new"),
    "new case refused": lambda city, sign_in: sign_in(city.person("call_taker")).post(
        "/desk/cases/new", {"channel": "none", "kind": "none", "external_due_at": "x"}
    ),
    "registered": _case("call_taker", Status.REGISTERED),
    "to dispatch": _case("dispatcher", Status.AWAITING_DISPATCH),
    "to sign": _case("unit_clerk", Status.AWAITING_SIGNATURE, "east"),
    "to reply": _case("unit_clerk", Status.IN_HANDLING, "east"),
    "to review": _case("reviewer", Status.AWAITING_REVIEW),
    "to call back": _case("callback_agent", Status.AWAITING_CALLBACK),
    "called back": _case("callback_agent", Status.CALLED_BACK),
    "closed": _case("supervisor", Status.CLOSED),
    "dispatch refused": _refused("dispatcher", Status.AWAITING_DISPATCH, "dispatch"),
    "reply refused": _refused("unit_clerk", Status.IN_HANDLING, "reply"),
    "not open any more": _refused("dispatcher", Status.IN_HANDLING, "dispatch"),
    "call back refused": _refused("callback_agent", Status.AWAITING_CALLBACK, "call_back"),
    "accounts": _page("security_admin", "/desk/staff"),
    "accounts refused": _page("security_admin", "/desk/staff?unit=x&role=x"),
    "new account": _page("security_admin", "/desk/staff/new"),
    "new account refused": _posted("security_admin", "/desk/staff/new"),
    "own account": _own_account("/"),
    "own account not ended": _own_account("/deactivate"),
    "password": _page("call_taker", "/desk/password"),
    "password refused": _posted("call_taker", "/desk/password"),
    "audit": _page("audit_admin", "/desk/audit"),
    "audit refused": _page("audit_admin", "/desk/audit?what=x&first=x"),
    "reveal refused": _refused("callback_agent", Status.AWAITING_CALLBACK, "reveal"),
}


def _suspicion(city: City, sign_in: SignIn) -> HttpResponse:
    """One finding with its evidence, refused: three replies in the same words."""
    clerk, now = city.person("unit_clerk", "east"), timezone.now()
    for _ in range(3):
        case = case_at(city, Status.IN_HANDLING)
        said = "您反映的问题我单位高度重视，<b>已安排</b>工作人员到现场核实并督促整改。"
        reply(case, handling="已办。", answer=said, solved=True, by=clerk, at=now)
    search_nightly(at=now)
    client = sign_in(city.person("supervisor"))
    return client.post(f"/desk/oversight/suspicions/{Suspicion.objects.get(rule='clones').pk}")


def _late(role: str, address: str) -> Visit:
    def visit(city: City, sign_in: SignIn) -> HttpResponse:
        began = timezone.now() - timedelta(days=30)
        case = case_at(city, Status.AWAITING_RULING, at=began)
        escalate(case, reason="定不了。", by=city.person("supervisor"), at=timezone.now())
        case_at(city, Status.IN_HANDLING, at=began, title="<b>.*")
        return sign_in(city.person(role)).get(address)

    return visit


VISITS |= {
    "supervisor's desk": _late("supervisor", "/desk/oversight"),
    "stuck": _late("supervisor", "/desk/oversight/stuck"),
    "behind a number": _late("supervisor", "/desk/oversight/cases?what=late_reply"),
    "suspicions": _late("supervisor", "/desk/oversight/suspicions"),
    "suspicion refused": _suspicion,
    "leader's desk": _late("office_leader", "/desk/leader"),
}


def _catalogue(address: str, typed: dict[str, str] | None = None) -> Visit:
    def visit(city: City, sign_in: SignIn) -> HttpResponse:
        rule = written(city, words=("<b>.*",))
        client = sign_in(keeper(city))
        path = f"/desk/dispatch-rules{address}".replace("RULE", str(rule.pk))
        return client.get(path) if typed is None else client.post(path, typed)

    return visit


VISITS |= {
    "catalogue": _catalogue(""),
    "new rule": _catalogue("/new"),
    "new rule refused": _catalogue("/new", {"order": "x", "kinds": "x"}),
    "rule": _catalogue("/RULE"),
    "change refused": _catalogue("/RULE", {"order": "x"}),
    "shift refused": _catalogue("/RULE/shift", {}),
    "retire refused": _catalogue("/RULE/retire", {}),
    "rules tried": _catalogue("/try", {"text": "垃圾", "day": "2022-04-06"}),
    "trial refused": _catalogue("/try", {"day": "x"}),
    "needs a person": _catalogue("/needs-person"),
    "simulations": _catalogue("/simulations"),
    "simulation refused": _catalogue("/simulations", {}),
}


@pytest.fixture(params=VISITS, ids=str)
def answer(request: pytest.FixtureRequest, city: City, sign_in: SignIn) -> HttpResponse:
    """The answer of one visit."""
    return VISITS[request.param](city, sign_in)


def test_pages_carry_the_policy_and_nothing_it_would_stop(answer: HttpResponse) -> None:
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    page = read(answer)
    assert page.all("style") == []
    assert [node.raw for node in page.all("script") if node.raw or "src" not in node.attrs] == []
    attributes = [(node, name, value) for node in page.walk() for name, value in node.attrs.items()]
    assert [name for _, name, _ in attributes if name == "style" or name.startswith("on")] == []
    assert [name for _, name, _ in attributes if name.startswith("hx-on")] == []
    assert [value for _, _, value in attributes if value.lower().startswith("javascript:")] == []


def test_everything_a_page_loads_is_our_own(answer: HttpResponse) -> None:
    page = read(answer)
    loaded = [node.attrs["src"] for node in page.walk() if "src" in node.attrs]
    loaded += [node.attrs["href"] for node in page.all("link")]
    loaded += [node.attrs["href"] for node in page.all("use")]
    assert [address for address in loaded if not address.startswith("/static/")] == []


def test_pages_speak_chinese_and_have_one_heading(answer: HttpResponse) -> None:
    page = read(answer)
    assert page.one("html").attrs["lang"] == "zh-Hans"
    assert len(page.all("h1")) == 1
    assert page.one("title").text.strip(" ·")


def test_every_field_has_a_label(answer: HttpResponse) -> None:
    page = read(answer)
    shown = [n for tag in CONTROLS for n in page.all(tag) if n.attrs.get("type") != "hidden"]
    assert [node.attrs for node in shown if not label_of(page, node)] == []
    assert [node for node in page.all("fieldset") if not node.has("legend")] == []


def test_every_button_and_link_says_what_it_does(answer: HttpResponse) -> None:
    page = read(answer)
    pressed = page.all("button") + page.all("a") + page.all("summary")
    assert [n.attrs for n in pressed if not (n.text or n.attrs.get("aria-label"))] == []


def test_identities_are_unique_and_references_lead_to_one(answer: HttpResponse) -> None:
    page = read(answer)
    ids = [node.attrs["id"] for node in page.walk() if "id" in node.attrs]
    assert sorted(ids) == sorted(set(ids))
    assert _references(page) - set(ids) == set()


def _references(page: Node) -> set[str]:
    """Every identity that some element points at."""
    named = {node.attrs["for"] for node in page.all("label")}
    described = [node.attrs.get("aria-describedby", "") for node in page.walk()]
    lists = {node.attrs["list"] for node in page.walk() if "list" in node.attrs}
    inside = {n.attrs["href"][1:] for n in page.all("a") if n.attrs["href"].startswith("#")}
    targets = {node.attrs["hx-target"][1:] for node in page.walk() if "hx-target" in node.attrs}
    return named | lists | inside | targets | {one for words in described for one in words.split()}


def test_no_form_can_be_forged(answer: HttpResponse) -> None:
    forms = [form for form in read(answer).all("form") if form.attrs.get("method") == "post"]
    assert [form.attrs for form in forms if "csrfmiddlewaretoken" not in form.sends()] == []


def test_browsers_keep_no_copy_of_swapped_pages(city: City, sign_in: SignIn) -> None:
    page = read(_page("dispatcher", "/desk/cases")(city, sign_in))
    settings = page.one("meta", name="htmx-config").attrs["content"]
    assert '"historyCacheSize":0' in settings
    assert '"allowEval":false' in settings


def test_a_form_without_its_token_is_turned_away(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        city.person("call_taker"), backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = client.post("/desk/cases/new", {"text": "内容"})
    assert (answer.status_code, "页面已过期" in answer.content.decode()) == (403, True)
